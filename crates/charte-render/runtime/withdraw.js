// Deletes the cookies and storage of refused services.
import { data } from "./data.js";
import { page } from "./page.js";
import { refuse } from "./policy.js";

/** For a page that is about to be left: nothing goes to other hosts any more, not even what scripts send at its end. */
const OWN_HOST_ONLY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

export const withdrawal = ({ config, services, granted }) => {
  /** Whether a name matches the pattern of a declared tracker, in which `*` stands for any characters. */
  const matches = (name, pattern) => RegExp(`^${pattern.replace(/\W/g, (sign) => (sign === "*" ? ".*" : "\\" + sign))}$`).test(name);

  /** The names of the cookies that this page can read, without the cookie of the choice. */
  const cookies = () => page.cookie.split("; ").map((pair) => pair.split("=")[0]).filter((name) => name && name !== config.cookie);

  const secure = location.protocol === "https:" ? ";secure" : "";

  /** Whether a host is the portal's registrable domain or a subdomain of it. */
  const isBelowRegistrable = (host) => ("." + host).endsWith("." + data.registrableDomain);

  /**
   * The domains that a cookie of this page can be for: up to the registrable domain, which the build knows. On another host (a
   * preview, an address of the local network) every parent is tried; browsers reject public suffixes.
   */
  const domains = () => {
    const labels = location.hostname.split(".");
    const parents = labels.map((_, start) => labels.slice(start).join("."));
    // An empty domain: cookies of this host only.
    return [...parents.filter((host) => isBelowRegistrable(host) || !isBelowRegistrable(location.hostname)), ""];
  };

  /** Scripts cannot read a cookie's path and domain, so that all possible ones are tried. */
  const expire = (name) => {
    // Both "/a" and "/a/": cookies tell them apart.
    const steps = location.pathname.split(/(?=\/)|(?<=\/)/);
    steps.forEach((_, end) =>
      domains().forEach((domain) => {
        const path = steps.slice(0, end + 1).join("");
        const place = `${name}=;path=${path};domain=${domain};max-age=0${secure}`;
        page.cookie = place;
        // Partitioned cookies, of pages embedded in other sites, are separate.
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

  /** Deletes the declared trackers of refused services: all kinds, where the page is left for it, or cookies only. */
  const purge = (refused, all) => {
    if (all) refuse(OWN_HOST_ONLY);
    // Trackers that a granted service declares too are kept.
    const spared = services.filter(({ id }) => granted().has(id)).flatMap(({ id }) => data.trackers[id]);
    // Independent of each other: an API that a browser lacks must not keep the others from being deleted.
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
