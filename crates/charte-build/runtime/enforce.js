// Puts the choice into force: brings back what waited for consent, deletes what services left that are refused.
// It asks nothing, stores nothing and shows nothing. `core` is what charte.js lends: the services, whether one is granted,
// the containers that may be brought back, and a few helpers.
export default ({ services, isGranted, allowed, matches, cookies, focusOn, h, secure }) => {
  // How long a replayed script may keep the ones behind it waiting, in milliseconds.
  const PATIENCE = 5000;

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
    cookie: [cookies, expire],
    "local-storage": [() => Object.keys(localStorage), (key) => localStorage.removeItem(key)],
    "session-storage": [() => Object.keys(sessionStorage), (key) => sessionStorage.removeItem(key)],
    "indexed-db": [
      async () => (await indexedDB.databases()).map((database) => database.name),
      (name) => indexedDB.deleteDatabase(name),
    ],
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
          (await list()).filter((name) => matches(name, pattern) && !isSpared(name)).forEach(remove);
        }),
    );
  };

  // ---- Replay ------------------------------------------------------------------------------------
  // What waited runs as it would have while the page was parsed: in document order, a blocking script before what
  // follows it, deferred scripts and modules last.

  let replaying = false;
  // The blocking script in progress: its element, the mark behind it, what it wrote so far, the scripts it wrote.
  let current;
  let deferred = [];
  let pending = [];

  const replay = async () => {
    if (replaying) return;
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

  return { purge, replay };
};
