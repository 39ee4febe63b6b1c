// Holds elements that scripts make. A policy blocks their requests, but not the connections that Chromium opens early for frames and
// resource hints: these are held before they are in the document, or when their attributes are set later. A policy does not block
// WebRTC either, so that its servers are removed.
import { refuse } from "./policy.js";

// The realms that are done, by their `Element`: a frame's window stays the same object when its document changes. And the documents
// that have got the policy.
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
  // No relation and no type that a browser knows. (Chromium fetches the description of a search without asking the policy.)
  const withoutHints = (text) => text.replace(/preconnect|dns-prefetch|speculationrules|opensearchdescription/gi, "-$&");
  // Attributes and tags, as browsers read them.
  const attribute = /([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>][^\s>]*)?)?/g;
  const tags = new RegExp(`<(iframe|link|script)(?=[\\s/>]|$)(?:[\\s/]*${attribute.source})*[\\s/]*>?`, "gi");
  // Within `srcdoc` no placeholder comes, and Chromium connects to the host of any frame in the text: it becomes another element.
  // What cannot be read here is held: values with character references, and a tag that does not end in this text.
  const holdMarkup = (markup, isDocument) =>
    markup.replace(tags, (tag, name) => {
      const read = {};
      // Of two attributes with one name the first counts.
      for (const [, key, value = ""] of tag.slice(name.length + 1).matchAll(attribute)) read[key.toLowerCase()] ??= value.replace(/["']/g, "");
      const { src = "", srcdoc, rel, type } = tag.endsWith(">") ? read : { src: "&", rel: name[4] ? "" : "&" };
      if (/^i/i.test(name))
        return srcdoc === undefined && (/^[^?#]*&/.test(src) || waits(src))
          ? tag.slice(0, 7) + (isDocument ? "-" : ' data-charte-held="" srcdoc=""') + tag.slice(7)
          : tag;
      // For preload scanners the last counts, so that none is added.
      return withoutHints(/&/.test([rel, type]) ? tag.replace(/rel|type/gi, "-$&") : tag);
    });
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
    // A script that was copied, or made by XSLT, may have a type that was never held.
    if (/^(link|script)$/.test(element.localName) && (element.rel || element.type))
      // Chromium writes a warning into the console about a preload without an address.
      if (element.dataset.charteHref) element.removeAttribute("rel");
      else ["rel", "type"].forEach((name) => element.hasAttribute(name) && setAgain(element, name));
    if (element.localName === "iframe" && !element.hasAttribute("srcdoc") && waits(element.src)) setAgain(element, "src");
  };
  // Scripts can write the document of such a frame. One of the site's own that is no page, such as a text, comes without a policy.
  // `inner`: the window or its document.
  const holdFrame = (inner) => {
    try {
      const page = inner.document || inner;
      inner = page.defaultView;
      const { Element } = inner;
      if (!done.has(Element)) {
        done.add(Element);
        holdMade(policy, inner);
      }
      // Chromium shows a PDF by elements of its own, which the policy must not stop.
      if (!inner.location.host || inner.charteRun || done.has(page) || /pdf/.test(page.contentType)) return;
      refuse(policy, page);
      done.add(page);
    } catch {
      // It has another origin, or no head yet.
    }
  };
  // Not by elements: that of an `<embed>` does not give its window. A script of the page may replace `length`. Frames in shadow
  // roots are not among them, and are held when a script asks for their window.
  const holdFrames = () => {
    for (let frame = 0; realm[frame]; ) holdFrame(realm[frame++]);
  };
  realm.document.addEventListener("load", holdFrames, true);
  new MutationObserver(holdFrames).observe(realm.document, { childList: true, subtree: true });
  const types =
    "Node Element Document DocumentFragment CharacterData ShadowRoot Range DOMTokenList Attr HTMLIFrameElement HTMLImageElement HTMLLinkElement HTMLScriptElement HTMLSourceElement";
  for (const { prototype } of types.split(" ").map((type) => realm[type]))
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const isMarkup = /[rt]HTML|write|tual|doc$|safe$|^exec/.test(name);
      const isInsertion = !isMarkup && /^(append|prepend|before|after|replace[CW]|insert[BNA]|surround|moveB|body$)/.test(name);
      if (!isMarkup && !isInsertion && !/^(src(set)?|rel(List)?|type|add|toggle|replace|value|set.*[eS]|content[WD].*)$/.test(name)) continue;
      const property = Object.getOwnPropertyDescriptor(prototype, name);
      const kind = property.set ? "set" : property.get ? "get" : "value";
      const native = property[kind];
      property[kind] = function (...values) {
        // The parts of what is written are one text.
        if (values[1] && /^write/.test(name)) values = [values.join("")];
        const last = values.length - 1;
        const value = values[last];
        const { localName } = this;
        // Only attributes have it.
        if (this.ownerElement) return this.ownerElement.setAttribute(this.name, value);
        const attribute = last ? values[last - 1] : name;
        // A framework that hydrates the page sets the address of a held element again.
        if (!isInsertion && this.getAttribute?.("data-charte-" + attribute) === value + "") return;
        const inserted = values.flatMap((part) => (isInsertion && part?.querySelectorAll ? [part, ...part.querySelectorAll("link,iframe,script")] : []));
        inserted.forEach(holdNode);
        if (/^(src|href)$/.test(attribute) && /^(script|link|iframe)$/.test(localName)) {
          const isWaiting = waits(value);
          // A framework that makes a script or a style sheet of the HTML again, or preloads it, must make it held like the one in the
          // HTML, or the policy would report a violation.
          if (localName !== "iframe" && isWaiting) {
            const text = JSON.stringify(value + "");
            const held = document.querySelector(`[data-charte-src=${text}],[data-charte-href=${text}],[disabled][href=${text}]`);
            if (held?.disabled) this.disabled = true;
            else if (held) return this.setAttribute("data-charte-" + attribute, value);
          }
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
        const isHint = !localName || /^(rel(List)?|type)$/i.test(attribute);
        const result = native.apply(
          this,
          values.map((value) =>
            isInsertion || (typeof value !== "string" && !(isMarkup && realm.TrustedHTML && value instanceof realm.TrustedHTML))
              ? value
              : isMarkup || isDocument
                ? likewise(value, holdMarkup(value + "", isDocument))
                : isHint
                  ? withoutHints(value)
                  : value,
          ),
        );
        if (isMarkup) holdFrames();
        // Asking for their windows is enough.
        inserted.map((element) => element.contentWindow);
        if (kind === "get") holdFrame(result);
        return result;
      };
      Object.defineProperty(prototype, name, property);
    }
  const { Attr, RTCPeerConnection: Native } = realm;
  for (const name of ["nodeValue", "textContent"])
    Object.defineProperty(Attr.prototype, name, Object.getOwnPropertyDescriptor(Attr.prototype, "value"));
  if (Native) {
    // Through no relay it can contact nobody, not even an address that a script gives it.
    const withoutServers = (setting) => ({ ...setting, iceServers: [], iceTransportPolicy: "relay" });
    const construct = (_, [setting], target) => Reflect.construct(Native, [withoutServers(setting)], target);
    Native.prototype.setConfiguration = () => {};
    realm.webkitRTCPeerConnection = realm.RTCPeerConnection = Native.prototype.constructor = new Proxy(Native, { construct });
  }
};
