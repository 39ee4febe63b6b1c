[
  document.documentElement.lang,
  document.querySelectorAll('h1').length,
  !!document.querySelector('main .charte-charter'),
  document.querySelector('a.enseigne')?.pathname,
  document.querySelector('footer.pied') !== null,
  document.querySelector('link[rel=canonical]')?.href === location.href,
  document.title.includes('Saint-Malo'),
]
