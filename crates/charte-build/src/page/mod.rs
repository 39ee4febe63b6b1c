//! One page of HTML as bytes: what a build inserts, what it takes out again, and what it saw. Pure: no disk, no theme.
//!
//! `build(page) = insert(strip(page))`, where `strip` takes out exactly what an earlier build inserted. A build only inserts,
//! so every byte of the author's stays, and stripping a built page gives the page.

mod anchor;
pub(crate) mod document;
mod element;
mod encoding;
mod foreign;
mod fragment;
pub mod frame;
mod gate;
mod hold;
mod insert;
pub(crate) mod kind;
mod markup;
mod name;
pub(crate) mod quiet;
mod reference;
mod report;
mod scan;
mod seek;
mod slot;
mod splice;
mod strip;
pub(crate) mod styles;
mod syntax;
mod tag;
#[cfg(test)]
mod tests;
mod xml;

use std::borrow::Cow;

pub(crate) use hold::RUN;
pub use markup::{Embed, Form, Markup, Needs};
pub use report::{Gated, Gravity, PageFinding, PageReport, Stranger};
pub use syntax::Syntax;

use anchor::Anchors;
use encoding::Encoding;
use insert::{Draft, Scope};
use scan::Scanner;
use splice::Insertions;
use strip::Stripped;

use crate::recognise::Recogniser;

/// What decides how a page is rewritten.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Tells what must wait.
    pub recogniser: &'a Recogniser,
    /// Gives what is inserted.
    pub markup: &'a dyn Markup,
    /// Absolute address at which the page will be served; needed only where a `<base>` is relative.
    pub address: Option<&'a str>,
    /// How browsers read the page.
    pub syntax: Syntax,
    /// Why the policy is to stand in the HTML of every page, where it is.
    pub is_static: Option<&'static str>,
    /// Whether a style sheet of the site may import one of a third party's.
    pub imports: bool,
    /// Why the site's own policy refuses charte's inline script, where it does.
    pub refused: Option<&'static str>,
    /// Whether the site's own policy lets inline scripts run in the body of the page.
    pub runs_inline: bool,
    /// Whether the page is in a sandbox that takes its origin.
    pub has_no_origin: bool,
}

impl<'a> Rules<'a> {
    /// For a page of HTML on a site without a policy of its own.
    pub fn new(recogniser: &'a Recogniser, markup: &'a dyn Markup, address: Option<&'a str>) -> Self {
        let syntax = Syntax::Html;
        Rules {
            recogniser,
            markup,
            address,
            syntax,
            is_static: None,
            imports: false,
            refused: None,
            runs_inline: true,
            has_no_origin: false,
        }
    }
}

/// A page, rewritten.
#[derive(Debug, Clone)]
pub struct Rewritten {
    /// What changes.
    pub edits: Edits,
    /// What was seen.
    pub report: PageReport,
}

/// What changes in a page, without the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edits {
    /// `None` when nothing changes.
    change: Option<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    encoding: Encoding,
    syntax: Syntax,
    /// Whether an earlier build's work must be taken out first.
    takes_out: bool,
    insertions: Insertions,
}

impl Edits {
    const NONE: Edits = Edits { change: None };

    /// What takes out of a page what an earlier build inserted.
    pub fn strip(page: &[u8], syntax: Syntax) -> Edits {
        let change = match (strip(page, syntax), Encoding::of(page)) {
            (Cow::Owned(stripped), Ok(encoding)) if stripped != page => {
                Some(Change { encoding, syntax, takes_out: true, insertions: Insertions::default() })
            }
            _ => None,
        };
        Edits { change }
    }

    /// Whether the page stays as it is.
    pub fn is_noop(&self) -> bool {
        self.change.is_none()
    }

    /// The page that the edits were made for, changed.
    pub fn apply(&self, page: &[u8]) -> Vec<u8> {
        let mut changed = Vec::new();
        self.apply_to(page, &mut changed);
        changed
    }

    /// Puts the page that the edits were made for, changed, in the place of what is in `changed`.
    pub fn apply_to(&self, page: &[u8], changed: &mut Vec<u8>) {
        changed.clear();
        match &self.change {
            Some(Change { encoding: Encoding::Ascii, takes_out: false, insertions, .. }) => {
                insertions.apply_to(page, changed)
            }
            Some(Change { encoding, insertions, syntax, .. }) if let Some(text) = encoding.read(page) => {
                *changed = encoding.write(insertions.apply(&strip::strip(&text, *syntax)));
            }
            _ => changed.extend_from_slice(page),
        }
    }
}

/// The content security policies that the page itself holds, but for charte's own.
pub(crate) fn policies(page: &[u8]) -> Vec<String> {
    if memchr::memmem::find(page, b"ecurity-").is_none() && memchr::memmem::find(page, b"ECURITY-").is_none() {
        return Vec::new();
    }
    let is_policy = |tag: &tag::Tag<'_>| {
        let kind = tag.attribute(name::HTTP_EQUIV).unwrap_or_default();
        tag.name == name::META && kind.trim_ascii().eq_ignore_ascii_case(b"content-security-policy")
    };
    let metas =
        Scanner::new(page).filter(|tag| !tag.closing && is_policy(tag) && !tag.is_marked(hold::BUILT.as_bytes()));
    metas.map(|tag| reference::decode(tag.attribute(name::CONTENT).unwrap_or_default()).into_owned()).collect()
}

/// Whether an earlier build may have worked on the file.
pub(crate) fn is_marked(page: &[u8]) -> bool {
    memchr::memmem::find(page, hold::PREFIX.as_bytes()).is_some()
}

/// The page as it was before any build.
pub fn strip(page: &[u8], syntax: Syntax) -> Cow<'_, [u8]> {
    let Ok(encoding) = Encoding::of(page) else { return Cow::Borrowed(page) };
    let Some(text) = encoding.read(page).filter(|text| kind::is_html(text)) else { return Cow::Borrowed(page) };
    match Stripped::of(&text, syntax) {
        Stripped { page: Cow::Owned(stripped), .. } if stays(encoding, &stripped) => {
            Cow::Owned(encoding.write(stripped))
        }
        _ => Cow::Borrowed(page),
    }
}

/// Whether what is left of a page would be taken for a page in the same encoding, as it was when the page was built.
fn stays(encoding: Encoding, stripped: &[u8]) -> bool {
    let found = match encoding {
        Encoding::Ascii => Encoding::of(stripped),
        _ => Encoding::of(&encoding.write(stripped.to_vec())),
    };
    found == Ok(encoding) && kind::is_html(stripped)
}

/// Rewrites a page, built before or not.
pub fn rewrite(page: &[u8], rules: &Rules<'_>) -> Rewritten {
    let encoding = match Encoding::of(page) {
        Ok(encoding) => encoding,
        Err(name) => {
            return left_alone("encoding-unknown", format!("pages in {name} are left alone: write it in UTF-8"));
        }
    };
    let Some(text) = encoding.read(page) else {
        return left_alone("encoding-broken", "this is not whole UTF-16: left alone".to_owned());
    };
    if !kind::is_html(&text) {
        return Rewritten { edits: Edits::NONE, report: PageReport::default() };
    }
    let stripped = Stripped::of(&text, rules.syntax);
    let is_changed = matches!(stripped.page, Cow::Owned(_));
    if !stripped.is_clean || (is_changed && !stays(encoding, &stripped.page)) {
        let message = "charte's own marks stand where no build puts them: left alone";
        return left_alone("foreign-marks", message.to_owned());
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
pub(crate) fn look(page: &[u8], rules: &Rules<'_>) -> PageReport {
    insert::draft(page, rules, Scope::Full).report
}

/// The most that can be inserted into the page and taken out again.
fn settle(page: &[u8], rules: &Rules<'_>) -> Draft {
    let mut draft = insert::draft(page, rules, Scope::Full);
    if !draft.is_doubtful || comes_back(page, &draft.insertions, rules.syntax) {
        return draft;
    }
    let message = "the markup is too broken to hold its elements in place: the browser's policy holds them";
    draft.report.find(Gravity::Warning, "cannot-hold", (0, message));
    draft.report.slot = false;
    draft.report.gated.iter_mut().for_each(|gated| gated.refused = true);
    let head = insert::draft(page, &Rules { is_static: Some("its markup is broken"), ..*rules }, Scope::Head);
    draft.insertions = head.insertions;
    (draft.report.needs, draft.report.form_reason) = (head.report.needs, head.report.form_reason);
    if !comes_back(page, &draft.insertions, rules.syntax) {
        draft.report.find(
            Gravity::Error,
            "cannot-gate",
            (0, "nothing can be inserted into this page and taken out again"),
        );
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
    insertions.add(anchors.head(&bytes, text.len(), |_| 0).0, text.to_owned());
    Some(encoding.write(insertions.apply(&bytes)))
}

fn comes_back(page: &[u8], insertions: &Insertions, syntax: Syntax) -> bool {
    *strip::strip(&insertions.apply(page), syntax) == *page
}

fn left_alone(code: &'static str, message: String) -> Rewritten {
    let mut report = PageReport { is_html: true, ..PageReport::default() };
    report.find(Gravity::Error, code, (0, message));
    Rewritten { edits: Edits::NONE, report }
}
