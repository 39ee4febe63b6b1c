// The switch on the charter page by which visitors object to a measurement that loads without consent. The objection is a cookie
// without an identifier; the scripts of each page read it (inline.js, first.js).
import { page } from "./page.js";

for (const section of page.querySelectorAll("[data-charte-objection]")) {
  const { charteObjection: name, chartePath: path, charteDomain: domain, charteDays: days, charteErased: erased } = section.dataset;
  const box = section.querySelector("input");
  const status = section.querySelector("[role=status]");

  const jar = () => {
    try {
      return page.cookie.split("; ");
    } catch {
      return [];
    }
  };

  const store = (pair, place, age) => {
    try {
      page.cookie = `${pair};path=${place};max-age=${age};samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
    } catch {}
  };

  // On another host, such as a preview, the browser would reject a cookie for that domain.
  const scope = domain && ("." + location.hostname).endsWith("." + domain) ? ";domain=" + domain : "";

  /** Deletes what the measurement has kept, for this host and each domain above it. */
  const erase = () => {
    const labels = location.hostname.split(".");
    for (const [key] of jar().map((pair) => pair.split("=")).filter(([key]) => RegExp(`^(${erased})$`).test(key)))
      for (const place of ["/", path])
        for (let from = -1; from < labels.length - 1; from++)
          store(`${key}=${from < 0 ? "" : ";domain=" + labels.slice(from).join(".")}`, place, 0);
  };

  /** Shows what is stored, which is not what was wanted where the browser keeps no cookies. */
  const show = () => {
    box.checked = jar().includes(name + "=1");
    status.textContent = box.checked ? status.dataset.charteOn : status.dataset.charteOff;
  };

  box.disabled = false;
  box.addEventListener("change", () => {
    if (box.checked && erased) erase();
    store(name + "=1" + scope, path, box.checked ? days * 86400 : 0);
    show();
  });
  show();
}
