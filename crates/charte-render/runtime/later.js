// What few pages need, or none before an answer: placeholders, what deletes, and what a page comes back with.
// It asks nothing and stores nothing; charte.js lends it what it knows.
import { data } from "./data.js";
import { restore, typed } from "./fields.js";
import { page } from "./page.js";
import { placeholders } from "./placeholders.js";
import { stating } from "./state.js";
import { withdrawal } from "./withdraw.js";

export const start = (lent) => {
  const { texts, announce, restoreFocus, focusOn } = lent;
  const attendFrames = placeholders(lent);
  const say = stating(lent);

  /** Gives everything that waits its placeholder, and says the choice in words. */
  const attend = () => {
    attendFrames();
    say();
  };

  /** Brings back what the page came with. */
  const arrive = (back) => {
    restore(back.typed);
    scrollTo({ top: back.y, behavior: "instant" });
    const frame = page.querySelectorAll("iframe")[back.frame];
    if (frame) focusOn(frame);
    else if (back.focused) restoreFocus();
    announce(frame ? data.texts.contentRestored + " " + frame.title : texts.choiceKept);
  };

  /** What a button allows, whether for good, and which frame among all it stands in. */
  const accepted = (button, isAnswered) => {
    const box = button.closest("[data-charte-for]")?.querySelector("[data-charte-remember]");
    const frame = [...page.querySelectorAll("iframe")].indexOf(button.ownerDocument.defaultView.frameElement);
    return [button.dataset.charteAccept.split(/\s+/), box ? box.checked : isAnswered, frame];
  };

  /** What takes the focus must not stay behind the banner: the page scrolls, or at its end the banner moves up. */
  const keepClear = (target, banner, moved) => {
    banner.classList.remove(moved);
    const { top, left, right } = banner.getBoundingClientRect();
    const hidden = () => {
      const box = target.getBoundingClientRect();
      const frame = target.ownerDocument.defaultView.frameElement?.getBoundingClientRect() || { left: 0, top: 0 };
      // A tall element is fine once its top is at the top.
      return (
        frame.left + box.right > left &&
        frame.left + box.left < right &&
        Math.max(0, Math.min(frame.top + box.bottom + 8 - top, frame.top + box.top))
      );
    };
    scrollBy({ top: hidden(), behavior: "instant" });
    banner.classList.toggle(moved, hidden() >= 1);
  };

  return { attend, accepted, purge: withdrawal(lent), arrive, keepClear, typed, words: data.texts };
};
