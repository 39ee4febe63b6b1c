// Deletes what services left that are refused.
import { data } from "./data.js";
import { page } from "./page.js";

export const withdrawal = ({ config, services, granted }) => {
  /** Whether a name is one that a tracker's declaration means. */
  const matches = (name, pattern) => RegExp(`^${pattern.replace(/\W/g, (sign) => (sign === "*" ? ".*" : "\\" + sign))}$`).test(name);

  /** The names of the cookies that this page can read, but for the one that keeps the choice. */
  const cookies = () => page.cookie.split("; ").map((pair) => pair.split("=")[0]).filter((name) => name && name !== config.cookie);

  const secure = location.protocol === "https:" ? ";secure" : "";

  /** Whether a host is the portal's registrable domain or below it. */
  const isBelowRoot = (host) => ("." + host).endsWith("." + data.registrableDomain);

  /**
   * The domains that a cookie of this page can be for: none above the registrable one, which the build knows. On another
   * host (a preview, an address of the local network) every parent is tried: browsers refuse what they must.
   */
  const domains = () => {
    const labels = location.hostname.split(".");
    const parents = labels.map((_, start) => labels.slice(start).join("."));
    // No domain at all is the host itself.
    return [...parents.filter((host) => isBelowRoot(host) || !isBelowRoot(location.hostname)), ""];
  };

  /** A page cannot see where a cookie was set: every place is tried, the browser ignores those that it never was at. */
  const expire = (name) => {
    // Both "/a" and "/a/": they are different places.
    const steps = location.pathname.split(/(?=\/)|(?<=\/)/);
    steps.forEach((_, end) =>
      domains().forEach((domain) => {
        const path = steps.slice(0, end + 1).join("");
        const place = `${name}=;path=${path};domain=${domain};max-age=0${secure}`;
        page.cookie = place;
        // Those of a page in somebody else's are kept apart.
        if (secure) page.cookie = place + ";samesite=none;partitioned";
      }),
    );
  };

  /** How each kind of tracker is listed and removed. */
  const stores = {
    cookie: [cookies, expire],
    "local-storage": [() => Object.keys(localStorage), (key) => localStorage.removeItem(key)],
    "session-storage": [() => Object.keys(sessionStorage), (key) => sessionStorage.removeItem(key)],
    "indexed-db": [
      async () => (await indexedDB.databases()).map((database) => database.name),
      (name) => indexedDB.deleteDatabase(name),
    ],
    cache: [() => caches.keys(), (name) => caches.delete(name)],
  };

  /** Removes what the services declared to keep on this site: all of it, or only cookies. */
  const purge = (refused, all) => {
    // What a service still in use keeps under the same name stays.
    const spared = services.filter(({ id }) => granted().has(id)).flatMap(({ id }) => data.trackers[id]);
    // Each on its own: what one browser cannot list or open does not save the rest.
    return Promise.allSettled(
      refused
        .flatMap(({ id }) => data.trackers[id])
        .filter((tracker) => all || tracker[0] === "cookie")
        .map(async ([kind, pattern]) => {
          const [list, remove] = stores[kind];
          const isSpared = (name) => spared.some(([same, kept]) => same === kind && matches(name, kept));
          await Promise.all((await list()).filter((name) => matches(name, pattern) && !isSpared(name)).map(remove));
        }),
    );
  };

  return purge;
};
