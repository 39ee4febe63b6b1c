// Makes elements. No markup is parsed, so that no text of a configuration becomes HTML.
import { page } from "./page.js";

/** An element. Attributes with a function as value become event handlers. */
export const h = (tag, attributes, ...children) => {
  const element = page.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value.call) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

/** A button; its name is its class. */
export const button = (name, text, onclick, more) => h("button", { type: "button", class: name, onclick, ...more }, text);

/** A text with its one `{variable}` replaced. */
export const fill = (text, value) => text.replace(/{\w+}/, () => value);
