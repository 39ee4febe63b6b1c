// The text by which a held script restores itself at its place in the order of scripts.

/**
 * Takes that text out of a script that stays held: a framework that hydrates the page compares its text with that of the author's
 * script, and React, where they differ, renders the whole page anew.
 */
export const leave = (held) => {
  const text = held?.firstChild;
  if (!text) return;
  // Not by `textContent`: pages that require Trusted Types forbid that.
  text.data = text.data.replace(/^charteRun..(\/\/)?/, "");
  if (!text.data) text.remove();
};
