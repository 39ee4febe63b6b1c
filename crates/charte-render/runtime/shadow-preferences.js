// The preferences of charte's own interface. dsfr-preferences.js exports the same name.
import { data } from "./data.js";
import { button, fill, h } from "./element.js";

const { texts } = data;

/** `isRefusal`: whether the browser has refused already. `answerTo(service)`: 0 yes, 1 no, -1 no answer yet. */
export const preferences = ({ purposes, isRefusal, answerTo, actions }) =>
  h(
    "dialog",
    { class: "prefs", "aria-labelledby": "prefs", onclose: actions.close },
    h("div", { class: "head" }, h("h2", { id: "prefs" }, texts.preferencesHeading), button("close", texts.close, ({ target }) => target.closest("dialog").close())),
    h("p", {}, texts.preferencesIntroduction),
    isRefusal ? h("p", {}, texts.refusedByBrowser) : "",
    h("p", {}, h("strong", {}, texts.alwaysActive + "."), " " + texts.alwaysActiveText),
    ...purposes.map((purpose) => purposeFields(purpose, answerTo)),
    h("div", { class: "actions" }, button("save", texts.save, actions.save), button("accept", texts.accept, actions.accept), button("refuse", texts.refuse, actions.refuse)),
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
