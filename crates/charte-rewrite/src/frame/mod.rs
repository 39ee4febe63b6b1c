//! Makes the page of the charter out of a page of the site. Its header, navigation and footer (the frame) stay; its main content,
//! and metadata in its head that are about the page itself, are replaced; its relative addresses still lead to the same targets.
//! It knows no charter and no disk.

mod moved;

use std::ops::Range;

use charte_html::name::{self, Name};
use charte_html::{Encoding, Namespace, Scanner, Tag, reference};

use crate::frame::moved::Move;

/// Names of `<meta>` elements that describe the page itself, and are removed.
const DESCRIPTIONS: [&str; 4] = ["description", "og:description", "twitter:description", "keywords"];
/// Names of `<meta>` elements that get the new title.
const TITLES: [&str; 2] = ["og:title", "twitter:title"];
/// Link types for other versions of the page, whose links are removed.
const OTHER_FORMS: [&[u8]; 3] = [b"amphtml", b"prev", b"next"];

/// A page of the site, and what to make of it.
#[derive(Debug, Clone, Copy)]
pub struct Framed<'a> {
    /// The page, without insertions of charte's.
    pub page: &'a [u8],
    /// The path of that page in the site, with `/` between names.
    pub from: &'a str,
    /// The path of the page to make.
    pub to: &'a str,
    /// Its language, as in the `lang` attribute.
    pub language: &'a str,
    /// The direction of that language: `ltr` or `rtl`.
    pub direction: &'a str,
    /// Its title, as text.
    pub title: &'a str,
    /// Its absolute address.
    pub canonical: &'a str,
    /// The page in each language, as `hreflang` and absolute address; empty if there is only one language.
    pub alternates: &'a [(String, String)],
    /// Its main content, HTML in ASCII.
    pub content: &'a str,
}

impl Framed<'_> {
    /// The page, in the encoding of the one that it is made of. `None` if that has no main content ([`main_range`]), or if its encoding
    /// is not read.
    pub fn make(&self) -> Option<Vec<u8>> {
        let encoding = Encoding::detect(self.page).ok()?;
        let page = encoding.decode(self.page)?;
        let main = main_range(&page)?;
        let mut changes = Changes {
            framed: self,
            page: &page,
            moving: Move::between(self.from, self.to),
            keeps_addresses: false,
            has_title: false,
            changes: Vec::new(),
        };
        let mut scanner = Scanner::new(&page);
        while let Some(tag) = scanner.next() {
            if !main.contains(&tag.start) && !tag.is_end {
                changes.take(&tag, &mut scanner);
            }
        }
        changes.changes.push((main, self.content.to_owned()));
        Some(encoding.encode(changes.apply()))
    }
}

/// The range of bytes of the main content of a page: that of its first `<main>`, else of its first element with `role="main"`.
pub fn main_range(page: &[u8]) -> Option<Range<usize>> {
    let is_main = |tag: &Tag<'_>| tag.name == name::MAIN;
    let has_role = |tag: &Tag<'_>| tag.attribute(name::ROLE).is_some_and(|role| role.eq_ignore_ascii_case(b"main"));
    content(page, is_main).or_else(|| content(page, has_role))
}

/// The range of the content of the first wanted element outside templates.
fn content(page: &[u8], is_wanted: impl Fn(&Tag<'_>) -> bool) -> Option<Range<usize>> {
    let mut scanner = Scanner::new(page);
    let mut templates = 0_usize;
    let start = loop {
        let tag = scanner.next()?;
        match (tag.name == name::TEMPLATE, tag.is_end) {
            (true, true) => templates = templates.saturating_sub(1),
            (true, false) => templates += 1,
            _ if !tag.is_end && tag.namespace == Namespace::Html && templates == 0 && is_wanted(&tag) => break tag,
            _ => {}
        }
    };
    let mut depth = 1_usize;
    loop {
        let tag = scanner.find(|tag| tag.name == start.name)?;
        depth = if tag.is_end { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return Some(start.end..tag.start);
        }
    }
}

/// Collects the changes to the page.
struct Changes<'a> {
    framed: &'a Framed<'a>,
    page: &'a [u8],
    moving: Move,
    /// Whether a `<base>` came: only its own address has to change, as the others are relative to it.
    keeps_addresses: bool,
    has_title: bool,
    /// Ranges of the page, with their new text.
    changes: Vec<(Range<usize>, String)>,
}

impl Changes<'_> {
    fn take(&mut self, tag: &Tag<'_>, scanner: &mut Scanner<'_>) {
        match tag.name {
            name::HTML => self.set_language(tag),
            name::TITLE if tag.namespace == Namespace::Html && !self.has_title => {
                self.has_title = true;
                self.changes.push((tag.start..tag.start, self.alternates()));
                let end = scanner.next().map_or(self.page.len(), |end| end.start);
                self.changes.push((tag.end..end, escape(self.framed.title)));
            }
            name::META => self.take_meta(tag),
            name::LINK if self.take_link(tag) => return,
            name::STYLE if scanner.is_in_text() && !self.keeps_addresses => {
                let end = scanner.next().map_or(self.page.len(), |end| end.start);
                self.changes.extend(self.moving.styles(self.page, tag.end..end));
            }
            _ => {}
        }
        if !self.keeps_addresses {
            self.changes.extend(self.moving.attributes(self.page, tag));
        }
        self.keeps_addresses |= tag.name == name::BASE && tag.attribute(name::HREF).is_some();
    }

    /// Sets the language and its direction. Without `dir` the direction is `ltr`, so that only `rtl` needs one.
    fn set_language(&mut self, tag: &Tag<'_>) {
        let Framed { language, direction, .. } = *self.framed;
        let mut missing = String::new();
        if tag.attribute(name::LANG).is_none() {
            missing.push_str(&format!(" lang=\"{}\"", escape(language)));
        }
        if tag.attribute(name::DIR).is_none() && direction != "ltr" {
            missing.push_str(&format!(" dir=\"{direction}\""));
        }
        if !missing.is_empty() {
            let offset = tag.start + "<html".len();
            self.changes.push((offset..offset, missing));
        }
        for (name, value) in [(name::LANG, language), (name::XML_LANG, language), (name::DIR, direction)] {
            self.set_value(tag, name, value);
        }
    }

    /// The `<link rel=alternate>` elements for the page in each language.
    fn alternates(&self) -> String {
        let link = |(language, address): &(String, String)| {
            format!("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">\n", escape(language), escape(address))
        };
        self.framed.alternates.iter().map(link).collect()
    }

    fn take_meta(&mut self, tag: &Tag<'_>) {
        let name = tag.attribute(name::NAME).or_else(|| tag.attribute(Name::of(b"property"))).unwrap_or_default();
        let name = reference::decode(name).to_ascii_lowercase();
        if DESCRIPTIONS.contains(&name.as_str()) {
            self.changes.push((tag.range(), String::new()));
        } else if TITLES.contains(&name.as_str()) {
            self.set_value(tag, name::CONTENT, self.framed.title);
        } else if name == "og:url" {
            self.set_value(tag, name::CONTENT, self.framed.canonical);
        }
    }

    /// Changes or removes a link that is about the page itself. `false` for any other link.
    fn take_link(&mut self, tag: &Tag<'_>) -> bool {
        let relations = tag.attribute(name::REL).unwrap_or_default();
        let has = |wanted: &[u8]| {
            relations.split(|byte| byte.is_ascii_whitespace()).any(|word| word.eq_ignore_ascii_case(wanted))
        };
        let is_other_language = has(b"alternate") && tag.attribute(name::HREFLANG).is_some();
        if is_other_language || OTHER_FORMS.iter().any(|form| has(form)) {
            self.changes.push((tag.range(), String::new()));
            return true;
        }
        if has(b"canonical") {
            self.set_value(tag, name::HREF, self.framed.canonical);
            return true;
        }
        false
    }

    /// Replaces the value of an attribute, if the tag has it with a value.
    fn set_value(&mut self, tag: &Tag<'_>, name: Name, value: &str) {
        let Some(attribute) = tag.attributes().find(|attribute| attribute.name == name) else { return };
        let range = attribute.value_start..attribute.value_start + attribute.value.len();
        let is_quoted = matches!(self.page.get(range.start.saturating_sub(1)), Some(b'"' | b'\''));
        let text = if is_quoted { escape(value) } else { format!("\"{}\"", escape(value)) };
        if range.start > attribute.name_range.end {
            self.changes.push((range, text));
        }
    }

    fn apply(mut self) -> Vec<u8> {
        self.changes.sort_by_key(|(range, _)| (range.start, range.end));
        let mut result = Vec::with_capacity(self.page.len() + self.framed.content.len());
        let mut at = 0;
        for (range, text) in &self.changes {
            if range.start >= at {
                result.extend_from_slice(&self.page[at..range.start]);
                result.extend_from_slice(text.as_bytes());
                at = range.end;
            }
        }
        result.extend_from_slice(&self.page[at..]);
        result
    }
}

/// Text as HTML in ASCII, valid in any encoding and in any quotes.
fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' => result.push_str(&format!("&#{};", u32::from(letter))),
            letter if letter.is_ascii() => result.push(letter),
            letter => result.push_str(&format!("&#{};", u32::from(letter))),
        }
    }
    result
}
