// In the frames of a theme's preview, and nowhere else: brings the page into the state and the scheme that the frame's name
// asks for. Each frame is a visitor of its own, who keeps his cookies for himself.
(() => {
  const [mark, state, scheme, screen] = window.name.split(" ");
  if (mark !== "charte-preview") return;
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
  // Style sheets that come later, and what changes in place.
  document.addEventListener("load", repaint, true);
  addEventListener("charte:updated", repaint);
  new MutationObserver(repaint).observe(document, { childList: true, subtree: true });

  // As phones have them.
  if (screen === "phone") document.documentElement.style.scrollbarWidth = "none";

  /** Scrolls this page and not those around it. */
  const centre = (element) => {
    const box = element?.getBoundingClientRect();
    if (box) scrollBy(0, box.top - Math.max(0, innerHeight - box.height) / 2);
  };

  // The script of the banner is loaded before the page is.
  addEventListener("load", () => {
    if (state === "preferences") window.charte?.open();
    if (state === "charter" || state === "placeholders") window.charte?.refuse();
    if (state === "placeholders") centre(document.querySelector("iframe[data-charte-held]"));
    repaint();
    document.documentElement.dataset.state = state;
  });
})();
