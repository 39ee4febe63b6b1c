// Holds elements that scripts make. A policy blocks their requests, but not the connections that Chromium opens early for frames and
// resource hints: these are held before they are in the document, or when their attributes are set later. A policy does not block
// WebRTC either, so that its servers are removed.

// The realms that are done, by their `Element`: a frame's window stays the same object when its document changes.
const done = new WeakSet();

/** Holds resource hints, and frames of hosts that are neither the page's own nor in `policy`; in the frames of scripts, too. */
export const holdMade = (policy, realm = window) => {
  const waits = (address) => {
    try {
      const { protocol, host, hostname } = new URL(address, document.baseURI);
      const isNamed = (source) => (source[0] === "*" ? hostname.endsWith(source.slice(1)) : hostname === source);
      return protocol[0] === "h" && host !== location.host && !policy.split(" ").some(isNamed);
    } catch {
      return 1;
    }
  };
  // No relation and no type that a browser knows.
  const withoutHints = (text) => text.replace(/preconnect|dns-prefetch|speculationrules/gi, "-$&");
  // The first `src` of a tag counts. An address with character references is held, since they are not decoded here.
  const frames = /<iframe(?=(?:"[^"]*"|'[^']*'|[^>"'])*?\ssrc\s*=\s*["']?([^"'\s>]+))(?!(?:"[^"]*"|'[^']*'|[^>"'])*\ssrcdoc)/gi;
  // Svelte and Vue pass TrustedHTML: the changed markup must be TrustedHTML too.
  let trusted;
  const likewise = (value, text) => {
    if (typeof value === "string") return text;
    if (text === value + "") return value;
    try {
      trusted ||= realm.trustedTypes.createPolicy("charte", { createHTML: (text) => text });
      return trusted.createHTML(text);
    } catch {
      // The page's policy forbids new Trusted Types policies.
      return value;
    }
  };
  const setAgain = (element, name) => realm.Element.prototype.setAttribute.call(element, name, element.getAttribute(name));
  // What is about to be inserted may come from a parser or from another document, where nothing was held.
  const holdNode = (element) => {
    if (element.localName === "link" && element.rel)
      // Chromium writes a warning into the console about a preload without an address.
      if (element.dataset.charteHref) element.removeAttribute("rel");
      else setAgain(element, "rel");
    if (element.localName === "iframe" && !element.hasAttribute("srcdoc") && waits(element.src)) setAgain(element, "src");
  };
  // Scripts can write the document of such a frame.
  const holdFrame = ({ contentWindow: inner }) => {
    try {
      if (!inner || done.has(inner.Element)) return;
      done.add(inner.Element);
      holdMade(policy, inner);
    } catch {
      // It has another origin.
    }
  };
  new MutationObserver(() => [...realm.document.getElementsByTagName("iframe")].forEach(holdFrame)).observe(realm.document, { childList: true, subtree: true });
  const types =
    "Node Element Document DocumentFragment CharacterData ShadowRoot Range DOMTokenList Attr HTMLIFrameElement HTMLImageElement HTMLLinkElement HTMLScriptElement HTMLSourceElement";
  for (const { prototype } of types.split(" ").map((type) => realm[type]))
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const isMarkup = /[rt]HTML|write|tual|doc$|safe$|^exec/.test(name);
      const isInsertion = !isMarkup && /^(append|prepend|before|after|replace[CW]|insert[BNA]|surround|moveB)/.test(name);
      if (!isMarkup && !isInsertion && !/^(src(set)?|rel(List)?|type|add|toggle|replace|value|set.*[eS])$/.test(name)) continue;
      const property = Object.getOwnPropertyDescriptor(prototype, name);
      const kind = property.set ? "set" : "value";
      const native = property[kind];
      property[kind] = function (...values) {
        const last = values.length - 1;
        const value = values[last];
        const { localName } = this;
        // Only attributes have it.
        if (this.ownerElement) return this.ownerElement.setAttribute(this.name, value);
        const attribute = last ? values[last - 1] : name;
        // A framework that hydrates the page sets the address of a held element again.
        if (!isInsertion && this.getAttribute?.("data-charte-" + attribute) === value + "") return;
        const inserted = values.flatMap((part) => (isInsertion && part?.querySelectorAll ? [part, ...part.querySelectorAll("link,iframe")] : []));
        inserted.forEach(holdNode);
        if (/^(src|href)$/.test(attribute) && /^(script|link|iframe)$/.test(localName)) {
          const isWaiting = waits(value);
          // A framework that makes a script of the HTML again, or preloads it, must make it held like the one in the HTML, or the
          // policy would report a violation.
          const isOf = ({ dataset: { charteSrc, charteHref } }) => (charteSrc || charteHref) === value + "";
          if (localName !== "iframe" && isWaiting && [...document.querySelectorAll("script,link")].some(isOf))
            return this.setAttribute("data-charte-" + attribute, value);
          if (localName === "iframe" && attribute === "src")
            if (isWaiting)
              try {
                if (!this.srcdoc) this.setAttribute("data-charte-held", (this.srcdoc = ""));
              } catch {
                // Trusted Types forbid setting `srcdoc`: the policy blocks the frame.
              }
            else if (this.dataset.charteHeld === "") this.removeAttribute("srcdoc");
        }
        const isDocument = /^srcdoc$/i.test(attribute);
        // Within `srcdoc` no placeholder comes, and Chromium connects to the host of any frame in the text: it becomes another element.
        const held = isDocument ? "-" : ' data-charte-held="" srcdoc=""';
        const isHint = !localName || /^(rel(List)?|type)$/i.test(attribute);
        const result = native.apply(
          this,
          values.map((value) =>
            isInsertion || (typeof value !== "string" && !(isMarkup && realm.TrustedHTML && value instanceof realm.TrustedHTML))
              ? value
              : isMarkup || isDocument
                ? likewise(
                    value,
                    (value + "")
                      .replace(frames, (tag, address) => (/&[#c]/.test(address) || waits(address) ? tag + held : tag))
                      .replace(/<(link|script)[^>]*/gi, withoutHints),
                  )
                : isHint
                  ? withoutHints(value)
                  : value,
          ),
        );
        inserted.forEach(holdFrame);
        if (isMarkup) this.querySelectorAll?.("iframe").forEach(holdFrame);
        return result;
      };
      Object.defineProperty(prototype, name, property);
    }
  const Native = realm.RTCPeerConnection;
  if (Native)
    realm.webkitRTCPeerConnection = realm.RTCPeerConnection = class extends Native {
      constructor(setting) {
        super({ ...setting, iceServers: [] });
      }
      setConfiguration() {}
    };
};
