// Holds elements that scripts make. A policy blocks their requests, but not the connections that Chromium opens early for frames and
// resource hints: these are held when their attributes are set, before they are in the document. A policy does not block WebRTC
// either, so that its servers are removed.

/** Holds resource hints, and frames of hosts that are neither the page's own nor in `policy`. */
export const holdMade = (policy) => {
  const waits = (address) => {
    try {
      const { protocol, host, hostname } = new URL(address, document.baseURI);
      const isNamed = (source) => (source[0] === "*" ? hostname.endsWith(source.slice(1)) : hostname === source);
      return protocol[0] === "h" && host !== location.host && !policy.split(" ").some(isNamed);
    } catch {
      return 1;
    }
  };
  const withoutHints = (text) => text.replace(/preconnect|dns-prefetch|speculationrules/gi, "");
  // The first `src` of a tag counts. An address with character references is held, since they are not decoded here.
  const frames = /<iframe(?=(?:"[^"]*"|'[^']*'|[^>"'])*?\ssrc\s*=\s*["']?([^"'\s>]+))(?![^>]*srcdoc)/gi;
  // Svelte and Vue pass TrustedHTML: the changed markup must be TrustedHTML too.
  let trusted;
  const likewise = (value, text) => {
    if (typeof value === "string") return text;
    if (text === value + "") return value;
    try {
      trusted ||= trustedTypes.createPolicy("charte", { createHTML: (text) => text });
      return trusted.createHTML(text);
    } catch {
      // The page's policy forbids new Trusted Types policies.
      return value;
    }
  };
  for (const { prototype } of [Element, Document, ShadowRoot, Range, DOMTokenList, HTMLIFrameElement, HTMLLinkElement, HTMLScriptElement])
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const isMarkup = /[rt]HTML|write|tual|doc$|safe$/.test(name);
      if (!isMarkup && !/^(src|rel|type|add|set.*[eS])$/.test(name)) continue;
      const property = Object.getOwnPropertyDescriptor(prototype, name);
      const kind = property.set ? "set" : "value";
      const native = property[kind];
      property[kind] = function (...values) {
        const last = values.length - 1;
        const value = values[last];
        const { localName } = this;
        const attribute = last ? values[last - 1] : name;
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
        return native.apply(
          this,
          values.map((value) =>
            typeof value !== "string" && !(isMarkup && window.TrustedHTML && value instanceof TrustedHTML)
              ? value
              : isMarkup
                ? likewise(
                    value,
                    (value + "")
                      .replace(frames, (tag, address) => (/&[#c]/.test(address) || waits(address) ? tag + ' data-charte-held="" srcdoc=""' : tag))
                      .replace(/<(link|script)[^>]*/gi, withoutHints),
                  )
                : /^.?(pre|dns|spec)/.test(value)
                  ? withoutHints(value)
                  : value,
          ),
        );
      };
      Object.defineProperty(prototype, name, property);
    }
  const Native = window.RTCPeerConnection;
  if (Native)
    window.webkitRTCPeerConnection = window.RTCPeerConnection = class extends Native {
      constructor(setting) {
        super({ ...setting, iceServers: [] });
      }
      setConfiguration() {}
    };
};
