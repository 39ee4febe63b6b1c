(frame) => {
  const body = frame.contentDocument?.body;
  return frame.dataset.charteHeld !== undefined && body?.textContent.trim() && body.querySelector('button');
}
