//! Where charte's elements are inserted into a page: at the start of its head, and at the end of its footer or body. It does not
//! know what is inserted.

use std::ops::Range;

use charte_html::{Namespace, Syntax, Tag, name, reference};

/// Browsers look for the declaration of the encoding in so many bytes (HTML Standard, section 13.2.3.2, "prescan").
const PRESCAN: usize = 1024;

/// The offsets in one page, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// After the document type declaration.
    doctype: Option<usize>,
    /// After `<html>`.
    html: Option<usize>,
    /// After `<head>`.
    head: Option<usize>,
    /// Whether a tag came that can only be in or after the head.
    pub(super) has_content: bool,
    /// The range of the `<meta>` in which a browser finds the encoding, and the encoding's name.
    charset: Option<(Range<usize>, String)>,
    /// Before each `</footer>`.
    footers: Vec<usize>,
    /// Before each `</body>`.
    bodies: Vec<usize>,
    /// Before each `</html>`.
    ends: Vec<usize>,
    /// Whether the page has a `<frameset>`.
    pub(crate) is_frameset: bool,
    /// Whether the page redirects at once to another.
    pub(crate) is_redirect: bool,
    /// Whether the page has an element of the author's that reopens the choice.
    pub(crate) has_opener: bool,
    /// The language of `<html>`.
    pub(crate) language: Option<String>,
}

impl Anchors {
    /// Records a tag outside templates; `doctype` is the offset after the document type declaration before it.
    pub(crate) fn take(&mut self, tag: &Tag<'_>, doctype: Option<usize>) {
        if !tag.is_outside_foreign || tag.namespace != Namespace::Html {
            self.has_content = true;
            return;
        }
        match (tag.is_end, tag.name) {
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

    /// The offset at which `length` bytes are inserted into the head, and the encoding to declare before them, if any. `before` gives
    /// how many bytes are inserted elsewhere before an offset.
    ///
    /// Where the insertion would push the page's own declaration of the encoding out of the bytes that browsers look at, it goes
    /// after that declaration, or declares the encoding itself if elements come before the declaration.
    pub(crate) fn head(
        &self,
        page: &[u8],
        syntax: Syntax,
        length: usize,
        before: impl Fn(usize) -> usize,
    ) -> (usize, Option<&str>) {
        let start = self.head.or(self.html).or(self.doctype).unwrap_or_else(|| start(page, syntax));
        match &self.charset {
            Some((range, charset)) if range.start >= start && range.end + before(range.end) + length > PRESCAN => {
                match is_blank(&page[start..range.start]) || charset.is_empty() {
                    true => (range.end, None),
                    false => (start, Some(charset)),
                }
            }
            _ => (start, None),
        }
    }

    /// Whether browsers still find the declaration of the encoding with the other insertions.
    pub(crate) fn keeps_charset(&self, is_copied: bool, before: impl Fn(usize) -> usize) -> bool {
        self.charset.as_ref().is_none_or(|(range, _)| is_copied || range.end + before(range.end) <= PRESCAN)
    }

    /// The offset for the link that reopens the choice; `end` is the end of the page, if markup can be appended there.
    pub(crate) fn link(&self, in_footer: bool, end: Option<usize>) -> Option<usize> {
        let footer = self.footers.last().filter(|_| in_footer);
        footer.or(self.bodies.last()).or(self.ends.last()).copied().or(end)
    }

    /// Records the document type declaration of a page without tags after it.
    pub(crate) fn finish(&mut self, doctype: Option<usize>) {
        if !self.has_content && self.html.is_none() {
            self.doctype = doctype;
        }
    }
}

/// Whether the text is only white space and whole comments.
fn is_blank(text: &[u8]) -> bool {
    let mut rest = text.trim_ascii_start();
    while let Some(comment) = rest.strip_prefix(b"<!--") {
        let Some(length) = memchr::memmem::find(comment, b"-->") else { return false };
        rest = comment[length + 3..].trim_ascii_start();
    }
    rest.is_empty()
}

/// The offset after a byte order mark and an XML declaration, which ends where the scanner finds its end.
fn start(page: &[u8], syntax: Syntax) -> usize {
    let mark = if page.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let end: &[u8] = if syntax == Syntax::Xml { b"?>" } else { b">" };
    match page[mark..].starts_with(b"<?xml") {
        true => memchr::memmem::find(&page[mark..], end).map_or(mark, |length| mark + length + end.len()),
        false => mark,
    }
}
