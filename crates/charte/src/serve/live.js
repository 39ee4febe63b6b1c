// The live script, in the pages that `charte watch` serves and in no others. After a build it updates the banner and what charte
// inserted in place, loads the page again when its author changed it, and shows the errors of a failed build.
(() => {
  const script = document.currentScript;
  const folder = new URL(".", script.src);
  /** The version of the portal that the page was loaded with; null for a page of no portal. */
  const loaded = script.dataset.state ? JSON.parse(script.dataset.state) : null;
  let look = loaded?.look;
  let updating = Promise.resolve();
  let bar;
  if (loaded && window === top && script.dataset.page !== "gallery") {
    // Requests that a policy blocks before the bar is there are listed once it is.
    const refused = [];
    document.addEventListener("securitypolicyviolation", (event) => (bar ? bar.refuse(event) : refused.push(event)), true);
    addEventListener("DOMContentLoaded", () => import(new URL("bar.js", folder)).then((module) => (bar = module.default({ folder, refused }))));
  }

  // Browsers open at most six HTTP/1.1 connections to a host. So a page in a frame opens no connection of its own where the top
  // page has the live script, which then dispatches each message as an event.
  const topPage = (() => {
    try {
      return window !== top && top.charteLive ? top : null;
    } catch {
      // The top page is of another origin.
      return null;
    }
  })();

  const receive = (data) => {
    const { state, problems } = JSON.parse(data);
    // Only the top page shows errors.
    if (!topPage) show(problems);
    if (problems.length) return;
    // Reload when the server was restarted, the whole portal changed, or the port serves a portal now and did not before, or vice
    // versa.
    if (!state !== !loaded || (state && (state.run !== loaded.run || state.reload !== loaded.reload))) return location.reload();
    if (state && state.look !== look) {
      look = state.look;
      updating = updating.then(update, update);
    }
  };

  /** Receives messages from the server; returns a function that stops it. */
  const connect = () => {
    const events = new EventSource(new URL("events", folder));
    window.charteLive = { last: null };
    events.onmessage = ({ data }) => {
      window.charteLive.last = data;
      dispatchEvent(new CustomEvent("charte:live", { detail: data }));
      receive(data);
    };
    return () => events.close();
  };
  /** Receives messages from the top page; returns a function that stops it. */
  const connectToTop = () => {
    const listener = ({ detail }) => receive(detail);
    topPage.addEventListener("charte:live", listener);
    if (topPage.charteLive.last) receive(topPage.charteLive.last);
    return () => topPage.removeEventListener("charte:live", listener);
  };
  const disconnect = topPage ? connectToTop() : connect();
  // The live reload of some servers replaces the content of the open page with theirs, without what charte inserted.
  if (script.dataset.page === "passed") {
    new MutationObserver(() => script.isConnected || location.reload()).observe(document, { childList: true, subtree: true });
  }
  // Otherwise a page that was left may keep its connection, and the next one would wait for a free one.
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  // ---- Changing in place -----------------------------------------------------------------------------

  const get = (url) => fetch(url, { cache: "no-store" });

  const bannerScript = () => document.querySelector("script[data-charte-built][src*='/charte.'][src$='.js']");

  /** Updates the page in place where that is possible, else reloads it. */
  const update = async () => {
    if (script.dataset.page === "gallery") return;
    const source = bannerScript();
    const [page, code] = await Promise.all([
      get(location.href).then((response) => response.text()),
      source ? get(source.src).then((response) => response.text()) : "",
    ]);
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const freshScript = fresh.querySelector("script[data-charte-live]");
    const isSame = freshScript?.dataset.page === script.dataset.page && bannerScript()?.src === source?.src;
    if (!isSame || !(await updateBanner(code))) return location.reload();
    if (freshScript.dataset.page === "own") updateWhole(fresh);
    else if (!updateInsertions(fresh)) return location.reload();
    updateStyles();
    bar?.refresh();
    dispatchEvent(new Event("charte:updated"));
  };

  /** Runs the new script of the banner in a hidden frame and takes over its texts and styles; false where that is not possible. */
  const updateBanner = async (code) => {
    const config = window.charteConfig;
    if (!code || !config) return !code === !config;
    const { default: keys } = await import(new URL("keys.js", folder));
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.documentElement.append(frame);
    const view = frame.contentWindow;
    try {
      // The script shows no banner in a frame. With `top` shadowed, it takes the frame for a page.
      new view.Function("top", code)(view);
      await Promise.resolve();
      const next = view.charteConfig;
      const stays = (name) => next[keys[name]] === config[keys[name]];
      if (!next || !stays("fingerprint") || !stays("bannerPosition") || !assign(config, next)) return false;
      const root = document.querySelector("charte-banner")?.shadowRoot;
      // The banner of the State's design system is in the page, without a shadow root; it needs a reload.
      if (!root) return !document.querySelector("#charte-banner,#charte-preferences");
      // The preferences have a style sheet of their own, and keep the words with which they came.
      if (root.adoptedStyleSheets[1]) return false;
      root.adoptedStyleSheets[0].replaceSync(next[keys.css]);
      const made = frame.contentDocument.querySelector("charte-banner")?.shadowRoot;
      const [old, now] = [root, made].map((place) => place?.querySelector(".banner"));
      return !old || !now || morph(old, now);
    } finally {
      frame.remove();
    }
  };

  /** Copies the values of `next` into `old`; false when their keys differ. */
  const assign = (old, next) => {
    const keys = Object.keys(next);
    if (keys.join() !== Object.keys(old).join()) return false;
    return keys.every((key) => {
      if (typeof next[key] === "object") return assign(old[key], next[key]);
      old[key] = next[key];
      return true;
    });
  };

  /** Copies the texts and attributes of `next` into `old`; false when their elements differ. */
  const morph = (old, next) => {
    const [olds, nexts] = [[...old.childNodes], [...next.childNodes]];
    if (old.nodeName !== next.nodeName || olds.length !== nexts.length) return false;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== next.data) old.data = next.data;
      return true;
    }
    for (const { name, value } of next.attributes) {
      if (name !== "open" && name !== "class" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    return olds.every((child, index) => morph(child, nexts[index]));
  };

  /** Updates what charte inserted into a page that its author did not change; false where that is not possible. */
  const updateInsertions = (fresh) => {
    const built = (place) => [...place.querySelectorAll("[data-charte-built]")].filter((element) => !element.matches("script,link,template"));
    const [olds, nexts] = [built(document), built(fresh)];
    if (olds.length > nexts.length) return false;
    if (olds.length < nexts.length) return window.charte?.choice() !== null || document.readyState === "loading";
    olds.forEach((old, index) => {
      const next = nexts[index];
      if (old.isConnected && !old.isEqualNode(next) && !morph(old, next)) old.replaceWith(document.adoptNode(next));
    });
    updatePlaceholders(fresh);
    return true;
  };

  /** Updates the placeholders in frames that still wait for consent. */
  const updatePlaceholders = (fresh) => {
    const nexts = [...placeholders(fresh)];
    for (const old of placeholders(document)) {
      const next = nexts.find(({ src, isFound }) => src === old.src && !isFound);
      if (!next) continue;
      next.isFound = true;
      if (next.srcdoc !== old.srcdoc) old.srcdoc = next.srcdoc;
    }
  };

  const placeholders = (place) => place.querySelectorAll("iframe[data-charte-held]:not([data-charte-held=''])");

  /** Updates a page of charte's own folder. */
  const updateWhole = (fresh) => {
    document.title = fresh.title;
    const keep = [...document.body.children].filter((element) => element.nodeName === "CHARTE-BANNER");
    const [olds, nexts] = [document.body.cloneNode(true), fresh.body];
    olds.querySelectorAll("charte-banner").forEach((element) => element.remove());
    if (!olds.isEqualNode(nexts)) {
      document.body.replaceChildren(...keep, ...document.adoptNode(nexts).childNodes);
      window.charte?.scan();
    }
  };

  const updateStyles = () => {
    const pages = [document, ...[...placeholders(document)].map((frame) => frame.contentDocument)];
    const links = pages.flatMap((page) => [...(page?.querySelectorAll("link[rel=stylesheet]") ?? [])]);
    for (const link of links.filter(({ href }) => /\/chart(e|er)\.css/.test(href))) {
      const next = link.cloneNode();
      next.href = link.href.split("?")[0] + "?" + look;
      next.onload = () => link.remove();
      link.after(next);
    }
  };

  // ---- Errors ----------------------------------------------------------------------------------------

  let host;

  const show = (problems) => {
    host?.remove();
    host = null;
    if (!problems.length) return;
    host = document.createElement("charte-live");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      ":host{all:initial;position:fixed;inset:0;z-index:2147483647;overflow:auto;background:#1b1b1f;color:#eee;font:14px/1.5 ui-monospace,monospace}" +
        "section{max-width:60rem;margin:3rem auto;padding:0 1.5rem}h1{font:600 1.2rem system-ui,sans-serif;color:#ff9b9b}" +
        "pre{white-space:pre;overflow:auto;background:#0006;border-left:3px solid #ff6b6b;padding:1rem}" +
        "p{font:1rem system-ui,sans-serif}button{font:inherit;color:inherit;background:none;border:1px solid;border-radius:4px;padding:.3rem .8rem;cursor:pointer}",
    );
    root.adoptedStyleSheets = [sheet];
    const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
    const section = element("section", "");
    const close = element("button", "Show the page");
    close.onclick = () => host.remove();
    const title = element("h1", problems.length === 1 ? "The last build failed" : `The last build failed: ${problems.length} errors`);
    title.setAttribute("role", "alert");
    section.append(title, ...problems.map((text) => element("pre", text)));
    section.append(element("p", "This goes away once it is mended. Behind it is the last good build."), close);
    root.append(section);
    document.documentElement.append(host);
  };

  // ---- The list of portals ---------------------------------------------------------------------------

  // Behind a forwarded port the page has another host, which may have the port in its name.
  addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("a[data-port]")) {
      const address = new URL(link.href);
      address.protocol = location.protocol;
      if (location.port) address.hostname = location.hostname;
      else address.host = location.host.replace(/(^|\D)\d{4,5}(\D|$)/, `$1${link.dataset.port}$2`);
      link.href = address;
    }
  });
})();
