// The cookie that keeps the choice, as three scripts read it: `cookie.js` for the banner, the inline script of every page,
// and `first.js`. Whatever cookies the page has, none of them throws, nothing is granted that is not in a list for today's
// question, and all three read the same from what charte itself writes.
//
//   node cookie.mjs [--runs 20000 | --seconds 60] [--seed 1]
import { readFileSync, readdirSync } from "node:fs";

const HERE = new URL(".", import.meta.url);
const RUNTIME = new URL("../../crates/charte-render/runtime/", HERE);

// ---- What a portal says ------------------------------------------------------------------------

// With a dot, as a name may have, and with a name that another one ends in.
const NAME = "cookies.preferences";
const FP = "9f36fb0b";
const DAYS = 182;
const IDS = ["matomo", "youtube", "google-fonts"];
const NOW = Date.UTC(2026, 10, 29, 12);
const DAY = 864e5;
const POLICY = "default-src 'self' data:";
/** As `charte_build::prepare::policy` writes it. */
const QUESTION = new RegExp(`(?:^|; )${NAME.replace(/[^\w-]/g, "\\$&")}=1\\.\\d+\\.${FP}\\.[^;.]*`, "g");

// ---- The browser -------------------------------------------------------------------------------

let jar = "";
class Document {
  get cookie() {
    return jar;
  }
}
const isDate = Date.now;
Date.now = () => NOW;
globalThis.Document = Document;
globalThis.document = new Document();
const purposes = [{ purposeServices: IDS.map((id) => ({ id })) }];
globalThis.CHARTE = { cookie: NAME, fingerprint: FP, days: DAYS, path: "/", interfaceTexts: {}, purposes };
const { storedChoice } = await import(new URL("cookie.js", RUNTIME));

/** A script that visitors download, with these arguments. */
const script = (file, names) => {
  const code = readFileSync(new URL(file, RUNTIME), "utf8").replace("CHARTE", names);
  return new Function("window", `with (window) {${code}}`);
};
const inlines = ["inline.min.js", "inline-static.min.js", "inline-small.min.js"].map((file) =>
  script(file, `question,days,${JSON.stringify(IDS.join("~"))},policy,"/c/first.js","/c/charte.fr.js"`),
);
const first = script("first.min.js", "question,days,policy,table");

/** Runs a script in a page of its own; `held` are the held elements in it. */
const run = (code, state, table, held = []) => {
  const written = [];
  class Page {
    cookie = jar;
  }
  const own = { async: false, dataset: {}, src: "https://www.example.org/c/first.js", remove() {} };
  const members = {
    cookie: jar,
    currentScript: own,
    contentType: "text/html",
    readyState: "loading",
    scripts: [own],
    head: { append: (meta) => written.push(meta) },
    createElement: () => ({}),
    addEventListener() {},
    querySelectorAll: (selector) => (selector === "[data-charte-held]" ? held : []),
    write: (html) => written.push(html),
  };
  for (const [name, value] of Object.entries(members)) Object.defineProperty(Page.prototype, name, { value, writable: true });
  const page = new Page();
  class Observer {
    observe() {}
  }
  const location = new URL("https://www.example.org/");
  const names = { question: QUESTION, days: DAYS, policy: POLICY, table, window: undefined };
  const known = { document: page, Document: Page, location, history: { state }, MutationObserver: Observer, ...names };
  // Every other interface of a browser is there, with these members at most.
  const isInterface = (name) => /^[A-Z][a-z]|^(HTML|DOM|XML)/.test(String(name)) && !(name in globalThis);
  const anyInterface = () =>
    class {
      parseFromString() {}
      createContextualFragment() {}
      get response() {}
      get responseXML() {}
      set value(text) {}
      set innerHTML(html) {}
      get innerHTML() {
        return "";
      }
    };
  const window = new Proxy(known, {
    has: (members, name) => name in members || isInterface(name),
    get: (members, name) => (members[name] ??= isInterface(name) ? anyInterface() : undefined),
  });
  known.window = window;
  code(window);
  return written;
};

/** What the inline script lets first.js do: everything, what the list says, or nothing. */
const inline = (code, state) => {
  const html = run(code, state).find((text) => typeof text === "string") || "";
  return / async><\/script>/.test(html) && !html.includes("Security-Policy") && !html.includes("data-charte-next") ? "all" : html ? "some" : "none";
};

/** What first.js restores, and which hosts its policy allows. */
const granted = (state) => {
  const [given, through] = [new Set(), new Set()];
  const held = IDS.map((id) => ({
    localName: "img",
    isConnected: true,
    attributes: [],
    hasAttribute: () => false,
    getAttribute: () => id,
    removeAttribute: () => given.add(id),
    closest: () => null,
  }));
  const table = new Proxy(Object.fromEntries(IDS.map((id) => [id, id + ".example"])), {
    get: (target, id) => {
      through.add(id);
      return target[id];
    },
  });
  run(first, state, table, held);
  const list = (ids) => IDS.filter((id) => ids.has(id)).join("~");
  if (list(given) !== list(through)) throw Error(`first.js gives back ${list(given)} and lets ${list(through)} through`);
  return IDS.filter((id) => given.has(id));
};

// ---- What must hold ----------------------------------------------------------------------------

/** Whether an answer of that day counts, as `age.js` says. A day that no calendar has counts: charte writes none. */
const counts = (day) => {
  const age = (NOW - Date.UTC(day / 1e4, ((day / 100) % 100) - 1, day % 100)) / DAY;
  return !(age <= -3 || age >= DAYS);
};

/** The lists in the cookies of that name that answer today's question and count, as `form` finds it. */
const lists = (form) =>
  jar
    .split("; ")
    .filter((pair) => pair.startsWith(NAME + "="))
    .map((pair) => form.exec(pair.slice(NAME.length + 1)))
    .filter((found) => found && counts(found[1]))
    .map(([, , list = ""]) => list.split(/[~.]/));

const OF_THE_PAGE = new RegExp(`^1\\.(\\d+)\\.${FP}\\.([^;.]*)`);
const EXACT = new RegExp(`^1\\.([^.]*)\\.${FP}(?:\\.([^.]*)|$)`);

/** What a cookie grants that charte itself wrote on a day that counts; undefined for all other cookies. */
const written = () => {
  let all;
  for (const pair of jar.split("; ")) {
    if (!pair.startsWith(NAME + "=")) {
      if (pair.includes(FP)) return undefined;
      continue;
    }
    const parts = /^1\.(\d{4})(\d\d)(\d\d)\.([0-9a-f]{8})\.((?:[a-z0-9-]+(?:~[a-z0-9-]+)*)?)$/.exec(pair.slice(NAME.length + 1));
    if (!parts) return undefined;
    const [, year, month, day, question, list] = parts;
    const date = Date.UTC(year, month - 1, day);
    const age = (NOW - date) / DAY;
    if (question !== FP) continue;
    if (new Date(date).getUTCDate() !== +day) return undefined;
    // What is too old, or from the future, is no answer for any of them.
    if (!(age > -3 && age < DAYS)) continue;
    all = (all || IDS).filter((id) => list.split("~").includes(id));
  }
  return all || [];
};

const check = (cookies, state = null) => {
  jar = cookies;
  const once = state?.charte?.once || [];
  const stored = storedChoice()?.list || [];
  const banner = IDS.filter((id) => stored.includes(id));
  const ways = inlines.map((code) => inline(code, state));
  const frame = granted(state);
  if (new Set(ways).size > 1) throw Error(`the inline scripts differ: ${ways}`);
  const [way] = ways;
  const effective = way === "all" ? IDS : way === "some" ? frame : [];
  const isIn = (all) => (id) => once.includes(id) || (all.length && all.every((list) => list.includes(id)));
  const wrong = effective.find((id) => !isIn(lists(OF_THE_PAGE))(id));
  if (wrong) throw Error(`the page grants ${wrong}, which is not in every list`);
  const shown = banner.find((id) => !lists(EXACT).some((list) => list.includes(id)));
  if (shown) throw Error(`cookie.js grants ${shown}, which is in no list`);
  if (way === "all" && frame.length < IDS.length) throw Error(`the inline script grants all, first.js ${frame}`);
  const own = state ? undefined : written();
  if (own) {
    const expected = own.join("~");
    if (banner.join("~") !== expected) throw Error(`cookie.js reads ${banner}, written was ${own}`);
    if (effective.join("~") !== expected) throw Error(`the page grants ${effective} (${way}), written was ${own}`);
  }
};

// ---- Jars --------------------------------------------------------------------------------------

/** Marsaglia's xorshift: the same cookies for the same seed. */
const randomness = (seed) => {
  let state = seed || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const make = (below) => {
  const one = (...choices) => choices[below(choices.length)];
  const often = (plain, other) => (below(8) ? plain : other());
  const odd = () => one("", "~", ".", "=", ",", ";", " ", "; ", "x", "0", "%", "é", "\0", "\"", "__proto__", "constructor", "*", FP, NAME, "1.");
  const day = () => {
    const age = often(below(DAYS), () => one(-400, -4, -3, -2, -1, DAYS - 1, DAYS, DAYS + 1, 9999));
    return new Date(NOW - age * DAY).toISOString().replace(/-|T.*/g, "");
  };
  const ids = () => {
    const list = IDS.filter(() => below(3));
    if (!below(8)) list.push(one("other", "", "matomo", "matomo2", "constructor", "YOUTUBE", "youtub"));
    if (!below(16)) list.reverse();
    return list.join(often("~", odd));
  };
  const pair = () => {
    const name = often(NAME, () => one("x" + NAME, NAME + "x", "cookies-preferences", "", "a", "x " + NAME, NAME.toUpperCase()));
    const question = often(FP, () => one("00000000", FP.toUpperCase(), FP + "0", FP.slice(1), ""));
    const value = [often("1", () => one("2", "11", "", "1.1")), often(day(), odd), question, ids()].join(often(".", odd));
    return name + often("=", odd) + value;
  };
  const pairs = Array.from({ length: below(3) + below(2) }, () => (below(6) ? pair() : one("a=b", "_pk_id=1.2.3", "x", "=", odd() + "=" + odd())));
  let cookies = pairs.join("; ");
  for (let edits = below(4) ? 0 : 1 + below(3); edits; edits--) {
    const at = below(cookies.length + 1);
    cookies = cookies.slice(0, at) + odd() + cookies.slice(at + below(3));
  }
  const state = below(6) ? null : one({}, 1, "x", { charte: {} }, { charte: { once: [one(...IDS)] } }, { charte: { once: ["other"] } });
  return [cookies, state];
};

// ---- Runs --------------------------------------------------------------------------------------

const option = (name) => Number(process.argv[process.argv.indexOf("--" + name) + 1]) * (process.argv.indexOf("--" + name) > 0);
const seeds = new URL("seeds/cookie/", HERE);
const jars = readdirSync(seeds).map((file) => [file, readFileSync(new URL(file, seeds), "utf8").replace(/\n$/, "")]);
const [seconds, seed] = [option("seconds"), option("seed") || 1];
const runs = option("runs") || (seconds ? Infinity : 20000);
const below = randomness(seed);
const end = seconds ? isDate() + seconds * 1000 : Infinity;
const tell = (name, cookies, state, error) => {
  console.error(`${name}: ${error.stack}\njar: ${JSON.stringify(cookies)}\nstate: ${JSON.stringify(state)}`);
  process.exit(1);
};
for (const [file, cookies] of jars)
  try {
    check(cookies);
  } catch (error) {
    tell(file, cookies, null, error);
  }
let done = 0;
for (; done < runs && (done % 256 || isDate() < end); done++) {
  const [cookies, state] = make(below);
  try {
    check(cookies, state);
  } catch (error) {
    tell(`run ${done} of seed ${seed}`, cookies, state, error);
  }
}
console.log(`${jars.length} seeds and ${done} jars`);
