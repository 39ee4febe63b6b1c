// The preferences of the interface for the French State's design system: its component "consent" in a dialog.
// The design system's scripts are not needed. They would open and close an element with the class fr-modal through buttons that
// refer to its id; here no button does, and preferences.css keeps it open inside the dialog.
import { data } from "./data.js";
import { box, buttons, link } from "./dsfr-elements.js";
import { button, fill, h } from "./element.js";

const { texts } = data;

// A question: its radio buttons [yes, no], and the questions below it, which it answers at once.

/** The two radio buttons of a question, and the questions below it. */
const ask = (id, below = [], attributes) => {
  const onchange = () => spread(question);
  const radio = (answer, more) => h("input", { type: "radio", id: `${id}-${answer}`, name: id, onchange, ...more });
  const question = { id, below, radios: [radio("yes", attributes), radio("no")] };
  return question;
};

/** The answer: 0 yes, 1 no, -1 none. */
const read = ({ radios }) => radios.findIndex((radio) => radio.checked);

const answer = ({ radios }, value) => radios.forEach((radio, index) => (radio.checked = index === value));

/** Copies the answer of a question to all below it. */
const spread = (question) =>
  question.below.forEach((one) => {
    answer(one, read(question));
    spread(one);
  });

/** Sets a question to the common answer of all below it; returns it. */
const settle = (question) => {
  const answers = new Set(question.below.map(settle));
  if (answers.size) answer(question, answers.size === 1 ? [...answers][0] : -1);
  return read(question);
};

const radios = ({ radios }, yes = texts.yes, no = texts.no) =>
  box(
    "fr-consent-service__radios",
    ...radios.map((radio, index) =>
      box("fr-radio-group", radio, h("label", { class: "fr-label", for: radio.id }, index ? no : yes)),
    ),
  );

/** The row of a question; its legend and description name the group. */
const row = (question, title, description, ...more) => {
  const names = [question.id + "-legend", question.id + "-desc"];
  return box(
    "fr-consent-service",
    h(
      "fieldset",
      { class: "fr-fieldset", "aria-labelledby": names.join(" ") },
      h("legend", { id: names[0], class: "fr-consent-service__title" }, title),
      radios(question),
      h("div", { id: names[1], class: "fr-consent-service__desc" }, ...description),
      ...more,
    ),
  );
};

/** A button that shows and hides details; without the design system's script, which may be missing. */
const details = (question, rows) => {
  const id = question.id + "-details";
  const services = h("div", { id, class: "fr-consent-services", hidden: "" }, ...rows);
  const toggle = () => {
    services.hidden = !services.hidden;
    opener.setAttribute("aria-expanded", !services.hidden);
  };
  const opener = button("fr-consent-service__collapse-btn", texts.details, toggle, {
    "aria-expanded": false,
    "aria-controls": id,
    "aria-describedby": question.id + "-legend",
  });
  return [box("fr-consent-service__collapse", opener), services];
};

const name = (service) => h("span", {}, service.serviceName, " ", h("span", { class: "fr-text--sm fr-text--regular" }, fill(texts.byProvider, service.providerName)));

const describe = (service) => [
  h("p", {}, h("span", service.descriptionLanguage, service.serviceDescription), " ", service.trackerHosts ? fill(texts.trackersElsewhere, service.trackerHosts) + " " : "", service.policyAddress ? link(service.policyAddress, fill(texts.policyLink, service.providerName)) : ""),
];

/** The only service of a purpose, without a question of its own. */
const facts = (service) =>
  box(
    "fr-consent-service",
    h("p", { class: "fr-consent-service__title" }, name(service)),
    box("fr-consent-service__desc", ...describe(service)),
  );

const ofService = (answerTo, service, id) => {
  const question = ask(id, [], { value: service.id });
  answer(question, answerTo(service));
  return question;
};

const ofPurpose = (answerTo, purpose, at) => {
  const id = "charte-purpose-" + at;
  const [first, ...others] = purpose.purposeServices;
  return others[0]
    ? ask(id, purpose.purposeServices.map((service, index) => ofService(answerTo, service, `${id}-${index}`)))
    : ofService(answerTo, first, id);
};

const purposeRow = (purpose, question) => {
  const rows = question.below[0]
    ? purpose.purposeServices.map((service, index) => row(question.below[index], name(service), describe(service)))
    : purpose.purposeServices.map(facts);
  return row(question, purpose.purposeTitle, [h("p", {}, purpose.purposeSummary)], ...details(question, rows));
};

/** The row that answers all questions at once. */
const header = (question, config) => {
  const legend = h("legend", { class: "fr-consent-service__title" }, texts.allServices + ". ", link(config.charterAddress, texts.charterLink));
  const fieldset = h("fieldset", { class: "fr-fieldset" }, legend, radios(question, texts.accept, texts.refuse));
  return box("fr-consent-service fr-consent-manager__header", fieldset);
};

/** The necessary trackers: shown as accepted, and not to be refused. */
const mandatory = () => {
  const question = ask("charte-necessary");
  answer(question, 0);
  question.radios[1].disabled = true;
  return row(question, texts.alwaysActive, [h("p", {}, texts.alwaysActiveText)]);
};

const manager = ({ config, purposes, answerTo, actions }) => {
  const all = ask("charte-all", purposes.map((purpose, at) => ofPurpose(answerTo, purpose, at)));
  settle(all);
  return h(
    "div",
    // After the handler of the question itself, which sets those below it.
    { class: "fr-consent-manager", onchange: () => settle(all) },
    header(all, config),
    mandatory(),
    ...purposes.map((purpose, index) => purposeRow(purpose, all.below[index])),
    buttons("fr-consent-manager__buttons", [texts.save, actions.save]),
  );
};

/** `isRefusal`: whether the browser has refused already. `answerTo(service)`: 0 yes, 1 no, -1 no answer yet. */
export const preferences = (context) => {
  const { config, isRefusal, actions } = context;
  const close = () => dialog.close();
  const content = box(
    "fr-modal__content",
    h("h2", { id: "charte-preferences-title", class: "fr-modal__title" }, texts.preferencesHeading),
    h("p", {}, texts.preferencesIntroduction),
    isRefusal ? h("p", {}, texts.refusedByBrowser) : "",
    manager(context),
  );
  const closing = button("fr-btn--close fr-btn", texts.close, close, { "aria-controls": "charte-preferences", autofocus: "" });
  const column = box("fr-col-12 fr-col-md-10 fr-col-lg-8", box("fr-modal__body", box("fr-modal__header", closing), content));
  const modal = h(
    "div",
    {
      id: "charte-modal",
      class: "fr-modal fr-modal--opened",
      "data-fr-concealing-backdrop": false,
      // Without a return value: `false` would cancel every click inside.
      onclick: ({ target }) => {
        if (target === modal) close();
      },
    },
    box("fr-container fr-container--fluid fr-container-md", box("fr-grid-row fr-grid-row--center", column)),
  );
  const attributes = { ...config.languageAttributes, id: "charte-preferences", class: "charte-dialog", "aria-labelledby": "charte-preferences-title", onclose: actions.close };
  const dialog = h("dialog", attributes, modal);
  return dialog;
};
