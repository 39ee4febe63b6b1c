(banner) => {
  const box = banner.getBoundingClientRect();
  const top = banner.getRootNode().elementFromPoint(box.x + box.width / 2, box.bottom - 8);
  const isOnScreen = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + .5 && box.right <= innerWidth + .5;
  return box.height > 40 && isOnScreen && banner.contains(top);
}
