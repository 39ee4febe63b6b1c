(root, selector) => [...root.querySelectorAll(selector)].map((element) => {
  const box = element.getBoundingClientRect();
  const isOnScreen = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + .5 && box.right <= innerWidth + .5;
  return isOnScreen && element.contains(root.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
})
