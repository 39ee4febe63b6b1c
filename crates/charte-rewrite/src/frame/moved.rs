//! Relative addresses of a page that moves to another folder. Only the start of each changes.

use std::ops::Range;

use charte_html::{Attribute, Namespace, Tag, name};
use memchr::memmem;

/// A move of a page from one folder of the site to another.
#[derive(Debug)]
pub(super) struct Move {
    /// The names of the folders on the path of the old folder, percent-encoded.
    folder: Vec<String>,
    /// The old file name of the page, as in its path.
    page: String,
    /// How many folders the new folder is below the root.
    up: usize,
}

impl Move {
    /// The move from one path in the site to another.
    pub(super) fn between(from: &str, to: &str) -> Self {
        let mut folder: Vec<String> = from.split('/').filter(|name| !name.is_empty()).map(encode).collect();
        let page = folder.pop().unwrap_or_default();
        let up = to.split('/').filter(|name| !name.is_empty()).count().saturating_sub(1);
        Move { folder, page, up }
    }

    /// The changes to the addresses in the attributes of a tag.
    pub(super) fn attributes(&self, page: &[u8], tag: &Tag<'_>) -> Vec<(Range<usize>, String)> {
        tag.attributes().flat_map(|attribute| self.attribute(page, tag, &attribute)).collect()
    }

    #[rustfmt::skip]
    fn attribute(&self, page: &[u8], tag: &Tag<'_>, attribute: &Attribute<'_>) -> Vec<(Range<usize>, String)> {
        use charte_html::name::*;
        let value = attribute.value_start..attribute.value_start + attribute.value.len();
        match attribute.name {
            HREF | SRC | ACTION | POSTER | BACKGROUND | FORMACTION | LOWSRC | XLINK_HREF => self.address(page, value).into_iter().collect(),
            DATA if tag.name == name::OBJECT && tag.namespace == Namespace::Html => self.address(page, value).into_iter().collect(),
            SRCSET | IMAGESRCSET => self.srcset(page, value),
            STYLE => self.styles(page, value),
            _ => Vec::new(),
        }
    }

    fn srcset(&self, page: &[u8], value: Range<usize>) -> Vec<(Range<usize>, String)> {
        let mut changes = Vec::new();
        let mut at = value.start;
        while at < value.end {
            let separates = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
            let Some(skipped) = page[at..value.end].iter().position(|byte| !separates(byte)) else { break };
            let start = at + skipped;
            let length =
                page[start..value.end].iter().position(|byte| byte.is_ascii_whitespace()).unwrap_or(value.end - start);
            changes.extend(self.address(page, start..start + length));
            at = start + length;
            if page[at - 1] != b',' {
                at += page[at..value.end].iter().position(|byte| *byte == b',').unwrap_or(value.end - at);
            }
        }
        changes
    }

    /// The changes to the addresses in `url(…)` in a range of CSS.
    pub(super) fn styles(&self, page: &[u8], text: Range<usize>) -> Vec<(Range<usize>, String)> {
        let starts = memmem::find_iter(&page[text.clone()], b"url(").map(|at| text.start + at + 4);
        starts
            .filter_map(|start| {
                let is_before = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'');
                let start = start + page[start..text.end].iter().take_while(|byte| is_before(byte)).count();
                let ends = |byte: &u8| is_before(byte) || *byte == b')';
                let length = page[start..text.end].iter().position(ends)?;
                self.address(page, start..start + length)
            })
            .collect()
    }

    /// The change to the address in a range, if it is relative to the folder or the page.
    fn address(&self, page: &[u8], range: Range<usize>) -> Option<(Range<usize>, String)> {
        let spaces = page[range.clone()].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let start = range.start + spaces;
        let written = &page[start..range.end];
        if written.is_empty() || matches!(written[0], b'/' | b'\\' | b'#' | b'&') || has_scheme(written) {
            return None;
        }
        if written[0] == b'?' {
            return Some((start..start, format!("{}{}", self.prefix(self.folder.len()), self.page)));
        }
        let (mut kept, mut length) = (self.folder.len(), 0);
        loop {
            let rest = &written[length..];
            if rest.starts_with(b"./") {
                length += 2;
            } else if rest.starts_with(b"../") {
                kept = kept.saturating_sub(1);
                length += 3;
            } else {
                return Some((start..start + length, self.prefix(kept)));
            }
        }
    }

    /// The relative address, from the new folder, of the first `kept` folders of the old path.
    fn prefix(&self, kept: usize) -> String {
        let up = "../".repeat(self.up);
        let down: String = self.folder[..kept].iter().map(|name| format!("{name}/")).collect();
        let prefix = format!("{up}{down}");
        if prefix.is_empty() { "./".to_owned() } else { prefix }
    }
}

fn has_scheme(written: &[u8]) -> bool {
    let length = written.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)).count();
    written[0].is_ascii_alphabetic() && written.get(length) == Some(&b':')
}

/// A name, percent-encoded; safe in an attribute without quotes.
fn encode(name: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
