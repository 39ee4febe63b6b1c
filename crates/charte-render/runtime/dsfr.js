// The interface for pages with the style sheets of the French State's design system (DSFR, 1.14): the structure and class names of
// its component "consent", corrected where they hinder the keyboard or screen readers. Here is what is there before a choice.
import { config, purposes, texts } from "./config.js";
import { box, buttons, link } from "./dsfr-elements.js";
import { h, putLast } from "./element.js";
import { page } from "./page.js";

/** `isRefusal`: whether the browser has refused already (Global Privacy Control): the banner informs and does not ask. */
export const banner = (isRefusal, actions) => {
  const small = (tag, ...children) => h(tag, { class: "fr-text--sm" }, ...children);
  const list = small("ul", ...purposes.map((purpose) => h("li", {}, h("strong", {}, purpose.purposeTitle + "."), " " + purpose.purposeSummary)));
  return h(
    "section",
    { ...config.languageAttributes, id: "charte-banner", class: "fr-consent-banner", "aria-labelledby": "charte-title" },
    h("h2", { id: "charte-title", class: "fr-h6" }, texts.bannerHeading),
    box(
      "fr-consent-banner__content",
      small("p", isRefusal ? texts.refusedByBrowser : texts.bannerIntroduction),
      isRefusal ? "" : list,
      small("p", link(config.charterAddress, texts.charterLink)),
    ),
    buttons(
      "fr-consent-banner__buttons fr-btns-group--inline-reverse",
      ...(isRefusal ? [[texts.close, actions.refuse]] : [[texts.accept, actions.accept], [texts.refuse, actions.refuse]]),
      [texts.customise, actions.customise, " fr-btn--secondary"],
    ),
  );
};

export const status = h("div", { ...config.languageAttributes, role: "status", class: "fr-sr-only" });

/** The class that moves the banner to the top of the window. */
export const TOP = "charte-top";

/** Whether an element of the page belongs to the interface. */
export const holds = (element) => element?.closest("#charte-banner,#charte-preferences");

/** The focused element of the interface. */
export const focused = () => holds(page.activeElement) && page.activeElement;

/** Adds rules to those of the page. */
export const style = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  page.adoptedStyleSheets.push(sheet);
};

let isStyled;

/** Shows elements at the end of the body, and adds the rules of banner.css with the first of them. */
export const show = (...elements) => {
  isStyled ||= (style(config.css), true);
  [...elements, status].forEach(putLast);
};

/**
 * Moves elements into the parsed body, and back into the page after a framework removed them. A router that shows a page as it was
 * brings copies of them, which do nothing.
 */
export const keep = (element, dialog) => {
  for (const copy of page.querySelectorAll("#charte-banner,#charte-preferences")) if (copy !== element && copy !== dialog) copy.remove();
  if (element) show(element);
};
