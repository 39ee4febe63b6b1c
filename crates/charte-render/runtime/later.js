// What few pages need, or none before a choice: preferences, placeholders, deleting trackers, restoring a reloaded page, printing.
// charte.js imports it on demand and passes what it needs (`context`).
import { data } from "./data.js";
import { restore, typed } from "./fields.js";
import { page } from "./page.js";
import { placeholders } from "./placeholders.js";
import { preferences } from "preferences";
import { printWhole } from "./print.js";
import { choiceStatement } from "./state.js";
import { withdrawal } from "./withdraw.js";

export const start = (context) => {
  const { config, texts, show, style, announce, restoreFocus, focusOn } = context;
  const showPlaceholders = placeholders(context);
  const stateChoice = choiceStatement(context);
  printWhole();

  /** The purposes, with all that the visitor is told of their services. */
  const purposes = config.purposes.map((purpose) => ({
    ...purpose,
    purposeServices: purpose.purposeServices.map((service) => ({ ...service, ...data.serviceDetails[service.id] })),
  }));

  let isStyled;

  /** Shows the preferences. `isRefusal`: whether the browser has refused already. `answerTo(service)`: 0 yes, 1 no, -1 no answer yet. */
  const showPreferences = (isRefusal, answerTo, actions) => {
    const dialog = preferences({ config, purposes, isRefusal, answerTo, actions });
    show(dialog);
    isStyled ||= (style(data.css), true);
    dialog.showModal();
    return dialog;
  };

  /** Shows the placeholders of held embeds, and the choice in words. */
  const attend = () => {
    showPlaceholders();
    stateChoice();
  };

  /** Restores the state of the page before it was reloaded. */
  const arrive = (back) => {
    restore(back.typed);
    scrollTo({ top: back.y, behavior: "instant" });
    const frame = page.querySelectorAll("iframe")[back.frame];
    if (frame) focusOn(frame);
    else if (back.focused) restoreFocus();
    announce(frame ? data.texts.contentRestored + " " + frame.title : texts.choiceKept);
  };

  /** The services that a button of a placeholder grants, whether to store that, and the index of the button's frame. */
  const accepted = (button, isAnswered) => {
    const box = button.closest("[data-charte-for]")?.querySelector("[data-charte-remember]");
    const frame = [...page.querySelectorAll("iframe")].indexOf(button.ownerDocument.defaultView.frameElement);
    return [button.dataset.charteAccept.split(/\s+/), box ? box.checked : isAnswered, frame];
  };

  /** Keeps the focused element visible (WCAG 2.2, 2.4.11): the page scrolls, or at its end the banner moves to the top. */
  const keepClear = (target, banner, moved) => {
    banner.classList.remove(moved);
    const { top, left, right } = banner.getBoundingClientRect();
    const hidden = () => {
      const box = target.getBoundingClientRect();
      const frame = target.ownerDocument.defaultView.frameElement?.getBoundingClientRect() || { left: 0, top: 0 };
      // An element taller than the space needs only its top to be visible.
      return (
        frame.left + box.right > left &&
        frame.left + box.left < right &&
        Math.max(0, Math.min(frame.top + box.bottom + 8 - top, frame.top + box.top))
      );
    };
    scrollBy({ top: hidden(), behavior: "instant" });
    banner.classList.toggle(moved, hidden() >= 1);
  };

  return { showPreferences, attend, accepted, purge: withdrawal(context), arrive, keepClear, typed, words: data.texts };
};
