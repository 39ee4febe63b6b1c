// Makes elements: never from markup.
import { page } from "./page.js";

/** An element; functions become handlers, all the rest attributes or text. */
export const h = (tag, attributes, ...children) => {
  const element = page.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value.call) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

/** A text with its one variable filled in. */
export const fill = (text, value) => text.replace(/{\w+}/, () => value);
