(view, state) => {
  const page = view.contentDocument;
  if (page?.documentElement?.dataset.state !== state) return false;
  const banner = page.querySelector('charte-banner')?.shadowRoot;
  const isSeen = (element) => element?.getBoundingClientRect().height > 40;
  const asks = isSeen(banner?.querySelector('.banner'));
  if (state === 'banner') return asks && !banner.querySelector('dialog[open]');
  if (state === 'preferences') return isSeen(banner?.querySelector('dialog[open]'));
  if (state === 'charter') return !asks && isSeen(page.querySelector('.charte-charter h1'));
  const isPlaceholder = (frame) => isSeen(frame.contentDocument?.querySelector('.charte-placeholder'));
  return !asks && [...page.querySelectorAll('iframe')].filter(isPlaceholder).length === 2;
}
