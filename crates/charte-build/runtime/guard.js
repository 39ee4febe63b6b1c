// Comes before everything else on pages whose own scripts may contact third parties, and has the browser refuse these: no
// container in the page can hold back what a script of the site does. A policy cannot be taken back, so that charte.js
// loads the page again when the visitor agrees to more than it lets through.
((config) => {
  // What the visitor granted for this page alone, before it was loaded again; the page finds its history as it left it.
  const { charteOnce: once, was } = history.state || {};
  if (once) history.replaceState(was, "");
  const [, kept] = document.cookie.match(`(?:^| )${config.cookie}=1.{10}${config.fp}.([^;]*)`) || [];
  const granted = [...(once || []), ...(kept || "").split("~")];
  const ids = Object.keys(config.asked);
  const through = ids.filter((id) => granted.includes(id));

  // What is allowed comes back while the page is parsed, so that the page's own scripts find it where it always was: one
  // that dresses films when it runs dresses these. Scripts and styles come back in turn, by enforce.js.
  const isWhole = (node) => document.readyState !== "loading" || (node && (node.nextSibling || isWhole(node.parentNode)));
  const isAllowed = ({ dataset, text }) =>
    dataset.charte.split(/\s+/).every((id) => through.includes(id)) && !/<\\*(script|style|link)/i.test(text);
  const bringBack = () => {
    for (const container of document.querySelectorAll("script[data-charte]"))
      if (isWhole(container) && isAllowed(container)) {
        const range = new Range();
        range.selectNodeContents(container.parentNode);
        const placeholder = container.nextElementSibling;
        if (placeholder?.matches("[data-charte-for]")) placeholder.remove();
        // The build put backslashes before what would have ended the data block.
        container.replaceWith(range.createContextualFragment(container.text.replace(/<\\(\\*!--)/g, "<$1")));
      }
  };
  if (through[0]) {
    const observer = new MutationObserver(bringBack);
    observer.observe(document, { childList: true, subtree: true });
    // Before the first deferred script.
    const finish = () => {
      bringBack();
      observer.disconnect();
    };
    document.addEventListener("readystatechange", finish, { once: true });
  }

  window.charteGuard = { once: once || [], through };
  // Who agreed to everything is not held.
  if (ids[0] && !ids[through.length]) return;
  const hosts = [...config.free, ...through.flatMap((id) => config.asked[id])];
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ${hosts.join(" ")}`;
  document.head.append(policy);
})
