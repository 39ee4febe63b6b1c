//! The end of the pass: what could not be placed before the whole page was read.

use charte_html::seek;
use charte_html::syntax::Syntax;

use crate::hold;
use crate::insert::{Draft, Pass, Scope};
use crate::markup::{Form, Needs};
use crate::page_rules;

impl Pass<'_> {
    pub(super) fn finish(mut self) -> Draft {
        self.anchors.take_end(self.scanner.doctype_end);
        self.report.managers = std::mem::take(&mut self.judge.managers);
        self.report.named = std::mem::take(&mut self.judge.named);
        self.report.language = self.language().to_owned();
        if self.rules.syntax == Syntax::Xml {
            crate::insert::document::hold_instructions(self.page, self.rules.recogniser, &mut self.insertions);
        }
        if self.scope == Scope::Full {
            self.add_charter();
            self.add_link();
        }
        self.add_head();
        self.is_doubtful |= self.scanner.looked_back();
        self.insertions.sort();
        Draft { insertions: self.insertions, report: self.report, is_doubtful: self.is_doubtful }
    }

    fn add_charter(&mut self) {
        let Some(slot) = self.slot.take() else { return };
        let charter = self.rules.markup.charter(self.language());
        let text = if charter.is_empty() { charter } else { format!("<div {}>{charter}</div>", hold::BUILT) };
        let mut insertions = std::mem::take(&mut self.insertions);
        self.report.slot = self.insert("charter", slot.start, &text);
        if let Some(end) = slot.content_end(self.page).filter(|_| self.report.slot) {
            self.is_doubtful = true;
            self.insertions.add(slot.start, format!("<template {}=\"\">", hold::BUILT));
            insertions.add(end, "</template>");
        }
        self.insertions.append(insertions);
    }

    /// Frameworks throw out what stands in their root: with scripts the link is a child of the body.
    fn add_link(&mut self) {
        let anchors = &self.anchors;
        if anchors.is_frameset || anchors.is_redirect || anchors.has_opener {
            return;
        }
        let end =
            (self.scanner.ends_open && self.scanner.is_outside() && self.templates == 0).then_some(self.page.len());
        if let Some(place) = anchors.link(!self.has_scripts(), end) {
            let text = self.rules.markup.link(self.language());
            self.insert("link", place, &text);
        }
    }

    /// Whether something in the page can make elements: a script, a handler, an address that is a script.
    fn has_scripts(&self) -> bool {
        self.runs_script || seek::has_handler(self.page)
    }

    fn add_head(&mut self) {
        let rules = self.rules;
        let reason = rules.is_static.or(self.static_for);
        let reason = rules.refused.or(reason.filter(|_| rules.syntax == Syntax::Html));
        let form = match (rules.refused, reason) {
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
        let (place, charset) = self.anchors.head((self.page, rules.syntax), text.len(), |place| others.length_before(place));
        let is_copied = charset.is_some();
        let text = match charset {
            // What stands before the declaration must not come before the policy: it is declared first, too.
            Some(charset) => format!("<meta {}=\"\" charset=\"{charset}\">{text}", hold::BUILT),
            None => text,
        };
        self.insert("head", place, &text);
        if !self.anchors.keeps_charset(is_copied, |place| others.length_before(place)) {
            let message = "the declaration of the encoding is no longer in the first 1,024 bytes: move it up";
            self.report.find(&page_rules::ENCODING_LATE, place, message);
        }
        self.insertions.append(others);
    }
}
