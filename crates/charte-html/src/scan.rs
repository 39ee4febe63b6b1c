//! Finds the tags of a page where a browser finds them: not in comments, scripts, styles or other text. Bytes in any
//! encoding that keeps ASCII; it builds no tree and judges nothing.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use crate::name::{self, Name};
use crate::namespace::Foreign;
use crate::syntax::Syntax;
use crate::tag::{Namespace, Tag, is_space};

/// Markup that is broken more often than this is read as if its end tags had elements to end.
const LOOKS_BACK: u8 = 8;

/// Goes through a page from tag to tag.
#[derive(Debug, Clone)]
pub struct Scanner<'p> {
    page: &'p [u8],
    at: usize,
    foreign: Foreign<'p>,
    scripting: bool,
    is_xml: bool,
    /// Whether something came that keeps a `<frameset>` from being one; whether there is one.
    has_content: bool,
    in_frameset: bool,
    is_done: bool,
    /// How often it may still read the page again from its start, which only broken markup calls for.
    looks_back: u8,
    /// Plain tags outside foreign content that end before this place are passed over: nobody wants to see them.
    pub calm_until: usize,
    /// The element whose content, text for the parser, comes next.
    text_of: Option<Name>,
    /// Where the document type declaration ends.
    pub doctype_end: Option<usize>,
    /// Whether more could be written at the end of the page and be read as HTML; known once all tags are read.
    pub ends_open: bool,
}

impl<'p> Scanner<'p> {
    /// At the start of a page, read as a browser that runs scripts does.
    pub fn new(page: &'p [u8]) -> Self {
        Scanner {
            page,
            at: 0,
            foreign: Foreign::default(),
            scripting: true,
            is_xml: false,
            has_content: false,
            in_frameset: false,
            is_done: false,
            looks_back: LOOKS_BACK,
            calm_until: 0,
            text_of: None,
            doctype_end: None,
            ends_open: false,
        }
    }

    /// At the start of a page of this syntax. In XML no element holds text by its name, and `/>` ends any.
    pub fn of(syntax: Syntax, page: &'p [u8]) -> Self {
        Scanner { is_xml: syntax == Syntax::Xml, ..Scanner::new(page) }
    }

    /// In a part of a page, read as a browser that runs no script does: what `<noscript>` holds is HTML.
    pub fn without_scripts(page: &'p [u8], range: Range<usize>) -> Self {
        Scanner { scripting: false, at: range.start, ..Scanner::new(&page[..range.end]) }
    }

    /// Where it goes on reading.
    pub fn place(&self) -> usize {
        self.at
    }

    /// Whether no foreign element is open.
    pub fn is_outside(&self) -> bool {
        self.foreign.is_outside()
    }

    /// Whether it had to count open elements to tell where foreign content ends.
    pub fn looked_back(&self) -> bool {
        self.looks_back < LOOKS_BACK
    }

    /// Whether what comes next is HTML, not a foreign element's content.
    pub fn is_in_html(&self) -> bool {
        self.foreign.current() == Namespace::Html
    }

    /// Whether what comes next is the text of an element, so that the next tag can only be its end.
    pub fn is_in_text(&self) -> bool {
        self.text_of.is_some()
    }

    #[rustfmt::skip]
    fn holds_text(&self, name: Name) -> bool {
        use crate::scan::name::*;
        if self.in_frameset {
            // All else is ignored there.
            return name == NOFRAMES;
        }
        matches!(name, SCRIPT | STYLE | TITLE | TEXTAREA | IFRAME | XMP | NOEMBED | NOFRAMES | PLAINTEXT)
            || (name == NOSCRIPT && self.scripting)
    }

    /// Passes what starts with `<!` at `start`; `None` when the page ends in it.
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

    /// Whether a tag starts at `start`, where a `<` is; passes what else does. `None` when the page ends in it.
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

    /// Where the next tag starts in HTML.
    fn next_in_markup(&mut self) -> Option<usize> {
        loop {
            let rest = &self.page[self.at..];
            // Most often it is near.
            let near = rest.iter().take(8).position(|byte| *byte == b'<');
            let Some(step) = near.or_else(|| memchr(b'<', rest)) else {
                self.ends_open = true;
                return None;
            };
            let start = self.at + step;
            if self.is_tag(start)? {
                return Some(start);
            }
        }
    }

    /// The first tag from the one at `start` on that is not plain or not in the calm stretch, which lies outside foreign
    /// content.
    fn pass_plain(&mut self, start: usize) -> Option<usize> {
        let mut at = start;
        while let Some(end) = Tag::plain_end(self.page, at).filter(|end| *end <= self.calm_until) {
            self.at = end;
            // Looked for from the tag's start on, the next one is found while the processor still reads this one.
            let next = memchr(b'<', &self.page[at + 1..]).map(|length| at + 1 + length).filter(|next| *next >= end);
            at = match next {
                Some(next) => next,
                None => return self.next_in_markup(),
            };
        }
        if at == start || self.is_tag(at)? { Some(at) } else { self.next_in_markup() }
    }

    /// Where the end tag of the element is whose text comes next.
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
        let is_outside = self.foreign.is_outside();
        // Not before there is content: a tag that is passed over would not count as any.
        if is_outside && !self.is_xml && self.has_content {
            start = self.pass_plain(start)?;
        }
        let mut tag = Tag::read(self.page, start)?;
        self.at = tag.end;
        self.is_done = false;
        tag.is_outside = is_outside;
        if self.is_xml {
            tag.settle_xml();
            return Some(tag);
        }
        if !tag.closing && !self.has_content {
            self.in_frameset |= tag.name == name::FRAMESET;
            self.has_content = !self.in_frameset && !comes_before_content(tag.name);
        }
        let (page, looks_back) = (self.page, &mut self.looks_back);
        tag.namespace = self.foreign.take(&tag, |name| is_open(&page[..start], name, looks_back));
        if !tag.is_plain && !tag.closing && tag.namespace == Namespace::Html && self.holds_text(tag.name) {
            self.text_of = Some(tag.name);
        }
        Some(tag)
    }
}

/// Whether an element may stand before a `<frameset>`.
fn comes_before_content(name: Name) -> bool {
    use crate::scan::name::{
        BASE, FRAMESET, HEAD, HTML, LINK, META, NOFRAMES, NOSCRIPT, SCRIPT, STYLE, TEMPLATE, TITLE,
    };
    matches!(
        name,
        HTML | HEAD | META | TITLE | LINK | STYLE | SCRIPT | BASE | NOSCRIPT | TEMPLATE | NOFRAMES | FRAMESET
    )
}

/// Whether an HTML element of this name is open at the end of the text, as far as counting tells.
fn is_open(text: &[u8], name: Name, looks_back: &mut u8) -> bool {
    if *looks_back == 0 {
        return true;
    }
    *looks_back -= 1;
    let scanner = Scanner { looks_back: 0, ..Scanner::new(text) };
    let tags = scanner.filter(|tag| tag.name == name && tag.namespace == Namespace::Html);
    tags.fold(0_usize, |open, tag| if tag.closing { open.saturating_sub(1) } else { open + 1 }) > 0
}

/// The length of a comment's rest, its end included.
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
            // Of three hyphens the last two may end the comment.
            _ => at -= 1,
        }
    }
}

/// Whether the text is this word, in any case, and something that ends a tag's name follows.
fn is_word(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && text.get(word.len()).is_some_and(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
}

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

/// How deep in the comments that old pages hide their scripts with.
#[derive(Clone, Copy, PartialEq)]
enum Hiding {
    No,
    Comment,
    ScriptInComment,
}

fn end_of_script(page: &[u8], from: usize) -> Option<usize> {
    let (mut at, mut hiding) = (from, Hiding::No);
    loop {
        at += match hiding {
            Hiding::No => memchr(b'<', &page[at..])?,
            _ => memchr2(b'<', b'-', &page[at..])?,
        };
        let rest = &page[at..];
        let after = rest.strip_prefix(b"<").unwrap_or_default();
        at += match hiding {
            Hiding::ScriptInComment if is_word(after, b"/script") => {
                hiding = Hiding::Comment;
                8
            }
            _ if is_word(after, b"/script") => return Some(at),
            Hiding::Comment if is_word(after, b"script") => {
                hiding = Hiding::ScriptInComment;
                7
            }
            // The hyphens are read again: they may end the comment at once.
            Hiding::No if after.starts_with(b"!--") => {
                hiding = Hiding::Comment;
                2
            }
            Hiding::Comment | Hiding::ScriptInComment if rest.starts_with(b"-->") => {
                hiding = Hiding::No;
                3
            }
            _ => 1,
        };
    }
}
