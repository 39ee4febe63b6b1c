// Shows what waits in a page, and deletes what services left that are refused. It asks nothing and stores nothing. Its argument is what
// charte.js lends: its configuration, the services, whether one is granted, and a few helpers.
export default ({ config, services, isGranted, matches, cookies, everywhere, onClick }) => {
  const secure = location.protocol === "https:" ? ";secure" : "";

  // ---- Withdrawal --------------------------------------------------------------------------------

  /** Whether a host is the portal's registrable domain or below it. */
  const isBelowRoot = (host) => ("." + host).endsWith("." + config.root);

  /**
   * The domains that a cookie of this page can be for: none above the registrable one, which the build knows. On another
   * host (a preview, an address of the local network) every parent is tried: browsers refuse what they must.
   */
  const domains = () => {
    const labels = location.hostname.split(".");
    const parents = labels.map((_, start) => labels.slice(start).join("."));
    // No domain at all is the host itself.
    return [...parents.filter((host) => isBelowRoot(host) || !isBelowRoot(location.hostname)), ""];
  };

  /** A page cannot see where a cookie was set: every place is tried, the browser ignores those that it never was at. */
  const expire = (name) => {
    // Both "/a" and "/a/": they are different places.
    const steps = location.pathname.split(/(?=\/)|(?<=\/)/);
    steps.forEach((_, end) =>
      domains().forEach((domain) => {
        const path = steps.slice(0, end + 1).join("");
        const place = `${name}=;path=${path};domain=${domain};max-age=0${secure}`;
        document.cookie = place;
        // Those of a page in somebody else's are kept apart.
        if (secure) document.cookie = place + ";samesite=none;partitioned";
      }),
    );
  };

  /** How each kind of tracker is listed and removed. */
  const stores = {
    cookie: [cookies, expire],
    "local-storage": [() => Object.keys(localStorage), (key) => localStorage.removeItem(key)],
    "session-storage": [() => Object.keys(sessionStorage), (key) => sessionStorage.removeItem(key)],
    "indexed-db": [
      async () => (await indexedDB.databases()).map((database) => database.name),
      (name) => indexedDB.deleteDatabase(name),
    ],
    cache: [() => caches.keys(), (name) => caches.delete(name)],
  };

  /** Removes what the services declared to keep on this site: all of it, or only cookies. */
  const purge = (refused, all) => {
    // What a service still in use keeps under the same name stays.
    const spared = services.filter(isGranted).flatMap((service) => service.c);
    // Each on its own: what one browser cannot list or open does not save the rest.
    return Promise.allSettled(
      refused
        .flatMap((service) => service.c)
        .filter((tracker) => all || tracker[0] === "cookie")
        .map(async ([kind, pattern]) => {
          const [list, remove] = stores[kind];
          const isSpared = (name) => spared.some(([same, kept]) => same === kind && matches(name, kept));
          await Promise.all((await list()).filter((name) => matches(name, pattern) && !isSpared(name)).map(remove));
        }),
    );
  };

  // ---- Placeholders ------------------------------------------------------------------------------

  // By service: the document of its placeholder, made by the build; `unknown` for those that nobody declared.
  let documents;

  /** The service whose host an address has. */
  const serviceOf = (address) => {
    const { hostname } = new URL(address, document.baseURI);
    const fits = (source) => (source[0] === "*" ? hostname.endsWith(source.slice(1)) : hostname === source);
    return Object.keys(documents.hosts).find((id) => documents.hosts[id].some(fits)) || "unknown";
  };

  // Frames that are taken care of, and elements that have a frame beside them.
  const attended = new WeakSet();

  /** The clicks in a placeholder are the page's. */
  const listen = (frame, then) => {
    const hear = () => {
      const within = frame.contentDocument;
      // Its own content, by now; or a page in a sandbox.
      if (!within || !within.querySelector("[data-charte-for]")) return;
      within.addEventListener("click", onClick);
      then?.(within);
    };
    frame.addEventListener("load", hear);
    hear();
  };

  /** Puts the placeholder of a service into a frame: what is behind it stands at an address. */
  const fill = (frame, id, address) => {
    frame.srcdoc = documents[id] || documents.unknown;
    listen(frame, (within) => {
      const link = within.querySelector("a");
      if (!address) return link?.remove();
      const { href, hostname } = new URL(address, document.baseURI);
      if (link) link.href = href;
      const texts = within.createTreeWalker(within.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(documents.host, hostname);
    });
  };

  /** Once the page has loaded and rests: no sooner has a framework surely taken it over. */
  const whenIdle = (action) => {
    const wait = () => (window.requestIdleCallback || setTimeout)(action);
    if (document.readyState === "complete") wait();
    else addEventListener("load", wait, { once: true });
  };

  /**
   * A placeholder at an element that shows none by itself: in a shadow root of its own, which no framework sees that takes the page over;
   * beside it where it can have none.
   */
  const addAt = (element, id, address) => {
    const { width, height } = element.getBoundingClientRect();
    const frame = document.createElement("iframe");
    frame.title = services.find((service) => service.id === id)?.n || "";
    frame.style.cssText = `display:block;border:0;max-width:100%;width:${width > 200 ? width + "px" : "100%"};height:${Math.max(height, 200)}px`;
    attended.add(frame);
    try {
      element.attachShadow({ mode: "open" }).append(document.createElement("slot"), frame);
    } catch {
      whenIdle(() => {
        element.after(frame);
        element.hidden = true;
        fill(frame, id, address);
      });
      return;
    }
    fill(frame, id, address);
  };

  const addressOf = (held) =>
    ["data-charte-src", "data-charte-data", "src"].map((name) => held.getAttribute(name)).find(Boolean) ||
    held.querySelector("[data-charte-src]")?.getAttribute("data-charte-src");

  /** Gives everything that is seen and waits a placeholder. */
  const attend = async () => {
    documents ??= (await import(`./placeholders.${config.e.lang}.js?${config.v}`)).default;
    for (const held of everywhere("[data-charte-held]:is(iframe,video,audio,object,embed)")) {
      if (attended.has(held)) continue;
      attended.add(held);
      const waitsFor = held.dataset.charteHeld;
      const address = addressOf(held);
      if (held.localName !== "iframe") addAt(held, waitsFor.split(" ")[0], address);
      else if (waitsFor) listen(held);
      else fill(held, serviceOf(address), address);
    }
    for (const [id, selector] of documents.places)
      if (!isGranted({ id }))
        for (const place of everywhere(selector))
          if (!attended.has(place)) {
            attended.add(place);
            addAt(place, id, place.querySelector("a[href]")?.href);
          }
  };

  return { attend, purge };
};
