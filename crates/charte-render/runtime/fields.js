// Saves and restores what a visitor entered into a page's form fields.
import { page } from "./page.js";

const isBox = ({ type }) => /^(checkbox|radio)$/.test(type);

/** The fields that are restored: no passwords, no files, none of charte's. */
const fields = () =>
  [...page.querySelectorAll("input,textarea,select")].filter(
    (field) => !/^(hidden|password|file)$/.test(field.type) && !field.closest("#charte-preferences"),
  );

const property = (field) => (field.options ? "selectedIndex" : isBox(field) ? "checked" : "value");

export const typed = () => fields().map((field) => field[property(field)]);

/** Restores the values that `typed` returned. */
export const restore = (values) =>
  fields().forEach((field, place) => {
    const name = property(field);
    if (values[place] === undefined || values[place] === field[name]) return;
    field[name] = values[place];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
