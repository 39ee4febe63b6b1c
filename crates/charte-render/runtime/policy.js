// The browser refuses whom the policy does not name.

/**
 * The same for a page in a sandbox, which has no origin: WebKit then takes every host for the page's own.
 */
export const withoutSelf = (policy) => policy.replace("'self'", location.host);

/** Puts a policy into the head: it stays as long as the page. */
export const refuse = (policy) => {
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy;
  document.head.append(meta);
};
