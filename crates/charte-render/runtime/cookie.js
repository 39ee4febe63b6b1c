// The cookie of the choice: `1.20261129.9f36fb0b.matomo~youtube`: version, day, fingerprint of the question, granted services.
import { ageOf, isCurrent } from "./age.js";
import { config } from "./config.js";
import { page } from "./page.js";

/** The cookies of this page. In a sandbox without an origin, reading them throws. */
export const cookieJar = () => {
  try {
    return page.cookie;
  } catch {
    return "";
  }
};

/** The stored choice, unless it is too old or the question has changed. */
export const storedChoice = (jar = cookieJar()) => {
  let stored;
  for (const pair of jar.split("; ")) {
    const [name, answer = ""] = pair.split("=1.");
    const [day, question, list = ""] = answer.split(".");
    // Of two cookies the intersection counts.
    if (name === config.cookie && question === config.fingerprint && isCurrent(day, config.days))
      stored = { date: new Date() - ageOf(day) * 864e5, list: list.split("~").filter((id) => !stored || stored.list.includes(id)) };
  }
  return stored;
};

export const storeChoice = (list) => {
  const day = new Date().toISOString().replace(/-|T.*/g, "");
  // On another host, such as a preview, the browser would reject a cookie for that domain.
  const isShared = ("." + location.hostname).endsWith("." + config.domain);
  try {
    page.cookie = `${config.cookie}=1.${day}.${config.fingerprint}.${list.join("~")};path=${config.path}${isShared ? ";domain=" + config.domain : ""};max-age=${config.days * 86400};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
  } catch {}
};
