// Gives back what the HTML holds, while the page is parsed and when something brings in more of it: the author's own tags,
// each at its place.

import { page } from "./page.js";

const HELD = "data-charte-held";
const PREFIX = /data-charte-(?!held)/;

/** Gives back what waits for services that are granted; `folder`: the address of charte's own, where scripts are that do not count. */
export const giveBack = (isGranted, folder) => {
  const isAllowed = (held) => held.getAttribute(HELD).split(" ").every(isGranted);

  // Where a page takes no plain text for scripts.
  let trusted;
  try {
    const same = (text) => text;
    trusted = window.trustedTypes?.createPolicy("charte", { createScript: same, createScriptURL: same });
  } catch {
    // The page has its own list of those who may: nothing can be given back.
  }

  /** The author's own script. */
  const fresh = (held) => {
    const own = page.createElementNS(held.namespaceURI, "script");
    own.async = false;
    for (const { name, value } of held.attributes)
      if (name !== HELD && name !== "type" && name !== "nonce")
        own.setAttribute(name.replace(PREFIX, ""), trusted && /src|href/.test(name) ? trusted.createScriptURL(value) : value);
    if (held.nonce) own.setAttribute("nonce", held.nonce);
    const text = held.textContent.replace(/^charteRun\(\)(\/\/)?/, "");
    own.textContent = trusted ? trusted.createScript(text) : text;
    return own;
  };

  /** Whether all of it has been parsed. */
  const isRead = (node) => page.readyState !== "loading" || (node && (node.nextSibling || isRead(node.parentNode)));

  const giveScript = (held, isLive) => {
    // It writes itself, at its place among the others.
    if (isLive && page.readyState === "loading" && /^charteRun/.test(held.textContent)) return;
    if (!isLive) held.replaceWith(fresh(held));
    else if (isRead(held) && !resting.has(held)) {
      resting.add(held);
      whenRested((isTakenOver) => {
        const own = fresh(held);
        const isMade = (other) => own.src && other.src === own.src && !given.has(other);
        // A framework has made it once more.
        if (isTakenOver && [...page.scripts].some(isMade)) return held.removeAttribute(HELD);
        given.add(own);
        addresses.add(own.src);
        held.replaceWith(own);
      });
    }
  };

  /**
   * Whether scripts of the page's own are deferred: they may be a framework that takes over the page as it was sent, as in Docusaurus.
   * Not modules: Astro's router notes which scripts there are as soon as it starts.
   */
  const isTakenOver = () =>
    [...page.querySelectorAll("script[defer]:not([data-charte-held])")].some(
      ({ src }) => src.startsWith(location.origin) && !src.startsWith(folder),
    );

  // Scripts that wait until a framework has taken over the page, and what they became.
  const resting = new WeakSet();
  const given = new WeakSet();
  const addresses = new Set();

  /** What has no place in the order of scripts, and may change what it finds, leaves a framework the time to have taken over. */
  const whenRested = (action) => {
    if (page.readyState === "complete" || !isTakenOver()) return action();
    const rest = () => (window.requestIdleCallback || setTimeout)(() => action(true));
    if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", rest);
    else rest();
  };

  const give = (held, isLive) => {
    if (!isAllowed(held)) return;
    if (held.localName === "script") return giveScript(held, isLive);
    for (const name of { iframe: ["srcdoc"], style: ["type"], link: held.hasAttribute("href") ? ["media", "disabled"] : [] }[held.localName] || [])
      held.removeAttribute(name);
    held.removeAttribute(HELD);
    for (const { name, value } of [...held.attributes]) {
      const own = name.replace(PREFIX, "");
      if (own === name) continue;
      held.removeAttribute(name);
      if (own.startsWith("xlink:")) held.setAttributeNS("http://www.w3.org/1999/xlink", own, value);
      else held.setAttribute(own, value);
    }
    // A film looks for its sources once.
    held.closest("video,audio")?.load();
  };

  const giveAll = (root, isLive) => {
    for (const held of root.querySelectorAll(`[${HELD}]`)) give(held, isLive);
    for (const template of root.querySelectorAll("template")) {
      giveAll(template.content);
      // What its author holds back by hand.
      const services = template.getAttribute("data-charte");
      if (services && services.split(/\s+/).every(isGranted) && isRead(template)) template.replaceWith(template.content);
    }
  };
  const look = () => giveAll(page, true);

  window.charteRun = () => {
    const held = page.currentScript;
    if (!held || !isAllowed(held)) return;
    const own = fresh(held);
    // A router that puts in fetched HTML makes such scripts again when there is nothing to write into.
    if (page.readyState === "loading" && page.contentType === "text/html") {
      page.write(own.outerHTML);
      held.remove();
    } else held.replaceWith(own);
  };
  look();
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  page.addEventListener("readystatechange", look);

  // What a router reads in a fetched page it compares with what stands here: it reads the author's page.
  const wrap = (prototype, name, after) => {
    const native = prototype[name];
    prototype[name] = function (...values) {
      const root = native.apply(this, values);
      // What a swapped-in policy refuses is refused from then on.
      root.querySelectorAll("meta[data-charte-built]").forEach((meta) => meta.remove());
      giveAll(root);
      after?.(root);
      return root;
    };
  };
  // Astro's router knows those that ran by what stood in the page when it started, which may have been before they were given back.
  wrap(DOMParser.prototype, "parseFromString", (parsed) => {
    if (parsed.querySelector("meta[name=astro-view-transitions-enabled]"))
      for (const script of parsed.scripts) if (addresses.has(script.src)) script.dataset.astroExec = "";
  });
  wrap(Range.prototype, "createContextualFragment");
  const { set, get } = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
  Object.defineProperty(Element.prototype, "innerHTML", {
    configurable: true,
    enumerable: true,
    get,
    set(html) {
      set.call(this, html);
      if (/data-charte-held/.test(html)) giveAll(this.content || this, this.isConnected);
    },
  });
};
