//! Takes out of a page what an earlier build put in, and nothing else: what carries `data-charte-built` goes, what it
//! enclosed stays. Text in scripts, comments and the like is never touched.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::foreign::Namespace;
use super::name::{self, Name};
use super::scan::Scanner;
use super::seek::Seeker;
use super::splice::{self, Removed};
use super::tag::Tag;
use super::wrap::{self, BUILT, GATE};

/// A page nested deeper than this in its own insertions was not built by charte.
const ROUNDS: usize = 8;
/// After so many elements without an end tag, the ends of others are not looked for: the page is not charte's work.
const UNCLOSED: usize = 16;

/// The page as it was before any build.
pub(crate) fn strip(page: &[u8]) -> Cow<'_, [u8]> {
    Stripped::of(page).page
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
    pub(crate) fn of(page: &'p [u8]) -> Self {
        let mut stripped = Stripped { page: Cow::Borrowed(page), is_clean: true, rounds: Vec::new() };
        while memmem::find(&stripped.page, BUILT.as_bytes()).is_some() {
            let removals = Removals::of(&stripped.page);
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
    pub(crate) fn found_place(&self, place: usize) -> usize {
        self.rounds.iter().rev().fold(place, |place, removed| removed.found_place(place))
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
}

impl<'p> Removals<'p> {
    fn of(page: &'p [u8]) -> Vec<Range<usize>> {
        let mut removals = Removals { page, ..Removals::default() };
        let mut scanner = Scanner::new(page);
        let mut marks = Seeker::new(page, BUILT.as_bytes());
        while let Some(tag) = scanner.next() {
            if tag.namespace == Namespace::Html {
                let is_built = !tag.closing && marks.is_in(tag.range()) && tag.is_marked(BUILT.as_bytes());
                removals.take(&tag, is_built, &mut scanner);
            }
        }
        removals.ranges
    }

    fn take(&mut self, tag: &Tag<'_>, is_built: bool, scanner: &mut Scanner<'p>) {
        match (tag.name, tag.closing) {
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
            (name::SCRIPT, false) if is_built && tag.is_marked(GATE.as_bytes()) => self.open_data_block(tag, scanner),
            (name::NOFRAMES, false) if is_built => {
                self.ranges.push(tag.range());
                self.ranges.extend(scanner.next().map(|end| end.range()));
            }
            _ if is_built => self.remove_whole(tag, scanner),
            _ => {}
        }
    }

    /// Removes an element of charte's own; its start tag alone when it has no end tag, which no build leaves so.
    fn remove_whole(&mut self, tag: &Tag<'_>, scanner: &mut Scanner<'p>) {
        let looks = !name::is_void(tag.name) && self.unclosed < UNCLOSED;
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

    fn open_data_block(&mut self, tag: &Tag<'_>, scanner: &mut Scanner<'p>) {
        self.ranges.push(tag.range());
        let end = scanner.next();
        let text = tag.end..end.map_or(self.page.len(), |end| end.start);
        for place in wrap::unescapes(&self.page[text.clone()]) {
            self.ranges.push(text.start + place..text.start + place + 1);
        }
        self.ranges.extend(end.map(|end| end.range()));
    }
}

/// The end of an element by the end tag of its name, and the scanner after it.
fn closing<'p>(name: Name, mut scanner: Scanner<'p>) -> Option<(usize, Scanner<'p>)> {
    let mut depth = 1_usize;
    while depth > 0 {
        let tag = scanner.find(|tag| tag.name == name)?;
        depth = if tag.closing { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return Some((tag.end, scanner));
        }
    }
    None
}
