[
  document.readyState,
  ...[...document.querySelectorAll('img, iframe, script[src], link[rel=stylesheet]')]
    .filter(({ src, href }) => performance.getEntriesByName(src || href).length === 0)
    .map(({ outerHTML }) => outerHTML.slice(0, 150)),
]
