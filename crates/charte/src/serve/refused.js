// The requests of this page that a content security policy blocked, in the author's bar: by host, with the files that made them
// and the lines that declare the host.

/** The most requests that are listed for a host. */
const MAX_LISTED = 20;

/** A list, and a function that adds to it. `onHost` is called with the number of hosts whenever there is a new one. */
export default ({ folder, h, onHost }) => {
  const hosts = new Map();
  const list = h("div", { hidden: true }, h("h2", {}, "Refused by a policy"));

  /** Adds a `securitypolicyviolation` event. */
  const add = ({ blockedURI, disposition, effectiveDirective, sourceFile, lineNumber }) => {
    const address = URL.parse(blockedURI);
    // Not listed: violations that are only reported, inline code, which has no host, and requests of browser extensions.
    if (disposition !== "enforce" || !address?.hostname || /^[a-z]+-extension/.test(sourceFile)) return;
    if (address.href.startsWith(folder.href)) return;
    const host = hosts.get(address.hostname) ?? addHost(address);
    const place = `${name(sourceFile)}${lineNumber ? ` line ${lineNumber}` : ""}`;
    const kind = effectiveDirective.replace(/-src.*/, "");
    const key = `${place} ${kind} ${address.href}`;
    host.kinds.add(kind);
    host.title.textContent = [...host.kinds].join(", ");
    if (host.seen.has(key) || host.seen.size === MAX_LISTED) return;
    host.seen.add(key);
    host.places.append(h("li", {}, place, " ", h("small", {}, `${kind} ${address.href}`)));
  };

  /** The name of the file that made the request, where the browser reports it. */
  const name = (file) => {
    const address = URL.parse(file);
    if (!address) return "the page or a script";
    return address.origin === location.origin ? address.pathname : address.origin + address.pathname;
  };

  const addHost = (address) => {
    const [title, places, advice] = [h("small"), h("ul"), h("div")];
    const summary = h("summary", {}, h("strong", {}, address.hostname), " ", title);
    list.append(h("details", { open: !hosts.size }, summary, places, advice));
    const host = { title, places, kinds: new Set(), seen: new Set() };
    hosts.set(address.hostname, host);
    list.hidden = false;
    onHost(hosts.size);
    advise(address, advice);
    return host;
  };

  /** Shows what the author can do about a host, which the server knows. */
  const advise = async (address, advice) => {
    const response = await fetch(new URL("entry?address=" + encodeURIComponent(address.href), folder), { cache: "no-store" });
    if (!response.ok) return;
    const { standing, name, entry } = await response.json();
    const text = {
      passes: "The declaration lets it through: a policy of the site's own refuses it.",
      waits: `It belongs to ${name}, which waits for the visitor's consent.`,
      known: `It belongs to ${name}, a service of the catalogue. To declare it:`,
      unknown: `If it sets nothing, add "${address.hostname}" to "allow". Else declare it and say what it is:`,
    };
    advice.append(h("p", {}, text[standing]));
    if (!entry) return;
    const button = h("button", { type: "button", onclick: () => copy(entry, button) }, "Copy");
    advice.append(h("pre", {}, entry), button);
  };

  const copy = async (text, button) => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // The clipboard API exists in secure contexts only. Elsewhere the old command copies a selection.
      const area = h("textarea", { value: text });
      button.after(area);
      area.select();
      if (document.execCommand("copy")) button.textContent = "Copied";
      area.remove();
      button.focus();
    }
  };

  return { list, add };
};
