// The browser half of charte: asks, remembers, and brings back what waited for consent.
// It knows nothing but its configuration: every text, colour and service comes from the build.
// One function expression: charte-build appends the configuration as its argument.
((config) => {
  // Buttons: accept, refuse, customise, save, close, as their classes. First layer: h heading, i introduction, m link
  // to the charter. Preferences: ph heading, pi introduction, a and at what is always active, g "allow {name}" for a
  // purpose, o "by {name}", u policy link "... {name}". State: s0 no choice, s1 all, s2 none, s3 some "{names}",
  // s4 until "{date}". Spoken: k choice kept, r content restored. x: Global Privacy Control is on.
  const texts = config.t;
  const purposes = config.p;
  const services = purposes.flatMap((purpose) => purpose.s);
  const ids = services.map((service) => service.id);
  const DAY = 864e5;
  // How long a replayed script may keep the ones behind it waiting.
  const PATIENCE = 5000;
  const secure = location.protocol === "https:" ? ";secure" : "";

  // What is allowed on this page, and when the visitor said so (0: never asked, or not answered yet).
  let granted = new Set();
  let chosenAt = 0;

  // ---- The stored choice -------------------------------------------------------------------------

  /** The stored choice, unless it is too old or answers another question than today's. */
  const storedChoice = () => {
    const form = `(?:^| )${config.cookie}=1.(....)(..)(..).${config.fp}.([^;]*)`;
    const [, year, month, day, list] = document.cookie.match(form) || [];
    const date = Date.UTC(year, month - 1, day);
    const age = (Date.now() - date) / DAY;
    // From tomorrow at most: clocks differ.
    if (age > -2 && age < config.days) return { date, list: list.split("~") };
  };

  const storeChoice = () => {
    const day = new Date().toISOString().replace(/-|T.*/g, "");
    const value = `1.${day}.${config.fp}.${[...granted].join("~")}`;
    const age = config.days * 86400;
    document.cookie = `${config.cookie}=${value};path=${config.path};max-age=${age};samesite=lax${secure}`;
  };

  const choice = () => ({ granted: [...granted], refused: ids.filter((id) => !granted.has(id)) });

  /** The visitor's answer: kept, then put into force. */
  const choose = (list) => {
    const focused = root?.activeElement;
    const withdrawn = adopt(list, Date.now());
    storeChoice();
    // After the banner has gone, or the dialog would give the focus back to it.
    dialog?.close();
    if (withdrawn) return;
    if (focused && document.activeElement === document.body) restoreFocus();
    announce(texts.k);
  };

  /** Puts a list of services into force; tells whether something was withdrawn, for which the page reloads. */
  const adopt = (list, date) => {
    const before = granted;
    granted = new Set(ids.filter((id) => list.includes(id)));
    chosenAt = date;
    banner?.remove();
    banner = null;
    const refused = services.filter((service) => !granted.has(service.id));
    const withdrawn = refused.some((service) => before.has(service.id));
    // On each page with a stored choice, cookies that a refused service left elsewhere, or that somebody re-created.
    // The other stores only when something is withdrawn: to open them takes milliseconds.
    const purged = purge(refused, withdrawn);
    // A script that has run cannot be taken back, only a new page is without it.
    if (withdrawn) purged.then(() => location.reload());
    whenParsed(() => {
      document.dispatchEvent(new CustomEvent("charte:choice", { detail: choice() }));
      showState();
      if (!withdrawn) replay();
    });
    return withdrawn;
  };

  /** The choice may have been made in another tab, in the page around this frame, or after this page went to sleep. */
  const followChoice = () => {
    const stored = storedChoice();
    if (stored && (!chosenAt || stored.list.join() !== [...granted].join())) adopt(stored.list, stored.date);
  };

  /**
   * Allows some services more. While the banner still waits, they are allowed on this page only and nothing is
   * stored: storing would count what was never answered as refused. The answer to the banner then decides.
   */
  const grant = (...list) => {
    const all = ids.filter((id) => granted.has(id) || list.includes(id));
    if (!banner) return choose(all);
    granted = new Set(all);
    whenParsed(replay);
  };

  // ---- Withdrawal --------------------------------------------------------------------------------

  /** A page cannot see where a cookie was set: every place is tried, the browser ignores those that it never was at. */
  const expire = (name) => {
    const labels = location.hostname.split(".");
    // Both "/a" and "/a/": they are different places. No domain at all, for the last turn, is the host itself.
    const steps = location.pathname.split(/(?=\/)|(?<=\/)/);
    steps.forEach((_, end) =>
      [...labels, ""].forEach((_, start) => {
        const path = steps.slice(0, end + 1).join("");
        document.cookie = `${name}=;path=${path};domain=${labels.slice(start).join(".")};max-age=0${secure}`;
      }),
    );
  };

  /** How each kind of tracker is listed and removed. */
  const stores = {
    cookie: [() => document.cookie.split("; ").map((pair) => pair.split("=")[0]), expire],
    "local-storage": [() => Object.keys(localStorage), (key) => localStorage.removeItem(key)],
    "session-storage": [() => Object.keys(sessionStorage), (key) => sessionStorage.removeItem(key)],
    "indexed-db": [
      async () => (await indexedDB.databases()).map((database) => database.name),
      (name) => indexedDB.deleteDatabase(name),
    ],
  };

  /** Removes what the services declared to keep on this site: all of it, or only cookies. */
  const purge = (refused, all) => {
    const matches = (name, pattern) =>
      RegExp(`^${pattern.replace(/\W/g, (sign) => (sign === "*" ? ".*" : "\\" + sign))}$`).test(name);
    // What a service still in use keeps under the same name stays.
    const spared = services.filter((service) => granted.has(service.id)).flatMap((service) => service.c);
    // Each on its own: what one browser cannot list or open does not save the rest.
    return Promise.allSettled(
      refused
        .flatMap((service) => service.c)
        .filter((tracker) => all || tracker[0] === "cookie")
        .map(async ([kind, pattern]) => {
          const [list, remove] = stores[kind];
          const isSpared = (name) => spared.some(([same, kept]) => same === kind && matches(name, kept));
          (await list()).filter((name) => matches(name, pattern) && !isSpared(name)).forEach(remove);
        }),
    );
  };

  // ---- Replay ------------------------------------------------------------------------------------
  // What waited runs as it would have while the page was parsed: in document order, a blocking script before what
  // follows it, deferred scripts and modules last.

  // Where containers are looked for: the document and the shadow roots shown to scan().
  const roots = new Set([document]);
  let replaying = false;
  // The blocking script in progress: its element, the mark behind it, what it wrote so far, the scripts it wrote.
  let current;
  let deferred = [];
  let pending = [];

  const everywhere = (selector) => [...roots].flatMap((place) => [...place.querySelectorAll(selector)]);

  const allowed = () =>
    everywhere("template[data-charte],script[data-charte]").filter((container) =>
      container.dataset.charte.split(/\s+/).every((id) => granted.has(id)),
    );

  const replay = async () => {
    if (replaying || !allowed()[0]) return;
    replaying = true;
    const loaded = isPast("load");
    const { onload } = window;
    shim();
    // Again until nothing is left: meanwhile more may be granted, or brought in by what was restored.
    for (let batch; (batch = allowed())[0]; ) {
      for (const [container, fragment] of batch.map(unwrap))
        for (const script of container.isConnected ? restore(container, fragment) : []) await start(script);
      for (const script of deferred.splice(0)) await runLast(script);
    }
    replaying = false;
    fire(document, "DOMContentLoaded");
    await Promise.all(pending.splice(0));
    if (loaded && window.onload !== onload) window.addEventListener("load", window.onload);
    fire(window, "load");
  };

  /** What a container holds, with the downloads of its scripts already under way. */
  const unwrap = (container) => {
    // A data block cannot hold the sequences that would end it: the build put a backslash in.
    const fragment =
      container.content ||
      parse(container.textContent.replace(/<\\(\\*(?:!--|\/?script))/gi, "<$1"), container.parentNode);
    for (const script of fragment.querySelectorAll("script[src]"))
      if (isProgram(script)) {
        const link = h("link", { rel: script.type === "module" ? "modulepreload" : "preload", as: "script" });
        // The same request as the script's own, or it would be downloaded twice.
        for (const name of ["crossOrigin", "integrity", "referrerPolicy", "nonce"])
          link[name] = script[name];
        link.href = script.src;
        document.head.append(link);
      }
    return [container, fragment];
  };

  /** Parsed as a child of `parent`, so that a table row, a source or an svg image is what it would have been there. */
  const parse = (html, parent) => {
    const range = new Range();
    range.selectNodeContents(parent);
    return range.createContextualFragment(html);
  };

  /** Whether the browser would run it: import maps and data blocks are content like any other. */
  const isProgram = (script) => /^(module)?$|(java|ecma)script/i.test(script.type) && !script.noModule;

  /** Puts a fragment before `place`, with a mark for each script in it; returns the scripts, each with its mark. */
  const insert = (fragment, place) => {
    const scripts = [...fragment.querySelectorAll("script")].filter(isProgram).map((script) => {
      const mark = new Comment();
      script.replaceWith(mark);
      return [script, mark];
    });
    place.before(fragment);
    return scripts;
  };

  /** Puts the content back where it stood and takes its placeholder away. */
  const restore = (container, fragment) => {
    const next = container.nextElementSibling;
    const placeholder = next?.matches("[data-charte-for]") && next;
    const first = fragment.firstElementChild;
    const focused = placeholder && placeholder.matches(":focus-within");
    const scripts = insert(fragment, container);
    container.remove();
    if (placeholder) placeholder.remove();
    if (focused) focusOn(first);
    return scripts;
  };

  const start = ([script, mark]) => {
    const isModule = script.type === "module";
    if ((script.src || isModule) && script.hasAttribute("async")) {
      pending.push(ended(script));
      mark.replaceWith(script);
    } else if (isModule || (script.src && script.defer)) deferred.push([script, mark]);
    else return runBlocking(script, mark);
  };

  /**
   * Resolves when the script has run or failed, or has kept the others waiting for too long. Nothing tells the end of
   * an inline module: one turn of the event loop is enough where it imports nothing.
   */
  const ended = (script) =>
    new Promise((resolve) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", resolve);
      setTimeout(resolve, script.src && PATIENCE);
    });

  const runBlocking = async (script, mark) => {
    // Its place may have been taken away by a script before it.
    if (!mark.isConnected) return;
    current = { script, mark, text: "", scripts: [] };
    const end = script.src && ended(script);
    mark.before(script);
    await end;
    const { text, scripts } = current;
    if (text) scripts.push(...insert(parse(text, mark.parentNode), mark));
    current = 0;
    mark.remove();
    for (const written of scripts) await start(written);
  };

  const runLast = ([script, mark]) => {
    mark.replaceWith(script);
    return ended(script);
  };

  /** document.write: what is complete lands at once behind the script, the rest waits for its end. */
  const write = (text) => {
    const { mark, scripts } = current;
    const probe = h("template");
    current.text += text;
    // A comment added to it is last at the top only if every tag before it is closed.
    probe.innerHTML = current.text + "<!---->";
    if (probe.content.lastChild.nodeType === 8) {
      scripts.push(...insert(parse(current.text, mark.parentNode), mark));
      current.text = "";
    }
  };

  const isPast = (type) =>
    performance.getEntriesByType("navigation")[0][type.replace("DOM", "dom") + "EventStart"] > 0;

  /**
   * From the first replay on: listeners for an event that is past are called once all the same (under an alias, so that
   * nobody else's are called again), and a replayed script writes where it stands. All other calls pass through.
   */
  let shim = () => {
    shim = () => {};
    for (const target of [document, window])
      for (const method of ["addEventListener", "removeEventListener"]) {
        const native = target[method];
        target[method] = (type, listener, options) => {
          if ((type === "DOMContentLoaded" || (type === "load" && target === window)) && isPast(type)) {
            native.call(target, "charte:" + type, listener, { once: true });
            // A script that came late, or one that a replayed script loaded in its turn.
            if (!replaying) setTimeout(fire, 0, target, type);
          } else native.call(target, type, listener, options);
        };
      }
    for (const method of ["write", "writeln"]) {
      const native = document[method];
      document[method] = (...parts) =>
        current && current.script === document.currentScript
          ? write(parts.join("") + (method === "write" ? "" : "\n"))
          : native.apply(document, parts);
    }
  };

  const fire = (target, type) =>
    target.dispatchEvent(
      Object.defineProperty(new Event("charte:" + type, { bubbles: true }), "type", { value: type }),
    );

  // ---- Interface ---------------------------------------------------------------------------------

  let root, status, banner, dialog;
  // Where the focus was before it came to us.
  let visited;

  /** An element; functions become handlers, all the rest attributes or text: never markup. */
  const h = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const name in attributes) {
      const value = attributes[name];
      if (value.call) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  const button = (name, onclick) => h("button", { type: "button", class: name, onclick }, texts[name]);

  const fill = (text, value) => text.replace(/{\w+}/, () => value);

  /** The shadow root, first in the body so that the banner comes first in reading and tabbing order. */
  const shadow = () => {
    if (!root) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(config.css);
      root = h("charte-banner", { lang: config.lang }).attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append((status = h("div", { role: "status" })));
    }
    // The page may have changed its whole body.
    if (!root.isConnected) document.body.prepend(root.host);
    return root;
  };

  const announce = (text) => {
    shadow();
    // Read out only if it comes into a region that was there before.
    setTimeout(() => (status.textContent = text), 100);
  };

  const answers = () => [button("accept", () => choose(ids)), button("refuse", () => choose([]))];

  const showBanner = () => {
    // Answered meanwhile in another tab; or a frameset, which has no place for it.
    if (chosenAt || document.body.localName !== "body") return;
    banner = h(
      "section",
      { class: "banner " + config.pos, role: "region", "aria-labelledby": "title" },
      // Scrolls on a small screen, also by the keyboard.
      h(
        "div",
        { tabindex: 0, class: "text" },
        h("h2", { id: "title" }, texts.h),
        h("p", {}, texts.i),
        h("ul", {}, ...purposes.map((purpose) => h("li", {}, h("strong", {}, purpose.t + "."), " " + purpose.d))),
        h("p", {}, h("a", { href: config.page }, texts.m)),
      ),
      h("div", { class: "actions" }, ...answers(), button("customise", () => openPreferences())),
    );
    shadow().append(banner);
  };

  /** What takes the focus must not stay behind the banner: the page scrolls, or at its end the banner moves up. */
  const keepClear = ({ target }) => {
    if (target === root?.host) return;
    visited = target;
    // Not for the mouse: what moves between press and release is not clicked.
    if (!banner || !target.matches(":focus-visible")) return;
    banner.classList.remove("top");
    const { top, left, right } = banner.getBoundingClientRect();
    const hidden = () => {
      const box = target.getBoundingClientRect();
      // A tall element is fine once its top is at the top.
      return box.right > left && box.left < right && Math.max(0, Math.min(box.bottom + 8 - top, box.top));
    };
    scrollBy({ top: hidden(), behavior: "instant" });
    banner.classList.toggle("top", hidden() >= 1);
  };

  const focusOn = (element) => {
    if (element.tabIndex < 0) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const restoreFocus = () => {
    const place = visited?.isConnected ? visited : document.querySelector("main,h1");
    if (place) focusOn(place);
  };

  const openPreferences = (opener) => {
    if (dialog?.open) return;
    visited = opener || visited;
    dialog = h(
      "dialog",
      { class: "prefs", "aria-labelledby": "prefs", onclose: closePreferences },
      h("div", { class: "head" }, h("h2", { id: "prefs" }, texts.ph), button("close", () => dialog.close())),
      h("p", {}, texts.pi),
      isRefusedByBrowser() ? h("p", {}, texts.x) : "",
      h("p", {}, h("strong", {}, texts.a + "."), " " + texts.at),
      ...purposes.map(purposeFields),
      h("div", { class: "actions" }, button("save", save), ...answers()),
    );
    shadow().append(dialog);
    dialog.showModal();
  };

  const closePreferences = ({ target }) => {
    target.remove();
    // The browser gives the focus back to what had it, which is nothing where a click does not focus a button.
    if (document.activeElement === document.body) restoreFocus();
  };

  const save = () => choose([...dialog.querySelectorAll("[value]:checked")].map((box) => box.value));

  const purposeFields = (purpose) => {
    // Drives all services of the purpose: of use only where there are several.
    const all = h("input", { type: "checkbox" });
    const rows = purpose.s.map(serviceRow);
    const boxes = rows.map((row) => row.querySelector("input"));
    const onchange = ({ target }) => {
      if (target === all) boxes.forEach((box) => (box.checked = all.checked));
      const on = boxes.filter((box) => box.checked).length;
      all.checked = on === boxes.length;
      all.indeterminate = on && !all.checked;
    };
    onchange({});
    return h(
      "fieldset",
      { onchange },
      h("legend", {}, purpose.t),
      h("p", {}, purpose.d),
      rows[1] ? h("label", {}, all, fill(texts.g, purpose.t)) : "",
      ...rows,
    );
  };

  const serviceRow = (service) => {
    const box = h("input", { type: "checkbox", role: "switch", value: service.id });
    box.checked = granted.has(service.id);
    return h(
      "div",
      {},
      h("label", {}, box, h("span", {}, h("strong", {}, service.n), " " + fill(texts.o, service.o))),
      h("p", {}, service.d + " ", service.u ? h("a", { href: service.u }, fill(texts.u, service.o)) : ""),
    );
  };

  /** Global Privacy Control is a refusal as long as the visitor has not said otherwise here. */
  const isRefusedByBrowser = () => !chosenAt && navigator.globalPrivacyControl;

  const currentState = () => {
    if (!chosenAt) return isRefusedByBrowser() ? texts.x : texts.s0;
    const names = services.filter((service) => granted.has(service.id)).map((service) => service.n);
    const until = new Date(chosenAt + config.days * DAY).toLocaleDateString(config.lang, { dateStyle: "long" });
    const some = names.length < ids.length ? fill(texts.s3, names.join(", ")) : texts.s1;
    const state = names[0] ? some : texts.s2;
    return state + " " + fill(texts.s4, until);
  };

  const showState = () => everywhere("[data-charte-state]").forEach((place) => (place.textContent = currentState()));

  const onClick = (event) => {
    // Not event.target: what was clicked may be in a shadow tree of the page's.
    const clicked = event.composedPath()[0];
    const opener = clicked.closest?.("[data-charte-open]");
    const accept = clicked.closest?.("[data-charte-accept]");
    if (opener && ids[0]) {
      event.preventDefault();
      openPreferences(opener);
    }
    if (accept) {
      grant(...accept.dataset.charteAccept.split(/\s+/));
      announce(texts.r);
    }
  };

  // ---- Start -------------------------------------------------------------------------------------

  const whenParsed = (action) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", action);
    else action();
  };

  /** As soon as there is a body; no frame is drawn without one, so that asking before each costs nothing. */
  const whenBody = (action) => (document.body ? action() : requestAnimationFrame(() => whenBody(action)));

  const stored = storedChoice();
  if (stored) adopt(stored.list, stored.date);
  else {
    if (config.ask && !isRefusedByBrowser() && window === top) whenBody(showBanner);
    whenParsed(showState);
  }
  document.addEventListener("click", onClick);
  document.addEventListener("focusin", keepClear);
  addEventListener("pageshow", followChoice);
  window.cookieStore?.addEventListener("change", followChoice);

  window.charte = {
    open: () => openPreferences(),
    grant,
    choice: () => (chosenAt ? choice() : null),
    refuse: () => choose([]),
    scan: (place = document) => {
      roots.add(place.getRootNode());
      whenParsed(showState);
      whenParsed(replay);
    },
  };
})
