// Shows a page in the light or the dark scheme, whatever the system's scheme is.

/** The original media query of each rule. */
const media = new Map();

/** Applies the rules for the scheme `light` or `dark` to the page and its placeholders; `""` is the scheme of the system. */
export const paint = (scheme) => {
  const frames = [...document.querySelectorAll("iframe[data-charte-held]")].map((frame) => frame.contentDocument);
  for (const page of [document, ...frames.filter((page) => page?.querySelector(".charte-placeholder"))]) paintDocument(page, scheme);
};

const paintDocument = (document, scheme) => {
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
      // The rules of a cross-origin style sheet cannot be read.
    }
  }
  document.documentElement.style.colorScheme = scheme;
  // A theme for both schemes follows the one that is shown; a theme for one scheme keeps it.
  for (const element of document.querySelectorAll("charte-banner, .charte-placeholder, .charte-charter, .charte-page")) {
    element.style.removeProperty("--charte-scheme");
    const own = getComputedStyle(element).getPropertyValue("--charte-scheme").trim();
    if (scheme && own === "light dark") element.style.setProperty("--charte-scheme", scheme);
  }
};
