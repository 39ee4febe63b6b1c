// Comes first in every page and has the browser refuse third parties: it puts a content security policy into the head, unless
// the stored choice grants everything, and holds what scripts make. It needs no other file of charte's, and is kept short:
// every page has a copy.
// STATIC: whether the policy stands in the HTML behind this script, which then takes it away after a yes.
// SMALL: whether the page has no scripts.
// `question`: what finds the answers to today's question among the cookies. `all`: the ids of all that is asked about, as a cookie has
// them. `file`: where first.js is, which does what the visitor allowed. `script`: where charte.js is. `isBlocking`: whether first.js has
// to run before anything else, to tell vendors what was granted.
import { holdMade } from "./made.js";
import { refuse, withoutSelf } from "./policy.js";

((question, all, policy, file, script, isBlocking) => {
  const page = document;
  // A router that swaps in fetched pages may run this again.
  if (!SMALL && window.charteRun?.call) return;
  let answers = "";
  try {
    // A page in a sandbox has no cookies, one that is opened from a file no host.
    if (!location.host) throw 0;
    answers += page.cookie.match(question) || "";
  } catch {
    policy = withoutSelf(policy);
    if (STATIC) refuse(policy);
  }
  // Of two cookies of the name the stricter counts: first.js compares them.
  const isWhole = all && answers.endsWith("." + all) && !answers.includes(",");
  if (!SMALL)
    window.charteRun = () => {
      const held = page.currentScript;
      if (isWhole && page.readyState === "loading" && held.dataset.charteHeld !== "unknown") {
        // What is written no longer waits: first.js would make it once more.
        page.write(held.outerHTML.replace(/data-charte-(held="[^"]*")?|charteRun..(\/\/)?/g, ""));
        held.remove();
      }
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
      // Trusted Types: nothing can be written.
    }
  if (!STATIC && policy) refuse(policy);
  if (!SMALL && policy) holdMade(policy);
})(CHARTE);
