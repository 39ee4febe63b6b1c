//! Where a page takes charte's own insertions: the start of its head, the end of its footer or body. It knows what none of
//! them says.

use std::ops::Range;

use super::foreign::Namespace;
use super::name;
use super::reference;
use super::tag::Tag;

/// Within so many bytes a browser looks for the declaration of the encoding.
const PRESCAN: usize = 1024;

/// The places of one page.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    doctype: Option<usize>,
    html: Option<usize>,
    head: Option<usize>,
    /// Whether a tag has come that can only stand in or after the head.
    pub(super) has_content: bool,
    /// The element that declares the encoding, if a browser finds it.
    charset: Option<Range<usize>>,
    footers: Vec<usize>,
    bodies: Vec<usize>,
    ends: Vec<usize>,
    /// The page is a set of frames.
    pub(crate) is_frameset: bool,
    /// The page only leads to another.
    pub(crate) is_redirect: bool,
    /// The page has an element that reopens the choice.
    pub(crate) has_opener: bool,
    /// The language that the page declares.
    pub(crate) language: Option<String>,
}

impl Anchors {
    /// Takes note of a tag of the document itself; `doctype` is where the declaration before it ends.
    pub(crate) fn take(&mut self, tag: &Tag<'_>, doctype: Option<usize>) {
        if !tag.is_outside || tag.namespace != Namespace::Html {
            self.has_content = true;
            return;
        }
        match (tag.closing, tag.name) {
            (false, name) => {
                if !self.has_content {
                    self.take_opening(tag, doctype);
                }
                match name {
                    name::META => self.take_meta(tag),
                    name::FRAMESET => self.is_frameset = true,
                    _ => {}
                }
            }
            (true, name::FOOTER) => self.footers.push(tag.start),
            (true, name::BODY) => self.bodies.push(tag.start),
            (true, name::HTML) => self.ends.push(tag.start),
            _ => {}
        }
    }

    fn take_opening(&mut self, tag: &Tag<'_>, doctype: Option<usize>) {
        self.doctype = doctype;
        match tag.name {
            name::HTML if self.html.is_none() => {
                self.html = Some(tag.end);
                let language = tag.attribute(name::LANG).or_else(|| tag.attribute(name::XML_LANG));
                self.language = language.map(|language| reference::decode(language).trim().to_owned());
            }
            name::HEAD => {
                self.head = Some(tag.end);
                self.has_content = true;
            }
            _ => self.has_content = true,
        }
    }

    fn take_meta(&mut self, tag: &Tag<'_>) {
        let kind = tag.attribute(name::HTTP_EQUIV).unwrap_or_default();
        let declares = tag.attribute(name::CHARSET).is_some() || kind.eq_ignore_ascii_case(b"content-type");
        if declares && self.charset.is_none() && tag.end <= PRESCAN {
            self.charset = Some(tag.range());
        }
        if kind.eq_ignore_ascii_case(b"refresh") {
            let content = reference::decode(tag.attribute(name::CONTENT).unwrap_or_default()).to_ascii_lowercase();
            let delay = content.split([';', ',', ' ']).find(|part| !part.is_empty()).unwrap_or_default();
            self.is_redirect |= delay.parse::<f32>() == Ok(0.0) && content.contains("url");
        }
    }

    /// Where the insertion of `length` bytes for the head goes, `before` telling what else is inserted before a place.
    pub(crate) fn head(&self, page: &[u8], length: usize, before: impl Fn(usize) -> usize) -> usize {
        let start = self.head.or(self.html).or(self.doctype).unwrap_or_else(|| start(page));
        match &self.charset {
            Some(charset) if charset.start >= start && charset.end + before(charset.end) + length > PRESCAN => {
                charset.end
            }
            _ => start,
        }
    }

    /// Whether the declaration of the encoding is still found with the other insertions.
    pub(crate) fn keeps_charset(&self, before: impl Fn(usize) -> usize) -> bool {
        self.charset.as_ref().is_none_or(|charset| charset.end + before(charset.end) <= PRESCAN)
    }

    /// Where the link that reopens the choice goes, not within `wrapped`; `end` is the end of a page that can be added to.
    pub(crate) fn link(&self, wrapped: &[Range<usize>], end: Option<usize>) -> Option<usize> {
        let last = |places: &[usize]| {
            places.iter().rev().find(|place| !wrapped.iter().any(|range| range.contains(place))).copied()
        };
        last(&self.footers).or_else(|| last(&self.bodies)).or_else(|| last(&self.ends)).or(end)
    }

    /// The document type declaration of a page without any tag after it.
    pub(crate) fn take_end(&mut self, doctype: Option<usize>) {
        if !self.has_content && self.html.is_none() {
            self.doctype = doctype;
        }
    }
}

/// The start of the page proper, after a byte order mark and an XML declaration.
fn start(page: &[u8]) -> usize {
    let mark = if page.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    match page[mark..].starts_with(b"<?xml") {
        true => memchr::memchr(b'>', &page[mark..]).map_or(mark, |length| mark + length + 1),
        false => mark,
    }
}
