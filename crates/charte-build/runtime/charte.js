// Asks, remembers, and has the choice put into force: a page that held something back is loaded again after a yes.
// It knows nothing but its configuration: every text, colour and service comes from the build.
// DSFR: whether the interface is drawn by the page's own style sheets with the class names of the French State's design
// system; `look` is dsfr.js then, and what is in a shadow root else is in the page.
// One function expression: charte-build appends the configuration as its argument. What fills placeholders and what deletes
// stands in enforce.js, which is downloaded when a page has something that waits, or there is something to delete.
((config) => {
  // Buttons: accept, refuse, customise, save, close, as their classes. First layer: h heading, i introduction, m link
  // to the charter. Preferences: ph heading, pi introduction, a and at what is always active, g "allow {name}" for a
  // purpose, o "by {name}", u policy link "... {name}", w trackers kept on "{hosts}" elsewhere. State: s0 no choice, s1 all, s2 none, s3 some "{names}",
  // s4 until "{date}". Spoken: k choice kept, r content restored. x: Global Privacy Control is on.
  const texts = config.t;
  const purposes = config.p;
  const services = purposes.flatMap((purpose) => purpose.s);
  const ids = services.map((service) => service.id);
  const DAY = 864e5;

  // What is allowed on this page, and when the visitor said so (0: never asked, or not answered yet).
  let granted = new Set();
  // Of it, what the stored choice allows: the rest was granted for this page.
  let kept = [];
  let chosenAt = 0;
  let enforcer;
  // What the page came with before it was loaded again; it finds its history as it left it.
  const { charte: back = {}, ...was } = Object(history.state);
  if (back.once) history.replaceState(back.bare ? null : was, "");
  // What this page's policy lets through: it stays as long as the page.
  let through = [];

  // The document itself, whatever names the page gives to its forms and pictures.
  const page = new Proxy(document, {
    get: (target, name) => {
      const value = Reflect.get(Document.prototype, name, target);
      return value?.call ? value.bind(target) : value;
    },
    set: (target, name, value) => Reflect.set(Document.prototype, name, value, target),
  });

  // ---- The stored choice -------------------------------------------------------------------------

  /** The stored choice, unless it is too old or answers another question than today's. */
  const storedChoice = (jar = cookieJar()) => {
    let stored;
    for (const pair of jar.split("; ")) {
      // Of any other cookie the second part is not the question.
      const [day, question, list = ""] = pair.replace(config.cookie + "=1.", "").split(".");
      if (question !== config.fp) continue;
      const date = Date.UTC(day.slice(0, 4), day.slice(4, 6) - 1, day.slice(6));
      const age = (Date.now() - date) / DAY;
      // From tomorrow at most: clocks differ. Of two the stricter counts.
      if (age > -2 && age < config.days) stored = { date, list: list.split("~").filter((id) => !stored || stored.list.includes(id)) };
    }
    return stored;
  };

  /** A page in a sandbox has no cookies. */
  const cookieJar = () => {
    try {
      return page.cookie;
    } catch {
      return "";
    }
  };

  const storeChoice = () => {
    const day = new Date().toISOString().replace(/-|T.*/g, "");
    const value = `1.${day}.${config.fp}.${kept.join("~")}`;
    const age = config.days * 86400;
    // Not on a preview on another host, which could keep no cookie for that domain.
    const isShared = ("." + location.hostname).endsWith("." + config.domain);
    const place = `path=${config.path}${isShared ? ";domain=" + config.domain : ""}`;
    try {
      page.cookie = `${config.cookie}=${value};${place};max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
    } catch {}
    tell(top);
  };

  /** Has a window of this page and the frames in it follow: not every browser tells them that a cookie has changed. */
  const tell = (place) => {
    // One of another site can be counted, not called.
    try {
      place.dispatchEvent(new Event("charte:stored"));
    } catch {}
    for (let frame = 0; frame < place.length; frame++) tell(place[frame]);
  };

  const choice = () => ({ granted: ids.filter((id) => granted.has(id)), refused: ids.filter((id) => !granted.has(id)) });

  /** The visitor's answer: kept, then put into force; what is granted for this page besides stays so. */
  const choose = (list, more) => {
    const focused = DSFR ? look.holds(page.activeElement) : root?.activeElement;
    kept = ids.filter((id) => list.includes(id));
    storeChoice();
    const leaves = adopt(list, Date.now(), more);
    // After the banner has gone, or the dialog would give the focus back to it.
    dialog?.close();
    if (leaves) return;
    if (focused && page.activeElement === page.body) restoreFocus();
    announce(isHeld() ? texts.n : texts.k);
  };

  /** Puts a list of services into force; tells whether the page is loaded again for it. */
  const adopt = (list, date, more = [], jar) => {
    const before = granted;
    kept = ids.filter((id) => list.includes(id));
    granted = new Set([...kept, ...more]);
    chosenAt = date;
    banner?.remove();
    banner = null;
    const refused = services.filter((service) => !granted.has(service.id));
    const withdrawn = refused.some((service) => before.has(service.id));
    // What was typed into the page is worth more than what waits in it.
    const leaves = withdrawn || (isHeld() && !isFilled());
    // A script that has run cannot be taken back, only a new page is without it.
    if (withdrawn) enforce(({ purge }) => purge(refused, true)).finally(() => location.reload());
    else if (leaves) comeBack();
    // On each page with a stored choice: cookies that a refused service left elsewhere, or that somebody re-created.
    else if (refused.some(hasLeftCookies(cookies(jar)))) enforce(({ purge }) => purge(refused));
    whenParsed(() => {
      document.dispatchEvent(new CustomEvent("charte:choice", { detail: choice() }));
      showState();
    });
    return leaves;
  };

  /** Whether this page still holds back what is granted. */
  const isHeld = () => [...granted].some((id) => !through.includes(id));

  const fields = () =>
    [...page.querySelectorAll("input:not([type=hidden],[type=password],[type=file]),textarea,select")].filter((field) => !DSFR || !look.holds(field));
  const content = (field) => (field.options ? field.selectedIndex : /^(checkbox|radio)$/.test(field.type) ? field.checked : field.value);
  const isFilled = () =>
    fields().some((field) => (field.options ? ![...field.options].every((option) => option.selected === option.defaultSelected || !option.value || field.selectedIndex < 1) : field.checked !== field.defaultChecked || (field.type !== "checkbox" && field.type !== "radio" && field.value !== field.defaultValue)));

  /**
   * Loads the page again for a policy that lets more through. What was granted for this page alone comes with it, and all that is where
   * no cookie is kept; so do its place, what was typed, and which frame was asked for.
   */
  const comeBack = (frame) => {
    const isKept = !kept[0] || storedChoice()?.list.join() === kept.join();
    const once = [...granted].filter((id) => !isKept || !kept.includes(id));
    const frames = [...page.querySelectorAll("iframe")];
    const charte = { once, isKept, at: frames.indexOf(frame), y: scrollY, typed: fields().map(content) };
    history.replaceState({ ...history.state, charte: { ...charte, bare: !history.state } }, "");
    location.reload();
  };

  /** Brings back what the page came with. */
  const arrive = () => {
    fields().forEach((field, place) => {
      const typed = back.typed[place];
      if (typed === undefined || typed === content(field)) return;
      field[field.options ? "selectedIndex" : typeof typed === "boolean" ? "checked" : "value"] = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    scrollTo({ top: back.y, behavior: "instant" });
    const frame = page.querySelectorAll("iframe")[back.at];
    if (frame) {
      focusOn(frame);
      announce(texts.r + " " + frame.title);
    }
  };

  /** The choice may have been made in another tab, in the page around this frame, or after this page went to sleep. */
  const followChoice = () => {
    const stored = storedChoice();
    if (stored && (!chosenAt || stored.list.join() !== kept.join())) adopt(stored.list, stored.date);
  };

  /** Where the browser has refused, nothing is unanswered. */
  const isAnswered = () => !banner || isRefusedByBrowser();

  /**
   * Allows some services more, on this page or always. While the banner still waits, always is only what the visitor
   * asked to remember: storing counts what was never answered as refused.
   */
  const grant = (list, always, frame) => {
    granted = new Set(ids.filter((id) => granted.has(id) || list.includes(id)));
    if (always) {
      kept = ids.filter((id) => kept.includes(id) || list.includes(id));
      chosenAt = Date.now();
      storeChoice();
    }
    if (isHeld()) comeBack(frame);
  };

  // ---- Putting the choice into force -------------------------------------------------------------

  // Where held frames are looked for: the document and the shadow roots shown to scan().
  const roots = new Set([page]);

  const everywhere = (selector) => [...roots].flatMap((place) => [...place.querySelectorAll(selector)]);

  /** Whether a name is one that a tracker's declaration means. */
  const matches = (name, pattern) =>
    RegExp(`^${pattern.replace(/\W/g, (sign) => (sign === "*" ? ".*" : "\\" + sign))}$`).test(name);

  /** The names of the cookies that this page can read, but for the one that keeps the choice. */
  const cookies = (jar = cookieJar()) =>
    jar.split("; ").map((pair) => pair.split("=")[0]).filter((name) => name && name !== config.cookie);

  const hasLeftCookies = (names) => (service) =>
    service.c.some(([kind, pattern]) => kind === "cookie" && names.some((name) => matches(name, pattern)));

  /** Hands enforce.js what it needs of this file, once; its address changes with its content. */
  const enforce = async (action) => {
    enforcer ??= import("./enforce.js?" + config.v).then((module) =>
      module.default({ config, services, isGranted: ({ id }) => granted.has(id), matches, cookies, everywhere, onClick }),
    );
    return action(await enforcer);
  };

  /** What is seen and waits gets its placeholder. */
  const attend = () => {
    if (everywhere(`[data-charte-held]:is(iframe,video,audio,object,embed)${config.em || ""}`)[0]) enforce(({ attend }) => attend());
  };

  // ---- Interface ---------------------------------------------------------------------------------

  let root, status, banner, dialog;
  // Where the focus was before it came to us.
  let visited;

  /** An element; functions become handlers, all the rest attributes or text: never markup. */
  const h = (tag, attributes, ...children) => {
    const element = page.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value.call) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };

  // DSFR ? 0 : …: what only the shadow root needs.
  const button = DSFR ? 0 : (name, onclick) => h("button", { type: "button", class: name, onclick }, texts[name]);

  const fill = (text, value) => text.replace(/{\w+}/, () => value);

  /** Shows elements last in the body: first, they would take the place of what the page's rules call its first child. */
  const show = DSFR
    ? (element = banner) => {
        status ??= look.status();
        for (const part of [element, status]) if (part && !part.isConnected) page.body.append(part);
      }
    : (...elements) => {
        if (!root) {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(config.css);
          root = h("charte-banner", { ...config.e, "data-nosnippet": "", "data-pagefind-ignore": "all" }).attachShadow({ mode: "open" });
          root.adoptedStyleSheets = [sheet];
          root.append((status = h("div", { role: "status" })));
        }
        // What stands in no page yet is cheap to fill.
        root.append(...elements);
        // While the page arrives its last place is not in the body yet, and a framework would trip over what stands between.
        if (!root.isConnected) (page.readyState === "loading" ? page.documentElement : page.body).append(root.host);
        // In the top layer no style of the body's moves it.
        if (banner && !banner.matches(":popover-open")) banner.showPopover?.();
      };

  // The link that reopens the choices, when it is charte's.
  let link;

  /** What a framework threw out with the rest comes back. */
  const keep = () => {
    const host = DSFR ? banner : root?.host;
    if (host?.parentNode === page.documentElement) {
      if (page.body.moveBefore) page.body.moveBefore(host, null);
      else page.body.append(host);
    }
    if (host && (banner || dialog)) show();
    if (link && !link.isConnected && !page.querySelector("[data-charte-open]")) page.body?.append(link);
    attend();
  };

  const announce = (text) => {
    show();
    // Read out only if it comes into a region that was there before.
    setTimeout(() => (status.textContent = text), 100);
  };

  const answers = DSFR ? 0 : () => [button("accept", () => choose(ids)), button("refuse", () => choose([]))];

  const showBanner = () => {
    // Answered meanwhile in another tab; or a frameset, which has no place for it.
    if (chosenAt || page.body.localName !== "body") return;
    // The browser's refusal is told, not asked about; closing keeps it.
    const isTold = isRefusedByBrowser();
    const list = DSFR ? 0 : h("ul", {}, ...purposes.map((purpose) => h("li", {}, h("strong", {}, purpose.t + "."), " " + purpose.d)));
    banner = DSFR
      ? look.banner(isTold, choose, () => openPreferences())
      : h(
          "section",
          { class: "banner " + config.pos, role: "region", "aria-labelledby": "title", popover: "manual" },
          // Scrolls on a small screen, also by the keyboard.
          h(
            "div",
            { tabindex: 0, class: "text" },
            h("h2", { id: "title" }, texts.h),
            h("p", {}, isTold ? texts.x : texts.i),
            isTold ? "" : list,
            h("p", {}, h("a", { href: config.page }, texts.m)),
          ),
          h(
            "div",
            { class: "actions" },
            ...(isTold ? [button("close", () => choose([]))] : answers()),
            button("customise", () => openPreferences()),
          ),
        );
    show(banner);
    page.addEventListener("focusin", keepClear);
    page.addEventListener("keydown", lead);
  };

  /** By the keyboard the banner comes first, and the page after it. */
  const lead = (event) => {
    if (event.key !== "Tab" || event.shiftKey || !banner || dialog?.open) return;
    const stops = [...banner.querySelectorAll("a,button,[tabindex='0']")];
    const inside = DSFR ? page.activeElement : root.activeElement;
    if (page.activeElement === page.body && !visited) {
      event.preventDefault();
      stops[0].focus();
    } else if (inside === stops.at(-1)) {
      visited = page.body;
      page.body.tabIndex = -1;
      page.body.focus({ preventScroll: true });
      page.body.removeAttribute("tabindex");
    }
  };

  /** What takes the focus must not stay behind the banner: the page scrolls, or at its end the banner moves up. */
  const keepClear = ({ target }) => {
    if (DSFR ? look.holds(target) : target === root?.host) return;
    visited = target;
    // Not for the mouse: what moves between press and release is not clicked.
    if (!banner || !target.matches(":focus-visible")) return;
    banner.classList.remove(DSFR ? "charte-top" : "top");
    const { top, left, right } = banner.getBoundingClientRect();
    const hidden = () => {
      const box = target.getBoundingClientRect();
      // A tall element is fine once its top is at the top.
      return box.right > left && box.left < right && Math.max(0, Math.min(box.bottom + 8 - top, box.top));
    };
    scrollBy({ top: hidden(), behavior: "instant" });
    banner.classList.toggle(DSFR ? "charte-top" : "top", hidden() >= 1);
  };

  const focusOn = (element) => {
    if (element.tabIndex < 0) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const restoreFocus = () => {
    const place = visited?.isConnected ? visited : page.querySelector("main,h1");
    if (place) focusOn(place);
  };

  const openPreferences = (opener) => {
    if (dialog?.open) return;
    visited = opener || visited;
    dialog = DSFR
      ? look.preferences(closePreferences, save)
      : h(
          "dialog",
          { class: "prefs", "aria-labelledby": "prefs", onclose: closePreferences },
          h("div", { class: "head" }, h("h2", { id: "prefs" }, texts.ph), button("close", () => dialog.close())),
          h("p", {}, texts.pi),
          isRefusedByBrowser() ? h("p", {}, texts.x) : "",
          h("p", {}, h("strong", {}, texts.a + "."), " " + texts.at),
          ...purposes.map(purposeFields),
          h("div", { class: "actions" }, button("save", save), ...answers()),
        );
    show(dialog);
    dialog.showModal();
  };

  const closePreferences = ({ target }) => {
    target.remove();
    // The browser gives the focus back to what had it, which is nothing where a click does not focus a button.
    if (page.activeElement === page.body) restoreFocus();
  };

  const save = () => choose([...dialog.querySelectorAll("[value]:checked")].map((box) => box.value));

  const purposeFields = DSFR ? 0 : (purpose) => {
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

  const serviceRow = DSFR ? 0 : (service) => {
    const box = h("input", { type: "checkbox", role: "switch", value: service.id });
    box.checked = granted.has(service.id);
    return h(
      "div",
      {},
      h("label", {}, box, h("span", {}, h("strong", {}, service.n), " " + fill(texts.o, service.o))),
      h("p", {}, h("span", service.l, service.d), " ", service.w ? fill(texts.w, service.w) + " " : "", service.u ? h("a", { href: service.u }, fill(texts.u, service.o)) : ""),
    );
  };

  /** Global Privacy Control is a refusal as long as the visitor has not said otherwise here. */
  const isRefusedByBrowser = () => !chosenAt && navigator.globalPrivacyControl;

  const currentState = () => {
    if (!chosenAt) return isRefusedByBrowser() ? texts.x : texts.s0;
    const names = services.filter((service) => granted.has(service.id)).map((service) => service.n);
    const until = new Date(chosenAt + config.days * DAY).toLocaleDateString(...config.i);
    const some = names.length < ids.length ? fill(texts.s3, new Intl.ListFormat(...config.i).format(names)) : texts.s1;
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
      const box = accept.closest("[data-charte-for]")?.querySelector("[data-charte-remember]");
      grant(accept.dataset.charteAccept.split(/\s+/), box ? box.checked : isAnswered(), accept.ownerDocument.defaultView.frameElement);
    }
  };

  // ---- Start -------------------------------------------------------------------------------------

  const whenParsed = (action) => {
    if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", action);
    else action();
  };

  /** As soon as there is a body; no frame is drawn without one, so that asking before each costs nothing. */
  const whenBody = (action) => (page.body ? action() : requestAnimationFrame(() => whenBody(action)));

  // From here on what it returns. A service's radio buttons say 0 for yes, 1 for no, -1 for nothing yet.
  if (DSFR) {
    const answerTo = (service) => (granted.has(service.id) ? 0 : chosenAt || isRefusedByBrowser() ? 1 : -1);
    look = look({ config, purposes, ids, h, fill, answerTo, isRefusedByBrowser });
  }

  const start = () => {
    // Each reading of the cookies asks another process.
    const jar = cookieJar();
    const stored = storedChoice(jar);
    const once = back.once || [];
    through = ids.filter((id) => once.includes(id) || stored?.list.includes(id));
    if (stored || (once[0] && !back.isKept)) adopt(stored?.list || once, stored?.date || Date.now(), once, jar);
    else {
      granted = new Set(once);
      if (config.ask && window === top) whenBody(showBanner);
      whenParsed(showState);
    }
    whenParsed(() => {
      link = [...page.querySelectorAll("body [data-charte-built]")].find((part) => part.querySelector("[data-charte-open]"));
      keep();
      new MutationObserver(keep).observe(document, { childList: true, subtree: true });
      if (back.once) arrive();
    });
    page.addEventListener("click", onClick);
    // Back from the page cache, or from another tab.
    addEventListener("pageshow", (event) => event.persisted && followChoice());
    addEventListener("charte:stored", followChoice);
    addEventListener("visibilitychange", followChoice);
    // A choice made elsewhere while this page is looked at: in another window, the page around this frame, its frames. Who
    // makes it leaves this one first; to have the browser tell of cookies costs as much as all the rest.
    const follow = () => window.cookieStore?.addEventListener("change", followChoice);
    addEventListener("blur", follow);
    if (!page.hasFocus()) follow();
  };

  // Not called from here: a browser notes who reads cookies, and to tell the line it would compile this whole function again.
  queueMicrotask(start);

  window.charte = {
    open: () => openPreferences(),
    grant: (...list) => grant(list, isAnswered()),
    choice: () => (chosenAt ? choice() : null),
    refuse: () => choose([]),
    scan: (place = document) => {
      roots.add(place === document ? page : place.getRootNode());
      whenParsed(showState);
      whenParsed(keep);
    },
  };
})
