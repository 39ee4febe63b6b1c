// In the frames of a theme preview, and nowhere else: shows the page in the state and the scheme that the frame's name contains.
// Each frame has cookies of its own, as if it were another visitor's.
(() => {
  const [prefix, state, scheme, screen] = window.name.split(" ");
  if (prefix !== "charte-preview") return;
  const folder = new URL(".", document.currentScript.src);

  const jar = new Map();
  Object.defineProperty(Document.prototype, "cookie", {
    get: () => [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
    set: (text) => {
      const [, name, value] = /^\s*([^=]*)=([^;]*)/.exec(text) ?? [];
      if (/max-age=(0|-)/i.test(text)) jar.delete(name);
      else jar.set(name, value);
    },
  });

  let paint = () => {};
  const repaint = () => paint(scheme);
  import(new URL("scheme.js", folder)).then((module) => {
    paint = module.paint;
    repaint();
  });
  // Style sheets load later, and the page is updated in place.
  document.addEventListener("load", repaint, true);
  addEventListener("charte:updated", repaint);
  new MutationObserver(repaint).observe(document, { childList: true, subtree: true });

  // Phones have overlay scrollbars.
  if (screen === "phone") document.documentElement.style.scrollbarWidth = "none";

  /** Centres an element. Unlike `scrollIntoView`, does not scroll the page around the frame. */
  const centre = (element) => {
    const box = element?.getBoundingClientRect();
    if (box) scrollBy(0, box.top - Math.max(0, innerHeight - box.height) / 2);
  };

  // By then the script of the banner has run.
  addEventListener("load", () => {
    if (state === "preferences") window.charte?.open();
    if (state === "charter" || state === "placeholders") window.charte?.refuse();
    if (state === "placeholders") centre(document.querySelector("iframe[data-charte-held]"));
    repaint();
    document.documentElement.dataset.state = state;
  });
})();
