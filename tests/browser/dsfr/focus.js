((at) => {
  const place = at.closest('dialog') ? 'dialog ' : at.closest('.fr-consent-banner') ? 'banner ' : 'page ';
  return place + at.localName + ' ' + (at.id || at.textContent.trim());
})(document.activeElement)
