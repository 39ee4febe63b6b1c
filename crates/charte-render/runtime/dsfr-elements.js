// Elements of the design system that banner and preferences share.
import { button, h } from "./element.js";

export const box = (name, ...children) => h("div", { class: name }, ...children);

export const link = (address, text) => h("a", { href: address }, text);

/** A list of buttons, as the design system requires: [text, handler, further classes]. */
export const buttons = (name, ...all) =>
  h(
    "ul",
    { class: `${name} fr-btns-group fr-btns-group--right fr-btns-group--inline-sm` },
    ...all.map(([text, onclick, kind]) => h("li", {}, button("fr-btn" + (kind || ""), text, onclick))),
  );
