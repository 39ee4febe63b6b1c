//! The end of the pass: the insertions that depend on the whole page, which are the charter, the link and the head.

use charte_html::{Syntax, may_have_handler};

use crate::hold;
use crate::insert::{Draft, Extent, Pass};
use crate::markup::{Form, Needs};
use crate::page_rules;

/// A reason why the policy has to stand in the HTML of a page.
const AHEAD: &str = "browsers may fetch ahead what its SVG or MathML only holds as text";

impl Pass<'_> {
    pub(super) fn finish(mut self) -> Draft {
        self.anchors.finish(self.scanner.doctype_end());
        self.report.managers = std::mem::take(&mut self.gate.managers);
        self.report.named = std::mem::take(&mut self.gate.named);
        self.report.language = self.language().to_owned();
        if self.rules.syntax == Syntax::Xml {
            crate::insert::document::hold_foreign_instructions(self.page, self.rules.recogniser, &mut self.insertions);
        }
        if self.extent == Extent::Full {
            self.add_charter();
            self.add_link();
        }
        self.add_head();
        self.is_doubtful |= self.scanner.has_rescanned();
        self.insertions.sort();
        Draft { insertions: self.insertions, report: self.report, is_doubtful: self.is_doubtful }
    }

    fn add_charter(&mut self) {
        let Some(slot) = self.slot.take() else { return };
        let charter = self.rules.markup.charter(self.language());
        let text = if charter.is_empty() { charter } else { format!("<div {}>{charter}</div>", hold::BUILT) };
        let mut insertions = std::mem::take(&mut self.insertions);
        self.report.has_slot = self.insert("charter", slot.start, &text);
        if let Some(end) = slot.content_end(self.page).filter(|_| self.report.has_slot) {
            self.is_doubtful = true;
            self.insertions.add(slot.start, format!("<template {}=\"\">", hold::BUILT));
            insertions.add(end, "</template>");
        }
        self.insertions.append(insertions);
    }

    /// With scripts the link becomes a child of the body: frameworks remove unknown elements from their root, which a footer may
    /// be in.
    fn add_link(&mut self) {
        let anchors = &self.anchors;
        if anchors.is_frameset || anchors.is_redirect || anchors.has_opener {
            return;
        }
        let end = (self.scanner.ends_in_data_state() && self.scanner.is_outside_foreign() && self.templates == 0)
            .then_some(self.page.len());
        if let Some(offset) = anchors.link(!self.has_scripts(), end) {
            let text = self.rules.markup.link(self.language());
            self.insert("link", offset, &text);
        }
    }

    /// Whether scripts run in the page: in an element, an event handler or a `javascript:` address. They may make elements.
    fn has_scripts(&self) -> bool {
        self.has_script || may_have_handler(self.page)
    }

    fn add_head(&mut self) {
        let rules = self.rules;
        let reason = rules.static_reason.or(self.static_reason);
        let reason = reason.or_else(|| self.is_fetched_ahead().then_some(AHEAD));
        let reason = rules.inline_refusal.or(reason.filter(|_| rules.syntax == Syntax::Html));
        let form = match (rules.inline_refusal, reason) {
            (Some(_), _) => Form::File,
            (None, Some(_)) => Form::Static,
            (None, None) => Form::Script,
        };
        self.report.form_reason = reason.unwrap_or_default().to_owned();
        let needs = Needs {
            form,
            has_scripts: self.has_scripts(),
            is_xml: rules.syntax == Syntax::Xml,
            has_no_origin: rules.has_no_origin,
        };
        self.report.needs = needs;
        let text = rules.markup.head(self.language(), needs);
        if text.is_empty() {
            return;
        }
        let others = std::mem::take(&mut self.insertions);
        let (offset, charset) =
            self.anchors.head(self.page, rules.syntax, text.len(), |offset| others.length_before(offset));
        let is_copied = charset.is_some();
        let text = match charset {
            // The policy must come before the elements that precede the page's declaration, so that the encoding is declared again
            // before it.
            Some(charset) => format!("<meta {}=\"\" charset=\"{charset}\">{text}", hold::BUILT),
            None => text,
        };
        self.insert("head", offset, &text);
        if !self.anchors.keeps_charset(is_copied, |offset| others.length_before(offset)) {
            let message = "the declaration of the encoding is no longer in the first 1,024 bytes: move it up";
            self.report.find(&page_rules::ENCODING_LATE, offset, message);
        }
        self.insertions.append(others);
    }
}
