(() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const inPage = at.getRootNode() === document;
  const place = at.closest('dialog') ? 'dialog ' : at.closest('.banner') ? 'banner ' : inPage ? 'page ' : 'charte ';
  return place + at.localName + (at.className ? '.' + at.className : '');
})()
