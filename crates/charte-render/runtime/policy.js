// The content security policy, by which the browser blocks third parties.

/** The policy for a page in a sandbox, which has no origin: WebKit would match `'self'` with every host. */
export const withoutSelf = (policy) => policy.replace("'self'", location.host);

/** Adds a policy to the head. It cannot be removed as long as the page is open (HTML Standard, `http-equiv`). */
export const refuse = (policy, page = document) => {
  const meta = page.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy;
  page.head.append(meta);
};
