// Does what the visitor allowed: lets the services that are granted through the policy, and gives back what the page holds for
// them. It comes before everything else where a part is granted, and later, asynchronously, where all is.
// `table`: the hosts of each service that is asked about. `modes`: vendors that are told what was granted.
import { giveBack } from "./give.js";
import { holdMade } from "./made.js";
import { page } from "./page.js";
import { refuse, withoutSelf } from "./policy.js";
import { tell } from "./consent-mode.js";

((question, policy, table, modes) => {
  const own = page.currentScript;
  let granted = Object.keys(table);
  let answers;
  try {
    // A page in a sandbox has no cookies, one that is opened from a file no host.
    if (!location.host) throw 0;
    answers = page.cookie.match(question);
  } catch {
    if (policy) refuse((policy = withoutSelf(policy)));
  }
  const { once = [] } = (history.state || {}).charte || {};
  // Of two cookies of the name the stricter counts.
  for (const answer of answers || [""]) {
    const list = answer.slice(answer.lastIndexOf(".") + 1).split("~");
    granted = granted.filter((id) => list.includes(id) || once.includes(id));
  }
  const isWhole = granted.length && granted.length === Object.keys(table).length;
  const lax = policy && [policy, ...granted.map((id) => table[id])].join(" ");
  const isXml = page.contentType !== "text/html";
  if (!window.charteRun?.call) window.charteRun = () => {};
  if (isXml) {
    if (!isWhole && policy) refuse(lax);
  } else if (!own.async && granted[0]) {
    if (!isWhole && policy) refuse(lax);
    const next = own.dataset.charteNext;
    // An open data block: the strict policy behind it is its text, up to the next end of a script.
    if (policy) page.write((next ? `<script src="${next}" async></script>` : "") + '<script type="text/plain">');
  }
  if (granted[0]) tell(modes || {}, granted);
  if (granted[0]) giveBack((id) => granted.includes(id), new URL(".", own.src || location).href);
  if (!isWhole && policy) holdMade(lax);
})(CHARTE);
