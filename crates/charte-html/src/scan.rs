//! Finds the tags of a page that a browser's tokeniser would emit (HTML Standard, section 13.2.5): none in comments, scripts,
//! style sheets or other text. It reads bytes in any ASCII-compatible encoding and builds no tree.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use crate::name::{self, Name};
use crate::namespace::Foreign;
use crate::syntax::Syntax;
use crate::tag::{Namespace, Tag};

/// How often a page may be read again from its start, to find out whether an element is open that an end tag within SVG or
/// MathML names. After that each such element counts as open. The limit keeps the time linear for hostile markup.
const MAX_RESCANS: u8 = 8;

/// Iterates over the tags of a page.
#[derive(Debug, Clone)]
pub struct Scanner<'p> {
    page: &'p [u8],
    at: usize,
    foreign: Foreign<'p>,
    scripting: bool,
    is_xml: bool,
    /// Whether it reads tags alone, and knows no SVG, MathML or framesets.
    is_flat: bool,
    /// Whether content came after which a browser ignores a `<frameset>`.
    has_content: bool,
    /// Whether a `<frameset>` came before any content.
    in_frameset: bool,
    is_done: bool,
    /// How often it may still read the page again from its start; see [`MAX_RESCANS`].
    rescans_left: u8,
    /// Plain tags that end at this offset or before may be skipped.
    skip_plain_until: usize,
    /// The element whose text comes next.
    text_of: Option<Name>,
    doctype_end: Option<usize>,
    ends_in_data_state: bool,
}

impl<'p> Scanner<'p> {
    /// Reads a page of HTML as a browser with scripting enabled does: what `<noscript>` holds is text.
    pub fn new(page: &'p [u8]) -> Self {
        Scanner {
            page,
            at: 0,
            foreign: Foreign::default(),
            scripting: true,
            is_xml: false,
            is_flat: false,
            has_content: false,
            in_frameset: false,
            is_done: false,
            rescans_left: MAX_RESCANS,
            skip_plain_until: 0,
            text_of: None,
            doctype_end: None,
            ends_in_data_state: false,
        }
    }

    /// Reads a page of this syntax, with scripting enabled. In XML `<script>` and the like hold no raw text, and every element
    /// counts as HTML but the ones of SVG that fetch.
    pub fn with_syntax(page: &'p [u8], syntax: Syntax) -> Self {
        Scanner { is_xml: syntax == Syntax::Xml, ..Scanner::new(page) }
    }

    /// Reads a range of a page of HTML as a browser with scripting disabled does: what `<noscript>` holds is HTML. Offsets are
    /// those of the whole page.
    pub fn without_scripts(page: &'p [u8], range: Range<usize>) -> Self {
        Scanner { scripting: false, at: range.start, ..Scanner::new(&page[..range.end]) }
    }

    /// Reads a page of HTML as the preload scanners of Chromium and WebKit do, which build no tree: they take every tag for one of
    /// HTML, also within SVG and in its CDATA sections.
    pub fn flat(page: &'p [u8]) -> Self {
        Scanner { is_flat: true, ..Scanner::new(page) }
    }

    /// The offset from which it goes on reading, in bytes.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Allows skipping the tags of plain elements, outside SVG and MathML, that end at `offset` or before.
    pub fn skip_plain_until(&mut self, offset: usize) {
        self.skip_plain_until = offset;
    }

    /// The offset after the document type declaration, once that has been read.
    pub fn doctype_end(&self) -> Option<usize> {
        self.doctype_end
    }

    /// Whether text appended to the page would be read as markup, not as part of a comment, a tag or an element's text (HTML
    /// Standard, "Data state"). Known once all tags have been read.
    pub fn ends_in_data_state(&self) -> bool {
        self.ends_in_data_state
    }

    /// Whether no element of SVG or MathML is open.
    pub fn is_outside_foreign(&self) -> bool {
        self.foreign.is_outside_foreign()
    }

    /// Whether it had to read the page again to find out where SVG or MathML ends. Insertions before that point may change how
    /// the rest is read.
    pub fn has_rescanned(&self) -> bool {
        self.rescans_left < MAX_RESCANS
    }

    /// Whether what comes next is in the HTML namespace.
    pub fn is_in_html(&self) -> bool {
        self.foreign.current() == Namespace::Html
    }

    /// Whether the text of an element such as `<script>` comes next: the next tag can only be its end tag.
    pub fn is_in_text(&self) -> bool {
        self.text_of.is_some()
    }

    #[rustfmt::skip]
    fn holds_text(&self, name: Name) -> bool {
        use crate::name::*;
        if self.in_frameset {
            // The parser ignores all other elements there.
            return name == NOFRAMES;
        }
        matches!(name, SCRIPT | STYLE | TITLE | TEXTAREA | IFRAME | XMP | NOEMBED | NOFRAMES | PLAINTEXT)
            || (name == NOSCRIPT && self.scripting)
    }

    /// Moves past the declaration, comment or CDATA section at `start`; `None` when the page ends within it.
    fn declaration(&mut self, start: usize) -> Option<()> {
        let rest = &self.page[start + 2..];
        let length = if rest.starts_with(b"--") {
            2 + comment(&rest[2..])?
        } else if rest.starts_with(b"[CDATA[") && (self.is_xml || self.foreign.current() != Namespace::Html) {
            memmem::find(rest, b"]]>")? + 3
        } else {
            memchr(b'>', rest)? + 1
        };
        self.at = start + 2 + length;
        if self.doctype_end.is_none() && rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            self.doctype_end = Some(self.at);
        }
        Some(())
    }

    /// Whether the `<` at `start` opens a tag; moves past anything else that it opens. `None` when the page ends within that.
    fn is_tag(&mut self, start: usize) -> Option<bool> {
        match *self.page.get(start + 1)? {
            letter if letter.is_ascii_alphabetic() => return Some(true),
            b'/' if self.page.get(start + 2)?.is_ascii_alphabetic() => return Some(true),
            b'!' => self.declaration(start)?,
            b'?' if self.is_xml => self.at = start + 2 + memmem::find(&self.page[start + 2..], b"?>")? + 2,
            b'/' | b'?' => self.at = start + 2 + memchr(b'>', &self.page[start + 2..])? + 1,
            _ => self.at = start + 1,
        }
        Some(false)
    }

    /// The offset of the next tag outside text.
    fn next_in_markup(&mut self) -> Option<usize> {
        loop {
            let rest = &self.page[self.at..];
            // Tags are often close together: faster than a call of `memchr`.
            let near = rest.iter().take(8).position(|byte| *byte == b'<');
            let Some(step) = near.or_else(|| memchr(b'<', rest)) else {
                self.ends_in_data_state = true;
                return None;
            };
            let start = self.at + step;
            if self.is_tag(start)? {
                return Some(start);
            }
        }
    }

    /// The offset of the first tag, from the one at `start` on, that may not be skipped. Precondition: no element of SVG or
    /// MathML is open; plain elements open none.
    fn skip_plain(&mut self, start: usize) -> Option<usize> {
        let mut at = start;
        while let Some(end) = Tag::plain_end(self.page, at).filter(|end| *end <= self.skip_plain_until) {
            self.at = end;
            // Searching from the start of this tag, not from its end, lets the processor overlap the search with reading it.
            let next = memchr(b'<', &self.page[at + 1..]).map(|length| at + 1 + length).filter(|next| *next >= end);
            at = match next {
                Some(next) => next,
                None => return self.next_in_markup(),
            };
        }
        if at == start || self.is_tag(at)? { Some(at) } else { self.next_in_markup() }
    }

    /// The offset of the end tag that ends the text of the element.
    fn end_of_text(&self, name: Name) -> Option<usize> {
        match name {
            name::PLAINTEXT => None,
            name::SCRIPT => end_of_script(self.page, self.at),
            _ => end_of_raw_text(self.page, self.at, name),
        }
    }
}

impl<'p> Iterator for Scanner<'p> {
    type Item = Tag<'p>;

    fn next(&mut self) -> Option<Tag<'p>> {
        if std::mem::replace(&mut self.is_done, true) {
            return None;
        }
        let mut start = match self.text_of.take() {
            Some(name) => self.end_of_text(name)?,
            None => self.next_in_markup()?,
        };
        let is_outside_foreign = self.foreign.is_outside_foreign();
        // Before there is content no tag may be skipped, as `has_content` would miss it.
        if is_outside_foreign && !self.is_xml && self.has_content {
            start = self.skip_plain(start)?;
        }
        let mut tag = Tag::read(self.page, start)?;
        self.at = tag.end;
        self.is_done = false;
        tag.is_outside_foreign = is_outside_foreign;
        if self.is_xml {
            tag.resolve_xml_name();
            return Some(tag);
        }
        if !tag.is_end && !self.has_content {
            self.in_frameset |= tag.name == name::FRAMESET && !self.is_flat;
            self.has_content = !self.in_frameset && !comes_before_content(tag.name);
        }
        let (page, rescans_left) = (self.page, &mut self.rescans_left);
        if !self.is_flat {
            tag.namespace = self.foreign.take(&tag, |name| is_open(&page[..start], name, rescans_left));
        }
        if !tag.is_plain && !tag.is_end && tag.namespace == Namespace::Html && self.holds_text(tag.name) {
            self.text_of = Some(tag.name);
        }
        Some(tag)
    }
}

/// Whether a `<frameset>` after this element still counts (HTML Standard, the "frameset-ok" flag and the insertion modes before
/// "in body").
fn comes_before_content(name: Name) -> bool {
    use crate::name::{BASE, FRAMESET, HEAD, HTML, LINK, META, NOFRAMES, NOSCRIPT, SCRIPT, STYLE, TEMPLATE, TITLE};
    matches!(
        name,
        HTML | HEAD | META | TITLE | LINK | STYLE | SCRIPT | BASE | NOSCRIPT | TEMPLATE | NOFRAMES | FRAMESET
    )
}

/// Whether an HTML element of this name is open at the end of the text: more start than end tags were seen.
fn is_open(text: &[u8], name: Name, rescans_left: &mut u8) -> bool {
    if *rescans_left == 0 {
        return true;
    }
    *rescans_left -= 1;
    let scanner = Scanner { rescans_left: 0, ..Scanner::new(text) };
    let tags = scanner.filter(|tag| tag.name == name && tag.namespace == Namespace::Html);
    tags.fold(0_usize, |open, tag| if tag.is_end { open.saturating_sub(1) } else { open + 1 }) > 0
}

/// The length of a comment, its end included; `rest` starts after `<!--` (HTML Standard, section 13.2.5, comment states).
fn comment(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b">") {
        return Some(1);
    }
    if rest.starts_with(b"->") {
        return Some(2);
    }
    let mut at = 0;
    loop {
        at += memmem::find(&rest[at..], b"--")? + 2;
        match rest.get(at) {
            Some(b'>') => return Some(at + 1),
            Some(b'!') if rest.get(at + 1) == Some(&b'>') => return Some(at + 2),
            // In `--->` the second and third hyphen end the comment.
            _ => at -= 1,
        }
    }
}

/// Whether the text starts with this word, in any case, and with a byte after it that ends the name of a tag.
fn is_word(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && text.get(word.len()).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
}

/// The offset of the end tag of an element whose text holds no escapes, such as `<style>`.
fn end_of_raw_text(page: &[u8], from: usize, name: Name) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(b'<', &page[at..])?;
        if page.get(at + 1) == Some(&b'/') {
            let name_end = page[at + 2..].iter().position(|byte| !byte.is_ascii_alphabetic())?;
            let word = &page[at + 2..at + 2 + name_end];
            if Name::of(word) == name && is_word(&page[at + 2..], word) {
                return Some(at);
            }
        }
        at += 1;
    }
}

/// The escapes of script data (HTML Standard, section 13.2.5): within `<!--` a `<script>` needs its own end tag.
#[derive(Clone, Copy, PartialEq)]
enum Escape {
    None,
    Escaped,
    DoubleEscaped,
}

/// The offset of the end tag of a `<script>`.
fn end_of_script(page: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut escape) = (from, Escape::None);
    loop {
        at += match escape {
            Escape::None => memchr(b'<', &page[at..])?,
            _ => memchr2(b'<', b'-', &page[at..])?,
        };
        let rest = &page[at..];
        let after = rest.strip_prefix(b"<").unwrap_or_default();
        at += match escape {
            Escape::DoubleEscaped if is_word(after, b"/script") => {
                escape = Escape::Escaped;
                8
            }
            _ if is_word(after, b"/script") => return Some(at),
            Escape::Escaped if is_word(after, b"script") => {
                escape = Escape::DoubleEscaped;
                7
            }
            // The hyphens are read again: `<!-->` ends the escape at once.
            Escape::None if after.starts_with(b"!--") => {
                escape = Escape::Escaped;
                2
            }
            Escape::Escaped | Escape::DoubleEscaped if rest.starts_with(b"-->") => {
                escape = Escape::None;
                3
            }
            _ => 1,
        };
    }
}
