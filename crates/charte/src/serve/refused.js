// What the browser refused on this page because of a policy, in the author's bar: by host, with the files that asked and the
// lines to write into the declaration.

/** How many askers are named for a host. */
const NAMED = 20;

/** A list that grows as the page goes on; `told` learns how many hosts are in it. */
export default ({ folder, h, told }) => {
  const hosts = new Map();
  const list = h("div", { hidden: true }, h("h2", {}, "Refused by a policy"));

  /** Takes note of a `securitypolicyviolation`. */
  const add = ({ blockedURI, disposition, effectiveDirective, sourceFile, lineNumber }) => {
    const address = URL.parse(blockedURI);
    // What was only reported was not refused; inline code has no host, and what an extension asks for is not the page's.
    if (disposition !== "enforce" || !address?.hostname || /^[a-z]+-extension/.test(sourceFile)) return;
    if (address.href.startsWith(folder.href)) return;
    const host = hosts.get(address.hostname) ?? begin(address);
    const place = `${name(sourceFile)}${lineNumber ? ` line ${lineNumber}` : ""}`;
    const kind = effectiveDirective.replace(/-src.*/, "");
    const key = `${place} ${kind} ${address.href}`;
    host.kinds.add(kind);
    host.title.textContent = [...host.kinds].join(", ");
    if (host.seen.has(key) || host.seen.size === NAMED) return;
    host.seen.add(key);
    host.places.append(h("li", {}, place, " ", h("small", {}, `${kind} ${address.href}`)));
  };

  /** The file as its author knows it, where the browser does. */
  const name = (file) => {
    const address = URL.parse(file);
    if (!address) return "the page or a script";
    return address.origin === location.origin ? address.pathname : address.origin + address.pathname;
  };

  const begin = (address) => {
    const [title, places, advice] = [h("small"), h("ul"), h("div")];
    const summary = h("summary", {}, h("strong", {}, address.hostname), " ", title);
    list.append(h("details", { open: !hosts.size }, summary, places, advice));
    const host = { title, places, kinds: new Set(), seen: new Set() };
    hosts.set(address.hostname, host);
    list.hidden = false;
    told(hosts.size);
    advise(address, advice);
    return host;
  };

  /** What the author can do about it, as the server knows it. */
  const advise = async (address, advice) => {
    const answer = await fetch(new URL("entry?address=" + encodeURIComponent(address.href), folder), { cache: "no-store" });
    if (!answer.ok) return;
    const { standing, name, entry } = await answer.json();
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
      // Without `https`, browsers give only what is selected.
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
