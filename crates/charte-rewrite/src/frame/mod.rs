//! Makes a page of charte's from a page of the site: its frame stays, its main content and what the head says of it change,
//! and its relative addresses lead where they led. It knows no charter and no disk.

mod moved;

use std::ops::Range;

use charte_html::name::{self, Name};
use charte_html::{Encoding, Namespace, Scanner, Tag, reference};

use crate::frame::moved::Move;

/// What the head says of the page itself and that is not true of another.
const DESCRIPTIONS: [&str; 4] = ["description", "og:description", "twitter:description", "keywords"];
const TITLES: [&str; 2] = ["og:title", "twitter:title"];
/// Links to other forms of the page.
const OTHER_FORMS: [&[u8]; 3] = [b"amphtml", b"prev", b"next"];

/// A page of the site and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub struct Framed<'a> {
    /// The page, without anything of charte's.
    pub page: &'a [u8],
    /// Its path in the site, with `/` between names.
    pub from: &'a str,
    /// The path of the page to make.
    pub to: &'a str,
    /// Its language.
    pub language: &'a str,
    /// The direction of that language: `ltr` or `rtl`.
    pub direction: &'a str,
    /// Its title, as text.
    pub title: &'a str,
    /// Its absolute address.
    pub canonical: &'a str,
    /// The page in each language: `hreflang` and absolute address; empty where there is one language.
    pub alternates: &'a [(String, String)],
    /// Its main content, HTML in ASCII.
    pub content: &'a str,
}

impl Framed<'_> {
    /// The page. `None` when nothing in the frame is its main content.
    pub fn make(&self) -> Option<Vec<u8>> {
        let encoding = Encoding::detect(self.page).ok()?;
        let page = encoding.decode(self.page)?;
        let main = main_range(&page)?;
        let mut making = Making {
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
                making.take(&tag, &mut scanner);
            }
        }
        making.changes.push((main, self.content.to_owned()));
        Some(encoding.encode(making.apply()))
    }
}

/// Where the main content of a page is: that of its first `<main>`, else of its first element with `role="main"`.
pub fn main_range(page: &[u8]) -> Option<Range<usize>> {
    let is_main = |tag: &Tag<'_>| tag.name == name::MAIN;
    let has_role = |tag: &Tag<'_>| tag.attribute(name::ROLE).is_some_and(|role| role.eq_ignore_ascii_case(b"main"));
    content(page, is_main).or_else(|| content(page, has_role))
}

/// The content of the first element that is asked for, outside templates.
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

/// A framed page in the making.
struct Making<'a> {
    framed: &'a Framed<'a>,
    page: &'a [u8],
    moving: Move,
    /// Whether relative addresses start from a `<base>`, which alone has to move.
    keeps_addresses: bool,
    has_title: bool,
    changes: Vec<(Range<usize>, String)>,
}

impl Making<'_> {
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

    /// Says the language and its direction. What has no `dir` runs from left to right, and needs none for it.
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
            let place = tag.start + "<html".len();
            self.changes.push((place..place, missing));
        }
        for (name, value) in [(name::LANG, language), (name::XML_LANG, language), (name::DIR, direction)] {
            self.set_value(tag, name, value);
        }
    }

    /// The links to the page in each language.
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

    /// Whether a link speaks of the page itself, and is changed or dropped.
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

    /// Gives an attribute that the tag has another value, in quotes.
    fn set_value(&mut self, tag: &Tag<'_>, name: Name, value: &str) {
        let Some(attribute) = tag.attributes().find(|attribute| attribute.name == name) else { return };
        let place = attribute.value_start..attribute.value_start + attribute.value.len();
        let is_quoted = matches!(self.page.get(place.start.saturating_sub(1)), Some(b'"' | b'\''));
        let text = if is_quoted { escape(value) } else { format!("\"{}\"", escape(value)) };
        if place.start > attribute.name_range.end {
            self.changes.push((place, text));
        }
    }

    fn apply(mut self) -> Vec<u8> {
        self.changes.sort_by_key(|(place, _)| (place.start, place.end));
        let mut result = Vec::with_capacity(self.page.len() + self.framed.content.len());
        let mut at = 0;
        for (place, text) in &self.changes {
            if place.start >= at {
                result.extend_from_slice(&self.page[at..place.start]);
                result.extend_from_slice(text.as_bytes());
                at = place.end;
            }
        }
        result.extend_from_slice(&self.page[at..]);
        result
    }
}

/// Text as HTML in ASCII, right in any encoding and in any quotes.
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
