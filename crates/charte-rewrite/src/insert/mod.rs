//! One pass over a page without insertions, which collects what to insert and what to report. It changes no byte.

mod ahead;
mod authored;
pub(crate) mod document;
mod finish;
mod hold;

use charte_core::rule::Rule;
use charte_html::name::{self, Name};
use charte_html::splice::Insertions;
use charte_html::{Namespace, Scanner, Seeker, Tag, xml};

use crate::anchor::Anchors;
use crate::element::script_runs;
use crate::gate::{ContactElement, Gate};
use crate::report::PageReport;
use crate::slot::Slot;
use crate::{Rules, fragment, page_rules};

/// What is inserted into a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Full,
    /// Only the insertion in the head, for pages whose markup is too broken for more.
    Head,
}

/// What a pass collected.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What to insert, sorted.
    pub(crate) insertions: Insertions,
    /// What was found.
    pub(crate) report: PageReport,
    /// Whether the insertions may change how the rest of the page is read, so that stripping them must be tried. It is `false`
    /// where each inserted element is between two tags in the HTML namespace and closes what it opens.
    pub(crate) is_doubtful: bool,
}

/// Reads a page.
pub(crate) fn draft(page: &[u8], rules: &Rules<'_>, extent: Extent) -> Draft {
    let mut pass = Pass::new(page, rules, extent);
    while let Some(tag) = pass.next() {
        pass.take(&tag);
    }
    pass.finish()
}

struct Pass<'a> {
    page: &'a [u8],
    rules: &'a Rules<'a>,
    extent: Extent,
    scanner: Scanner<'a>,
    gate: Gate<'a>,
    anchors: Anchors,
    insertions: Insertions,
    report: PageReport,
    /// How many `<template>` elements are open.
    templates: usize,
    /// Of these, how many are open up to one that becomes a shadow root, itself included; 0 without one.
    shadow_root: usize,
    /// The open templates that their author holds back: the depth of each, from 1, and the services that it waits for.
    authored: Vec<(usize, Vec<String>)>,
    slot: Option<Slot>,
    /// The elements found for the current tag; kept to use its memory again.
    found: Vec<ContactElement<'a>>,
    /// Finds tags with attributes of charte's.
    marks: Seeker<'a>,
    /// Finds tags with addresses in any attribute.
    addresses: Seeker<'a>,
    /// Whether the page has a script that runs, which may make elements.
    has_script: bool,
    /// Why the policy has to stand in the HTML of the page, if it has to.
    static_reason: Option<&'static str>,
    /// Whether the page has SVG or MathML, and whether a preload scanner may read that otherwise.
    has_foreign: bool,
    is_read_otherwise: bool,
    /// The offsets of the elements that must wait.
    waiting: Vec<usize>,
    is_doubtful: bool,
}

impl<'a> Pass<'a> {
    fn new(page: &'a [u8], rules: &'a Rules<'a>, extent: Extent) -> Self {
        Pass {
            page,
            rules,
            extent,
            scanner: Scanner::with_syntax(page, rules.syntax),
            gate: Gate::new(rules.recogniser, rules.address),
            anchors: Anchors::default(),
            insertions: Insertions::default(),
            report: PageReport::of_page(),
            templates: 0,
            shadow_root: 0,
            authored: Vec::new(),
            slot: None,
            found: Vec::new(),
            marks: Seeker::new(page, b"data-charte"),
            addresses: Seeker::new(page, b"//"),
            has_script: false,
            static_reason: None,
            has_foreign: false,
            is_read_otherwise: false,
            waiting: Vec::new(),
            is_doubtful: false,
        }
    }

    /// The next tag that may matter. Plain tags are skipped, except where elements are counted and where the tag has an address or
    /// an attribute of charte's.
    fn next(&mut self) -> Option<Tag<'a>> {
        let is_counted = self.slot.is_some() || !self.anchors.has_content;
        let offset = self.scanner.offset();
        self.scanner.skip_plain_until(match is_counted {
            true => 0,
            false => self.addresses.next_from(offset).min(self.marks.next_from(offset)),
        });
        self.scanner.next()
    }

    fn take(&mut self, tag: &Tag<'a>) {
        if self.templates == 0 {
            self.anchors.take(tag, self.scanner.doctype_end());
        }
        if self.extent == Extent::Head {
            self.has_script |= tag.name == name::SCRIPT && !tag.is_end;
            return;
        }
        // In foreign content `<template>` is an unknown element; `</template>` is seen here after it has closed that content.
        let is_template = tag.name == name::TEMPLATE && self.scanner.is_in_html();
        match (tag.is_end, is_template) {
            (true, true) => self.close_template(),
            (false, true) => self.open_template(tag),
            (true, false) => self.close(tag),
            (false, false) => self.open(tag),
        }
    }

    fn open(&mut self, tag: &Tag<'a>) {
        if self.marks.is_in(tag.range()) {
            self.check_services(tag);
            self.read_marks(tag);
        }
        if tag.name == name::BASE && tag.namespace == Namespace::Html && self.templates == 0 {
            self.gate.record_base(tag);
        }
        self.note_foreign(tag);
        if let Some(slot) = &mut self.slot {
            slot.open(tag);
        }
        self.has_script |= tag.name == name::SCRIPT && script_runs(tag);
        if self.addresses.is_in(tag.range()) {
            self.gate.record_named(tag);
        }
        if !tag.is_plain && tag.raw_name().contains(&b'-') {
            self.note_custom_element(tag);
        }
        let mut found = std::mem::take(&mut self.found);
        self.gate.contact_elements(tag, self.page, &mut self.scanner, &mut found);
        if found.is_empty() && tag.name == name::LINK {
            self.delay(tag);
        }
        for element in found.drain(..) {
            if element.contacts.must_wait() {
                self.waiting.push(element.tag.start);
            }
            self.hold(element);
        }
        self.found = found;
    }

    fn close(&mut self, tag: &Tag<'a>) {
        if let Some(slot) = &mut self.slot {
            slot.close(tag);
        }
    }

    /// Handles the attributes by which an author marks the slot and links that reopen the choice.
    fn read_marks(&mut self, tag: &Tag<'a>) {
        if self.templates > 0 || !tag.is_outside_foreign || tag.namespace != Namespace::Html {
            return;
        }
        self.anchors.has_opener |= tag.attribute(Name::of(b"data-charte-open")).is_some();
        let Some(what) = tag.attribute(Name::of(b"data-charte-slot")) else { return };
        match what {
            b"charter" if self.can_hold_charter(tag) => {
                self.slot = Some(Slot::new(tag));
            }
            b"charter" => self.warn(
                &page_rules::SLOT_IGNORED,
                tag,
                "the charter goes into the first slot of a page that can hold it",
            ),
            _ => self.warn(&page_rules::SLOT_UNKNOWN, tag, "the only slot is data-charte-slot=\"charter\""),
        }
    }

    fn can_hold_charter(&self, tag: &Tag<'_>) -> bool {
        let is_media = matches!(tag.name, name::PICTURE | name::VIDEO | name::AUDIO | name::OBJECT);
        self.slot.is_none() && !name::is_void(tag.name) && !self.scanner.is_in_text() && !is_media
    }

    fn warn(&mut self, rule: &'static Rule, tag: &Tag<'_>, message: impl Into<String>) {
        self.report.find(rule, tag.start, message);
    }

    fn language(&self) -> &'a str {
        self.rules.markup.language(self.anchors.language.as_deref())
    }

    /// Inserts a piece of the theme at an offset. `false` when it is empty, or could not be stripped again, which is reported.
    fn insert(&mut self, what: &'static str, offset: usize, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() {
            return false;
        }
        if !fragment::is_whole(text) {
            let message = format!("the {what} of the theme is not whole HTML marked data-charte-built: left out");
            self.report.find(&page_rules::THEME_NOT_WHOLE, 0, message);
            return false;
        }
        self.insertions.add(offset, xml::serialize(text, self.rules.syntax));
        true
    }
}
