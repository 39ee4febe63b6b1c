[...document.querySelectorAll('link[rel][href]')]
  .filter((link) => /preconnect|dns-prefetch|prefetch|preload|prerender/.test(link.rel))
  .map((link) => link.href)
  .filter((address) => new URL(address).host !== location.host)
