[
  document.documentElement.lang,
  document.documentElement.dir,
  document.querySelectorAll('link[hreflang]').length,
  document.querySelector('link[hreflang=x-default]').href,
  document.querySelectorAll('.charte-languages a[hreflang]').length,
  document.querySelectorAll('.charte-rows span[lang=fr]').length > 0,
]
