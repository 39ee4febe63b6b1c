//! What the elements of HTML and SVG fetch, and when. It judges no address.

use charte_html::name::{self, Name};
use charte_html::{Namespace, Tag, reference};

/// Relations of `<link>` by which nothing is fetched and no connection opened. All others count, the unknown ones too.
const SILENT: [&[u8]; 34] = [
    b"alternate",
    b"amphtml",
    b"archives",
    b"author",
    b"bookmark",
    b"canonical",
    b"cite-as",
    b"contents",
    b"copyright",
    b"edituri",
    b"external",
    b"first",
    b"help",
    b"hub",
    b"index",
    b"last",
    b"license",
    b"me",
    b"nofollow",
    b"noopener",
    b"noreferrer",
    b"payment",
    b"pingback",
    b"privacy-policy",
    b"profile",
    b"publisher",
    b"self",
    b"shortlink",
    b"sitemap",
    b"tag",
    b"terms-of-service",
    b"up",
    b"webmention",
    b"wlwmanifest",
];

/// The types that mark a script which browsers run.
const SCRIPTS: [&str; 16] = [
    "text/javascript",
    "application/javascript",
    "module",
    "application/ecmascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
];

/// Whether the element may fetch by its attributes, as far as its other attributes say.
pub(crate) fn is_candidate(tag: &Tag<'_>) -> bool {
    match (tag.namespace, tag.name) {
        (Namespace::Html | Namespace::Svg, name::SCRIPT) => script_runs(tag),
        (Namespace::Html, name::LINK) => link_fetches(tag),
        (Namespace::Html, name::INPUT) => {
            tag.attribute(name::TYPE).is_some_and(|kind| reference::decode(kind).eq_ignore_ascii_case("image"))
        }
        (Namespace::Html, name::IFRAME | name::FRAME | name::EMBED | name::OBJECT | name::VIDEO | name::AUDIO) => true,
        (Namespace::Html, name::SOURCE | name::TRACK | name::IMG | name::IMAGE) => true,
        (Namespace::Svg, name::IMAGE | name::USE | name::FEIMAGE) => true,
        (Namespace::Html, _) => has_background(tag),
        _ => false,
    }
}

/// Whether the value of this attribute is an address that a candidate fetches.
pub(crate) fn fetches(tag: &Tag<'_>, attribute: Name) -> bool {
    if tag.namespace == Namespace::Svg {
        return matches!(attribute, name::HREF | name::XLINK_HREF);
    }
    match tag.name {
        name::IFRAME => matches!(attribute, name::SRC | name::SRCDOC),
        name::OBJECT => attribute == name::DATA,
        name::VIDEO => matches!(attribute, name::SRC | name::POSTER),
        name::SOURCE => matches!(attribute, name::SRC | name::SRCSET),
        name::IMG | name::IMAGE => matches!(attribute, name::SRC | name::SRCSET | name::LOWSRC),
        name::LINK => matches!(attribute, name::HREF | name::IMAGESRCSET),
        _ if has_background(tag) => attribute == name::BACKGROUND,
        _ => attribute == name::SRC,
    }
}

fn link_fetches(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default()).to_ascii_lowercase();
    let is_silent = |relation: &str| SILENT.contains(&relation.as_bytes()) || relation.contains(':');
    // A vocabulary of its own, such as `dcterms.license` or an address, is nothing to a browser.
    relations.split_ascii_whitespace().any(|relation| !is_silent(relation) && !relation.contains('.'))
}

/// Whether a `<link>` is a style sheet.
pub(crate) fn is_stylesheet(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default());
    relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("stylesheet"))
}

/// Whether a `<link>` is a style sheet and fetches nothing in another role.
pub(crate) fn is_only_stylesheet(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default()).to_ascii_lowercase();
    is_stylesheet(tag) && relations.split_ascii_whitespace().all(|word| matches!(word, "stylesheet" | "alternate"))
}

/// Elements whose `background` is a picture.
fn has_background(tag: &Tag<'_>) -> bool {
    const TFOOT: Name = Name::of(b"tfoot");
    matches!(tag.name, name::BODY | name::TABLE | name::TBODY | name::THEAD | name::TR | name::TD | name::TH | TFOOT)
        && tag.attribute(name::BACKGROUND).is_some()
}

/// Whether something runs the script: the browser, or a library that takes scripts with a type of its own for its turn.
pub(crate) fn script_runs(tag: &Tag<'_>) -> bool {
    let Some(written) = tag.attribute(name::TYPE) else {
        let language = tag.attribute(name::LANGUAGE).unwrap_or_default();
        return language.is_empty() || is_script_type(&format!("text/{}", reference::decode(language)));
    };
    let kind = reference::decode(written);
    // Rocket Loader puts an identifier before the type.
    let is_postponed = kind.split_once('-').is_some_and(|(start, rest)| {
        !start.is_empty() && start.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_script_type(rest)
    });
    kind.is_empty() || is_script_type(&kind) || is_postponed
}

fn is_script_type(kind: &str) -> bool {
    let kind = kind.trim_matches(|letter: char| letter.is_ascii_whitespace());
    let is_known = SCRIPTS.iter().any(|known| known.eq_ignore_ascii_case(kind));
    is_known
        || ["text/x-javascript", "text/partytown", "speculationrules"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(kind))
}

/// Whether the element hands something to scripts that read it. What describes the page to machines does not.
pub(crate) fn is_data(tag: &Tag<'_>) -> bool {
    let kind = reference::decode(tag.attribute(name::TYPE).unwrap_or_default()).to_ascii_lowercase();
    tag.attribute(name::SRC).is_none() && !script_runs(tag) && kind.trim() != "application/ld+json"
}

/// Whether the element may wait for another consent manager: a script that does not run, a frame without an address.
pub(crate) fn is_held_back(tag: &Tag<'_>, is_candidate: bool) -> bool {
    match tag.name {
        name::SCRIPT if !is_candidate => {
            let kind = reference::decode(tag.attribute(name::TYPE).unwrap_or_default()).to_ascii_lowercase();
            ["text/plain", "opt-in", "text/tc_privacy", "text/template"].contains(&kind.trim())
                || kind.starts_with("didomi/")
        }
        name::IFRAME => tag.attribute(name::SRC).is_none_or(|address| address.is_empty() || address == b"about:blank"),
        _ => false,
    }
}

/// Whether a visitor sees the frame and misses it when it waits.
pub(crate) fn is_frame_seen(tag: &Tag<'_>) -> bool {
    let is_dot = |side: Name| {
        tag.attribute(side).is_some_and(|length| matches!(length.strip_suffix(b"px").unwrap_or(length), b"0" | b"1"))
    };
    let style: String = reference::decode(tag.attribute(name::STYLE).unwrap_or_default())
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let is_hidden = tag.attribute(name::HIDDEN).is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || (is_dot(name::WIDTH) && is_dot(name::HEIGHT));
    !is_hidden
}

/// The name of an element, for reports.
pub(crate) fn label(name: Name) -> &'static str {
    const LABELS: [(Name, &str); 22] = [
        (name::SCRIPT, "script"),
        (name::IFRAME, "iframe"),
        (name::IMG, "img"),
        (name::LINK, "link"),
        (name::STYLE, "style"),
        (name::NOSCRIPT, "noscript"),
        (name::VIDEO, "video"),
        (name::AUDIO, "audio"),
        (name::SOURCE, "source"),
        (name::TRACK, "track"),
        (name::EMBED, "embed"),
        (name::OBJECT, "object"),
        (name::PICTURE, "picture"),
        (name::INPUT, "input"),
        (name::FRAME, "frame"),
        (name::IMAGE, "image"),
        (name::USE, "use"),
        (name::FEIMAGE, "feImage"),
        (name::SVG, "svg"),
        (name::BODY, "body"),
        (name::TABLE, "table"),
        (name::MATH, "math"),
    ];
    LABELS.iter().find(|(known, _)| *known == name).map_or("element", |(_, label)| label)
}
