// charte's own interface, in a shadow root, which the page's style sheets do not reach: what is there before a choice. dsfr.js
// exports the same names.
import { config, purposes, texts } from "./config.js";
import { button, h, putLast } from "./element.js";
import { page } from "./page.js";

let root;

export const status = h("div", { role: "status" });

/** The class that moves the banner to the top of the window. */
export const TOP = "top";

/** The focused element of the interface. */
export const focused = () => root?.activeElement;

/** Whether an element of the page belongs to the interface. */
export const holds = (element) => element === root?.host;

/** Adds rules to those of the interface. */
export const style = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
};

/** In the top layer, styles of the body such as `transform` do not move the banner. Over a modal dialog of the page it would be inert. */
const popUp = () => {
  try {
    page.querySelector(":modal") || root.querySelector("[popover]").showPopover();
  } catch {
    // It is shown already, there is no banner, or the browser has no popovers.
  }
};

/** Shows elements at the end of the body. */
export const show = (...elements) => {
  if (!root) {
    root = h("charte-banner", { ...config.languageAttributes, "data-nosnippet": "", "data-pagefind-ignore": "all" }).attachShadow({ mode: "open" });
    style(config.css);
    root.append(status);
  }
  // Filled before it is in the page, which saves layouts.
  root.append(...elements);
  putLast(root.host);
  popUp();
};

/** Moves the interface into the parsed body, and back into the page after a framework removed it. */
export const keep = (element) => {
  if (element && putLast(root.host)) popUp();
};

/** `isRefusal`: whether the browser has refused already (Global Privacy Control): the banner informs and does not ask. */
export const banner = (isRefusal, actions) =>
  h(
    "section",
    { class: "banner " + config.bannerPosition, role: "region", "aria-labelledby": "title", popover: "manual" },
    // Focusable, since it scrolls on a small screen.
    h(
      "div",
      { tabindex: 0, class: "text" },
      h("h2", { id: "title" }, texts.bannerHeading),
      h("p", {}, isRefusal ? texts.refusedByBrowser : texts.bannerIntroduction),
      isRefusal ? "" : h("ul", {}, ...purposes.map((purpose) => h("li", {}, h("strong", {}, purpose.purposeTitle + "."), " " + purpose.purposeSummary))),
      h("p", {}, h("a", { href: config.charterAddress }, texts.charterLink)),
    ),
    h(
      "div",
      { class: "actions" },
      ...(isRefusal
        ? [button("close", texts.close, actions.refuse)]
        : [button("accept", texts.accept, actions.accept), button("refuse", texts.refuse, actions.refuse)]),
      button("customise", texts.customise, actions.customise),
    ),
  );
