(button) => {
  const box = button.getBoundingClientRect(), style = getComputedStyle(button);
  return [
    button.localName,
    Math.round(box.width),
    Math.round(box.height),
    style.fontSize,
    style.fontWeight,
    style.fontFamily,
    style.color,
    style.backgroundColor,
    style.border,
    style.borderRadius,
    style.opacity,
    style.textDecoration,
    style.boxShadow,
    style.cursor,
  ];
}
