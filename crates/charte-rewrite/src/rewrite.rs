//! Rewrites one page: strips what an earlier build inserted, and inserts what can be stripped again.

use std::borrow::Cow;

use charte_core::rule::Rule;
use charte_html::splice::Insertions;
use charte_html::{Encoding, Scanner, Syntax, Tag, name, reference, sniff};

use crate::anchor::Anchors;
use crate::edits::{Change, Edits, Rewritten};
use crate::insert::{Draft, Extent};
use crate::report::PageReport;
use crate::rules::Rules;
use crate::strip::{Stripped, keeps_encoding, strip_text};
use crate::{hold, insert, page_rules};

/// The content security policies in `<meta>` elements of the page, without charte's own (CSP3, section 3.3).
pub fn policies(page: &[u8]) -> Vec<String> {
    let Some(page) = Encoding::detect(page).ok().and_then(|encoding| encoding.decode(page)) else { return Vec::new() };
    let page: &[u8] = &page;
    if !may_have_policy(page) {
        return Vec::new();
    }
    let is_policy = |tag: &Tag<'_>| {
        let kind = reference::decode(tag.attribute(name::HTTP_EQUIV).unwrap_or_default());
        tag.name == name::META && kind.trim().eq_ignore_ascii_case("content-security-policy")
    };
    let mut scanner = Scanner::new(page);
    scanner.skip_plain_until(page.len());
    let metas = scanner.filter(|tag| !tag.is_end && is_policy(tag) && !tag.has_raw_attribute(hold::BUILT.as_bytes()));
    metas.map(|tag| reference::decode(tag.attribute(name::CONTENT).unwrap_or_default()).into_owned()).collect()
}

/// Whether a tag may have `http-equiv` with the name of a policy, in any case and with character references. A search: reading all
/// tags takes longer.
fn may_have_policy(page: &[u8]) -> bool {
    const NAME: &[u8] = b"http-equiv";
    let rest_of_tag = |at: usize| {
        let start = at.checked_sub(b"http-e".len())?;
        let rest = page.get(start..)?;
        let is_name = rest.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
        is_name.then(|| rest.split(|byte| *byte == b'>').next().unwrap_or_default())
    };
    let is_policy =
        |part: &[u8]| part.contains(&b'&') || part.windows(6).any(|word| word.eq_ignore_ascii_case(b"policy"));
    memchr::memchr2_iter(b'q', b'Q', page).filter_map(rest_of_tag).any(is_policy)
}

/// Whether an earlier build may have inserted something into the file. A search: text that looks like a mark counts too.
pub fn is_marked(page: &[u8]) -> bool {
    memchr::memmem::find(page, hold::PREFIX.as_bytes()).is_some()
}

/// Rewrites a page, whether or not an earlier build has. The page stays as it is, with a finding in the report, when its encoding
/// is not read or when it has marks of charte's that no build makes. A file that is no page of HTML stays as it is.
pub fn rewrite(page: &[u8], rules: &Rules<'_>) -> Rewritten {
    let encoding = match Encoding::detect(page) {
        Ok(encoding) => encoding,
        Err(name) => {
            return left_alone(
                &page_rules::ENCODING_UNKNOWN,
                format!("pages in {name} are left alone: write it in UTF-8"),
            );
        }
    };
    let Some(text) = encoding.decode(page) else {
        return left_alone(&page_rules::ENCODING_BROKEN, "this is not whole UTF-16: left alone".to_owned());
    };
    if !sniff::is_html(&text) {
        return Rewritten { edits: Edits::NONE, report: PageReport::default() };
    }
    let stripped = Stripped::of(&text, rules.syntax);
    let is_changed = matches!(stripped.page, Cow::Owned(_));
    if !stripped.is_clean || (is_changed && !keeps_encoding(encoding, &stripped.page)) {
        let message = "charte's own marks stand where no build puts them: left alone";
        return left_alone(&page_rules::FOREIGN_MARKS, message.to_owned());
    }
    let Draft { insertions, mut report, .. } = strippable_draft(&stripped.page, rules);
    report.map_offsets(|offset| encoding.encoded_offset(&text, stripped.original_offset(offset)));
    let is_same = match &stripped.page {
        Cow::Borrowed(_) => insertions.is_empty(),
        Cow::Owned(page) => insertions.apply(page) == *text,
    };
    let change = (!is_same).then_some(Change { encoding, syntax: rules.syntax, must_strip: is_changed, insertions });
    Rewritten { edits: Edits { change }, report }
}

/// Rewrites a document of the site that is no page, such as an SVG file. `services` are those that it contacts when a browser shows
/// it, as [`read_document`](crate::read_document) finds them; without any it is only stripped.
pub fn rewrite_document(page: &[u8], rules: &Rules<'_>, services: &[String]) -> Edits {
    let Ok(encoding) = Encoding::detect(page) else { return Edits::NONE };
    let Some(text) = encoding.decode(page) else { return Edits::NONE };
    let stripped = Stripped::of(&text, Syntax::Xml);
    let is_changed = matches!(stripped.page, Cow::Owned(_));
    let mut insertions = insert::document::draft(&stripped.page, rules, services).insertions;
    if services.is_empty() || !is_strippable(&stripped.page, &insertions, Syntax::Xml) {
        insertions = Insertions::default();
    }
    let is_same = insertions.apply(&stripped.page) == *text;
    let change = Change { encoding, syntax: Syntax::Xml, must_strip: is_changed, insertions };
    Edits { change: (!is_same).then_some(change) }
}

/// The report of a page that charte makes itself, such as the page of the charter: its marked elements are not stripped first.
pub fn inspect(page: &[u8], rules: &Rules<'_>) -> PageReport {
    insert::draft(page, rules, Extent::Full).report
}

/// The most that can be inserted into the page and stripped again: everything, or only the head, or nothing.
fn strippable_draft(page: &[u8], rules: &Rules<'_>) -> Draft {
    let mut draft = insert::draft(page, rules, Extent::Full);
    if !draft.is_doubtful || is_strippable(page, &draft.insertions, rules.syntax) {
        return draft;
    }
    let message = "the markup is too broken to hold its elements in place: the browser's policy holds them";
    draft.report.find(&page_rules::CANNOT_HOLD, 0, message);
    draft.report.has_slot = false;
    draft.report.gated.iter_mut().for_each(|gated| gated.is_refused = true);
    let head = insert::draft(page, &Rules { static_reason: Some("its markup is broken"), ..*rules }, Extent::Head);
    draft.insertions = head.insertions;
    (draft.report.needs, draft.report.form_reason) = (head.report.needs, head.report.form_reason);
    if !is_strippable(page, &draft.insertions, rules.syntax) {
        draft.report.find(&page_rules::CANNOT_GATE, 0, "nothing can be inserted into this page and taken out again");
        draft.insertions = Insertions::default();
    }
    draft
}

/// The page with `text`, HTML in ASCII, at the start of its head, for a server that adds a script to its responses. `None` when
/// the file is no page of HTML, or its encoding is not read.
pub fn insert_into_head(page: &[u8], text: &str) -> Option<Vec<u8>> {
    let encoding = Encoding::detect(page).ok()?;
    let bytes = encoding.decode(page).filter(|bytes| sniff::is_html(bytes))?;
    let (mut anchors, mut scanner) = (Anchors::default(), Scanner::new(&bytes));
    while let Some(tag) = scanner.next() {
        anchors.take(&tag, scanner.doctype_end());
    }
    anchors.finish(scanner.doctype_end());
    let mut insertions = Insertions::default();
    insertions.add(anchors.head(&bytes, Syntax::Html, text.len(), |_| 0).0, text.to_owned());
    Some(encoding.encode(insertions.apply(&bytes)))
}

fn left_alone(rule: &'static Rule, message: String) -> Rewritten {
    let mut report = PageReport::of_page();
    report.find(rule, 0, message);
    Rewritten { edits: Edits::NONE, report }
}

/// Whether stripping the page with the insertions gives the page again.
fn is_strippable(page: &[u8], insertions: &Insertions, syntax: Syntax) -> bool {
    *strip_text(&insertions.apply(page), syntax) == *page
}

#[cfg(test)]
mod tests {
    use crate::rewrite::policies;

    #[test]
    fn policies_are_found_in_any_spelling() {
        let metas = [
            "<meta http-equiv=\"Content-Security-Policy\" content=\"a\">",
            "<META content=a HTTP-Equiv = 'content-SeCuRiTy-policy '>",
            "<meta http-equiv=Content&#45;Security&#x2d;Pol&#105;cy content=a>",
        ];
        for meta in metas {
            let page = format!("<!doctype html><html><head><title>q</title>{meta}</head><body>Q</body></html>");
            assert_eq!(policies(page.as_bytes()), ["a"], "{meta}");
            let wide: Vec<u8> = format!("\u{feff}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(policies(&wide), ["a"], "{meta} in UTF-16");
        }
        for meta in ["<meta http-equiv=refresh content=policy>", "<p title=http-equiv>content-security-policy", "q"] {
            assert!(policies(meta.as_bytes()).is_empty(), "{meta}");
        }
    }
}
