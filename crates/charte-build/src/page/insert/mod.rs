//! One pass over a page that holds nothing of charte's: gathers what to insert and what to report. It changes no byte.

mod finish;
mod hand;
mod style;

use std::ops::Range;

use super::anchor::Anchors;
use super::container::Container;
use super::element::{is_container, is_seen, label, script_runs};
use super::foreign::Namespace;
use super::gate::{Judge, Piece};
use super::markup::Embed;
use super::name::{self, Name};
use super::reference;
use super::report::{Gravity, PageReport};
use super::scan::Scanner;
use super::seek::Seeker;
use super::slot::Slot;
use super::splice::Insertions;
use super::tag::Tag;
use super::wrap::{self, Form};
use super::{Rules, fragment};

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
    /// `false` where each stands between two tags of HTML proper and closes what it opens: what a wrapper holds is then one
    /// element that leaves the tokenizer as it found it.
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
    /// What was enclosed.
    wrapped: Vec<Range<usize>>,
    /// How many templates are open, and at which of them starts what the author enclosed by hand.
    templates: usize,
    by_hand: Option<usize>,
    by_hand_start: usize,
    container: Option<Container<'a>>,
    slot: Option<Slot>,
    /// Tags that hold one of these deserve a look at their attributes.
    marked: Seeker<'a>,
    urls: Seeker<'a>,
    backgrounds: Seeker<'a>,
    addresses: Seeker<'a>,
    /// Whether a script runs that does not wait.
    runs_script: bool,
    is_doubtful: bool,
    is_styled: bool,
}

impl<'a> Pass<'a> {
    fn new(page: &'a [u8], rules: &'a Rules<'a>, scope: Scope) -> Self {
        Pass {
            page,
            rules,
            scope,
            scanner: Scanner::new(page),
            judge: Judge::new(rules.recogniser, rules.address),
            anchors: Anchors::default(),
            insertions: Insertions::default(),
            report: PageReport { is_html: true, ..PageReport::default() },
            wrapped: Vec::new(),
            templates: 0,
            by_hand: None,
            by_hand_start: 0,
            container: None,
            slot: None,
            marked: Seeker::new(page, b"data-charte"),
            urls: Seeker::new(page, b"url("),
            backgrounds: Seeker::new(page, b"background"),
            addresses: Seeker::new(page, b"//"),
            runs_script: false,
            is_doubtful: false,
            is_styled: false,
        }
    }

    /// The next tag that may matter: a plain one does where elements are counted, or where it holds a word to look at.
    fn next(&mut self) -> Option<Tag<'a>> {
        let is_counted = self.slot.is_some() || self.container.is_some() || !self.anchors.has_content;
        let place = self.scanner.place();
        let words = [&mut self.addresses, &mut self.marked, &mut self.urls, &mut self.backgrounds];
        self.scanner.calm_until = match is_counted {
            true => 0,
            false => words.into_iter().map(|word| word.from(place)).min().unwrap_or_default(),
        };
        self.scanner.next()
    }

    fn take(&mut self, tag: &Tag<'a>) {
        if self.templates == 0 {
            self.anchors.take(tag, self.scanner.doctype_end);
        }
        if self.scope == Scope::Head {
            return;
        }
        // The end tag of a template also ends foreign content left open in it.
        let is_template = tag.name == name::TEMPLATE && self.scanner.is_in_html();
        match (tag.closing, is_template) {
            (true, true) => self.close_template(tag),
            (false, true) => self.open_template(tag),
            (true, false) => self.close(tag),
            (false, false) if self.by_hand.is_none() => self.open(tag),
            (false, false) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'a>) {
        if self.marked.is_in(tag.range()) {
            self.look_at_hand(tag);
            self.open_marked(tag);
        }
        self.look_at_styles(tag);
        if tag.name == name::BASE {
            self.judge.see_base(tag);
        }
        if let Some(slot) = &mut self.slot {
            slot.open(tag);
        }
        let piece = self.judge.piece(tag, self.page, &mut self.scanner);
        self.look_at_script(tag, piece.as_ref());
        match &mut self.container {
            Some(container) => container.open(tag, piece),
            None if is_container(tag) => self.container = Some(Container::new(tag, piece, self.templates)),
            None => piece.into_iter().for_each(|piece| self.enclose(&piece)),
        }
    }

    /// Takes note of scripts that run, and of what they find in the page.
    fn look_at_script(&mut self, tag: &Tag<'a>, piece: Option<&Piece<'a>>) {
        let waits = piece.is_some_and(|piece| piece.contacts.waits());
        self.runs_script |= tag.name == name::SCRIPT && script_runs(tag) && !waits;
        if self.addresses.is_in(tag.range()) && !waits {
            self.judge.see_data(tag);
        }
    }

    fn close(&mut self, tag: &Tag<'a>) {
        if let Some(slot) = &mut self.slot {
            slot.close(tag);
        }
        if !self.container.as_mut().is_some_and(|container| container.close(tag)) {
            return;
        }
        let Some(container) = self.container.take() else { return };
        let templates = container.templates;
        if let Some(piece) = container.whole(tag.end) {
            self.is_doubtful = true;
            self.enclose(&piece);
            if piece.contacts.waits() {
                // Templates opened in it and never closed end with it.
                self.templates = self.templates.min(templates);
                self.by_hand = self.by_hand.filter(|template| *template <= templates);
            }
        }
    }

    fn open_marked(&mut self, tag: &Tag<'a>) {
        if self.templates > 0 || !tag.is_outside || tag.namespace != Namespace::Html {
            return;
        }
        self.anchors.has_opener |= tag.attribute(Name::of(b"data-charte-open")).is_some();
        let Some(what) = tag.attribute(Name::of(b"data-charte-slot")) else { return };
        match what {
            b"charter" if self.takes_slot(tag) => {
                self.slot = Some(Slot::new(tag));
            }
            b"charter" => {
                self.warn("slot-ignored", tag, "the charter goes into the first slot of a page that can hold it")
            }
            _ => self.warn("slot-unknown", tag, "the only slot is data-charte-slot=\"charter\""),
        }
    }

    fn takes_slot(&self, tag: &Tag<'_>) -> bool {
        let holds_elements = !name::is_void(tag.name) && !self.scanner.is_in_text() && !is_container(tag);
        self.slot.is_none() && self.container.is_none() && holds_elements
    }

    fn warn(&mut self, code: &'static str, tag: &Tag<'_>, message: impl Into<String>) {
        self.report.find(Gravity::Warning, code, (tag.start, message));
    }

    fn fail(&mut self, code: &'static str, tag: &Tag<'_>, message: impl Into<String>) {
        self.report.find(Gravity::Error, code, (tag.start, message));
    }

    /// Encloses an element if it must wait, and reports it.
    fn enclose(&mut self, piece: &Piece<'a>) {
        let contacts = &piece.contacts;
        self.report.unknown.extend(contacts.unknown.iter().cloned());
        if !contacts.waits() {
            return;
        }
        if piece.tag.namespace != Namespace::Html && !is_container(&piece.tag) {
            self.fail("cannot-wait", &piece.tag, format!("this {} cannot be held back here", label(piece.tag.name)));
            return;
        }
        if piece.is_needed {
            self.keep_style(piece);
            return;
        }
        let bytes = &self.page[piece.range.clone()];
        if piece.form == Form::NoFrames {
            if fragment::holds(bytes, b"</noframes") {
                self.fail("cannot-wait", &piece.tag, "this frame cannot be held back");
                return;
            }
            self.is_doubtful = true;
        }
        self.report.gated.extend(contacts.gated.iter().cloned());
        self.is_doubtful |= !(piece.tag.is_outside && self.scanner.is_outside());
        wrap::wrap(self.page, piece.range.clone(), (piece.form, &contacts.services), &mut self.insertions);
        self.wrapped.push(piece.range.clone());
        if is_seen(&piece.tag) {
            self.add_placeholder(piece);
        }
    }

    fn add_placeholder(&mut self, piece: &Piece<'a>) {
        let value = |name: Name| piece.tag.attribute(name).map(|value| reference::decode(value).into_owned());
        // A film's picture is not the film.
        let poster = value(name::POSTER);
        let gated = &piece.contacts.gated;
        let shown = gated.iter().find(|gated| Some(&gated.address) != poster.as_ref()).or(gated.first());
        let embed = Embed {
            services: &piece.contacts.services,
            address: shown.map_or("", |gated| &gated.address),
            element: label(piece.tag.name),
            width: value(name::WIDTH),
            height: value(name::HEIGHT),
            title: value(name::TITLE),
            class: value(name::CLASS),
            style: value(name::STYLE),
            is_borderless: piece.tag.attribute(name::FRAMEBORDER).is_some_and(|width| matches!(width, b"0" | b"no")),
        };
        let text = self.rules.markup.placeholder(self.language(), &embed);
        if self.insert("placeholder", piece.range.end, &text) {
            self.is_styled = true;
        }
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
            self.report.find(Gravity::Error, "theme-not-whole", (0, message));
            return false;
        }
        self.insertions.add(place, text.to_owned());
        true
    }
}
