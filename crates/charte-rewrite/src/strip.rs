//! Strips what an earlier build inserted, and nothing else: elements with `data-charte-built` are removed, and what was inserted
//! into tags with `data-charte-held`. Text in scripts, comments and the like stays.

use std::borrow::Cow;
use std::ops::Range;

use charte_html::name::{self, Name};
use charte_html::splice::{self, Removed};
use charte_html::{Encoding, Namespace, Scanner, Seeker, Syntax, Tag, sniff};
use memchr::memmem;

use crate::document::ATTRIBUTES;
use crate::hold::{self, BUILT, HELD};

/// How often insertions within insertions are stripped. A build makes none; the limit keeps the time linear for hostile pages.
const MAX_ROUNDS: usize = 8;
/// After so many marked elements without an end tag, no more end tags are looked for. A build makes none; the limit keeps the
/// time linear for hostile pages.
const MAX_UNCLOSED: usize = 16;

/// The name of a processing instruction that links a style sheet; a build holds it by the prefix.
const STYLESHEET: &[u8] = b"xml-stylesheet";

/// A page in an ASCII-compatible encoding, as it was before any build.
pub(crate) fn strip_text(page: &[u8], syntax: Syntax) -> Cow<'_, [u8]> {
    Stripped::of(page, syntax).page
}

/// A page without insertions, and how its offsets relate to the page with them.
#[derive(Debug)]
pub(crate) struct Stripped<'p> {
    /// The page as it was.
    pub(crate) page: Cow<'p, [u8]>,
    /// Whether no mark of charte's is left where only a build puts one.
    pub(crate) is_clean: bool,
    /// What was removed, in the order of the rounds.
    rounds: Vec<Removed>,
}

impl<'p> Stripped<'p> {
    /// Strips a page. More than one round is needed only when somebody wrote insertions within insertions by hand.
    pub(crate) fn of(page: &'p [u8], syntax: Syntax) -> Self {
        let mut stripped = Stripped { page: Cow::Borrowed(page), is_clean: true, rounds: Vec::new() };
        while is_marked(&stripped.page) {
            let removals = Removals::of(&stripped.page, syntax);
            stripped.is_clean = removals.is_empty();
            if stripped.is_clean || stripped.rounds.len() == MAX_ROUNDS {
                return stripped;
            }
            stripped.page = Cow::Owned(splice::remove(&stripped.page, &removals));
            stripped.is_clean = true;
            stripped.rounds.push(Removed::new(&removals));
        }
        stripped
    }

    /// The offset, in the page with insertions, of the byte at `offset` of the page without.
    pub(crate) fn original_offset(&self, offset: usize) -> usize {
        self.rounds.iter().rev().fold(offset, |offset, removed| removed.original_offset(offset))
    }
}

/// Whether a page has text that looks like an insertion of a build: one search, since most pages have none.
fn is_marked(page: &[u8]) -> bool {
    let ends = [BUILT, HELD].map(|mark| &mark.as_bytes()[hold::PREFIX.len()..]);
    memmem::find_iter(page, hold::PREFIX).any(|at| {
        let (before, rest) = (&page[..at], &page[at + hold::PREFIX.len()..]);
        ends.iter().any(|end| rest.starts_with(end)) || is_declaration(before, rest)
    })
}

/// Whether a prefix between these switches off a link to a style sheet of XML, or a declaration of attributes.
fn is_declaration(before: &[u8], rest: &[u8]) -> bool {
    let is_sheet = before.ends_with(b"<?") && rest.starts_with(STYLESHEET);
    is_sheet || before.trim_ascii_end().ends_with(ATTRIBUTES.as_bytes())
}

/// The ranges to remove, as a pass over the page collects them.
#[derive(Debug, Default)]
struct Removals<'p> {
    page: &'p [u8],
    ranges: Vec<Range<usize>>,
    /// How many marked elements had no end tag.
    unclosed: usize,
    /// For each open `<template>`, whether charte inserted it.
    templates: Vec<bool>,
    /// Whether the content of a `<noscript>` is being read: a build inserts no element there.
    is_in_noscript: bool,
}

impl<'p> Removals<'p> {
    fn of(page: &'p [u8], syntax: Syntax) -> Vec<Range<usize>> {
        let mut removals = Removals { page, ..Removals::default() };
        removals.take_all(Scanner::with_syntax(page, syntax));
        if syntax == Syntax::Xml {
            removals.take_instructions();
        }
        removals.ranges
    }

    fn take_all(&mut self, mut scanner: Scanner<'p>) {
        let mut marks = Seeker::new(self.page, hold::PREFIX.as_bytes());
        loop {
            scanner.skip_plain_until(marks.next_from(scanner.offset()));
            let Some(tag) = scanner.next() else { return };
            let is_marked = !tag.is_end && marks.is_in(tag.range());
            if is_marked {
                self.ranges.extend(hold::find_insertions(&tag, self.page));
            }
            if tag.namespace == Namespace::Html && !self.is_in_noscript {
                let is_built = is_marked && tag.has_raw_attribute(BUILT.as_bytes());
                self.take(&tag, is_built, &mut scanner);
            }
        }
    }

    /// Removes the prefixes of processing instructions and declarations.
    fn take_instructions(&mut self) {
        let page = self.page;
        let names = memmem::find_iter(page, hold::PREFIX).map(|at| at..at + hold::PREFIX.len());
        let is_held = |name: &Range<usize>| is_declaration(&page[..name.start], &page[name.end..]);
        self.ranges.extend(names.filter(is_held));
        self.ranges.sort_by_key(|range| range.start);
    }

    fn take(&mut self, tag: &Tag<'_>, is_built: bool, scanner: &mut Scanner<'p>) {
        match (tag.name, tag.is_end) {
            (name::TEMPLATE, true) => {
                let is_built = self.templates.pop() == Some(true);
                self.ranges.extend(is_built.then(|| tag.range()));
            }
            (name::TEMPLATE, false) => {
                self.templates.push(is_built);
                if is_built {
                    self.ranges.push(tag.range());
                }
            }
            _ if is_built => self.remove_whole(tag, scanner),
            // Its content is text with scripting enabled, and HTML without: what is held in it is found by reading it again.
            (name::NOSCRIPT, false) if scanner.is_in_text() => {
                let end = scanner.next();
                let inner = tag.end..end.map_or(self.page.len(), |end| end.start);
                if memmem::find(&self.page[inner.clone()], HELD.as_bytes()).is_some() {
                    self.is_in_noscript = true;
                    self.take_all(Scanner::without_scripts(self.page, inner));
                    self.is_in_noscript = false;
                }
            }
            _ => {}
        }
    }

    /// Removes a marked element; only its start tag when it has no end tag, which no build leaves so.
    fn remove_whole(&mut self, tag: &Tag<'_>, scanner: &mut Scanner<'p>) {
        let may_have_end = !name::is_void(tag.name) && !tag.is_self_closing && self.unclosed < MAX_UNCLOSED;
        match may_have_end.then(|| end_tag(tag.name, scanner.clone())).flatten() {
            Some((end, after)) => {
                self.ranges.push(tag.start..end);
                *scanner = after;
            }
            None => {
                self.unclosed += usize::from(may_have_end);
                self.ranges.push(tag.range());
            }
        }
    }
}

/// The offset after the end tag of an element, and the scanner there; `scanner` is right after its start tag.
fn end_tag<'p>(name: Name, mut scanner: Scanner<'p>) -> Option<(usize, Scanner<'p>)> {
    scanner.skip_plain_until(0);
    let mut depth = 1_usize;
    while depth > 0 {
        let tag = scanner.find(|tag| tag.name == name)?;
        depth = if tag.is_end { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return Some((tag.end, scanner));
        }
    }
    None
}

/// The page as it was before any build: `strip(build(page)) == page`. A file that is no page of HTML, or whose encoding is not
/// read, stays as it is.
pub fn strip(page: &[u8], syntax: Syntax) -> Cow<'_, [u8]> {
    let Ok(encoding) = Encoding::detect(page) else { return Cow::Borrowed(page) };
    let Some(text) = encoding.decode(page).filter(|text| sniff::is_html(text)) else { return Cow::Borrowed(page) };
    match Stripped::of(&text, syntax) {
        Stripped { page: Cow::Owned(stripped), .. } if keeps_encoding(encoding, &stripped) => {
            Cow::Owned(encoding.encode(stripped))
        }
        _ => Cow::Borrowed(page),
    }
}

/// Whether a stripped page is a page in the same encoding as the page with insertions. What a build made always is.
pub(crate) fn keeps_encoding(encoding: Encoding, stripped: &[u8]) -> bool {
    let found = match encoding {
        Encoding::AsciiCompatible => Encoding::detect(stripped),
        _ => Encoding::detect(&encoding.encode(stripped.to_vec())),
    };
    found == Ok(encoding) && sniff::is_html(stripped)
}
