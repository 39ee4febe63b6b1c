((host) => [
  host.parentNode.localName,
  getComputedStyle(document.querySelector('main')).color,
  host === document.body.firstElementChild,
  host.hasAttribute('data-nosnippet'),
  host.getAttribute('data-pagefind-ignore'),
])(document.querySelector('charte-banner'))
