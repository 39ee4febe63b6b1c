// The interface that charte draws itself, in a shadow root that no style sheet of the page's reaches.
import { config, purposes, texts } from "./config.js";
import { fill, h } from "./element.js";
import { page } from "./page.js";

let root;

export const status = h("div", { role: "status" });

/** The class that moves the banner to the top of the window. */
export const TOP = "top";

/** What has the focus in it. */
export const focused = () => root?.activeElement;

/** Whether an element of the page is the interface. */
export const holds = (element) => element === root?.host;

/** Shows elements last in the body: first, they would take the place of what the page's rules call its first child. */
export const show = (...elements) => {
  if (!root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(config.css);
    root = h("charte-banner", { ...config.languageAttributes, "data-nosnippet": "", "data-pagefind-ignore": "all" }).attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(status);
  }
  const { host } = root;
  // What stands in no page yet is cheap to fill.
  root.append(...elements);
  // While the page arrives its last place is not in the body yet, and a framework would trip over what stands between.
  if (!host.isConnected) (page.readyState === "loading" ? page.documentElement : page.body).append(host);
  try {
    // In the top layer no style of the body's moves it.
    root.querySelector("[popover]").showPopover();
  } catch {
    // It is there already; or nothing is asked; or the browser knows no popovers.
  }
};

/** Into the body, once there is all of it, and back when a framework threw it out. */
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

/** `isTold`: whether the browser's refusal is told, and nothing asked. */
export const banner = (isTold, actions) =>
  h(
    "section",
    { class: "banner " + config.bannerPosition, role: "region", "aria-labelledby": "title", popover: "manual" },
    // Scrolls on a small screen, also by the keyboard.
    h(
      "div",
      { tabindex: 0, class: "text" },
      h("h2", { id: "title" }, texts.bannerHeading),
      h("p", {}, isTold ? texts.refusedByBrowser : texts.bannerIntroduction),
      isTold ? "" : h("ul", {}, ...purposes.map((purpose) => h("li", {}, h("strong", {}, purpose.purposeTitle + "."), " " + purpose.purposeSummary))),
      h("p", {}, h("a", { href: config.charterAddress }, texts.charterLink)),
    ),
    h("div", { class: "actions" }, ...(isTold ? [button("close", actions.refuse)] : answers(actions)), button("customise", actions.customise)),
  );

/** `answerTo` a service: 0 yes, 1 no, -1 nothing yet. */
export const preferences = (isTold, answerTo, actions) =>
  h(
    "dialog",
    { class: "prefs", "aria-labelledby": "prefs", onclose: actions.close },
    h("div", { class: "head" }, h("h2", { id: "prefs" }, texts.preferencesHeading), button("close", ({ target }) => target.closest("dialog").close())),
    h("p", {}, texts.preferencesIntroduction),
    isTold ? h("p", {}, texts.refusedByBrowser) : "",
    h("p", {}, h("strong", {}, texts.alwaysActive + "."), " " + texts.alwaysActiveText),
    ...purposes.map((purpose) => purposeFields(purpose, answerTo)),
    h("div", { class: "actions" }, button("save", actions.save), ...answers(actions)),
  );

const purposeFields = (purpose, answerTo) => {
  // Drives all services of the purpose: of use only where there are several.
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
