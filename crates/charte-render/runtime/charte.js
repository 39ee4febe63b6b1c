// Asks, remembers, and has the choice put into force: a page that held something back is loaded again after a yes.
// It knows nothing but its configuration: every text, colour and service comes from the build. What few pages need, or none
// before an answer, is in later.js, which is downloaded when it is.
import { config, ids, services, texts } from "./config.js";
import { cookieJar, storeChoice, storedChoice } from "./cookie.js";
import * as look from "look";
import { page } from "./page.js";

// What is allowed on this page, and when the visitor said so (0: never asked, or not answered yet).
let granted = new Set();
// Of it, what the stored choice allows: the rest was granted for this page.
let kept = [];
let chosenAt = 0;
// What this page's policy lets through: it stays as long as the page.
let through = [];
// What the page came with before it was loaded again; it finds its history as it left it.
const { charte: back = {}, ...was } = Object(history.state);
if (back.once) history.replaceState(back.bare ? null : was, "");

// ---- The choice --------------------------------------------------------------------------------

const choice = () => ({ granted: ids.filter((id) => granted.has(id)), refused: ids.filter((id) => !granted.has(id)) });

/** Global Privacy Control is a refusal as long as the visitor has not said otherwise here. */
const isRefusedByBrowser = () => !chosenAt && navigator.globalPrivacyControl;

/** Where the browser has refused, nothing is unanswered. */
const isAnswered = () => !banner || isRefusedByBrowser();

/** Whether this page still holds back what is granted. */
const isHeld = () => [...granted].some((id) => !through.includes(id));

const store = () => {
  storeChoice(kept);
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

/** The visitor's answer: kept, then put into force. */
const choose = (list) => {
  const focused = look.focused();
  kept = ids.filter((id) => list.includes(id));
  // Before this window is told of the cookie, too.
  chosenAt = Date.now();
  store();
  // Who clicks looks at the page already.
  const leaves = adopt(list, Date.now(), [], cookieJar(), focused?.matches(":focus-visible"));
  // After the banner has gone, or the dialog would give the focus back to it.
  dialog?.close();
  if (leaves) return;
  if (focused && page.activeElement === page.body) restoreFocus();
  if (isHeld()) later(({ words }) => announce(words.appliesToNextPage));
  else announce(texts.choiceKept);
};

/** Puts a list of services into force; tells whether the page is loaded again for it. */
const adopt = (list, date, more, jar, focused) => {
  const before = granted;
  kept = ids.filter((id) => list.includes(id));
  granted = new Set([...kept, ...more]);
  chosenAt = date;
  banner?.remove();
  banner = null;
  const refused = services.filter(({ id }) => !granted.has(id));
  const withdrawn = refused.some(({ id }) => before.has(id));
  // What was typed into the page is worth more than what waits in it.
  const leaves = withdrawn || (isHeld() && !isFilled());
  // A script that has run cannot be taken back, only a new page is without it.
  if (withdrawn) later(({ purge }) => purge(refused, true)).finally(() => location.reload());
  else if (leaves) comeBack(-1, focused);
  // On each page with a stored choice: cookies that a refused service left elsewhere, or that somebody re-created.
  else if (refused.some(({ cookiePattern: names }) => names && RegExp(`(^|; )(${names})=`).test(jar))) later(({ purge }) => purge(refused));
  whenParsed(() => {
    document.dispatchEvent(new CustomEvent("charte:choice", { detail: choice() }));
    keep();
  });
  return leaves;
};

/** The choice may have been made in another tab, in the page around this frame, or after this page went to sleep. */
const followChoice = () => {
  const jar = cookieJar();
  const stored = storedChoice(jar);
  if (stored && (!chosenAt || stored.list.join() !== kept.join())) adopt(stored.list, stored.date, [], jar);
};

/**
 * Allows some services more, on this page or always. While the banner still waits, always is only what the visitor
 * asked to remember: storing counts what was never answered as refused.
 */
const grant = (list, always, frame) => {
  const add = (allowed) => ids.filter((id) => [...allowed, ...list].includes(id));
  granted = new Set(add(granted));
  if (always) {
    kept = add(kept);
    chosenAt = Date.now();
    store();
  }
  if (isHeld()) comeBack(frame);
};

/** Whether something on the page has been filled in. */
const isFilled = () =>
  [...page.querySelectorAll(":is(input,textarea,select):not(#charte-preferences *)")].some((field) =>
    field.options
      ? // Without one of the author's the first is selected.
        [...field.options].some((option, place) => place && option.selected !== option.defaultSelected)
      : // Boxes, ranges and colours have a value before anybody gives them one.
        field.checked !== field.defaultChecked || (field.value !== field.defaultValue && !/^(checkbox|ra|co)/.test(field.type)),
  );

/**
 * Loads the page again for a policy that lets more through. What was granted for this page alone comes with it, and all that is where
 * no cookie is kept; so do its place, what was typed, and which frame was asked for.
 */
const comeBack = async (frame, focused) => {
  const isKept = !kept[0] || storedChoice()?.list.join() === kept.join();
  const once = [...granted].filter((id) => !isKept || !kept.includes(id));
  const typed = isFilled() ? await later(({ typed }) => typed()) : [];
  const charte = { once, isKept, frame, focused, y: scrollY, typed, bare: !history.state };
  history.replaceState({ ...history.state, charte }, "");
  location.reload();
};

// ---- What later.js does ------------------------------------------------------------------------

let loaded;

/** Has later.js do something; its address changes with its content. */
const later = async (action) => {
  loaded ??= import(config.later).then(({ start }) =>
    start({ config, texts, services, granted: () => granted, state, everywhere, listen, announce, restoreFocus, focusOn }),
  );
  return action(await loaded);
};

/** What a page that says the choice in words needs to know. */
const state = () => ({ chosenAt, isTold: isRefusedByBrowser() });

// Where what waits is looked for: the document and the shadow roots shown to scan().
const roots = new Set([page]);

const everywhere = (selector) => [...roots].flatMap((place) => [...place.querySelectorAll(selector)]);

// ---- The page ----------------------------------------------------------------------------------

let banner, dialog;
// Where the focus was before it came to us.
let visited;
// The link that reopens the choices, when it is charte's.
let link;

/** What a framework threw out with the rest comes back; what is seen and waits gets its placeholder. */
const keep = () => {
  if (banner || dialog) look.keep(banner || dialog);
  if (link && !link.isConnected && !page.querySelector("[data-charte-open]")) page.body?.append(link);
  everywhere("iframe[data-charte-held]").forEach(listen);
  if (everywhere(`[data-charte-held=""],[data-charte-state],[data-charte-held]:is(video,audio,object,embed)${config.embedSelectors || ""}`)[0]) later(({ attend }) => attend());
};

/** What happens in a placeholder happens in the page. A page in a sandbox is out of reach. */
const listen = ({ contentDocument: within }) => {
  // Told twice, a document listens once.
  within?.addEventListener("click", onClick);
  within?.addEventListener("focusin", onFocus);
};

const announce = (text) => {
  look.show();
  // Read out only if it comes into a region that was there before.
  setTimeout(() => (look.status.textContent = text), 100);
};

const actions = {
  accept: () => choose(ids),
  refuse: () => choose([]),
  customise: () => openPreferences(),
  save: () => choose([...dialog.querySelectorAll("[value]:checked")].map((box) => box.value)),
  close: ({ target }) => {
    target.remove();
    dialog = null;
    // The browser gives the focus back to what had it, which is nothing where a click does not focus a button.
    if (page.activeElement === page.body) restoreFocus();
  },
};

const showBanner = () => {
  // Answered meanwhile in another tab; or a frameset, which has no place for it.
  if (chosenAt || page.body.localName !== "body") return;
  // The browser's refusal is told, not asked about; closing keeps it.
  look.show((banner = look.banner(isRefusedByBrowser(), actions)));
  page.addEventListener("focusin", onFocus);
  page.addEventListener("keydown", lead);
};

const openPreferences = (opener) => {
  if (dialog) return;
  visited = opener || visited;
  dialog = look.preferences(isRefusedByBrowser(), ({ id }) => (granted.has(id) ? 0 : chosenAt || isRefusedByBrowser() ? 1 : -1), actions);
  look.show(dialog);
  dialog.showModal();
};

const onClick = (event) => {
  // Not event.target: what was clicked may be in a shadow tree of the page's.
  const clicked = event.composedPath()[0];
  const opener = clicked.closest?.("[data-charte-open]");
  const accept = clicked.closest?.("[data-charte-accept]");
  if (opener && ids[0]) {
    event.preventDefault();
    openPreferences(opener);
  }
  if (accept) later(({ accepted }) => grant(...accepted(accept, isAnswered())));
};

// ---- The keyboard ------------------------------------------------------------------------------

// Whether the keyboard was led from the start of the page to the banner, and what in the page comes after that.
let isLed, first;

/** By the keyboard the banner comes first, and the page after it. */
const lead = (event) => {
  if (event.key !== "Tab" || !banner || dialog) return;
  const stops = [...banner.querySelectorAll("a,button,[tabindex='0']")];
  const last = stops.at(-1);
  const at = page.activeElement;
  const to = event.shiftKey ? at === first && last : at === page.body && !visited && stops[0];
  if (to) {
    event.preventDefault();
    isLed = true;
    to.focus();
  } else if (isLed && !event.shiftKey && look.focused() === last) {
    isLed = first = null;
    visited = page.body;
    focusOn(visited);
  }
};

const onFocus = ({ target }) => {
  if (look.holds(target) || target === page.body) return;
  first ??= visited === page.body ? target : undefined;
  visited = target;
  // Not for the mouse: what moves between press and release is not clicked.
  if (banner && target.matches(":focus-visible")) later(({ keepClear }) => keepClear(target, banner, look.TOP));
};

const focusOn = (element) => {
  if (element.tabIndex < 0) {
    element.tabIndex = -1;
    element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  }
  element.focus({ preventScroll: true });
};

const restoreFocus = () => {
  const place = visited?.isConnected ? visited : page.querySelector("main,h1");
  if (place) focusOn(place);
};

// ---- Start -------------------------------------------------------------------------------------

const whenParsed = (action) => {
  if (page.readyState === "loading") page.addEventListener("DOMContentLoaded", action);
  else action();
};

/** As soon as there is a body; no frame is drawn without one, so that asking before each costs nothing. */
const whenBody = (action) => (page.body ? action() : requestAnimationFrame(() => whenBody(action)));

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
  }
  whenParsed(() => {
    link = [...page.querySelectorAll("body [data-charte-built]")].find((part) => part.querySelector("[data-charte-open]"));
    keep();
    new MutationObserver(keep).observe(document, { childList: true, subtree: true });
    if (back.once) later(({ arrive }) => arrive(back));
  });
  page.addEventListener("click", onClick);
  // A frame's own document may come later than its element.
  page.addEventListener("load", keep, true);
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
    whenParsed(keep);
  },
};
