//! One tag and its attributes, as ranges of bytes of the page. It does not know what they mean.

use std::ops::Range;

use memchr::memchr;

use crate::name::{self, Name};

/// The namespace of an element (HTML Standard, section 13.2.6, "Tree construction").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG.
    Svg,
    /// MathML.
    Math,
}

/// A start or end tag. Offsets are in bytes of the page.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Tag<'p> {
    page: &'p [u8],
    /// Offset of its `<`.
    pub start: usize,
    /// Offset of the byte after its `>`.
    pub end: usize,
    /// Offset of the byte after its name.
    pub name_end: usize,
    /// Its name; in XML, the local part of it.
    pub name: Name,
    /// Whether its element can matter by its attributes only, as [`name::is_plain`] says.
    pub is_plain: bool,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Whether it ends with `/>`.
    pub is_self_closing: bool,
    /// The namespace of its element; for an end tag, the namespace in which it stands.
    pub namespace: Namespace,
    /// Whether no element of SVG or MathML was open before it.
    pub is_outside_foreign: bool,
}

impl<'p> Tag<'p> {
    /// Reads the tag whose `<` is at `start`. Precondition: a letter follows, after a `/` in an end tag. `None` when the page
    /// ends within the tag.
    pub(crate) fn read(page: &'p [u8], start: usize) -> Option<Tag<'p>> {
        let is_end = page.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(is_end);
        let name_end = name_start + page[name_start..].iter().position(|byte| ends_name(*byte))?;
        let name = Name::of(&page[name_start..name_end]);
        let mut attributes = Attributes { page, at: name_end, is_self_closing: false, has_ended: false };
        if page[name_end] == b'>' {
            // Most tags have no attributes.
            (attributes.at, attributes.has_ended) = (name_end + 1, true);
        }
        while attributes.step().is_some() {}
        attributes.has_ended.then(|| Tag {
            page,
            start,
            end: attributes.at,
            name_end,
            name,
            is_plain: name::is_plain(name),
            is_end,
            is_self_closing: attributes.is_self_closing,
            namespace: Namespace::Html,
            is_outside_foreign: true,
        })
    }

    /// The offset of the byte after the `>` of the tag at `start`, if it is one of a plain element; finds tags that can be
    /// skipped. Precondition: `page[start]` is `<`; anything may follow.
    pub(crate) fn plain_end(page: &'p [u8], start: usize) -> Option<usize> {
        let name_start = start + 1 + usize::from(page.get(start + 1) == Some(&b'/'));
        let at = name_start + name::plain_length(&page[name_start..])?;
        if page[at] == b'>' {
            return Some(at + 1);
        }
        let mut attributes = Attributes { page, at, is_self_closing: false, has_ended: false };
        while attributes.step().is_some() {}
        attributes.has_ended.then_some(attributes.at)
    }

    /// Reads its name as in XML: the part after the prefix counts. Elements named like those of SVG that fetch are taken for
    /// these, as the namespace that a prefix stands for is not resolved.
    pub(crate) fn resolve_xml_name(&mut self) {
        let raw_name = self.raw_name();
        if let Some(colon) = raw_name.iter().position(|byte| *byte == b':') {
            self.name = Name::of(&raw_name[colon + 1..]);
            self.is_plain = false;
        }
        if matches!(self.name, name::IMAGE | name::USE | name::FEIMAGE) {
            self.namespace = Namespace::Svg;
        }
    }

    /// From its `<` to its `>`.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Its attributes, in order; of two with the same name browsers ignore the second.
    pub fn attributes(&self) -> Attributes<'p> {
        Attributes { page: self.page, at: self.name_end, is_self_closing: false, has_ended: false }
    }

    /// The value of an attribute as written, with references; empty when it has none. `None` without the attribute.
    pub fn attribute(&self, name: Name) -> Option<&'p [u8]> {
        debug_assert_ne!(name, Name::OTHER, "such a name equals nothing");
        self.attributes().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }

    /// Its name as written, in its author's case.
    pub fn raw_name(&self) -> &'p [u8] {
        &self.page[self.start + 1 + usize::from(self.is_end)..self.name_end]
    }

    /// The name of one of its attributes as written.
    pub fn raw_name_of(&self, attribute: &Attribute<'_>) -> &'p [u8] {
        &self.page[attribute.name_range.clone()]
    }

    /// The name of one of its attributes in lower case, and its value as written.
    pub fn name_and_value(&self, attribute: &Attribute<'_>) -> (String, String) {
        let name = String::from_utf8_lossy(self.raw_name_of(attribute)).to_ascii_lowercase();
        (name, String::from_utf8_lossy(attribute.value).into_owned())
    }

    /// Whether the tag has an attribute whose name is written exactly so, in this case.
    pub fn has_raw_attribute(&self, attribute: &[u8]) -> bool {
        self.attributes().any(|found| self.raw_name_of(&found) == attribute)
    }
}

fn ends_name(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// One attribute. Offsets are in bytes of the page.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Attribute<'p> {
    /// Its name.
    pub name: Name,
    /// The range of its name.
    pub name_range: Range<usize>,
    /// Its value as written, without quotes.
    pub value: &'p [u8],
    /// Offset of its value, behind an opening quote; the end of its name when it has no value.
    pub value_start: usize,
}

impl Attribute<'_> {
    /// Whether its value is quoted. `tag` is the tag that it was read from.
    pub fn is_quoted(&self, tag: &Tag<'_>) -> bool {
        self.end(tag.page) > self.value_start + self.value.len()
    }

    /// The offset of the byte after it and its closing quote.
    pub fn end(&self, page: &[u8]) -> usize {
        let end = self.value_start + self.value.len();
        let quote = page[self.name_range.end..self.value_start].last().filter(|byte| matches!(byte, b'"' | b'\''));
        end + usize::from(quote.is_some() && page.get(end) == quote)
    }
}

/// Reads the attributes of a tag up to its `>`.
#[derive(Debug)]
pub struct Attributes<'p> {
    page: &'p [u8],
    at: usize,
    is_self_closing: bool,
    has_ended: bool,
}

impl Attributes<'_> {
    fn skip_spaces(&mut self) {
        while self.page.get(self.at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Moves to the name of the next attribute; `false` when the tag or the page ends before one.
    fn reach_name(&mut self) -> bool {
        loop {
            self.skip_spaces();
            match self.page.get(self.at) {
                None => return false,
                Some(b'>') => {
                    self.at += 1;
                    self.has_ended = true;
                    return false;
                }
                Some(b'/') => {
                    self.at += 1;
                    self.is_self_closing = self.page.get(self.at) == Some(&b'>');
                }
                Some(_) => return true,
            }
        }
    }

    /// Moves to the first byte for which `ends` holds, and gives the range before it. `None` when the page has no such byte.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> Option<Range<usize>> {
        let start = self.at;
        self.at += self.page[start..].iter().position(|byte| ends(*byte))?;
        Some(start..self.at)
    }

    /// The ranges of the next attribute's name and value.
    #[inline(always)] // where attributes are only skipped, the ranges are optimised away
    fn step(&mut self) -> Option<(Range<usize>, Range<usize>)> {
        if self.has_ended || !self.reach_name() {
            return None;
        }
        let start = self.at;
        // An equals sign that starts a name is part of it.
        self.at += 1;
        self.until(|byte| ends_name(byte) || byte == b'=')?;
        let name = start..self.at;
        self.skip_spaces();
        let value = match self.page.get(self.at)? {
            b'=' => self.value()?,
            _ => name.end..name.end,
        };
        Some((name, value))
    }

    fn value(&mut self) -> Option<Range<usize>> {
        self.at += 1;
        self.skip_spaces();
        match *self.page.get(self.at)? {
            quote @ (b'"' | b'\'') => {
                let start = self.at + 1;
                let end = start + memchr(quote, &self.page[start..])?;
                self.at = end + 1;
                Some(start..end)
            }
            b'>' => Some(self.at..self.at),
            _ => self.until(|byte| byte.is_ascii_whitespace() || byte == b'>'),
        }
    }
}

impl<'p> Iterator for Attributes<'p> {
    type Item = Attribute<'p>;

    fn next(&mut self) -> Option<Attribute<'p>> {
        let (name, value) = self.step()?;
        Some(Attribute {
            name: Name::of(&self.page[name.clone()]),
            name_range: name,
            value: &self.page[value.clone()],
            value_start: value.start,
        })
    }
}
