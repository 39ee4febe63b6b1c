//! Custom elements that the scripts of services fill, such as `<lite-youtube>`. Such a script is often the site's own or on a CDN,
//! so that nothing else in the page tells whom the element contacts.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input};

/// The names of custom elements, and the service of each.
#[derive(Debug)]
pub(super) struct Elements {
    /// Finds the names in a page. `None` where there are none.
    names: Option<AhoCorasick>,
    services: Vec<(String, usize)>,
}

impl Elements {
    /// From names and the indices of their services. Of two services with one name the first has it.
    pub(super) fn new<'a>(elements: impl Iterator<Item = (&'a str, usize)>) -> Self {
        let services: Vec<(String, usize)> = elements.map(|(name, index)| (name.to_owned(), index)).collect();
        let names = AhoCorasick::new(services.iter().map(|(name, _)| name)).ok().filter(|_| !services.is_empty());
        Elements { names, services }
    }

    pub(super) fn service(&self, name: &[u8]) -> Option<usize> {
        let own = self.services.iter().find(|(own, _)| own.as_bytes().eq_ignore_ascii_case(name));
        own.map(|(_, index)| *index)
    }

    pub(super) fn seeker<'p>(&'p self, page: &'p [u8]) -> ElementSeeker<'p> {
        let mut seeker = ElementSeeker { page, names: self.names.as_ref(), next: 0 };
        seeker.next = seeker.find(0);
        seeker
    }
}

/// Finds names of such elements in a page, in lower case, in which generators write them.
#[derive(Debug)]
pub struct ElementSeeker<'p> {
    page: &'p [u8],
    names: Option<&'p AhoCorasick>,
    /// Offset of the next one; the length of the page when there is none.
    next: usize,
}

impl ElementSeeker<'_> {
    /// The offset of the first one at `start` or later; the length of the page when there is none.
    pub fn next_from(&mut self, start: usize) -> usize {
        if self.next < start {
            self.next = self.find(start);
        }
        self.next
    }

    /// Whether one starts in the range.
    pub fn is_in(&mut self, range: Range<usize>) -> bool {
        self.next_from(range.start) < range.end
    }

    fn find(&self, start: usize) -> usize {
        let rest = Input::new(self.page).span(start..self.page.len());
        self.names.and_then(|names| names.find(rest)).map_or(self.page.len(), |name| name.start())
    }
}
