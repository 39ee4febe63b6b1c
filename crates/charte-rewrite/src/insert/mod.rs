//! One pass over a page that holds nothing of charte's: gathers what to insert and what to report. It changes no byte.

pub(crate) mod document;
mod finish;
mod hand;
mod hold;

use charte_core::rule::Rule;
use charte_html::name::{self, Name};
use charte_html::splice::Insertions;
use charte_html::{Namespace, Scanner, Seeker, Tag, xml};

use crate::anchor::Anchors;
use crate::element::script_runs;
use crate::gate::{Judge, Piece};
use crate::report::PageReport;
use crate::slot::Slot;
use crate::{Rules, fragment, page_rules};

/// How much is done to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Everything.
    Full,
    /// The insertion in the head, which is right in any page.
    Head,
}

/// What a pass gathered.
#[derive(Debug)]
pub(crate) struct Draft {
    /// What to insert, in order.
    pub(crate) insertions: Insertions,
    /// What was seen.
    pub(crate) report: PageReport,
    /// Whether the insertions may change how the rest of the page is read, so that taking them out must be tried. It is
    /// `false` where each element that is inserted stands between two tags of HTML proper and closes what it opens.
    pub(crate) is_doubtful: bool,
}

/// Reads a page.
pub(crate) fn draft(page: &[u8], rules: &Rules<'_>, scope: Scope) -> Draft {
    let mut pass = Pass::new(page, rules, scope);
    while let Some(tag) = pass.next() {
        pass.take(&tag);
    }
    pass.finish()
}

struct Pass<'a> {
    page: &'a [u8],
    rules: &'a Rules<'a>,
    scope: Scope,
    scanner: Scanner<'a>,
    judge: Judge<'a>,
    anchors: Anchors,
    insertions: Insertions,
    report: PageReport,
    /// How many templates are open; for each that its author holds back, which one it is and what it waits for.
    templates: usize,
    by_hand: Vec<(usize, Vec<String>)>,
    slot: Option<Slot>,
    /// Found in the element at hand.
    found: Vec<Piece<'a>>,
    /// Tags that hold one of these deserve a look at their attributes.
    marked: Seeker<'a>,
    addresses: Seeker<'a>,
    /// Whether something runs that could make elements.
    runs_script: bool,
    /// Why the policy has to stand in the HTML, where it has to.
    static_for: Option<&'static str>,
    is_doubtful: bool,
}

impl<'a> Pass<'a> {
    fn new(page: &'a [u8], rules: &'a Rules<'a>, scope: Scope) -> Self {
        Pass {
            page,
            rules,
            scope,
            scanner: Scanner::with_syntax(page, rules.syntax),
            judge: Judge::new(rules.recogniser, rules.address),
            anchors: Anchors::default(),
            insertions: Insertions::default(),
            report: PageReport { is_html: true, ..PageReport::default() },
            templates: 0,
            by_hand: Vec::new(),
            slot: None,
            found: Vec::new(),
            marked: Seeker::new(page, b"data-charte"),
            addresses: Seeker::new(page, b"//"),
            runs_script: false,
            static_for: None,
            is_doubtful: false,
        }
    }

    /// The next tag that may matter: a plain one does where elements are counted, or where it holds a word to look at.
    fn next(&mut self) -> Option<Tag<'a>> {
        let is_counted = self.slot.is_some() || !self.anchors.has_content;
        let offset = self.scanner.offset();
        let words = [&mut self.addresses, &mut self.marked];
        self.scanner.skip_plain_until(match is_counted {
            true => 0,
            false => words.into_iter().map(|word| word.next_from(offset)).min().unwrap_or_default(),
        });
        self.scanner.next()
    }

    fn take(&mut self, tag: &Tag<'a>) {
        if self.templates == 0 {
            self.anchors.take(tag, self.scanner.doctype_end());
        }
        if self.scope == Scope::Head {
            self.runs_script |= tag.name == name::SCRIPT && !tag.is_end;
            return;
        }
        // The end tag of a template also ends foreign content left open in it.
        let is_template = tag.name == name::TEMPLATE && self.scanner.is_in_html();
        match (tag.is_end, is_template) {
            (true, true) => self.close_template(),
            (false, true) => self.open_template(tag),
            (true, false) => self.close(tag),
            (false, false) => self.open(tag),
        }
    }

    fn open(&mut self, tag: &Tag<'a>) {
        if self.marked.is_in(tag.range()) {
            self.look_at_hand(tag);
            self.open_marked(tag);
        }
        if tag.name == name::BASE && tag.namespace == Namespace::Html && self.templates == 0 {
            self.judge.see_base(tag);
        }
        if let Some(slot) = &mut self.slot {
            slot.open(tag);
        }
        self.runs_script |= tag.name == name::SCRIPT && script_runs(tag);
        if self.addresses.is_in(tag.range()) {
            self.judge.see_data(tag);
        }
        let mut found = std::mem::take(&mut self.found);
        self.judge.pieces(tag, (self.page, &mut self.scanner), &mut found);
        if found.is_empty() && tag.name == name::LINK {
            self.delay(tag);
        }
        for piece in found.drain(..) {
            self.hold(piece);
        }
        self.found = found;
    }

    fn close(&mut self, tag: &Tag<'a>) {
        if let Some(slot) = &mut self.slot {
            slot.close(tag);
        }
    }

    fn open_marked(&mut self, tag: &Tag<'a>) {
        if self.templates > 0 || !tag.is_outside_foreign || tag.namespace != Namespace::Html {
            return;
        }
        self.anchors.has_opener |= tag.attribute(Name::of(b"data-charte-open")).is_some();
        let Some(what) = tag.attribute(Name::of(b"data-charte-slot")) else { return };
        match what {
            b"charter" if self.takes_slot(tag) => {
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

    fn takes_slot(&self, tag: &Tag<'_>) -> bool {
        let is_media = matches!(tag.name, name::PICTURE | name::VIDEO | name::AUDIO | name::OBJECT);
        self.slot.is_none() && !name::is_void(tag.name) && !self.scanner.is_in_text() && !is_media
    }

    fn warn(&mut self, rule: &'static Rule, tag: &Tag<'_>, message: impl Into<String>) {
        self.report.find(rule, tag.start, message);
    }

    fn language(&self) -> &'a str {
        self.rules.markup.language(self.anchors.language.as_deref())
    }

    /// Inserts a piece of the theme's, if it can be taken out again.
    fn insert(&mut self, what: &'static str, place: usize, text: &str) -> bool {
        let text = text.trim();
        if text.is_empty() {
            return false;
        }
        if !fragment::is_whole(text) {
            let message = format!("the {what} of the theme is not whole HTML marked data-charte-built: left out");
            self.report.find(&page_rules::THEME_NOT_WHOLE, 0, message);
            return false;
        }
        self.insertions.add(place, xml::serialize(text, self.rules.syntax));
        true
    }
}
