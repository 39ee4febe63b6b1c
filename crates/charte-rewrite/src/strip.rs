//! Takes out of a page what an earlier build put in, and nothing else: elements that carry `data-charte-built` go, tags that
//! carry `data-charte-held` lose what was inserted into them. Text in scripts, comments and the like is never touched.

use std::borrow::Cow;
use std::ops::Range;

use charte_html::name::{self, Name};
use charte_html::splice::{self, Removed};
use charte_html::{Encoding, Namespace, Scanner, Seeker, Syntax, Tag, sniff};
use memchr::memmem;

use crate::hold::{self, BUILT, HELD};

/// A page nested deeper than this in its own insertions was not built by charte.
const ROUNDS: usize = 8;
/// After so many elements without an end tag, the ends of others are not looked for: the page is not charte's work.
const UNCLOSED: usize = 16;

/// An instruction of XML that names a style sheet and was switched off.
const SWITCHED_OFF: &[u8] = b"<?data-charte-xml-stylesheet";

/// The page as it was before any build.
pub(crate) fn strip_text(page: &[u8], syntax: Syntax) -> Cow<'_, [u8]> {
    Stripped::of(page, syntax).page
}

/// A page without insertions, and how it came to be.
#[derive(Debug)]
pub(crate) struct Stripped<'p> {
    /// The page as it was.
    pub(crate) page: Cow<'p, [u8]>,
    /// Whether nothing is left to take out.
    pub(crate) is_clean: bool,
    /// What was removed, round after round.
    rounds: Vec<Removed>,
}

impl<'p> Stripped<'p> {
    /// Takes out what can be. More than one round is needed only when somebody wrote insertions into insertions by hand.
    pub(crate) fn of(page: &'p [u8], syntax: Syntax) -> Self {
        let mut stripped = Stripped { page: Cow::Borrowed(page), is_clean: true, rounds: Vec::new() };
        let marks = [BUILT.as_bytes(), HELD.as_bytes(), SWITCHED_OFF];
        let is_marked = |page: &[u8]| marks.iter().any(|mark| memmem::find(page, mark).is_some());
        while is_marked(&stripped.page) {
            let removals = Removals::of(&stripped.page, syntax);
            stripped.is_clean = removals.is_empty();
            if stripped.is_clean || stripped.rounds.len() == ROUNDS {
                return stripped;
            }
            stripped.page = Cow::Owned(splice::remove(&stripped.page, &removals));
            stripped.is_clean = true;
            stripped.rounds.push(Removed::new(&removals));
        }
        stripped
    }

    /// Where a place of the page is in the page as it was found.
    pub(crate) fn original_offset(&self, place: usize) -> usize {
        self.rounds.iter().rev().fold(place, |place, removed| removed.original_offset(place))
    }
}

/// What to remove, as a pass over the page gathers it.
#[derive(Debug, Default)]
struct Removals<'p> {
    page: &'p [u8],
    ranges: Vec<Range<usize>>,
    /// How many elements had no end tag.
    unclosed: usize,
    /// Whether each open `<template>` is charte's.
    templates: Vec<bool>,
    /// Whether it is a `<noscript>` that is read: a build inserts no element there.
    is_without_scripts: bool,
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
        while let Some(tag) = scanner.next() {
            let is_marked = !tag.is_end && marks.is_in(tag.range());
            if is_marked {
                self.ranges.extend(hold::inserted(&tag, self.page));
            }
            if tag.namespace == Namespace::Html && !self.is_without_scripts {
                let is_built = is_marked && tag.has_raw_attribute(BUILT.as_bytes());
                self.take(&tag, is_built, &mut scanner);
            }
        }
    }

    /// The instructions of XML that were switched off.
    fn take_instructions(&mut self) {
        let length = hold::PREFIX.len();
        let found = memmem::find_iter(self.page, SWITCHED_OFF).map(|at| at + 2..at + 2 + length);
        self.ranges.extend(found);
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
            // What it holds is text to a browser that runs scripts, and HTML to others.
            (name::NOSCRIPT, false) if scanner.is_in_text() => {
                let end = scanner.next();
                let inner = tag.end..end.map_or(self.page.len(), |end| end.start);
                if memmem::find(&self.page[inner.clone()], HELD.as_bytes()).is_some() {
                    self.is_without_scripts = true;
                    self.take_all(Scanner::without_scripts(self.page, inner));
                    self.is_without_scripts = false;
                }
            }
            _ => {}
        }
    }

    /// Removes an element of charte's own; its start tag alone when it has no end tag, which no build leaves so.
    fn remove_whole(&mut self, tag: &Tag<'_>, scanner: &mut Scanner<'p>) {
        let looks = !name::is_void(tag.name) && !tag.is_self_closing && self.unclosed < UNCLOSED;
        match looks.then(|| closing(tag.name, scanner.clone())).flatten() {
            Some((end, after)) => {
                self.ranges.push(tag.start..end);
                *scanner = after;
            }
            None => {
                self.unclosed += usize::from(looks);
                self.ranges.push(tag.range());
            }
        }
    }
}

/// The end of an element by the end tag of its name, and the scanner after it.
fn closing<'p>(name: Name, mut scanner: Scanner<'p>) -> Option<(usize, Scanner<'p>)> {
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

/// The page as it was before any build.
pub fn strip(page: &[u8], syntax: Syntax) -> Cow<'_, [u8]> {
    let Ok(encoding) = Encoding::detect(page) else { return Cow::Borrowed(page) };
    let Some(text) = encoding.decode(page).filter(|text| sniff::is_html(text)) else { return Cow::Borrowed(page) };
    match Stripped::of(&text, syntax) {
        Stripped { page: Cow::Owned(stripped), .. } if stays(encoding, &stripped) => {
            Cow::Owned(encoding.encode(stripped))
        }
        _ => Cow::Borrowed(page),
    }
}

/// Whether what is left of a page would be taken for a page in the same encoding, as it was when the page was built.
pub(crate) fn stays(encoding: Encoding, stripped: &[u8]) -> bool {
    let found = match encoding {
        Encoding::AsciiCompatible => Encoding::detect(stripped),
        _ => Encoding::detect(&encoding.encode(stripped.to_vec())),
    };
    found == Ok(encoding) && sniff::is_html(stripped)
}
