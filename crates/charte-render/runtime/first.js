// Applies the stored choice: sets a policy that allows the granted services, and restores their elements. Where only some are
// granted it runs before everything else in the page, where all are it is asynchronous.
// `question`: matches the answers among the cookies, and the objection. `days`: how long an answer counts. `policy`: the strict
// policy, empty where unknown hosts are allowed. `table`: the hosts of each service that needs consent. `modes`: consent modes by
// vendor (consent-mode.js).
import { isCurrent } from "./age.js";
import { giveBack } from "./give.js";
import { holdMade } from "./made.js";
import { page } from "./page.js";
import { refuse, withoutSelf } from "./policy.js";
import { signalConsent } from "./consent-mode.js";

((question, days, policy, table, modes) => {
  const own = page.currentScript;
  let granted = Object.keys(table);
  let answers;
  try {
    // In a sandbox reading cookies throws; a page opened from a file has no host.
    if (!location.host) throw 0;
    answers = page.cookie.match(question)?.filter((answer) => isCurrent(answer.split(".").at(-3), days));
  } catch {
    if (policy) refuse((policy = withoutSelf(policy)));
  }
  const { once = [] } = (history.state || {}).charte || {};
  // A visitor who objects to measurement: its hosts stand last in the policy, behind two spaces.
  const objects = answers?.some((answer) => /=1$/.test(answer));
  if (objects) policy = policy.split("  ")[0];
  answers = answers?.filter((answer) => !/=1$/.test(answer));
  // Of two cookies of that name the intersection counts.
  for (const answer of answers?.[0] ? answers : [""]) {
    const list = answer.slice(answer.lastIndexOf(".") + 1).split("~");
    granted = granted.filter((id) => list.includes(id) || once.includes(id));
  }
  const isWhole = !objects && granted.length && granted.length === Object.keys(table).length;
  const lax = policy && [policy, ...granted.map((id) => table[id])].join(" ");
  const isXml = page.contentType !== "text/html";
  if (!window.charteRun?.call) window.charteRun = () => {};
  if (isXml) {
    if (!isWhole && policy) refuse(lax);
  } else if (!own.async && granted[0]) {
    if (!isWhole && policy) refuse(lax);
    const next = own.dataset.charteNext;
    // An unclosed data block: the strict policy after it becomes its text, up to the next `</script>`.
    if (policy) {
      page.write((next ? `<script src="${next}" async></script>` : "") + '<script type="text/plain">');
      // The parser goes on writing into it. React would take both for scripts of its own (inline.js).
      [...page.scripts].pop().remove();
    }
    own.remove();
  } else if (objects && policy) refuse(lax);
  if (granted[0]) signalConsent(modes || {}, granted);
  // A measurement that nobody objects to writes itself while the page is parsed, and never again.
  const isMeasured = (id) => id[0] === "!" && !objects && page.readyState === "loading";
  if (granted[0]) giveBack((id) => granted.includes(id) || isMeasured(id), new URL(".", own.src || location).href);
  // After a withdrawal in any tab nothing leaves any more, also before the page is loaded again.
  if (granted[0] && policy)
    page.addEventListener("charte:choice", ({ detail }) => granted.every((id) => detail.granted.includes(id)) || refuse(policy));
  if (!isWhole && policy) holdMade(lax);
})(CHARTE);
