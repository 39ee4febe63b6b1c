//! The end of the pass: what could not be placed before the whole page was read.

use super::{Draft, Pass, Scope};
use crate::page::markup::Needs;
use crate::page::report::Gravity;
use crate::page::wrap;

impl Pass<'_> {
    pub(super) fn finish(mut self) -> Draft {
        self.anchors.take_end(self.scanner.doctype_end);
        self.report.managers = std::mem::take(&mut self.judge.managers);
        self.report.language = self.language().to_owned();
        if self.scope == Scope::Full {
            self.finish_container();
            self.add_charter();
            self.add_link();
        }
        self.find_talk();
        self.add_head();
        self.is_doubtful |= self.scanner.looked_back();
        self.insertions.sort();
        Draft { insertions: self.insertions, report: self.report, is_doubtful: self.is_doubtful }
    }

    /// What waits may talk to what waits with it; the rest of the page finds nobody there.
    fn find_talk(&mut self) {
        let is_outside = |place: usize| !self.wrapped.iter().any(|range| range.contains(&place));
        let talks = self.rules.recogniser.talks(self.page, is_outside);
        self.report.talks = talks.map(str::to_owned).collect();
    }

    /// An element whose end never comes cannot be enclosed whole: each thing in it is, and its start tag.
    fn finish_container(&mut self) {
        let Some(container) = self.container.take() else { return };
        self.is_doubtful = true;
        for piece in container.parts() {
            self.enclose(&piece);
        }
    }

    fn add_charter(&mut self) {
        let Some(slot) = self.slot.take() else { return };
        let charter = self.rules.markup.charter(self.language());
        let text = if charter.is_empty() { charter } else { format!("<div {}>{charter}</div>", wrap::BUILT) };
        let mut insertions = std::mem::take(&mut self.insertions);
        self.report.slot = self.insert("charter", slot.start, &text);
        self.is_styled |= self.report.slot;
        if let Some(end) = slot.content_end(self.page).filter(|_| self.report.slot) {
            self.is_doubtful = true;
            self.insertions.add(slot.start, format!("<template {}=\"\" {}>", wrap::GATE, wrap::BUILT));
            insertions.add(end, "</template>");
        }
        self.insertions.append(insertions);
    }

    fn add_link(&mut self) {
        let anchors = &self.anchors;
        if anchors.is_frameset || anchors.is_redirect || anchors.has_opener {
            return;
        }
        let end =
            (self.scanner.ends_open && self.scanner.is_outside() && self.templates == 0).then_some(self.page.len());
        if let Some(place) = anchors.link(&self.wrapped, end) {
            let text = self.rules.markup.link(self.language());
            self.insert("link", place, &text);
        }
    }

    fn add_head(&mut self) {
        self.report.named = std::mem::take(&mut self.judge.named);
        self.report.is_guarded = self.runs_script && self.rules.markup.guards(!self.report.named.is_empty());
        let needs =
            Needs { style: self.is_styled, queues: !self.report.talks.is_empty(), guard: self.report.is_guarded };
        let text = self.rules.markup.head(self.language(), needs);
        let others = std::mem::take(&mut self.insertions);
        let place = self.anchors.head(self.page, text.len(), |place| others.length_before(place));
        self.insert("head", place, &text);
        if !self.anchors.keeps_charset(|place| others.length_before(place)) {
            let message = "the declaration of the encoding is no longer in the first 1,024 bytes: move it up";
            self.report.find(Gravity::Warning, "encoding-late", (place, message));
        }
        self.insertions.append(others);
    }
}
