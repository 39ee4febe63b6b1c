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

/**
 * Puts an element at the end of the body; returns whether it was not there. While the page is parsed, more of the body follows: an
 * element between would match the page's rules for `:first-child` and break a framework's hydration. So it stands behind the body first.
 */
export const putLast = (element) => {
  const { documentElement, body } = page;
  const parent = page.readyState === "loading" ? documentElement : body;
  const isThere = element.isConnected && (element.parentNode !== documentElement || parent !== body);
  if (!isThere) {
    // Keeps the focus and what is open, where browsers can.
    if (element.isConnected && body.moveBefore) body.moveBefore(element, null);
    else parent.append(element);
  }
  return !isThere;
};
