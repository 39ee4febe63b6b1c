// Puts the choice into force: brings back what waited for consent, deletes what services left that are refused.
// It asks nothing, stores nothing and shows nothing. `core` is what charte.js lends: its configuration, the services,
// whether one is granted, the containers that may be brought back, and a few helpers.
export default ({ config, services, isGranted, allowed, matches, cookies, focusOn, h }) => {
  const secure = location.protocol === "https:" ? ";secure" : "";
  // How long a replayed script may keep the ones behind it waiting, in milliseconds.
  const PATIENCE = 5000;

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
        document.cookie = `${name}=;path=${path};domain=${domain};max-age=0${secure}`;
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
    leaving = all;
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

  // ---- Before a service runs ---------------------------------------------------------------------

  // Names whose stand-ins are gone: what stands there now is a service's own.
  const freed = new Set();

  /** Takes the stand-ins away that hold the calls of code that talks to a service before it may run: they never count. */
  const free = (id) => {
    for (const name of window.charteQueues?.[id] || [])
      if (!freed.has(name)) {
        freed.add(name);
        delete window[name];
      }
  };

  /** What must be so before the services of these containers run: no stand-ins, and vendors told what is granted. */
  const prepare = async (containers) => {
    const ids = new Set(containers.flatMap((container) => container.dataset.charte.split(/\s+/)));
    ids.forEach(free);
    if (Object.values(config.modes || {}).some(({ on }) => on.some((id) => ids.has(id)))) {
      const { tell } = await import("./consent-mode.js?" + config.v);
      const granted = services.filter(isGranted).map((service) => service.id);
      tell(config.modes, ids, granted);
    }
  };

  // ---- Replay ------------------------------------------------------------------------------------
  // What waited runs as it would have while the page was parsed: in document order, a blocking script before what
  // follows it, deferred scripts and modules last, then the events that told the page's own scripts of its end.

  let replaying = false;
  // After a withdrawal the page is loaded again: until then nothing more comes back.
  let leaving;
  // Ends the wait for what was restored, when more is to be.
  let wake;
  // The blocking script in progress: its element, the mark behind it, what it wrote so far, the scripts it wrote.
  let current;
  let deferred = [];
  // Stylesheets that scripts behind them wait for; all that the load event waits for.
  let sheets = [];
  let pending = [];
  // When the download of a script began.
  const begun = new WeakMap();

  const replay = async () => {
    if (replaying) return wake?.();
    replaying = true;
    shim();
    const handlers = [noteHandler(document, "readystatechange"), noteHandler(window, "load")];
    const look = () => handlers.forEach((look) => look());
    // Again until nothing is left: meanwhile more may be granted, or brought in by what was restored.
    for (let batch; (batch = allowed())[0]; ) {
      const unwrapped = batch.map(unwrap);
      await prepare(batch);
      for (const [container, fragment] of unwrapped)
        for (const script of container.isConnected && !leaving ? restore(container, fragment) : []) {
          await start(script);
          look();
        }
      fire(document, "readystatechange", "interactive");
      for (const script of deferred.splice(0)) await runLast(script);
      fire(document, "DOMContentLoaded");
      // More that is granted does not wait for the pictures of what was granted before.
      await Promise.race([Promise.all(pending), new Promise((resolve) => (wake = resolve))]);
      wake = 0;
    }
    pending = [];
    look();
    replaying = false;
    fire(document, "readystatechange", "complete");
    fire(window, "load");
    fire(window, "pageshow");
  };

  /** What a container holds, with the downloads of its scripts already under way. */
  const unwrap = (container) => {
    // A data block cannot hold the sequences that would end it: the build put a backslash in.
    const text = container.textContent;
    const source = container.type ? text.replace(/<\\(\\*(?:!--|\/?script))/gi, "<$1") : text;
    const fragment = container.content || parse(source, container.parentNode);
    for (const script of fragment.querySelectorAll("script[src]"))
      if (isProgram(script)) {
        const link = h("link", { rel: isModule(script) ? "modulepreload" : "preload", as: "script" });
        // The same request as the script's own, or it would be downloaded twice.
        for (const name of ["crossOrigin", "integrity", "referrerPolicy", "nonce"]) link[name] = script[name];
        link.href = script.src;
        begun.set(script, Date.now());
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

  const isModule = (script) => /^module$/i.test(script.type);

  /** Whether the browser would run it: import maps and data blocks are content like any other. */
  const isProgram = (script) =>
    isModule(script) || (/^$|(java|ecma)script/i.test(script.type) && !script.noModule);

  /** Puts a fragment before `place`, with a mark for each script in it; returns the scripts, each with its mark. */
  const insert = (fragment, place) => {
    const scripts = [...fragment.querySelectorAll("script")].filter(isProgram).map((script) => {
      const mark = new Comment();
      script.replaceWith(mark);
      return [script, mark];
    });
    // Before they stand in the page: what comes from the cache may be there at once.
    const all = (selector) => [...fragment.querySelectorAll(selector)];
    const styles = all("style").filter((style) => style.textContent.includes("@import"));
    sheets.push(...[...all("link[rel~=stylesheet i]:not([disabled])"), ...styles].map(ended));
    pending.push(...all(":is(img[src],img[srcset],iframe,frame):not([loading=lazy i])").map(ended));
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
    if (focused && first) focusOn(first);
    return scripts;
  };

  const isInline = (script) => !script.src && !isModule(script);

  const start = ([script, mark]) => {
    if (leaving) return;
    if (!isInline(script) && script.hasAttribute("async")) {
      pending.push(ended(script));
      mark.replaceWith(script);
    } else if (isModule(script) || (script.src && script.defer)) deferred.push([script, mark]);
    else return runBlocking(script, mark);
  };

  /**
   * Resolves when an element has loaded or failed, or has kept the others waiting for too long. Downloads go on at the
   * same time: one that hangs has used up the time of the next one from the same dead host.
   */
  const ended = (element) =>
    new Promise((resolve) => {
      element.addEventListener("load", resolve);
      element.addEventListener("error", resolve);
      const used = Date.now() - (begun.get(element) || Date.now());
      // Of an inline module that nobody waits for, nothing tells the end.
      setTimeout(resolve, isModule(element) && !element.src ? 0 : Math.max(PATIENCE - used, PATIENCE / 5));
    });

  const runBlocking = async (script, mark) => {
    await Promise.all(sheets.splice(0));
    // Its place may have been taken away by a script before it.
    if (leaving || !mark.isConnected) return;
    const end = script.src && ended(script);
    const own = run(script, mark);
    await end;
    for (const written of finish(own)) await start(written);
  };

  /** Sets a blocking script going: an inline one has run when this returns. */
  const run = (script, mark) => {
    states.set(script, "loading");
    current = { script, mark, text: "", scripts: [], outer: current };
    const own = current;
    mark.before(script);
    return own;
  };

  /** What a script wrote is whole now; returns the scripts in it that have not run. */
  const finish = ({ mark, text, scripts, outer }) => {
    if (text) scripts.push(...insert(parse(text, mark.parentNode), mark));
    current = outer;
    mark.remove();
    return scripts;
  };

  const runLast = async ([script, mark]) => {
    await Promise.all(sheets.splice(0));
    if (leaving || !mark.isConnected) return;
    states.set(script, "interactive");
    if (script.src) {
      mark.replaceWith(script);
      return ended(script);
    }
    // An inline module does not say when it has run. What stands behind it in the browser's own queue does: this very
    // file, which is there already and does not run again.
    const next = h("script", { type: "module", src: import.meta.url });
    next.nonce = script.nonce;
    script.async = next.async = false;
    mark.replaceWith(script, next);
    await ended(next);
    next.remove();
  };

  /** document.write: what is complete lands at once behind the script, the rest waits for its end. */
  const write = (text) => {
    const own = current;
    const probe = h("template");
    own.text += text;
    // A comment added to it is last at the top only if every tag before it is closed.
    probe.innerHTML = own.text + "<!---->";
    if (probe.content.lastChild.nodeType !== 8) return;
    own.scripts.push(...insert(parse(own.text, own.mark.parentNode), own.mark));
    own.text = "";
    // An inline script runs while it is written, unless one before it is still to come.
    while (own.scripts[0] && isInline(own.scripts[0][0]) && !sheets[0])
      own.scripts.unshift(...finish(run(...own.scripts.shift())));
  };

  // ---- Events that are past ----------------------------------------------------------------------

  // What document.readyState is to a replayed script, and to those told of a change of it.
  const states = new WeakMap();
  let shownState;

  const isPast = (type) =>
    performance.getEntriesByType("navigation")[0][
      type === "load" || type === "pageshow" ? "loadEventStart" : "domContentLoadedEventStart"
    ] > 0;

  /** What an event is called for those who came too late for it, so that nobody else is told again. */
  const aliases = (target, type) => {
    if (type === "readystatechange" && target === document)
      return [...(replaying ? ["interactive"] : []), ...(isPast("load") ? ["complete"] : [])];
    const told = type === "DOMContentLoaded" || (target === window && (type === "load" || type === "pageshow"));
    return told && isPast(type) ? [type] : [];
  };

  const fire = (target, type, alias = type) => {
    const event = new Event("charte:" + alias, { bubbles: true });
    // These events have the document as target wherever they are told.
    for (const [name, value] of Object.entries({ type, target: document })) Object.defineProperty(event, name, { value });
    shownState = /^(DOM|i)/.test(alias) ? "interactive" : "complete";
    target.dispatchEvent(event);
    shownState = "";
  };

  /**
   * Handlers set as a property (`window.onload = ...`): returns what tells of one that a replayed script has set since,
   * in its turn among the listeners.
   */
  const noteHandler = (target, type) => {
    const read = () => target["on" + type];
    let before = read();
    // What the browser itself has told.
    if (!isPast("load")) window.addEventListener("load", () => (before = read()), { once: true });
    return () => {
      if (read() === before) return;
      const missed = aliases(target, type);
      for (const alias of missed) listen(target, alias, (event) => read()?.call(target, event));
      if (missed[0]) before = read();
    };
  };

  const listen = (target, alias, listener, method = "addEventListener") =>
    EventTarget.prototype[method].call(target, "charte:" + alias, listener, { once: true });

  /**
   * From the first replay on: listeners for an event that is past are called once all the same, a replayed script writes
   * where it stands, and finds the document as far as it would have been. All other calls pass through.
   */
  let shim = () => {
    shim = () => {};
    for (const target of [document, window])
      for (const method of ["addEventListener", "removeEventListener"]) {
        const native = target[method];
        target[method] = (type, listener, options) => {
          const own = aliases(target, type);
          for (const alias of own) {
            listen(target, alias, listener, method);
            // A script that came late, or one that a replayed script loaded in its turn.
            if (!replaying) setTimeout(fire, 0, target, type, alias);
          }
          // Of these, more may come.
          if (!own[0] || /^[rp]/.test(type)) native.call(target, type, listener, options);
        };
      }
    for (const method of ["write", "writeln"]) {
      const native = document[method];
      document[method] = (...parts) =>
        current && current.script === document.currentScript
          ? write(parts.join("") + (method === "write" ? "" : "\n"))
          : native.apply(document, parts);
    }
    const { get } = Object.getOwnPropertyDescriptor(Document.prototype, "readyState");
    Object.defineProperty(document, "readyState", {
      configurable: true,
      get: () => shownState || states.get(document.currentScript) || get.call(document),
    });
  };

  return { purge, replay };
};
