// The author's bar, in the pages that `charte watch` serves and in no others: controls for the visitor's choice, scheme, language
// and portal, and what charte found in this page. It is in a shadow root, and everything that it shows is text, never HTML.
import refusals from "./refused.js";
import { paint } from "./scheme.js";

export default ({ folder, refused }) => {
  const config = () => window.charteConfig;
  const h = (name, attributes, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; position: fixed; right: 8px; top: 8px; text-align: right; z-index: 2147483647; font: 13px/1.45 system-ui, sans-serif; color: #eee }
    button, select { font: inherit; color: inherit; background: #fff2; border: 1px solid #fff5; border-radius: 4px; padding: 3px 8px; cursor: pointer }
    button:not(.handle, [aria-pressed=true]):hover { background: #fff4 } select option { color: #000 }
    button[aria-pressed=true], button[aria-expanded=true] { background: #fff; color: #222 }
    button:focus-visible, select:focus-visible, a:focus-visible, summary:focus-visible { outline: 2px solid #8cf; outline-offset: 2px }
    .handle { background: #23262d; border-radius: 14px; padding: 4px 12px; font-weight: 600; box-shadow: 0 0 0 1px #23262d }
    .panel { color-scheme: dark; background: #23262d; border: 1px solid #fff3; border-radius: 8px; padding: 12px; margin-top: 8px; text-align: left; width: min(30rem, calc(100vw - 40px)); max-height: 70vh; overflow: auto; box-sizing: border-box }
    .row { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-bottom: 8px } .row:empty { display: none }
    .count { background: #ffb4a8; color: #222; border-radius: 8px; padding: 0 6px; margin-left: 8px } [hidden] { display: none }
    h2 { font-size: 13px; margin: 10px 0 4px } p { margin: 6px 0 } ul { margin: 0; padding-left: 18px } li { margin: 2px 0; overflow-wrap: anywhere }
    details { border: 1px solid #fff3; border-radius: 6px; padding: 4px 8px; margin: 6px 0 } details ul { margin-top: 4px } details button { margin: 2px 0 4px }
    summary { cursor: pointer; overflow-wrap: anywhere }
    small { opacity: .8 } a { color: #9cf } pre { white-space: pre; overflow: auto; font: 12px/1.4 ui-monospace, monospace; background: #0005; padding: 8px; margin: 4px 0 }
  `);
  const host = document.createElement("charte-bar");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const panel = h("div", { className: "panel", hidden: true });
  const count = h("span", { className: "count", hidden: true });
  host.popover = "manual";
  /** Moves the bar above everything that the page shows, the banner included. */
  const raise = () => host.showPopover?.();
  const handle = h("button", { className: "handle", type: "button" }, "charte", count);
  handle.setAttribute("aria-expanded", "false");
  handle.onclick = () => {
    panel.hidden = !panel.hidden;
    handle.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden) return;
    host.hidePopover?.();
    raise();
    fill();
  };
  const refusal = refusals({
    folder,
    h,
    onHost: (hosts) => {
      count.hidden = false;
      count.textContent = `${hosts} refused`;
    },
  });
  refused.forEach(refusal.add);
  root.append(handle, panel);
  document.documentElement.append(host);
  raise();

  const button = (text, onclick) => h("button", { type: "button", onclick }, text);

  // ---- The visitor's choice ----------------------------------------------------------------------

  /** Deletes the choice, as if the visitor had never been asked. */
  const forget = () => {
    const { cookie, path } = config();
    document.cookie = `${cookie}=;path=${path};max-age=0`;
    location.reload();
  };

  /** Accepts all for good: what is granted before an answer holds for this page alone. */
  const accept = () => {
    if (!window.charte.choice()) window.charte.refuse();
    window.charte.grant(...window.charte.choice().refused);
  };

  // ---- Light and dark ----------------------------------------------------------------------------

  /** Shows the page in the scheme `light` or `dark`; `""` is that of the system. */
  const show = (scheme) => {
    paint(scheme);
    sessionStorage.setItem("charte-scheme", scheme);
    root.querySelectorAll("[data-scheme]").forEach((toggle) => toggle.setAttribute("aria-pressed", String(toggle.dataset.scheme === scheme)));
  };
  addEventListener("load", () => sessionStorage.getItem("charte-scheme") && show(sessionStorage.getItem("charte-scheme")));

  const schemes = () =>
    [["", "System"], ["light", "Light"], ["dark", "Dark"]].map(([scheme, text]) => {
      const toggle = button(text, () => show(scheme));
      toggle.dataset.scheme = scheme;
      toggle.setAttribute("aria-pressed", String(scheme === (sessionStorage.getItem("charte-scheme") ?? "")));
      return toggle;
    });

  // ---- Languages and portals ---------------------------------------------------------------------

  const choose = (label, options, onchange) => {
    const select = h("select", { onchange: () => onchange(select.value) }, ...options.map(([value, text, selected]) => h("option", { value, selected }, text)));
    select.setAttribute("aria-label", label);
    return select;
  };

  const languages = () => {
    const links = [...document.querySelectorAll("link[rel=alternate][hreflang]")].filter((link) => link.hreflang !== "x-default");
    const here = document.documentElement.lang;
    const path = (link) => new URL(link.href).pathname;
    return links.length ? [choose("Language", links.map((link) => [path(link), link.hreflang, link.hreflang === here]), (to) => (location.pathname = to))] : [];
  };

  const portals = (all) =>
    all.length > 1
      ? [choose("Portal", all.map(({ port, base, name, here }) => [`${port} ${base}`, name, here]), (to) => {
          const [port, base] = to.split(" ");
          const address = new URL(base, location.href);
          if (location.port) address.port = port;
          else address.host = location.host.replace(/(^|\D)\d{4,5}(\D|$)/, `$1${port}$2`);
          location.href = address;
        })]
      : [];

  // ---- What charte found in this page ------------------------------------------------------------

  const list = (title, items) => (items.length ? [h("h2", {}, title), h("ul", {}, ...items)] : []);

  const fill = async () => {
    const response = await fetch(new URL("page?path=" + encodeURIComponent(location.pathname), folder), { cache: "no-store" });
    const { portals: all, page } = await response.json();
    const waiting = (page?.waiting ?? []).map(({ name, purpose, element, line, address, declared }) =>
      h("li", {}, h("strong", {}, name), ` (${purpose}) <${element}> line ${line} `, h("small", {}, `${address} ${declared ? "declared at " + declared : ""}`)),
    );
    const unknown = (page?.unknown ?? []).map(({ host, element, line }) => h("li", {}, h("strong", {}, host), ` <${element}> line ${line}`));
    panel.replaceChildren(
      h("div", { className: "row" }, ...portals(all), ...languages(), ...(all.length > 1 ? [h("a", { href: new URL(".", folder) }, "All portals")] : [])),
      h("div", { className: "row" }, ...schemes(), button("Phone width", () => open(location.href, "charte-phone", "popup,width=390,height=844"))),
      ...(config() ? [h("div", { className: "row" }, button("Accept", accept), button("Refuse", () => window.charte.refuse()), button("Forget the choice", forget))] : []),
      ...(page ? [h("small", {}, page.file)] : []),
      ...list("Waits for consent", waiting),
      ...list("Unknown", unknown),
      ...(page && !waiting.length && !unknown.length ? [h("p", {}, "Nothing waits on this page.")] : []),
      refusal.list,
      ...(page?.findings.length ? [h("h2", {}, "Findings"), ...page.findings.map((text) => h("pre", {}, text))] : []),
    );
  };

  return { refresh: () => panel.hidden || fill(), refuse: refusal.add };
};
