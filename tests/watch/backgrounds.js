(scheme) => {
  const views = [...document.querySelectorAll(`[data-state=banner] [data-scheme=${scheme}] iframe`)];
  const banner = (view) => view.contentDocument.querySelector('charte-banner').shadowRoot.querySelector('.banner');
  return [...new Set(views.map((view) => getComputedStyle(banner(view)).backgroundColor))].join();
}
