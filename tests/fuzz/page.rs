//! What must hold for any page: a build removes nothing, a second one changes nothing, a build by another portal over it
//! equals the build of the original, and the browser's tree stays as it is. The tags are compared with `lol_html`, the tree
//! with `html5ever`.

#[path = "tree.rs"]
mod tree;

use std::cell::RefCell;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use charte_build::prepare::{self, Portal};
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::{check as checks, manifest};
use charte_html::{Encoding, Scanner, Syntax};
use charte_rewrite::{Embed, Markup, Needs, Rules, rewrite, strip};
use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element};

/// Two portals that have nothing in common.
struct Portals {
    strict: Portal,
    lenient: Portal,
}

/// Every known service waits, everything else is blocked, in two languages.
const STRICT: &str = r#"
version = 1
[publisher]
name = "Éditeur"
contact = "contact@example.org"
dpo = "dpo@example.org"
[portal.strict]
name = "Portail « strict »"
url = "https://www.example.org/docs/"
input = "public"
languages = ["fr", "en"]
updated = 2026-11-23
services = ["matomo", "google-analytics", "youtube", "google-fonts", "openstreetmap"]
"#;

/// Another folder, another language, nothing waits.
const LENIENT: &str = r#"
version = 1
[publisher]
name = "Publisher"
contact = "contact@example.org"
dpo = "dpo@example.org"
[portal.lenient]
name = "Lenient"
url = "https://example.net"
input = "public"
folder = "cookies-and-more"
languages = ["en"]
unknown = "allow"
updated = 2026-11-23
services = ["opendatasoft"]
"#;

fn portals() -> &'static Portals {
    static PORTALS: OnceLock<Portals> = OnceLock::new();
    PORTALS.get_or_init(|| {
        let catalogue = Catalogue::embedded();
        let portal = |text: &str| {
            let (manifest, _) = manifest::parse("charte.toml", text);
            let charter: Charter = checks::check(&manifest, &catalogue).0.remove(0);
            let ready = prepare::ready(&charter, Path::new("."), &catalogue);
            ready.unwrap_or_else(|findings| panic!("the portal has faults: {findings:?}"))
        };
        Portals { strict: portal(STRICT), lenient: portal(LENIENT) }
    })
}

/// Checks every promise for this input: as a page, and as a choice among names of elements.
pub(crate) fn check(input: &[u8]) {
    check_promises(input, "index.html");
    check_promises(input, "index.xhtml");
    check_promises(&in_utf16(input), "index.html");
    check_tree(input);
    check_names(&near_names(input));
}

fn build(page: &[u8], portal: &Portal, name: &str) -> Vec<u8> {
    rewrite(page, &portal.rules(Path::new(name), None)).edits.apply(page)
}

/// What must hold for the build of a page that may have been built before.
fn check_promises(page: &[u8], name: &str) {
    let Portals { strict, lenient } = portals();
    let syntax = Syntax::of_file(Path::new(name));
    let built = build(page, strict, name);
    let other = build(page, lenient, name);
    let author = strip(page, syntax);
    let shown = || format!("{name}: {}", String::from_utf8_lossy(&built));
    assert_eq!(strip(&built, syntax), author, "strip(build(page)) == strip(page): {}", shown());
    assert_eq!(strip(&other, syntax), author, "strip(build(page)) == strip(page), as {name}");
    assert_eq!(strip(&author, syntax), author, "strip(strip(page)) == strip(page), as {name}");
    assert_eq!(build(&built, strict, name), built, "build(build(page)) == build(page): {}", shown());
    assert!(rewrite(&built, &strict.rules(Path::new(name), None)).edits.is_noop(), "{}", shown());
    assert_eq!(build(&built, lenient, name), other, "build(c2, build(c1, page)) == build(c2, page): {}", shown());
    assert_eq!(build(&other, strict, name), built, "build(c2, build(c1, page)) == build(c2, page): {}", shown());
}

fn in_utf16(input: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(input);
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// A browser makes the same tree from a page and from the built page, except for what charte inserts. What is inserted at
/// the end of a body closes the author's paragraphs, which changes what follows the body in broken pages.
fn check_tree(page: &[u8]) {
    let Ok(text) = std::str::from_utf8(page) else { return };
    // Nothing distinguishes the author's own from charte's.
    if text.contains("data-charte")
        || text.contains("charteRun")
        || Encoding::detect(page) != Ok(Encoding::AsciiCompatible)
    {
        return;
    }
    let portal = &portals().strict;
    let rules = portal.rules(Path::new("index.html"), None);
    let with_link = tree::is_sound(text).then_some(rules);
    for rules in [Rules { markup: &WithoutLink(portal), ..rules }].into_iter().chain(with_link) {
        let built = rewrite(page, &rules).edits.apply(page);
        let built = String::from_utf8(built).unwrap_or_else(|error| panic!("no longer UTF-8: {error}"));
        if let Some(difference) = tree::difference(text, &built) {
            panic!("{difference}\nof {built}");
        }
    }
}

/// What is inserted into a portal's pages, without the link at their end.
struct WithoutLink<'a>(&'a Portal);

impl Markup for WithoutLink<'_> {
    fn language(&self, lang: Option<&str>) -> &str {
        self.0.language(lang)
    }

    fn head(&self, language: &str, needs: Needs) -> String {
        self.0.head(language, needs)
    }

    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String {
        self.0.placeholder(language, embed)
    }

    fn link(&self, _: &str) -> String {
        String::new()
    }

    fn charter(&self, language: &str) -> String {
        self.0.charter(language)
    }
}

/// Elements whose content is text, and those that a parser confuses if it does not compare whole names.
const TEXT: [&str; 12] = [
    "plaintext",
    "textarea",
    "noscript",
    "title",
    "script",
    "style",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "template",
    "p",
];

/// A page of tags whose names differ from these in one byte or none, with text and tags between them.
fn near_names(input: &[u8]) -> Vec<u8> {
    let mut page = b"<p>".to_vec();
    for choice in input.chunks_exact(4).take(64) {
        let [kind, which, at, letter] = [choice[0], choice[1], choice[2], choice[3]];
        let mut name = TEXT[usize::from(which) % TEXT.len()].as_bytes().to_vec();
        let at = usize::from(at) % name.len();
        match kind & 7 {
            0 => name[at] = letter,
            1 => name[at] ^= 1 << (letter & 7),
            2 => name[at] = name[at].to_ascii_uppercase(),
            3 => name.insert(at, letter),
            4 => drop(name.remove(at)),
            5 => name.rotate_left(at),
            _ => {}
        }
        page.extend_from_slice(if kind & 8 == 0 { b"<" } else { b"</" });
        page.extend_from_slice(&name);
        page.extend_from_slice(match kind >> 4 {
            0 => b" a='<b>'>",
            1 => b"/>",
            2 => b"\n>",
            3 => b" title=x ",
            4 => b"><i>",
            5 => b"><!--",
            6 => b">-->",
            _ => b">",
        });
    }
    page
}

/// The scanner finds the start tags that `lol_html` finds, at the same places.
fn check_names(page: &[u8]) {
    let ours: Vec<Range<usize>> = Scanner::new(page).filter(|tag| !tag.is_end).map(|tag| tag.range()).collect();
    assert_eq!(ours, theirs(page), "{}", String::from_utf8_lossy(page));
}

fn theirs(page: &[u8]) -> Vec<Range<usize>> {
    let found = RefCell::new(Vec::new());
    let note = element!("*", |element: &mut Element<'_, '_>| {
        found.borrow_mut().push(element.source_location().bytes());
        Ok(())
    });
    let mut rewriter =
        HtmlRewriter::new(Settings::new().with_strict(false).append_element_content_handler(note), |_: &[u8]| {});
    rewriter.write(page).unwrap_or_else(|error| panic!("lol_html: {error}"));
    rewriter.end().unwrap_or_else(|error| panic!("lol_html: {error}"));
    found.into_inner()
}
