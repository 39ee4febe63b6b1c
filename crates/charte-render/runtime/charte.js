// Shows the banner, stores the choice and applies it: a page with held elements is reloaded after consent.
// Every text, colour and service comes from the configuration. What few pages need, or none before a choice, is in later.js, which
// is downloaded on demand.
import { config, ids, services, texts } from "./config.js";
import { cookieJar, storeChoice, storedChoice } from "./cookie.js";
import * as look from "look";
import { page } from "./page.js";
import { everywhere, watch, watchMade } from "./roots.js";

// The services that are granted on this page, and when the visitor chose (0: not yet).
let granted = new Set();
// Those of them in the stored choice: the others are granted for this page only.
let kept = [];
let chosenAt = 0;
// The services that this page's policy allows: it cannot be relaxed while the page is open.
let through = [];
// What this page stored before it was reloaded. The history entry gets its former state back.
const { charte: back = {}, ...was } = Object(history.state);
if (back.once) history.replaceState(back.bare ? null : was, "");

// ---- The choice --------------------------------------------------------------------------------

const choice = () => ({ granted: ids.filter((id) => granted.has(id)), refused: ids.filter((id) => !granted.has(id)) });

/** Global Privacy Control is a refusal as long as the visitor has made no choice here. */
const isRefusedByBrowser = () => !chosenAt && navigator.globalPrivacyControl;

/** Whether the question is answered: there is no banner, or the browser has refused. */
const isAnswered = () => !banner || isRefusedByBrowser();

/** Whether this page still holds elements of granted services. */
const isHeld = () => [...granted].some((id) => !through.includes(id));

const store = () => {
  storeChoice(kept);
  notify(top);
};

/** Notifies a window and its frames of the stored choice: not every browser reports changes of cookies. */
const notify = (place) => {
  // Access to a window of another origin throws, except to its `length` and frames.
  try {
    place.dispatchEvent(new Event("charte:stored"));
  } catch {}
  for (let frame = 0; frame < place.length; frame++) notify(place[frame]);
};

/** Stores the visitor's choice, then applies it. */
const choose = (list) => {
  const focused = look.focused();
  kept = ids.filter((id) => list.includes(id));
  // Before the events of the changed cookie, which this window gets too.
  chosenAt = Date.now();
  store();
  // After a reload the focus is restored for keyboard users only.
  const leaves = adopt(list, Date.now(), [], cookieJar(), focused?.matches(":focus-visible"));
  // After the banner was removed: closing the dialog would return the focus to it.
  dialog?.close();
  if (leaves) return;
  if (focused && page.activeElement === page.body) restoreFocus();
  if (isHeld()) later(({ words }) => announce(words.appliesToNextPage));
  else announce(texts.choiceKept);
};

/** Applies a list of granted services; returns whether the page is reloaded for it. */
const adopt = (list, date, more, jar, focused) => {
  const before = granted;
  kept = ids.filter((id) => list.includes(id));
  granted = new Set([...kept, ...more]);
  chosenAt = date;
  banner?.remove();
  banner = null;
  const refused = services.filter(({ id }) => !granted.has(id));
  const withdrawn = refused.some(({ id }) => before.has(id));
  // A filled form is worth more than held elements: no reload then.
  const leaves = withdrawn || (isHeld() && !isFilled());
  if (withdrawn) {
    // A page that is still arriving would load what is refused now.
    stop();
    // A script that has run cannot be undone: only a new page is without it.
    later(({ purge }) => purge(refused, true)).finally(() => location.reload());
  } else if (leaves) comeBack(-1, focused);
  // On each page with a stored choice: cookies that a refused service set on another page, or set again.
  else if (refused.some(({ cookiePattern: names }) => names && RegExp(`(^|; )(${names})=`).test(jar))) later(({ purge }) => purge(refused));
  whenParsed(() => {
    document.dispatchEvent(new CustomEvent("charte:choice", { detail: choice() }));
    keep();
  });
  return leaves;
};

/** Applies a choice made in another tab, in the parent page of this frame, or while this page was in the back/forward cache. */
const followChoice = () => {
  const jar = cookieJar();
  const stored = storedChoice(jar);
  if (stored && (!chosenAt || stored.list.join() !== kept.join())) adopt(stored.list, stored.date, [], jar);
};

/**
 * Grants further services, on this page or `always`. While the banner is shown, `always` is for an explicit request only: storing
 * a choice records all other services as refused.
 */
const grant = (list, always, frame) => {
  const add = (allowed) => ids.filter((id) => [...allowed, ...list].includes(id));
  granted = new Set(add(granted));
  if (always) {
    kept = add(kept);
    chosenAt = Date.now();
    store();
  }
  // A placeholder that is still there: a cached page of another build, for which the stored choice is not one.
  if (frame + 1 || isHeld()) comeBack(frame);
};

/** Whether the visitor has filled in a form field. */
const isFilled = () =>
  [...page.querySelectorAll(":is(input,textarea,select):not(#charte-preferences *)")].some((field) =>
    field.options
      ? // Without a default of the author's, the first option is selected.
        [...field.options].some((option, place) => place && option.selected !== option.defaultSelected)
      : // Checkboxes, radio buttons, ranges and colours have a value from the start.
        field.checked !== field.defaultChecked || (field.value !== field.defaultValue && !/^(checkbox|ra|co)/.test(field.type)),
  );

/**
 * Reloads the page for a policy that allows more. The session history keeps what was granted for this page only (or all, where
 * cookies cannot be stored), the scroll position, the form fields, and the frame whose content was accepted.
 */
const comeBack = async (frame, focused) => {
  const isKept = !kept[0] || storedChoice()?.list.join() === kept.join();
  const once = [...granted].filter((id) => !isKept || !kept.includes(id));
  const typed = isFilled() ? await later(({ typed }) => typed()) : [];
  const charte = { once, isKept, frame, focused, y: scrollY, typed, bare: !history.state };
  history.replaceState({ ...history.state, charte }, "");
  location.reload();
};

// ---- later.js ----------------------------------------------------------------------------------

let loaded;
let suffix = "";

/** Runs an action with the functions of later.js, which is imported once. */
const later = async (action) => {
  loaded ??= import(config.later + suffix)
    .then(({ start }) =>
      start({ config, texts, services, show: look.show, style: look.style, granted: () => granted, state, everywhere, listen, announce, restoreFocus, focusOn }),
    )
    .catch((fault) => {
      loaded = null;
      // Under the same address it would fail again, also when the network is back.
      suffix += "#";
      throw fault;
    });
  return action(await loaded);
};

/** The choice, for its statement in words. */
const state = () => ({ chosenAt, isRefused: isRefusedByBrowser() });

// ---- The page ----------------------------------------------------------------------------------

let banner, dialog;
// The element that had the focus before the interface.
let visited;
// The link that charte inserted to open the preferences.
let link;

/** Puts back what a framework removed on hydration, and shows placeholders for held embeds. */
const keep = () => {
  look.keep(banner || dialog, dialog);
  if (link && !link.isConnected && !page.querySelector("[data-charte-open]")) page.body?.append(link);
  everywhere("iframe[data-charte-held]").forEach(listen);
  if (everywhere(`[data-charte-held=""],[data-charte-state],[data-charte-held]:is(video,audio,object,embed)${config.embedSelectors || ""}`)[0]) later(({ attend }) => attend());
};

/** Listens for events in the document of a placeholder. That of a sandboxed frame is not accessible. */
const listen = ({ contentDocument: within }) => {
  // Adding the same listener again has no effect.
  within?.addEventListener("click", onClick);
  within?.addEventListener("focusin", onFocus);
};

const announce = (text) => {
  look.show();
  // Screen readers announce changes of a live region only if it existed before.
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
    // The browser returns the focus to the former element; in Safari, a click does not focus a button.
    if (page.activeElement === page.body) restoreFocus();
  },
};

const showBanner = () => {
  // Answered meanwhile in another tab, or the body is a frameset.
  if (chosenAt || page.body.localName !== "body") return;
  // After the browser's refusal the banner only informs; closing it stores the refusal.
  look.show((banner = look.banner(isRefusedByBrowser(), actions)));
  // The preferences are there when they are asked for: a finger or mouse is on the banner before it clicks.
  banner.onpointerover = () => later(() => {});
  page.addEventListener("focusin", onFocus);
  page.addEventListener("keydown", leadFocus);
};

const openPreferences = (opener) => {
  if (dialog) return;
  visited = opener || visited;
  later(({ showPreferences }) => {
    const answerTo = ({ id }) => (granted.has(id) ? 0 : chosenAt || isRefusedByBrowser() ? 1 : -1);
    dialog ||= showPreferences(isRefusedByBrowser(), answerTo, actions);
  });
};

const onClick = (event) => {
  // Not event.target: the clicked element may be in a shadow tree of the page.
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

// Whether the keyboard focus was moved from the start of the page to the banner, and the first element of the page after it.
let isLed, first;

/** Puts the banner first in the tab order, before the page. */
const leadFocus = (event) => {
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
  // Not for the mouse: an element that moves between press and release gets no click.
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

/** Runs an action as soon as there is a body. No frame is rendered before, so that this waits for one frame at most. */
const whenBody = (action) => (page.body ? action() : requestAnimationFrame(() => whenBody(action)));

const start = () => {
  // Read once: cookies are in another process of the browser.
  const jar = cookieJar();
  const stored = storedChoice(jar);
  const once = back.once || [];
  through = ids.filter((id) => once.includes(id) || stored?.list.includes(id));
  if (stored || (once[0] && !back.isKept)) adopt(stored?.list || once, stored?.date || Date.now(), once, jar);
  else {
    granted = new Set(once);
    if (config.ask && window === top) whenBody(showBanner);
  }
  if (ids.some((id) => !through.includes(id))) watchMade(keep);
  whenParsed(() => {
    link = [...page.querySelectorAll("body [data-charte-built]")].find((part) => part.querySelector("[data-charte-open]"));
    watch(document, keep);
    keep();
    if (back.once) later(({ arrive }) => arrive(back));
  });
  page.addEventListener("click", onClick);
  // Also while the page is parsed.
  page.addEventListener("load", keep, true);
  // Back from the back/forward cache, or from another tab.
  addEventListener("pageshow", (event) => event.persisted && followChoice());
  addEventListener("charte:stored", followChoice);
  addEventListener("visibilitychange", followChoice);
  // A choice made elsewhere while this page is visible: in another window, the parent page, a frame. The visitor leaves this window
  // for it, so that observing cookies, which takes as long as the rest of this script, can wait until then.
  const follow = () => window.cookieStore?.addEventListener("change", followChoice);
  addEventListener("blur", follow);
  if (!page.hasFocus()) follow();
};

// In a microtask: browsers record where cookies are read, and for the line number would compile the whole script again.
queueMicrotask(start);

window.charte = {
  open: () => openPreferences(),
  grant: (...list) => grant(list, isAnswered()),
  choice: () => (chosenAt ? choice() : null),
  refuse: () => choose([]),
  scan: (place = document) => {
    whenParsed(() => {
      watch(place.getRootNode(), keep);
      keep();
    });
  },
};
