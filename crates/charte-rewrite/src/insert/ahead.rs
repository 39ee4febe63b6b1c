//! What preload scanners read otherwise than parsers. They build no tree: within SVG and MathML they take tags, texts and CDATA
//! sections for those of HTML, and fetch what no element of the page has. No insertion holds that, only a policy in the HTML, behind
//! which they fetch nothing.

use charte_html::name::{self, Name};
use charte_html::{Namespace, Scanner, Tag};
use memchr::memmem;

use crate::gate::{ContactSource, Gate};
use crate::insert::Pass;

impl Pass<'_> {
    /// Notes a tag within SVG or MathML after which a preload scanner may read the page otherwise.
    pub(super) fn note_foreign(&mut self, tag: &Tag<'_>) {
        if tag.namespace == Namespace::Html {
            return;
        }
        self.has_foreign = true;
        let is_end = |text: &[u8]| text.starts_with(b"</") && text[2..].starts_with(tag.raw_name());
        self.is_read_otherwise |= match tag.name {
            name::LINK | name::INPUT | name::VIDEO | name::SOURCE | name::BASE => true,
            // Its first `<` is that of its end tag, so that both end the text there.
            name if is_text_in_html(name) => {
                let rest = &self.page[tag.end..];
                tag.is_self_closing || !memchr::memchr(b'<', rest).is_some_and(|at| is_end(&rest[at..]))
            }
            _ => false,
        };
    }

    /// Whether a preload scanner may fetch from third parties where the page has no element that does.
    pub(super) fn is_fetched_ahead(&self) -> bool {
        let has_sections = self.has_foreign && memmem::find(self.page, b"<![CDATA[").is_some();
        if !self.is_read_otherwise && !has_sections {
            return false;
        }
        let mut gate = Gate::new(self.rules.recogniser, self.rules.address);
        let (mut scanner, mut found) = (Scanner::flat(self.page), Vec::new());
        while let Some(tag) = scanner.next() {
            if tag.is_end {
                continue;
            }
            if tag.name == name::BASE {
                gate.record_base(&tag);
            }
            gate.contact_elements(&tag, self.page, &mut scanner, &mut found);
        }
        found.iter().any(|element| {
            let is_fetched = !matches!(element.source, ContactSource::Script | ContactSource::OwnScript);
            is_fetched && element.contacts.must_wait() && !self.waiting.contains(&element.tag.start)
        })
    }
}

/// Whether the content of this element is text in HTML, and markup in SVG and MathML.
fn is_text_in_html(name: Name) -> bool {
    use charte_html::name::{IFRAME, NOEMBED, NOFRAMES, NOSCRIPT, PLAINTEXT, SCRIPT, STYLE, TEXTAREA, TITLE, XMP};
    matches!(name, SCRIPT | STYLE | TITLE | TEXTAREA | IFRAME | XMP | NOEMBED | NOFRAMES | NOSCRIPT | PLAINTEXT)
}
