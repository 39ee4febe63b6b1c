[...document.querySelectorAll('nav, footer, aside, .charte-link, [data-charte-open], .charte-languages, .charte-skip')]
  .concat([...document.querySelectorAll('charte-banner')].flatMap((host) => [...host.shadowRoot.querySelectorAll('.banner')]))
  .filter((element) => element.checkVisibility())
  .map((element) => element.outerHTML.slice(0, 80))
  .concat(['h2', 'td'].map((name) => getComputedStyle(document.querySelector('.charte-charter ' + name)).color))
