// In the pages that `charte watch` serves, and in no others: follows what is built. What only concerns the banner and what
// charte inserted changes in place; a page that its author changed is loaded again; what is broken is shown.
(() => {
  const script = document.currentScript;
  const folder = new URL(".", script.src);
  const opened = script.dataset.state ? JSON.parse(script.dataset.state) : null;
  let look = opened?.look;
  let busy = Promise.resolve();
  let bar;
  if (opened && window === top && script.dataset.page !== "gallery") {
    // What the browser refuses because of a policy, also before there is a bar to list it.
    const refused = [];
    document.addEventListener("securitypolicyviolation", (event) => (bar ? bar.refuse(event) : refused.push(event)), true);
    addEventListener("DOMContentLoaded", () => import(new URL("bar.js", folder)).then((module) => (bar = module.default({ folder, refused }))));
  }

  // Browsers open six connections to a host: in the frames of a page that follows, that page passes on what it is told.
  const outer = (() => {
    try {
      return window !== top && top.charteFollows ? top : null;
    } catch {
      // The page around this one is of another site, and no concern of ours.
      return null;
    }
  })();

  const hear = (data) => {
    const { state, problems } = JSON.parse(data);
    // What is broken is shown once.
    if (!outer) show(problems);
    if (problems.length) return;
    // What was opened under another portal, another start of the server or none at all is another page now.
    if (!state !== !opened || (state && (state.run !== opened.run || state.reload !== opened.reload))) return location.reload();
    if (state && state.look !== look) {
      look = state.look;
      busy = busy.then(update, update);
    }
  };

  const follow = () => {
    const events = new EventSource(new URL("events", folder));
    window.charteFollows = { last: null };
    events.onmessage = ({ data }) => {
      window.charteFollows.last = data;
      dispatchEvent(new CustomEvent("charte:told", { detail: data }));
      hear(data);
    };
    return () => events.close();
  };
  const followOuter = () => {
    const told = ({ detail }) => hear(detail);
    outer.addEventListener("charte:told", told);
    if (outer.charteFollows.last) hear(outer.charteFollows.last);
    return () => outer.removeEventListener("charte:told", told);
  };
  const stop = outer ? followOuter() : follow();
  // Some servers put a page that changed into the open one as they have it, which takes out what was added on the way.
  if (script.dataset.page === "passed") {
    new MutationObserver(() => script.isConnected || location.reload()).observe(document, { childList: true, subtree: true });
  }
  // The browser would keep an open page waiting for the events of the one before.
  addEventListener("pagehide", stop);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  // ---- Changing in place -----------------------------------------------------------------------------

  const get = (address) => fetch(address, { cache: "no-store" });

  const banner = () => document.querySelector("script[data-charte-built][src*='/charte.'][src$='.js']");

  /** Brings the page up to date without loading it again, where that is possible. */
  const update = async () => {
    if (script.dataset.page === "gallery") return;
    const source = banner();
    const [page, code] = await Promise.all([
      get(location.href).then((answer) => answer.text()),
      source ? get(source.src).then((answer) => answer.text()) : "",
    ]);
    const fresh = new DOMParser().parseFromString(page, "text/html");
    const mark = fresh.querySelector("script[data-charte-live]");
    const isSame = mark?.dataset.page === script.dataset.page && banner()?.src === source?.src;
    if (!isSame || !(await updateBanner(code))) return location.reload();
    if (mark.dataset.page === "own") updateWhole(fresh);
    else if (!updateInsertions(fresh)) return location.reload();
    updateStyles();
    bar?.refresh();
    dispatchEvent(new Event("charte:updated"));
  };

  /** The banner as the new script would show it here, made in a frame that nobody sees. */
  const updateBanner = async (code) => {
    const config = window.charteConfig;
    if (!code || !config) return !code === !config;
    const { default: keys } = await import(new URL("keys.js", folder));
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.documentElement.append(frame);
    const view = frame.contentWindow;
    try {
      // For the script, the frame is no frame: it shows its banner where the page has one.
      new view.Function("top", code)(view);
      await Promise.resolve();
      const next = view.charteConfig;
      const stays = (name) => next[keys[name]] === config[keys[name]];
      if (!next || !stays("fingerprint") || !stays("bannerPosition") || !assign(config, next)) return false;
      const root = document.querySelector("charte-banner")?.shadowRoot;
      // The State's design system stands in the page: it is made anew with it.
      if (!root) return !document.querySelector("#charte-banner,#charte-preferences");
      root.adoptedStyleSheets[0].replaceSync(next[keys.css]);
      if (root.querySelector("dialog")) view.charte.open();
      const made = frame.contentDocument.querySelector("charte-banner")?.shadowRoot;
      return [".banner", "dialog"].every((part) => {
        const [old, now] = [root.querySelector(part), made?.querySelector(part)];
        return !old || !now || morph(old, now);
      });
    } finally {
      frame.remove();
    }
  };

  /** Puts the values of one object into another of the same form; tells whether they have it. */
  const assign = (old, next) => {
    const keys = Object.keys(next);
    if (keys.join() !== Object.keys(old).join()) return false;
    return keys.every((key) => {
      if (typeof next[key] === "object") return assign(old[key], next[key]);
      old[key] = next[key];
      return true;
    });
  };

  /** Gives an element the texts and attributes of another of the same form; tells whether it has it. */
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

  /** What charte inserted into a page that its author did not change. */
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

  /** What stands in frames that wait; those that were accepted here show what was asked for. */
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

  /** A page that is all charte's own. */
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

  // ---- What is broken --------------------------------------------------------------------------------

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

  // Behind a forwarded port the host is another, and may have the port in its name.
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
