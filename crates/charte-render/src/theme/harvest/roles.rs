//! Which selectors belong to which kind of element, and how well they fit: 0 is best. Judged by their text, without a document.

/// How well a selector, or the name of a custom property, fits a kind; `None` where it does not.
pub(super) type Role = fn(&str) -> Option<usize>;

/// Whether custom properties under this selector apply to the whole page, as it is on a first visit.
pub(super) fn is_page_wide(selector: &str) -> bool {
    let root = [":root", "html", "body", ":host", "*", ":where(:root)", ":where(html)"];
    let is_default = ["[data-theme=light]", "[data-md-color-scheme=default]", "[data-bs-theme=light]"];
    let bare = selector.replace(['"', '\''], "");
    root.contains(&bare.as_str())
        || is_default
            .iter()
            .any(|end| bare.strip_suffix(end).is_some_and(|start| start.is_empty() || root.contains(&start)))
}

/// The page itself.
pub(super) fn page(selector: &str) -> Option<usize> {
    ["body", "html", ":root"].iter().position(|known| *known == selector)
}

/// Links in a text.
pub(super) fn link(selector: &str) -> Option<usize> {
    const LINKS: [&str; 7] = ["a", "a:link", "a:any-link", ":link", "a[href]", "a:not([class])", "a:not(.btn)"];
    const AROUND: [&str; 6] = ["content", "typeset", "markdown", "post", "entry", "article"];
    match selector.rsplit_once(' ') {
        None => LINKS.contains(&selector).then_some(0),
        Some((around, last)) => {
            let is_text = matches!(around, "main" | "p" | "li") || AROUND.iter().any(|word| around.contains(word));
            (LINKS.contains(&last) && is_text && !around.contains(' ') && !is_edge(around)).then_some(1)
        }
    }
}

/// Buttons, the most important of them first.
pub(super) fn button(selector: &str) -> Option<usize> {
    const STATES: [&str; 7] = ["active", "disabled", "hover", "focus", "visited", "dark", "outline"];
    let is_dsfr = STATES.iter().any(|word| selector.contains(word));
    if is_dsfr || selector.contains([':', '>', '+', '~']) || is_edge(selector) || selector.matches(' ').count() > 1 {
        return None;
    }
    let last = selector.rsplit(' ').next()?;
    let (tag, classes) = last.split_once('.').unwrap_or((last, ""));
    let is_class = |word: &str| classes.split('.').any(|class| class == word);
    let is_plain = tag == "button" || tag.contains("type=submit") || tag.contains("type=\"submit\"");
    let is_named = ["btn", "button", "bouton"].into_iter().any(is_class);
    let has_word = ["btn", "button", "bouton"].iter().any(|word| last.contains(word));
    let is_deep = usize::from(last != selector);
    if has_word && (last.contains("primary") || last.contains("primaire")) {
        Some(is_deep)
    } else if (is_plain || is_named) && !classes.contains(['-', '.']) {
        Some(2 + is_deep)
    } else {
        None
    }
}

/// The header of the page.
pub(super) fn header(selector: &str) -> Option<usize> {
    const WORDS: [&str; 6] = ["header", "navbar", "topbar", "masthead", "entete", "bandeau"];
    match selector {
        "header" | "body > header" | ".header" | "#header" | ".site-header" | ".navbar" => Some(0),
        "nav" => Some(1),
        _ if is_simple(selector) && WORDS.iter().any(|word| selector.contains(word)) => Some(2),
        _ => None,
    }
}

/// Boxes that stand out from the page.
pub(super) fn card(selector: &str) -> Option<usize> {
    const SURE: [&str; 8] = [".card", ".carte", ".panel", "pre", "blockquote", "aside", ".sidebar", "footer"];
    const WORDS: [&str; 4] = ["card", "carte", "panel", "well"];
    let is_worded = || is_simple(selector) && WORDS.iter().any(|word| selector.contains(word));
    SURE.iter().position(|known| *known == selector).or_else(|| is_worded().then_some(SURE.len()))
}

/// Secondary text.
pub(super) fn muted(selector: &str) -> Option<usize> {
    const SURE: [&str; 8] =
        [".text-muted", ".muted", ".text-secondary", "small", "figcaption", ".meta", ".post-meta", "time"];
    let is_worded =
        || is_simple(selector) && ["muted", "meta", "subtitle", "chapeau"].iter().any(|word| selector.contains(word));
    SURE.iter().position(|known| *known == selector).or_else(|| is_worded().then_some(SURE.len()))
}

/// Elements with borders.
pub(super) fn line(selector: &str) -> Option<usize> {
    const SURE: [&str; 11] = [
        "input",
        "input[type=text]",
        "textarea",
        "select",
        ".form-control",
        "fieldset",
        "hr",
        "td",
        "th",
        "table",
        ".card",
    ];
    SURE.iter().position(|known| *known == selector)
}

/// Focused elements.
pub(super) fn focus(selector: &str) -> Option<usize> {
    match selector {
        ":focus-visible" | "a:focus-visible" | "*:focus-visible" => Some(0),
        _ if selector.ends_with(":focus-visible") => Some(1),
        ":focus" | "a:focus" | "*:focus" => Some(2),
        _ => None,
    }
}

/// Custom properties with the site's main colour.
pub(super) fn brand(name: &str) -> Option<usize> {
    const WORDS: [&str; 7] = ["primary", "brand", "accent", "principale", "theme-color", "main-color", "link"];
    const OTHERS: [&str; 22] = [
        "hover",
        "active",
        "focus",
        "rgb",
        "light",
        "dark",
        "on-",
        "-on",
        "text",
        "contrast",
        "subtle",
        "border",
        "shadow",
        "bg",
        "font",
        "size",
        "transparent",
        "visited",
        "lighter",
        "darker",
        "inverse",
        "disabled",
    ];
    let rank = WORDS.iter().position(|word| name.contains(word))?;
    (!OTHERS.iter().any(|word| name.contains(word))).then_some(rank)
}

/// Whether a selector is about navigation, header or footer, which often have colours of their own.
fn is_edge(selector: &str) -> bool {
    ["header", "footer", "nav", "menu", "sidebar", "pagination", "breadcrumb", "toc"]
        .iter()
        .any(|word| selector.contains(word))
}

fn is_simple(selector: &str) -> bool {
    !selector.contains([' ', ':', '>', '+', '~'])
}
