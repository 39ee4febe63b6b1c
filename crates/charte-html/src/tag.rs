//! One tag and its attributes, as bytes of the page. It knows where they stand, not what they mean.

use std::ops::Range;

use memchr::memchr;

use crate::name::{self, Name};

/// The language that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG.
    Svg,
    /// MathML.
    Math,
}

/// A start or end tag.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'p> {
    page: &'p [u8],
    /// Where its `<` is.
    pub start: usize,
    /// Where the byte after its `>` is.
    pub end: usize,
    /// Where the byte after its name is.
    pub name_end: usize,
    /// Its name.
    pub name: Name,
    /// Whether nothing but its attributes can matter.
    pub is_plain: bool,
    /// Whether it is an end tag.
    pub closing: bool,
    /// Whether it ends with `/>`.
    pub self_closing: bool,
    /// The namespace of its element, or the one in which an end tag stands.
    pub namespace: Namespace,
    /// Whether no foreign element was open before it.
    pub is_outside: bool,
}

impl<'p> Tag<'p> {
    /// Reads the tag whose `<` is at `start`; a letter is known to follow, after a `/` in an end tag. `None` when the
    /// page ends first.
    pub fn read(page: &'p [u8], start: usize) -> Option<Tag<'p>> {
        let closing = page.get(start + 1) == Some(&b'/');
        let name_start = start + 1 + usize::from(closing);
        let name_end = name_start + page[name_start..].iter().position(|byte| ends_name(*byte))?;
        let name = Name::of(&page[name_start..name_end]);
        let mut attributes = Attributes { page, at: name_end, self_closing: false, ended: false };
        if page[name_end] == b'>' {
            // As most tags are.
            (attributes.at, attributes.ended) = (name_end + 1, true);
        }
        while attributes.step().is_some() {}
        attributes.ended.then(|| Tag {
            page,
            start,
            end: attributes.at,
            name_end,
            name,
            is_plain: name::is_plain(name),
            closing,
            self_closing: attributes.self_closing,
            namespace: Namespace::Html,
            is_outside: true,
        })
    }

    /// Where the byte after the `>` of the tag at `start` is, if its element is known to be plain: for tags that nobody wants
    /// to see. Nothing else need be there but a `<`.
    pub fn plain_end(page: &'p [u8], start: usize) -> Option<usize> {
        let name_start = start + 1 + usize::from(page.get(start + 1) == Some(&b'/'));
        let at = name_start + name::plain_length(&page[name_start..])?;
        if page[at] == b'>' {
            return Some(at + 1);
        }
        let mut attributes = Attributes { page, at, self_closing: false, ended: false };
        while attributes.step().is_some() {}
        attributes.ended.then_some(attributes.at)
    }

    /// Reads its name as XML does: the local one counts, and those of SVG that fetch are SVG's.
    pub fn settle_xml(&mut self) {
        let label = self.label();
        if let Some(colon) = label.iter().position(|byte| *byte == b':') {
            self.name = Name::of(&label[colon + 1..]);
            self.is_plain = false;
        }
        if matches!(self.name, name::IMAGE | name::USE | name::FEIMAGE) {
            self.namespace = Namespace::Svg;
        }
    }

    /// Its bytes' place.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Its attributes, in order.
    pub fn attributes(&self) -> Attributes<'p> {
        Attributes { page: self.page, at: self.name_end, self_closing: false, ended: false }
    }

    /// The value of an attribute as written; empty when it has none.
    pub fn attribute(&self, name: Name) -> Option<&'p [u8]> {
        debug_assert_ne!(name, Name::OTHER, "such a name says nothing");
        self.attributes().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }

    /// Its name, in its author's letters.
    pub fn label(&self) -> &'p [u8] {
        &self.page[self.start + 1 + usize::from(self.closing)..self.name_end]
    }

    /// The name of one of its attributes, in its author's letters.
    pub fn label_of(&self, attribute: &Attribute<'_>) -> &'p [u8] {
        &self.page[attribute.place.clone()]
    }

    /// The name of one of its attributes in lower case, and its value.
    pub fn written(&self, attribute: &Attribute<'_>) -> (String, String) {
        let name = String::from_utf8_lossy(self.label_of(attribute)).to_ascii_lowercase();
        (name, String::from_utf8_lossy(attribute.value).into_owned())
    }

    /// Whether the tag has this attribute, in these very letters.
    pub fn is_marked(&self, attribute: &[u8]) -> bool {
        self.attributes().any(|found| self.label_of(&found) == attribute)
    }
}

fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

/// What HTML calls ASCII white space.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c')
}

/// One attribute.
#[derive(Debug, Clone)]
pub struct Attribute<'p> {
    /// Its name.
    pub name: Name,
    /// Where its name stands.
    pub place: Range<usize>,
    /// Its value as written, without quotes.
    pub value: &'p [u8],
    /// Where its value starts; the end of its name when it has none.
    pub value_start: usize,
}

impl Attribute<'_> {
    /// Whether its value stands in quotes, in the tag that it is of.
    pub fn is_quoted(&self, tag: &Tag<'_>) -> bool {
        self.end(tag.page) > self.value_start + self.value.len()
    }

    /// Where the byte after it is, its closing quote included.
    pub fn end(&self, page: &[u8]) -> usize {
        let end = self.value_start + self.value.len();
        let quote = page[self.place.end..self.value_start].last().filter(|byte| matches!(byte, b'"' | b'\''));
        end + usize::from(quote.is_some() && page.get(end) == quote)
    }
}

/// The attributes of a tag, read one by one up to its `>`.
#[derive(Debug)]
pub struct Attributes<'p> {
    page: &'p [u8],
    at: usize,
    self_closing: bool,
    ended: bool,
}

impl Attributes<'_> {
    fn skip_spaces(&mut self) {
        while self.page.get(self.at).is_some_and(|byte| is_space(*byte)) {
            self.at += 1;
        }
    }

    /// Moves to the next attribute; `false` when the tag, or the page, ends first.
    fn reach_name(&mut self) -> bool {
        loop {
            self.skip_spaces();
            match self.page.get(self.at) {
                None => return false,
                Some(b'>') => {
                    self.at += 1;
                    self.ended = true;
                    return false;
                }
                Some(b'/') => {
                    self.at += 1;
                    self.self_closing = self.page.get(self.at) == Some(&b'>');
                }
                Some(_) => return true,
            }
        }
    }

    /// Reads to the first byte that `ends` the part; `None` when the page ends before it.
    fn part(&mut self, ends: impl Fn(u8) -> bool) -> Option<Range<usize>> {
        let start = self.at;
        self.at += self.page[start..].iter().position(|byte| ends(*byte))?;
        Some(start..self.at)
    }

    /// The places of the next attribute's name and value.
    #[inline(always)] // where they are only passed over, their places need not be told
    fn step(&mut self) -> Option<(Range<usize>, Range<usize>)> {
        if self.ended || !self.reach_name() {
            return None;
        }
        let start = self.at;
        // An equals sign that starts a name is part of it.
        self.at += 1;
        self.part(|byte| ends_name(byte) || byte == b'=')?;
        let place = start..self.at;
        self.skip_spaces();
        let value = match self.page.get(self.at)? {
            b'=' => self.value()?,
            _ => place.end..place.end,
        };
        Some((place, value))
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
            _ => self.part(|byte| is_space(byte) || byte == b'>'),
        }
    }
}

impl<'p> Iterator for Attributes<'p> {
    type Item = Attribute<'p>;

    fn next(&mut self) -> Option<Attribute<'p>> {
        let (place, value) = self.step()?;
        Some(Attribute {
            name: Name::of(&self.page[place.clone()]),
            place,
            value: &self.page[value.clone()],
            value_start: value.start,
        })
    }
}
