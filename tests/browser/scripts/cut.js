(root, selector) => [...root.querySelectorAll(selector)]
  .filter((element) => {
    const style = getComputedStyle(element);
    const cuts = (value) => value === 'hidden' || value === 'clip' || value === 'visible';
    const isCut = cuts(style.overflowX) && element.scrollWidth > element.clientWidth + 1
      || cuts(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    return style.display !== 'inline' && isCut;
  })
  .map((element) => element.outerHTML.slice(0, 80))
