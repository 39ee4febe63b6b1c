// The first script of every page. It adds a content security policy that blocks third parties, unless the stored choice grants
// everything, and holds elements that scripts make. It needs no other file, and is kept short because every page has a copy.
// STATIC: the policy is in the HTML after this script, which removes it where the choice allows.
// SMALL: the page has no scripts.
// `question`: matches the answers among the cookies, and the objection. `days`: how long an answer counts. `all`: the ids of all
// services that need consent, as in the cookie. `policy`: the strict policy, empty where unknown hosts are allowed. `file`: address
// of first.js. `script`: address of charte.js. `isBlocking`: whether first.js must run before all other scripts, for consent modes.
import { isCurrent } from "./age.js";
import { holdMade } from "./made.js";
import { refuse, withoutSelf } from "./policy.js";
import { leave } from "./run.js";

((question, days, all, policy, file, script, isBlocking) => {
  const page = document;
  // A client-side router that inserts fetched pages may run this again.
  if (!SMALL && window.charteRun?.call) return;
  // React, where it hydrates the whole document, takes any script of the head that has no address for its own first one.
  if (!SMALL) page.currentScript?.remove();
  let answers = "";
  try {
    // In a sandbox reading cookies throws; a page opened from a file has no host.
    if (!location.host) throw 0;
    answers += page.cookie.match(question)?.filter((answer) => isCurrent(answer.split(".").at(-3), days)) || "";
  } catch {
    policy = withoutSelf(policy);
    if (STATIC) refuse(policy);
  }
  // Of a visitor who objects to measurement; its hosts stand last, behind two spaces. Its scripts are held for `!` and its id.
  const objects = /=1(,|$)/.test(answers);
  if (objects) policy = policy.split("  ")[0];
  // With two cookies of that name first.js computes the intersection.
  const isWhole = all && answers.endsWith("." + all) && !answers.includes(",");
  if (!SMALL)
    window.charteRun = () => {
      const held = page.currentScript;
      const services = held.dataset.charteHeld;
      const isLet = services[0] === "!" ? !objects : isWhole && services !== "unknown";
      if (isLet && page.readyState === "loading") {
        // Written without its attributes, or first.js would restore it a second time.
        page.write(held.outerHTML.replace(/data-charte-(held="[^"]*")?|charteRun..(\/\/)?/g, ""));
        held.remove();
      } else leave(held);
    };
  if (isWhole || (history.state || 0).charte || /[^.]$/.test(answers))
    try {
      return page.write(
        `<script src="${file}"` +
          (isWhole && !isBlocking
            ? ` async></script>` + (STATIC ? `<script src="${script}" async></script><script type="text/plain">` : "")
            : STATIC
              ? ` data-charte-next="${script}"></script>`
              : `></script><meta http-equiv="Content-Security-Policy" content="${policy}"><script></script>`),
      );
    } catch {
      // Trusted Types forbid document.write.
    }
  if (!STATIC && policy) refuse(policy);
  if (!SMALL && policy) holdMade(policy);
})(CHARTE);
