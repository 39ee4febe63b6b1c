// Shows a page as on a light or a dark screen, whatever the system's is.
const media = new Map();

/** Makes the rules for one scheme hold; without one, as the system has it. In placeholders, too. */
export const paint = (scheme) => {
  const frames = [...document.querySelectorAll("iframe[data-charte-held]")].map((frame) => frame.contentDocument);
  for (const page of [document, ...frames.filter((page) => page?.querySelector(".charte-placeholder"))]) paintOne(page, scheme);
};

const paintOne = (document, scheme) => {
  const host = document.querySelector("charte-banner");
  const visit = (rules) => {
    for (const rule of rules) {
      const text = media.get(rule) ?? rule.media?.mediaText;
      const wanted = /prefers-color-scheme:\s*(dark|light)/.exec(text ?? "")?.[1];
      if (wanted) {
        media.set(rule, text);
        rule.media.mediaText = !scheme ? text : wanted === scheme ? "all" : "not all";
      }
      if (rule.cssRules) visit(rule.cssRules);
    }
  };
  for (const sheet of [...document.styleSheets, ...(host?.shadowRoot?.adoptedStyleSheets ?? [])]) {
    try {
      visit(sheet.cssRules);
    } catch {
      // Somebody else's style sheet is not to be read.
    }
  }
  document.documentElement.style.colorScheme = scheme;
  // What a theme leaves to the visitor is the scheme that is shown; what it says itself stays.
  for (const element of document.querySelectorAll("charte-banner, .charte-placeholder, .charte-charter, .charte-page")) {
    element.style.removeProperty("--charte-scheme");
    const own = getComputedStyle(element).getPropertyValue("--charte-scheme").trim();
    if (scheme && own === "light dark") element.style.setProperty("--charte-scheme", scheme);
  }
};
