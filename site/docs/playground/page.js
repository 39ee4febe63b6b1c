// The page of the playground. Its sentences stand in the page, in the page's language.
const find = (id) => document.getElementById(id);
const [declaration, page, button, state] = ["declaration", "page", "build", "state"].map(find);

/** A long text that was inserted, such as the inline script, as its beginning and its length. */
const shortened = (text) => (text.length > 700 ? `${text.slice(0, 160)}… (${text.length.toLocaleString(document.documentElement.lang)})` : text);

const showFindings = (report) => {
  const item = ({ level, code, message, place, help }) => {
    const entry = document.createElement("li");
    const where = place ? `${place.file}:${place.line}: ` : "";
    entry.append(Object.assign(document.createElement("code"), { textContent: `${level}[${code}]` }), ` ${where}${message}`);
    if (help) entry.append(document.createElement("br"), help);
    return entry;
  };
  find("findings").replaceChildren(...report.findings.map(item));
  find("sound").hidden = report.findings.length > 0;
};

const showBuilt = (pieces) => {
  const shown = ({ value, added }) => (added ? Object.assign(document.createElement("mark"), { textContent: shortened(value) }) : value);
  find("built").replaceChildren(...pieces.map(shown));
};

/**
 * A page whose own files stand in it, for a frame that can ask nobody for them. In frames charte asks no question, which is what a
 * visitor is to see here: the frame stands for a window.
 */
const whole = (page, files) => {
  const text = (address) => files.get(decodeURI(new URL(address, "https://site.example/charte-cookies/").pathname.slice(1))) ?? "";
  const inert = new DOMParser().parseFromString(page, "text/html");
  for (const script of inert.querySelectorAll('script[src*="charte-cookies/"]')) {
    script.textContent = text(script.getAttribute("src")).replaceAll("window===top", "!0").replaceAll("</script", "<\\/script");
    script.removeAttribute("src");
    // An inline script does not wait until the page is parsed.
    inert.body.append(script);
  }
  for (const link of inert.querySelectorAll("link[rel=stylesheet][href]")) {
    const style = inert.createElement("style");
    style.textContent = text(link.getAttribute("href"));
    link.replaceWith(style);
  }
  for (const frame of inert.querySelectorAll("iframe[srcdoc]")) frame.srcdoc = whole(frame.srcdoc, files);
  return `<!DOCTYPE html>${inert.documentElement.outerHTML}`;
};

const run = async () => {
  button.disabled = true;
  state.textContent = state.dataset.busy;
  try {
    const { build, insertions } = await import("./engine.js");
    const started = performance.now();
    const { report, files } = await build(declaration.value, page.value);
    const seconds = ((performance.now() - started) / 1000).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    showFindings(report);
    const built = files.get("index.html");
    find("output").hidden = built === undefined;
    if (built !== undefined) {
      showBuilt(insertions(page.value, built));
      find("visit").srcdoc = whole(built, files);
      find("charter").srcdoc = whole(files.get("charte-cookies/index.html"), files);
    }
    find("result").hidden = false;
    state.textContent = state.dataset[built === undefined ? "refused" : "done"].replace("{seconds}", seconds);
  } catch (error) {
    state.textContent = state.dataset.failed.replace("{error}", error.message);
  }
  button.disabled = false;
};

button.addEventListener("click", run);
