[...document.body.querySelectorAll('*')]
  .filter((box) => {
    if (!getComputedStyle(box).display.startsWith('inline-')) return false;
    if (!box.firstChild || !box.checkVisibility()) return false;
    const [whole, within] = [box.getBoundingClientRect(), [...box.childNodes]];
    box.replaceChildren();
    const empty = box.getBoundingClientRect();
    box.append(...within);
    return empty.width * empty.height > 0 && Math.abs(whole.top - empty.top) >= 3;
  })
  .map((box) => box.outerHTML.slice(0, 80))
