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
  // Who agreed to everything is not held.
  if (ids[0] && !ids[through.length]) return;
  const hosts = [...config.free, ...through.flatMap((id) => config.asked[id])];
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = `default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: ${hosts.join(" ")}`;
  document.head.append(policy);
  window.charteGuard = { once: once || [], through };
})
