// Prints the charter page whole. The style sheet opens what is folded by `::details-content` (CSS Pseudo-Elements Level 4); this is
// for browsers without that.
import { page } from "./page.js";

export const printWhole = () => {
  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const details of page.querySelectorAll(".charte-charter details:not([open])")) {
      opened.add(details);
      details.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
    opened.clear();
  });
};
