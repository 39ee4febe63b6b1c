// The cookie that keeps the choice: `1.20261129.9f36fb0b.matomo~youtube`, the day it was made, the question, what is granted.
import { config } from "./config.js";
import { page } from "./page.js";

const DAY = 864e5;

/** All cookies of this page; a page in a sandbox has none. */
export const cookieJar = () => {
  try {
    return page.cookie;
  } catch {
    return "";
  }
};

/** The stored choice, unless it is too old or answers another question than today's. */
export const storedChoice = (jar = cookieJar()) => {
  const start = config.cookie + "=1.";
  let stored;
  for (const pair of jar.split("; ")) {
    const [day, question, list = ""] = pair.slice(start.length).split(".");
    // A cookie whose name only ends in this one's is another portal's.
    if (!pair.startsWith(start) || question !== config.fp) continue;
    const date = Date.parse(day.replace(/..(?=(..)?$)/g, "-$&"));
    const age = (Date.now() - date) / DAY;
    // From tomorrow at most: clocks differ. Of two the stricter counts.
    if (age > -2 && age < config.days) stored = { date, list: list.split("~").filter((id) => !stored || stored.list.includes(id)) };
  }
  return stored;
};

export const storeChoice = (list) => {
  const day = new Date().toISOString().replace(/-|T.*/g, "");
  // Not on a preview on another host, which could keep no cookie for that domain.
  const isShared = ("." + location.hostname).endsWith("." + config.domain);
  try {
    page.cookie = `${config.cookie}=1.${day}.${config.fp}.${list.join("~")};path=${config.path}${isShared ? ";domain=" + config.domain : ""};max-age=${config.days * 86400};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  } catch {}
};
