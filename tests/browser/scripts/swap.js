fetch('/').then((answer) => answer.text()).then((text) => {
  const next = new DOMParser().parseFromString(text, 'text/html');
  document.body.replaceWith(document.adoptNode(next.body));
  window.swapped = (window.swapped || 0) + 1;
})
