//! Where a page takes charte's own insertions: the start of its head, the end of its footer or body. It knows what none of
//! them says.

use std::ops::Range;

use charte_html::syntax::Syntax;
use charte_html::tag::{Namespace, Tag};
use charte_html::{name, reference};

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
    /// The element that declares the encoding, if a browser finds it, and the encoding.
    charset: Option<(Range<usize>, String)>,
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
        let content = || reference::decode(tag.attribute(name::CONTENT).unwrap_or_default());
        let declared = match tag.attribute(name::CHARSET) {
            Some(charset) => Some(reference::decode(charset).into_owned()),
            None if kind.eq_ignore_ascii_case(b"content-type") => {
                content().split_once("charset=").map(|(_, charset)| charset.to_owned())
            }
            None => None,
        };
        if let Some(charset) = declared.filter(|_| self.charset.is_none() && tag.end <= PRESCAN) {
            let is_sign = |sign: &char| sign.is_ascii_alphanumeric() || "-_:.".contains(*sign);
            self.charset = Some((tag.range(), charset.trim().chars().take_while(is_sign).collect()));
        }
        if kind.eq_ignore_ascii_case(b"refresh") {
            let content = content().to_ascii_lowercase();
            let delay = content.split([';', ',', ' ']).find(|part| !part.is_empty()).unwrap_or_default();
            self.is_redirect |= delay.parse::<f32>() == Ok(0.0) && content.contains("url");
        }
    }

    /// Where the insertion of `length` bytes for the head goes, `before` telling what else is inserted before a place; and the
    /// encoding to declare in front of it, where something stands before the page's own declaration.
    pub(crate) fn head(
        &self,
        (page, syntax): (&[u8], Syntax),
        length: usize,
        before: impl Fn(usize) -> usize,
    ) -> (usize, Option<&str>) {
        let start = self.head.or(self.html).or(self.doctype).unwrap_or_else(|| start(page, syntax));
        match &self.charset {
            Some((place, charset)) if place.start >= start && place.end + before(place.end) + length > PRESCAN => {
                match is_blank(&page[start..place.start]) || charset.is_empty() {
                    true => (place.end, None),
                    false => (start, Some(charset)),
                }
            }
            _ => (start, None),
        }
    }

    /// Whether the declaration of the encoding is still found with the other insertions.
    pub(crate) fn keeps_charset(&self, is_copied: bool, before: impl Fn(usize) -> usize) -> bool {
        self.charset.as_ref().is_none_or(|(place, _)| is_copied || place.end + before(place.end) <= PRESCAN)
    }

    /// Where the link that reopens the choice goes; `end` is the end of a page that can be added to.
    pub(crate) fn link(&self, in_footer: bool, end: Option<usize>) -> Option<usize> {
        let footer = self.footers.last().filter(|_| in_footer);
        footer.or(self.bodies.last()).or(self.ends.last()).copied().or(end)
    }

    /// The document type declaration of a page without any tag after it.
    pub(crate) fn take_end(&mut self, doctype: Option<usize>) {
        if !self.has_content && self.html.is_none() {
            self.doctype = doctype;
        }
    }
}

/// Whether there is nothing but white space and whole comments.
fn is_blank(text: &[u8]) -> bool {
    let mut rest = text.trim_ascii_start();
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let Some(length) = memchr::memmem::find(comment, b"-->") else { return false };
        rest = comment[length + 3..].trim_ascii_start();
    }
    rest.is_empty()
}

/// The start of the page proper, after a byte order mark and an XML declaration, which ends where the scanner takes its end.
fn start(page: &[u8], syntax: Syntax) -> usize {
    let mark = if page.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let end: &[u8] = if syntax == Syntax::Xml { b"?>" } else { b">" };
    match page[mark..].starts_with(b"<?xml") {
        true => memchr::memmem::find(&page[mark..], end).map_or(mark, |length| mark + length + end.len()),
        false => mark,
    }
}
