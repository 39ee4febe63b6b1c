//! Which elements of HTML and SVG fetch something, and by which attributes. It reads no address.

use charte_html::name::{self, Name};
use charte_html::{Namespace, Tag, reference};

/// Link types (`rel`) of `<link>` that fetch nothing and open no connection. All others count as fetching, unknown ones too.
const NOT_FETCHING: [&[u8]; 34] = [
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

/// The types of scripts that browsers run: `module`, and the JavaScript MIME type essence strings (MIME Sniffing Standard,
/// section 4.6).
const SCRIPT_TYPES: [&str; 16] = [
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

/// Whether the element may fetch by its attributes.
pub(crate) fn may_fetch(tag: &Tag<'_>) -> bool {
    match (tag.namespace, tag.name) {
        // Firefox fetches a script of any `language` ahead, also one that does not run.
        (Namespace::Html | Namespace::Svg, name::SCRIPT) => script_runs(tag) || tag.attribute(name::TYPE).is_none(),
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

/// Whether an element that may fetch fetches the address in this attribute.
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

/// Whether a `<link>` has a link type that fetches.
fn link_fetches(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default()).to_ascii_lowercase();
    let is_harmless = |relation: &str| NOT_FETCHING.contains(&relation.as_bytes()) || relation.contains(':');
    // Browsers know no link type with `.` or `:`: these come from vocabularies, such as `dcterms.license`, or are addresses.
    relations.split_ascii_whitespace().any(|relation| !is_harmless(relation) && !relation.contains('.'))
}

/// Whether a `<link>` makes browsers fetch a file ahead of its use.
pub(crate) fn is_preload(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default()).to_ascii_lowercase();
    relations.split_ascii_whitespace().any(|relation| matches!(relation, "preload" | "modulepreload"))
}

/// Whether a `<link>` is a style sheet.
pub(crate) fn is_stylesheet(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default());
    relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("stylesheet"))
}

/// Whether a `<link>` is a style sheet and has no other link type that fetches.
pub(crate) fn is_only_stylesheet(tag: &Tag<'_>) -> bool {
    let relations = reference::decode(tag.attribute(name::REL).unwrap_or_default()).to_ascii_lowercase();
    is_stylesheet(tag) && relations.split_ascii_whitespace().all(|word| matches!(word, "stylesheet" | "alternate"))
}

/// Whether the element fetches the image in its `background` attribute.
fn has_background(tag: &Tag<'_>) -> bool {
    const TFOOT: Name = Name::of(b"tfoot");
    matches!(tag.name, name::BODY | name::TABLE | name::TBODY | name::THEAD | name::TR | name::TD | name::TH | TFOOT)
        && tag.attribute(name::BACKGROUND).is_some()
}

/// Whether a script runs: in the browser, or by a library that runs scripts of its own type, such as Partytown.
pub(crate) fn script_runs(tag: &Tag<'_>) -> bool {
    let Some(written) = tag.attribute(name::TYPE) else {
        let language = tag.attribute(name::LANGUAGE).unwrap_or_default();
        return language.is_empty() || is_script_type(&format!("text/{}", reference::decode(language)));
    };
    let kind = reference::decode(written);
    // Cloudflare's Rocket Loader writes `0123abcd-text/javascript` and runs these scripts itself.
    let is_postponed = kind.split_once('-').is_some_and(|(start, rest)| {
        !start.is_empty() && start.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_script_type(rest)
    });
    kind.is_empty() || is_script_type(&kind) || is_postponed
}

fn is_script_type(kind: &str) -> bool {
    let kind = kind.trim_matches(|letter: char| letter.is_ascii_whitespace());
    let is_known = SCRIPT_TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind));
    is_known
        || ["text/x-javascript", "text/partytown", "speculationrules"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(kind))
}

/// Whether a script is a data block (HTML Standard, section 4.12.1) that scripts of the page may read. JSON-LD describes the page
/// to search engines, and is none of these.
pub(crate) fn is_data_block(tag: &Tag<'_>) -> bool {
    let kind = reference::decode(tag.attribute(name::TYPE).unwrap_or_default()).to_ascii_lowercase();
    tag.attribute(name::SRC).is_none() && !script_runs(tag) && kind.trim() != "application/ld+json"
}

/// Whether another consent manager may hold the element: a script that does not run, or a frame without an address.
pub(crate) fn may_be_held_elsewhere(tag: &Tag<'_>, may_fetch: bool) -> bool {
    match tag.name {
        name::SCRIPT if !may_fetch => {
            let kind = reference::decode(tag.attribute(name::TYPE).unwrap_or_default()).to_ascii_lowercase();
            ["text/plain", "opt-in", "text/tc_privacy", "text/template"].contains(&kind.trim())
                || kind.starts_with("didomi/")
        }
        name::IFRAME => tag.attribute(name::SRC).is_none_or(|address| address.is_empty() || address == b"about:blank"),
        _ => false,
    }
}

/// Whether a frame is visible, so that it needs a placeholder while it waits.
pub(crate) fn is_frame_visible(tag: &Tag<'_>) -> bool {
    let is_tiny = |side: Name| {
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
        || (is_tiny(name::WIDTH) && is_tiny(name::HEIGHT));
    !is_hidden
}

/// The name of an element as reports write it; `element` for all that have no contacts.
pub(crate) fn report_name(name: Name) -> &'static str {
    const NAMES: [(Name, &str); 22] = [
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
    NAMES.iter().find(|(known, _)| *known == name).map_or("element", |(_, written)| written)
}
