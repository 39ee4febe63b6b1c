[...document.querySelectorAll('[data-charte-open]')].flatMap((link) => {
  const box = link.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  if (box.height >= 24 && box.width >= 24) return [];
  return [...document.querySelectorAll('a[href], button')]
    .filter((other) => other !== link)
    .filter((other) => {
      const near = other.getBoundingClientRect();
      const distance = Math.hypot(Math.max(near.left - x, 0, x - near.right), Math.max(near.top - y, 0, y - near.bottom));
      const isSmall = near.height < 24 || near.width < 24;
      return distance < 12 || isSmall && Math.hypot(near.x + near.width / 2 - x, near.y + near.height / 2 - y) < 24;
    })
    .map((other) => other.outerHTML);
})
