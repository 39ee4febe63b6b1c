(root) => [...root.querySelectorAll('dialog :is(button, input, a, h2, p, legend)')]
  .filter((element) => {
    element.scrollIntoView({ block: 'nearest' });
    element.focus({ focusVisible: true });
    const box = element.getClientRects()[0];
    const top = root.elementFromPoint(box.x + Math.min(box.width / 2, 40), box.y + box.height / 2);
    return !(top && (element.contains(top) || top.contains(element)) && top.localName !== 'dialog');
  })
  .map((element) => element.outerHTML.slice(0, 90))
