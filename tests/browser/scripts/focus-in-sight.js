(() => {
  const banner = document.querySelector('charte-banner').shadowRoot.querySelector('.banner').getBoundingClientRect();
  const box = document.activeElement.getBoundingClientRect();
  // An author's own trick for skip links.
  if (box.left < -500) return true;
  const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
  const isBeside = box.right <= banner.left || box.left >= banner.right;
  const above = Math.min(bottom, banner.top) - top;
  const below = bottom - Math.max(top, banner.bottom);
  return (isBeside ? bottom - top : Math.max(above, below)) > Math.min(8, box.height / 2);
})()
