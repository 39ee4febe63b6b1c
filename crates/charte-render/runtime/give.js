// Restores the held elements of granted services to what the author wrote, each at its place: while the page is parsed, and when
// scripts insert more of them.

import { page } from "./page.js";
import { leave } from "./run.js";

const HELD = "data-charte-held";
const PREFIX = /data-charte-(?!held)/;

/** Restores the elements of granted services. `folder`: address of charte's own folder. */
export const giveBack = (isGranted, folder) => {
  const isAllowed = (held) => held.getAttribute(HELD).split(" ").every(isGranted);

  // For pages that require Trusted Types.
  let trusted;
  try {
    const same = (text) => text;
    trusted = window.trustedTypes?.createPolicy("charte", { createScript: same, createScriptURL: same });
  } catch {
    // The page's policy forbids new Trusted Types policies: scripts cannot be restored.
  }

  const asAddress = (name, value) => (trusted && /src|href/.test(name) ? trusted.createScriptURL(value) : value);

  /** The author's script, made anew: a held script element cannot run any more (HTML Standard, "already started"). */
  const fresh = (held) => {
    const own = page.createElementNS(held.namespaceURI, "script");
    own.async = false;
    for (const { name, value } of held.attributes)
      if (name !== HELD && name !== "type" && name !== "nonce")
        own.setAttribute(name.replace(PREFIX, ""), asAddress(name, value));
    if (held.nonce) own.setAttribute("nonce", held.nonce);
    giveText(held, own);
    return own;
  };

  /** Gives a script the text that its author wrote into the held one. */
  const giveText = (held, own) => {
    const text = held.textContent.replace(/^charteRun\(\)(\/\/)?/, "");
    own.textContent = trusted ? trusted.createScript(text) : text;
  };

  const isParsed = () => page.readyState !== "loading";

  /**
   * Whether the parser has left an element: then something follows it. What follows the body is no sign, since scripts put it there,
   * as charte does with the banner (element.js).
   */
  const isRead = (node) => isParsed() || (node && node !== page.body && (node.nextSibling || isRead(node.parentNode)));

  const giveScript = (held) => {
    // Such a script restores itself with document.write, in the order of scripts.
    if (!isParsed() && /^charteRun/.test(held.textContent)) return;
    if (isRead(held) && !resting.has(held)) {
      resting.add(held);
      whenHydrated((isDelayed) => {
        const own = fresh(held);
        const isMade = (other) => own.src && other.src === own.src && !given.has(other);
        // The framework has made the script itself meanwhile.
        if (isDelayed && [...page.scripts].some(isMade)) return held.removeAttribute(HELD);
        given.add(own);
        addresses.add(own.src);
        held.replaceWith(own);
      });
    }
  };

  /**
   * Whether the page has deferred scripts of its own: they may be a framework that hydrates the page, as in Docusaurus, and fails
   * on changed elements. Modules do not count: Astro's router and VuePress record the existing scripts as soon as they start.
   */
  const mayHydrate = () =>
    [...page.querySelectorAll("script[defer]:not([type=module],[data-charte-held])")].some(
      ({ src }) => src.startsWith(location.origin) && !src.startsWith(folder),
    );

  // Scripts that wait for hydration; the scripts and addresses that were restored.
  const resting = new WeakSet();
  const given = new WeakSet();
  const addresses = new Set();

  /** Runs `action` after hydration where a framework may hydrate the page; for scripts whose order does not matter. */
  const whenHydrated = (action) => {
    if (page.readyState === "complete" || !mayHydrate()) return action();
    const rest = () => (window.requestIdleCallback || setTimeout)(() => action(true));
    if (isParsed()) rest();
    else page.addEventListener("DOMContentLoaded", rest);
  };

  const give = (held, isLive) => {
    // Of an object that was made anew, what was inside it is gone.
    if (!isAllowed(held) || (isLive && !held.isConnected)) return;
    // Whether a script outside the page runs once it is inserted is decided by how its parser has marked it, so that it stays the
    // same element.
    const isScript = held.localName === "script";
    if (isScript && isLive) return giveScript(held);
    // Chromium goes on showing what is inside an object that had no address: it is made anew, once all of it is surely there.
    const object = isLive && held.localName === "object" && held;
    if (object && !isParsed()) return;
    if (object) held = held.cloneNode(true);
    for (const name of { iframe: ["srcdoc"], style: ["type"], script: ["type"], link: held.hasAttribute("href") ? ["media", "disabled"] : [] }[held.localName] || [])
      held.removeAttribute(name);
    held.removeAttribute(HELD);
    // Chromium warns of a preload without an address: `rel` comes last. A browser marks a script of a parsed document when it gets
    // its address, by its type.
    const isLast = ({ name }) => /-(rel|src|href)$/.test(name) + name.endsWith("-rel");
    for (const { name, value } of [...held.attributes].sort((one, other) => isLast(one) - isLast(other))) {
      const own = name.replace(PREFIX, "");
      if (own === name) continue;
      held.removeAttribute(name);
      if (own.startsWith("xlink:")) held.setAttributeNS("http://www.w3.org/1999/xlink", own, value);
      else held.setAttribute(own, isScript ? asAddress(own, value) : value);
    }
    if (isScript) giveText(held, held);
    // Firefox goes on loading the placeholder of a frame that it has just met, and forgets the address: it gets it once more. A third
    // party's document cannot be read.
    if (isLive && held.localName === "iframe") {
      const onLoad = () => {
        if (held.contentDocument?.URL !== "about:srcdoc" || held.hasAttribute("srcdoc")) return;
        held.removeEventListener("load", onLoad);
        held.setAttribute("src", held.getAttribute("src"));
      };
      held.addEventListener("load", onLoad);
    }
    // A media element selects its source once; load() makes it select again.
    held.closest("video,audio")?.load();
    if (object) object.replaceWith(held);
  };

  const giveAll = (root, isLive, before) => {
    for (const held of root.querySelectorAll(`[${HELD}]`)) if (!before?.has(held)) give(held, isLive);
    for (const template of root.querySelectorAll("template")) {
      giveAll(template.content);
      // Content that its author holds by hand: <template data-charte="service">.
      const services = template.getAttribute("data-charte");
      // What the parser put in later would be lost.
      if (services && services.split(/\s+/).every(isGranted) && isParsed()) template.replaceWith(template.content);
    }
  };
  /** The same in the shadow roots that the HTML has. */
  const giveShadows = (root, isLive) => {
    for (const { shadowRoot } of root.querySelectorAll("*"))
      if (shadowRoot) {
        giveAll(shadowRoot, isLive);
        giveShadows(shadowRoot, isLive);
      }
  };
  const look = () => giveAll(page, true);
  const lookAll = () => {
    look();
    giveShadows(page, true);
  };

  window.charteRun = () => {
    const held = page.currentScript;
    if (!held || !isAllowed(held)) return leave(held);
    const own = fresh(held);
    // A client-side router may insert such scripts later, when document.write would replace the page.
    if (!isParsed() && page.contentType === "text/html") {
      page.write(own.outerHTML);
      held.remove();
    } else held.replaceWith(own);
  };
  lookAll();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  page.addEventListener("readystatechange", lookAll);

  // A router compares the page that it fetches with this one: it has to get the author's page. `before`: what was held before.
  const bringIn = (root, before) => {
    // A policy that is swapped in stays in force. Without scripts a parser makes elements of what is in `<noscript>`, too, and
    // some routers add every element of the new head to theirs.
    root.querySelectorAll("meta[data-charte-built],noscript[data-charte-built]>meta").forEach((meta) => meta.remove());
    giveAll(root, false, before);
    giveShadows(root);
    return root;
  };
  const wrap = (owner, name, after) => {
    const native = owner[name];
    if (!native) return;
    owner[name] = function (...values) {
      const root = bringIn(native.apply(this, values));
      after?.(root);
      return root;
    };
  };
  // Astro's router records the scripts of the page when it starts, which may be before they were restored.
  wrap(DOMParser.prototype, "parseFromString", (parsed) => {
    if (parsed.querySelector("meta[name=astro-view-transitions-enabled]"))
      for (const script of parsed.scripts) if (addresses.has(script.src)) script.dataset.astroExec = "";
  });
  wrap(Range.prototype, "createContextualFragment");
  wrap(Document, "parseHTMLUnsafe");
  // Nor does any browser run the scripts of such markup.
  for (const { prototype } of [Element, ShadowRoot])
    for (const name of ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"]) {
      const property = Object.getOwnPropertyDescriptor(prototype, name);
      const kind = property?.set ? "set" : "value";
      const native = property?.[kind];
      if (!native) continue;
      property[kind] = function (...values) {
        if (!/data-charte-/.test(values)) return native.apply(this, values);
        const root = (/^out|Adj/.test(name) && this.parentNode) || this.content || this;
        const before = new Set(root.querySelectorAll(`[${HELD}]`));
        native.apply(this, values);
        bringIn(root, before);
      };
      Object.defineProperty(prototype, name, property);
    }
  for (const name of ["response", "responseXML"]) {
    const property = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, name);
    const { get } = property;
    property.get = function () {
      const value = get.call(this);
      return value?.querySelectorAll ? bringIn(value) : value;
    };
    Object.defineProperty(XMLHttpRequest.prototype, name, property);
  }
};
