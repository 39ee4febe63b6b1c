(root) => {
  const copy = root.cloneNode(true);
  const own = 'charte-banner, [data-charte-built], script[src*=charte-cookies], noscript, link[rel$=preload]';
  copy.querySelectorAll(own).forEach((one) => one.remove());
  for (const one of copy.querySelectorAll('*')) {
    const all = [...one.attributes].sort((a, b) => a.name < b.name ? -1 : 1);
    all.forEach((attribute) => one.removeAttributeNode(attribute));
    all.forEach((attribute) => one.setAttributeNode(attribute));
  }
  return copy.innerHTML.replace(/\s+/g, ' ');
}
