// charte's own interface, in a shadow root, which the page's style sheets do not reach. dsfr.js exports the same names.
import { config, purposes, texts } from "./config.js";
import { fill, h } from "./element.js";
import { page } from "./page.js";

let root;

export const status = h("div", { role: "status" });

/** The class that moves the banner to the top of the window. */
export const TOP = "top";

/** The focused element of the interface. */
export const focused = () => root?.activeElement;

/** Whether an element of the page belongs to the interface. */
export const holds = (element) => element === root?.host;

/** Shows elements at the end of the body; at its start they would match the page's rules for `:first-child`. */
export const show = (...elements) => {
  if (!root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(config.css);
    root = h("charte-banner", { ...config.languageAttributes, "data-nosnippet": "", "data-pagefind-ignore": "all" }).attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(status);
  }
  const { host } = root;
  // Filled before it is in the page, which saves layouts.
  root.append(...elements);
  // While the page is parsed, more of the body follows, and an element between would break a framework's hydration.
  if (!host.isConnected) (page.readyState === "loading" ? page.documentElement : page.body).append(host);
  try {
    // In the top layer, styles of the body such as `transform` do not move it.
    root.querySelector("[popover]").showPopover();
  } catch {
    // It is shown already, there is no banner, or the browser has no popovers.
  }
};

/** Moves the host into the parsed body, and back into the page after a framework removed it. */
export const keep = () => {
  const { host } = root;
  if (host.parentNode === page.documentElement) {
    if (page.body.moveBefore) page.body.moveBefore(host, null);
    else page.body.append(host);
  }
  if (!host.isConnected) show();
};

const button = (name, onclick) => h("button", { type: "button", class: name, onclick }, texts[name]);

const answers = (actions) => [button("accept", actions.accept), button("refuse", actions.refuse)];

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
    h("div", { class: "actions" }, ...(isRefusal ? [button("close", actions.refuse)] : answers(actions)), button("customise", actions.customise)),
  );

/** `answerTo(service)`: 0 yes, 1 no, -1 no answer yet. */
export const preferences = (isRefusal, answerTo, actions) =>
  h(
    "dialog",
    { class: "prefs", "aria-labelledby": "prefs", onclose: actions.close },
    h("div", { class: "head" }, h("h2", { id: "prefs" }, texts.preferencesHeading), button("close", ({ target }) => target.closest("dialog").close())),
    h("p", {}, texts.preferencesIntroduction),
    isRefusal ? h("p", {}, texts.refusedByBrowser) : "",
    h("p", {}, h("strong", {}, texts.alwaysActive + "."), " " + texts.alwaysActiveText),
    ...purposes.map((purpose) => purposeFields(purpose, answerTo)),
    h("div", { class: "actions" }, button("save", actions.save), ...answers(actions)),
  );

const purposeFields = (purpose, answerTo) => {
  // Switches all services of the purpose; shown only where there are several.
  const all = h("input", { type: "checkbox" });
  const rows = purpose.purposeServices.map((service) => serviceRow(service, answerTo(service)));
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
    h("legend", {}, purpose.purposeTitle),
    h("p", {}, purpose.purposeSummary),
    rows[1] ? h("label", {}, all, fill(texts.allowPurpose, purpose.purposeTitle)) : "",
    ...rows,
  );
};

const serviceRow = (service, answer) => {
  const box = h("input", { type: "checkbox", role: "switch", value: service.id });
  box.checked = !answer;
  return h(
    "div",
    {},
    h("label", {}, box, h("span", {}, h("strong", {}, service.serviceName), " " + fill(texts.byProvider, service.providerName))),
    h("p", {}, h("span", service.descriptionLanguage, service.serviceDescription), " ", service.trackerHosts ? fill(texts.trackersElsewhere, service.trackerHosts) + " " : "", service.policyAddress ? h("a", { href: service.policyAddress }, fill(texts.policyLink, service.providerName)) : ""),
  );
};
