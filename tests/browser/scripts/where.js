JSON.stringify([...document.querySelectorAll('main *:not(iframe, [data-charte-built], [data-charte-built] *)')].map((one) => {
  const box = one.getBoundingClientRect();
  const numbers = [box.left, box.top + scrollY, box.width, box.height].map((number) => Math.round(number * 10) / 10);
  return [one.localName, ...numbers].join(' ');
}))
