//! Rewrites one page: takes out what an earlier build inserted, and inserts what this one does, as far as it can be taken out
//! again.

use std::borrow::Cow;

use charte_core::rule::Rule;
use charte_html::encoding::Encoding;
use charte_html::scan::Scanner;
use charte_html::splice::Insertions;
use charte_html::syntax::Syntax;
use charte_html::tag::Tag;
use charte_html::{kind, name, reference};

use crate::anchor::Anchors;
use crate::edits::{Change, Edits, Rewritten};
use crate::insert::{Draft, Scope};
use crate::report::PageReport;
use crate::rules::Rules;
use crate::strip::{Stripped, stays, strip_text};
use crate::{hold, insert, page_rules};

/// The content security policies that the page itself holds, but for charte's own.
pub fn policies(page: &[u8]) -> Vec<String> {
    if memchr::memmem::find(page, b"ecurity-").is_none() && memchr::memmem::find(page, b"ECURITY-").is_none() {
        return Vec::new();
    }
    let is_policy = |tag: &Tag<'_>| {
        let kind = tag.attribute(name::HTTP_EQUIV).unwrap_or_default();
        tag.name == name::META && kind.trim_ascii().eq_ignore_ascii_case(b"content-security-policy")
    };
    let metas =
        Scanner::new(page).filter(|tag| !tag.closing && is_policy(tag) && !tag.is_marked(hold::BUILT.as_bytes()));
    metas.map(|tag| reference::decode(tag.attribute(name::CONTENT).unwrap_or_default()).into_owned()).collect()
}

/// Whether an earlier build may have worked on the file.
pub fn is_marked(page: &[u8]) -> bool {
    memchr::memmem::find(page, hold::PREFIX.as_bytes()).is_some()
}

/// Rewrites a page, built before or not.
pub fn rewrite(page: &[u8], rules: &Rules<'_>) -> Rewritten {
    let encoding = match Encoding::of(page) {
        Ok(encoding) => encoding,
        Err(name) => {
            return left_alone(
                &page_rules::ENCODING_UNKNOWN,
                format!("pages in {name} are left alone: write it in UTF-8"),
            );
        }
    };
    let Some(text) = encoding.read(page) else {
        return left_alone(&page_rules::ENCODING_BROKEN, "this is not whole UTF-16: left alone".to_owned());
    };
    if !kind::is_html(&text) {
        return Rewritten { edits: Edits::NONE, report: PageReport::default() };
    }
    let stripped = Stripped::of(&text, rules.syntax);
    let is_changed = matches!(stripped.page, Cow::Owned(_));
    if !stripped.is_clean || (is_changed && !stays(encoding, &stripped.page)) {
        let message = "charte's own marks stand where no build puts them: left alone";
        return left_alone(&page_rules::FOREIGN_MARKS, message.to_owned());
    }
    let Draft { insertions, mut report, .. } = settle(&stripped.page, rules);
    report.relocate(|place| encoding.found_place(&text, stripped.found_place(place)));
    let is_same = match &stripped.page {
        Cow::Borrowed(_) => insertions.is_empty(),
        Cow::Owned(page) => insertions.apply(page) == *text,
    };
    let change = (!is_same).then_some(Change { encoding, syntax: rules.syntax, takes_out: is_changed, insertions });
    Rewritten { edits: Edits { change }, report }
}

/// Rewrites a document of the site that is no page and that contacts third parties when it is shown.
pub fn rewrite_document(page: &[u8], rules: &Rules<'_>, services: &[String]) -> Edits {
    let Ok(encoding) = Encoding::of(page) else { return Edits::NONE };
    let Some(text) = encoding.read(page) else { return Edits::NONE };
    let stripped = Stripped::of(&text, Syntax::Xml);
    let is_changed = matches!(stripped.page, Cow::Owned(_));
    let mut insertions = insert::document::draft(&stripped.page, rules, services).insertions;
    if services.is_empty() || !comes_back(&stripped.page, &insertions, Syntax::Xml) {
        insertions = Insertions::default();
    }
    let is_same = insertions.apply(&stripped.page) == *text;
    let change = Change { encoding, syntax: Syntax::Xml, takes_out: is_changed, insertions };
    Edits { change: (!is_same).then_some(change) }
}

/// What a page holds that is a build's own work and no author's, so that nothing is taken out of it first.
pub fn look(page: &[u8], rules: &Rules<'_>) -> PageReport {
    insert::draft(page, rules, Scope::Full).report
}

/// The most that can be inserted into the page and taken out again.
fn settle(page: &[u8], rules: &Rules<'_>) -> Draft {
    let mut draft = insert::draft(page, rules, Scope::Full);
    if !draft.is_doubtful || comes_back(page, &draft.insertions, rules.syntax) {
        return draft;
    }
    let message = "the markup is too broken to hold its elements in place: the browser's policy holds them";
    draft.report.find(&page_rules::CANNOT_HOLD, 0, message);
    draft.report.slot = false;
    draft.report.gated.iter_mut().for_each(|gated| gated.refused = true);
    let head = insert::draft(page, &Rules { is_static: Some("its markup is broken"), ..*rules }, Scope::Head);
    draft.insertions = head.insertions;
    (draft.report.needs, draft.report.form_reason) = (head.report.needs, head.report.form_reason);
    if !comes_back(page, &draft.insertions, rules.syntax) {
        draft.report.find(&page_rules::CANNOT_GATE, 0, "nothing can be inserted into this page and taken out again");
        draft.insertions = Insertions::default();
    }
    draft
}

/// A page with `text`, HTML in ASCII, at the start of its head: for what a server adds to what it sends. `None` when it is no
/// page, or in an encoding in which nothing can be added.
pub fn with_in_head(page: &[u8], text: &str) -> Option<Vec<u8>> {
    let encoding = Encoding::of(page).ok()?;
    let bytes = encoding.read(page).filter(|bytes| kind::is_html(bytes))?;
    let (mut anchors, mut scanner) = (Anchors::default(), Scanner::new(&bytes));
    while let Some(tag) = scanner.next() {
        anchors.take(&tag, scanner.doctype_end);
    }
    anchors.take_end(scanner.doctype_end);
    let mut insertions = Insertions::default();
    insertions.add(anchors.head((&bytes, Syntax::Html), text.len(), |_| 0).0, text.to_owned());
    Some(encoding.write(insertions.apply(&bytes)))
}

fn left_alone(rule: &'static Rule, message: String) -> Rewritten {
    let mut report = PageReport { is_html: true, ..PageReport::default() };
    report.find(rule, 0, message);
    Rewritten { edits: Edits::NONE, report }
}

fn comes_back(page: &[u8], insertions: &Insertions, syntax: Syntax) -> bool {
    *strip_text(&insertions.apply(page), syntax) == *page
}
