[...document.querySelectorAll('iframe, link[rel=preconnect], link[rel=dns-prefetch]')].map((element) => {
  const attributes = [...element.attributes].map((one) => one.name + '=' + one.value);
  return [element.localName, ...attributes.sort()];
})
