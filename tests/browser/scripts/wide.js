[
  document,
  document.querySelector('charte-banner')?.shadowRoot,
  ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument),
]
  .filter(Boolean)
  .flatMap((root) =>
    [...root.querySelectorAll('.banner, .banner *, dialog, dialog :not(input), .charte-placeholder, .charte-placeholder *, .charte-charter *')]
      .filter((element) => element.getClientRects()[0] && !element.closest('caption, thead, svg'))
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const isOutside = box.left < -.5 || box.right > (root.defaultView ?? window).innerWidth + .5;
        return isOutside || getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => element.outerHTML.slice(0, 160)))
  .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])
