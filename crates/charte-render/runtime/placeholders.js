// Shows placeholders for held embeds.
import { data } from "./data.js";

export const placeholders = ({ services, granted, everywhere, listen }) => {
  /** The id of the service that an address belongs to. */
  const serviceOf = (address) => {
    const { hostname } = new URL(address, document.baseURI);
    const fits = (source) => (source[0] === "*" ? hostname.endsWith(source.slice(1)) : hostname === source);
    return Object.keys(data.hosts).find((id) => data.hosts[id].some(fits)) || "unknown";
  };

  // Elements that have a placeholder, and the frames of placeholders.
  const attended = new WeakSet();
  let isAwaited;

  /** Shows the placeholder of a service in a frame; `address`: that of the embed, if known. */
  const fill = (frame, id, address) => {
    frame.srcdoc = data.documents[id] || data.documents.unknown;
    const complete = () => {
      const within = frame.contentDocument;
      // The frame has its own content by now, or is in a sandbox.
      if (!within?.querySelector("[data-charte-for]")) return;
      listen(frame);
      const link = within.querySelector("a");
      if (!address) return link?.remove();
      const { href, hostname } = new URL(address, document.baseURI);
      if (link) link.href = href;
      const walker = within.createTreeWalker(within.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(data.placeholderHost, hostname);
    };
    frame.addEventListener("load", complete);
    complete();
  };

  /** Once the page has loaded and is idle: by then a framework has hydrated it. */
  const whenIdle = (action) => {
    const wait = () => (window.requestIdleCallback || setTimeout)(action);
    if (document.readyState === "complete") wait();
    else addEventListener("load", wait, { once: true });
  };

  /**
   * Adds a frame with a placeholder to an element that is no frame: in a shadow root, which frameworks do not notice on hydration;
   * after the element where it can have none. The script of a custom element would fail to make its own.
   */
  const addAt = (element, id, address) => {
    const { width, height } = element.getBoundingClientRect();
    const frame = document.createElement("iframe");
    frame.title = services.find((service) => service.id === id)?.serviceName || "";
    frame.style.cssText = `display:block;border:0;max-width:100%;width:${width > 200 ? width + "px" : "100%"};height:${Math.max(height, 200)}px`;
    attended.add(frame);
    try {
      if (element.localName.includes("-")) throw 0;
      element.attachShadow({ mode: "open" }).append(document.createElement("slot"), frame);
    } catch {
      whenIdle(() => {
        element.after(frame);
        // Style sheets of such elements often set `display`, which `hidden` does not change.
        element.style.setProperty("display", "none", "important");
        fill(frame, id, address);
      });
      return;
    }
    fill(frame, id, address);
  };

  const addressOf = (held) =>
    ["data-charte-src", "data-charte-data", "src"].map((name) => held.getAttribute(name)).find(Boolean) ||
    held.querySelector("[data-charte-src]")?.getAttribute("data-charte-src");

  /** Shows a placeholder for every held embed that is visible. */
  const attend = () => {
    for (const held of everywhere('[data-charte-held=""],[data-charte-held]:is(video,audio,object,embed)')) {
      if (attended.has(held)) continue;
      const waitsFor = held.dataset.charteHeld;
      // While the page loads, first.js may still be coming to restore it.
      if (document.readyState !== "complete" && waitsFor.split(" ").every((id) => granted().has(id))) {
        isAwaited ||= !whenIdle(attend);
        continue;
      }
      attended.add(held);
      const address = addressOf(held);
      if (held.localName === "iframe") fill(held, serviceOf(address), address);
      else addAt(held, waitsFor.split(" ")[0], address);
    }
    for (const [id, selector] of data.selectorsByService)
      if (!granted().has(id))
        for (const place of everywhere(selector))
          if (!attended.has(place)) {
            attended.add(place);
            addAt(place, id, place.querySelector("a[href]")?.href || place.getAttribute("src"));
          }
  };

  return attend;
};
