// The browser half of charte: asks, remembers, and has the choice put into force.
// It knows nothing but its configuration: every text, colour and service comes from the build.
// DSFR: whether the interface is drawn by the page's own style sheets with the class names of the French State's design
// system; `look` is dsfr.js then, and what is in a shadow root else is in the page.
// One function expression: charte-build appends the configuration as its argument. What brings content back and what
// deletes stands in enforce.js, which is downloaded when there is something to bring back or to delete.
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
  // On a guarded page: whom the browser lets through, and what was granted for this page before it was loaded again.
  const guard = window.charteGuard;

  // ---- The stored choice -------------------------------------------------------------------------

  /** The stored choice, unless it is too old or answers another question than today's. */
  const storedChoice = (jar = document.cookie) => {
    for (const pair of jar.split("; ")) {
      // Of any other cookie the second part is not the question.
      const [day, question, list = ""] = pair.replace(config.cookie + "=1.", "").split(".");
      if (question !== config.fp) continue;
      const date = Date.UTC(day.slice(0, 4), day.slice(4, 6) - 1, day.slice(6));
      const age = (Date.now() - date) / DAY;
      // From tomorrow at most: clocks differ.
      if (age > -2 && age < config.days) return { date, list: list.split("~") };
    }
  };

  const storeChoice = () => {
    const day = new Date().toISOString().replace(/-|T.*/g, "");
    const value = `1.${day}.${config.fp}.${kept.join("~")}`;
    const age = config.days * 86400;
    // Not on a preview on another host, which could keep no cookie for that domain.
    const isShared = ("." + location.hostname).endsWith("." + config.domain);
    const place = `path=${config.path}${isShared ? ";domain=" + config.domain : ""}`;
    document.cookie = `${config.cookie}=${value};${place};max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
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
    const focused = DSFR ? look.holds(document.activeElement) : root?.activeElement;
    const leaves = adopt(list, Date.now(), more);
    storeChoice();
    // After the banner has gone, or the dialog would give the focus back to it.
    dialog?.close();
    if (leaves) return;
    if (focused && document.activeElement === document.body) restoreFocus();
    announce(texts.k);
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
    const leaves = withdrawn || isHeld();
    // A script that has run cannot be taken back, only a new page is without it.
    if (withdrawn) enforce(({ purge }) => purge(refused, true)).finally(() => location.reload());
    else if (leaves) comeBack();
    // On each page with a stored choice: cookies that a refused service left elsewhere, or that somebody re-created.
    else if (refused.some(hasLeftCookies(cookies(jar)))) enforce(({ purge }) => purge(refused));
    whenParsed(() => {
      document.dispatchEvent(new CustomEvent("charte:choice", { detail: choice() }));
      showState();
      if (!leaves && granted.size) replay();
    });
    return leaves;
  };

  /** Whether the guard of this page still holds back what is granted: a policy of the browser's stays with its page. */
  const isHeld = () => guard && [...granted].some((id) => !guard.through.includes(id));

  /** Loads the page again for a guard that lets more through; what was granted for this page comes with it. */
  const comeBack = () => {
    const charteOnce = [...granted].filter((id) => !kept.includes(id));
    if (charteOnce[0]) history.replaceState({ charteOnce, was: history.state }, "");
    location.reload();
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
  const grant = (list, always) => {
    if (always) return choose([...kept, ...list], granted);
    granted = new Set(ids.filter((id) => granted.has(id) || list.includes(id)));
    if (isHeld()) comeBack();
    else whenParsed(replay);
  };

  // ---- Putting the choice into force -------------------------------------------------------------

  // Where containers are looked for: the document and the shadow roots shown to scan().
  const roots = new Set([document]);

  const everywhere = (selector) => [...roots].flatMap((place) => [...place.querySelectorAll(selector)]);

  const containers = ":is(template,script,noframes)[data-charte]";

  /** The containers of which every service is granted. */
  const allowed = () =>
    everywhere(containers).filter((container) =>
      container.dataset.charte.split(/\s+/).every((id) => granted.has(id)),
    );

  /** Whether a name is one that a tracker's declaration means. */
  const matches = (name, pattern) =>
    RegExp(`^${pattern.replace(/\W/g, (sign) => (sign === "*" ? ".*" : "\\" + sign))}$`).test(name);

  /** The names of the cookies that this page can read, but for the one that keeps the choice. */
  const cookies = (jar = document.cookie) =>
    jar.split("; ").map((pair) => pair.split("=")[0]).filter((name) => name && name !== config.cookie);

  const hasLeftCookies = (names) => (service) =>
    service.c.some(([kind, pattern]) => kind === "cookie" && names.some((name) => matches(name, pattern)));

  /** Hands enforce.js what it needs of this file, once; its address changes with its content. */
  const enforce = async (action) => {
    enforcer ??= import("./enforce.js?" + config.v).then((module) =>
      module.default({ config, services, isGranted: (service) => granted.has(service.id), allowed, matches, cookies, focusOn, h }),
    );
    return action(await enforcer);
  };

  const replay = () => {
    watch();
    if (allowed()[0]) enforce((enforcer) => enforcer.replay());
  };

  /** Once something is granted: what comes into the page later, as charte built it, does not wait for a call. */
  let watch = () => {
    watch = () => {};
    const holds = (node) => node.matches?.(containers) || node.querySelector?.(containers);
    const observer = new MutationObserver((records) => {
      if (records.some(({ addedNodes }) => [...addedNodes].some(holds))) replay();
    });
    observer.observe(document, { childList: true, subtree: true });
  };

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

  // DSFR ? 0 : …: what only the shadow root needs.
  const button = DSFR ? 0 : (name, onclick) => h("button", { type: "button", class: name, onclick }, texts[name]);

  const fill = (text, value) => text.replace(/{\w+}/, () => value);

  /** Shows elements first in the body, so that the banner comes first in reading and tabbing order. */
  const show = DSFR
    ? (element = banner) => {
        status ??= look.status();
        for (const part of [element, status])
          if (part && !part.isConnected) document.body[part === banner ? "prepend" : "append"](part);
      }
    : (...elements) => {
        if (!root) {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(config.css);
          root = h("charte-banner", config.e).attachShadow({ mode: "open" });
          root.adoptedStyleSheets = [sheet];
          root.append((status = h("div", { role: "status" })));
        }
        // What stands in no page yet is cheap to fill.
        root.append(...elements);
        // The page may have changed its whole body.
        if (!root.isConnected) document.body.prepend(root.host);
      };

  const announce = (text) => {
    show();
    // Read out only if it comes into a region that was there before.
    setTimeout(() => (status.textContent = text), 100);
  };

  const answers = DSFR ? 0 : () => [button("accept", () => choose(ids)), button("refuse", () => choose([]))];

  const showBanner = () => {
    // Answered meanwhile in another tab; or a frameset, which has no place for it.
    if (chosenAt || document.body.localName !== "body") return;
    // The browser's refusal is told, not asked about; closing keeps it.
    const isTold = isRefusedByBrowser();
    const list = DSFR ? 0 : h("ul", {}, ...purposes.map((purpose) => h("li", {}, h("strong", {}, purpose.t + "."), " " + purpose.d)));
    banner = DSFR
      ? look.banner(isTold, choose, () => openPreferences())
      : h(
          "section",
          { class: "banner " + config.pos, role: "region", "aria-labelledby": "title" },
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
    document.addEventListener("focusin", keepClear);
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
    const place = visited?.isConnected ? visited : document.querySelector("main,h1");
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
    if (document.activeElement === document.body) restoreFocus();
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
      grant(accept.dataset.charteAccept.split(/\s+/), box ? box.checked : isAnswered());
      announce(texts.r + " " + (accept.dataset.charteTitle || ""));
    }
  };

  // ---- Start -------------------------------------------------------------------------------------

  const whenParsed = (action) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", action);
    else action();
  };

  /** As soon as there is a body; no frame is drawn without one, so that asking before each costs nothing. */
  const whenBody = (action) => (document.body ? action() : requestAnimationFrame(() => whenBody(action)));

  // From here on what it returns. A service's radio buttons say 0 for yes, 1 for no, -1 for nothing yet.
  if (DSFR) {
    const answerTo = (service) => (granted.has(service.id) ? 0 : chosenAt || isRefusedByBrowser() ? 1 : -1);
    look = look({ config, purposes, ids, h, fill, answerTo, isRefusedByBrowser });
  }

  const start = () => {
    // Each reading of the cookies asks another process.
    const jar = document.cookie;
    const stored = storedChoice(jar);
    if (stored) adopt(stored.list, stored.date, [], jar);
    else {
      if (config.ask && window === top) whenBody(showBanner);
      whenParsed(showState);
    }
    if (guard?.once[0]) grant(guard.once);
    document.addEventListener("click", onClick);
    // Back from the page cache, or from another tab.
    addEventListener("pageshow", (event) => event.persisted && followChoice());
    addEventListener("charte:stored", followChoice);
    addEventListener("visibilitychange", followChoice);
    // A choice made elsewhere while this page is looked at: in another window, the page around this frame, its frames. Who
    // makes it leaves this one first; to have the browser tell of cookies costs as much as all the rest.
    const follow = () => window.cookieStore?.addEventListener("change", followChoice);
    addEventListener("blur", follow);
    if (!document.hasFocus()) follow();
  };

  // Not called from here: a browser notes who reads cookies, and to tell the line it would compile this whole function again.
  queueMicrotask(start);

  window.charte = {
    open: () => openPreferences(),
    grant: (...list) => grant(list, isAnswered()),
    choice: () => (chosenAt ? choice() : null),
    refuse: () => choose([]),
    scan: (place = document) => {
      roots.add(place.getRootNode());
      // The page may have changed its body, and the banner with it.
      if (banner) show();
      whenParsed(showState);
      whenParsed(replay);
    },
  };
})
