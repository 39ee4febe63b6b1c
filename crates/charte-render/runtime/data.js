// What later.js knows of the portal in one language: placeholders, trackers, texts. A build writes it in place of `CHARTE`.
// keys.json lists its keys.
export const data = CHARTE;
