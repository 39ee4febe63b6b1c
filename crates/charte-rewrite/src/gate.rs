//! Which element contacts whom, and for whom it must wait. It changes nothing and knows no insertion.

mod data;

use std::collections::BTreeSet;
use std::ops::Range;

use charte_html::css::{self, Fetch, FetchKind};
use charte_html::name::{self, Name};
use charte_html::{Attribute, Namespace, Scanner, Tag, reference};
use url::Url;

use crate::contacts::{Contacts, Found};
use crate::element::{fetches, is_candidate, is_data, is_held_back, is_stylesheet, script_runs};
use crate::recognise::{Address, Inline, Recogniser, Verdict};

/// The service that nobody can grant: third parties that the portal does not declare wait for it.
const UNKNOWN: &str = "unknown";
/// Pages within pages (`srcdoc`) deeper than this are not looked into.
const DEPTH: usize = 3;

/// Where in an element its contacts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// In its attributes; the element may hold text besides.
    Attributes,
    /// It is an inline script of a service on the portal's own host, which no policy can tell from the site's own.
    OwnScript,
    /// It is a script that starts others. What these contact the policy refuses.
    Script,
    /// It is a style sheet in the page. `imports`: it asks for others, which browsers fetch before they read a policy that
    /// a script adds; `has_rules`: there are rules beside.
    Style {
        /// Whether it imports style sheets of third parties.
        imports: bool,
        /// Whether the page needs it for its look.
        has_rules: bool,
    },
}

/// An element that contacts somebody.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'p> {
    /// Its start tag.
    pub(crate) tag: Tag<'p>,
    /// The text in it, for scripts.
    pub(crate) text: Range<usize>,
    /// Where its contacts stand.
    pub(crate) source: Source,
    /// Whom it contacts.
    pub(crate) contacts: Contacts,
}

/// Judges the elements of one page.
#[derive(Debug)]
pub(crate) struct Judge<'r> {
    recogniser: &'r Recogniser,
    address: Option<&'r str>,
    base: Option<Url>,
    has_base: bool,
    /// Consent managers other than charte that the page has.
    pub(crate) managers: BTreeSet<&'static str>,
    /// Third parties that the page hands to scripts, or that such scripts name.
    pub(crate) named: BTreeSet<String>,
    depth: usize,
}

impl<'r> Judge<'r> {
    /// For the page at `address`.
    pub(crate) fn new(recogniser: &'r Recogniser, address: Option<&'r str>) -> Self {
        let base = address.filter(|_| recogniser.has_files()).and_then(|address| Url::parse(address).ok());
        let (managers, named) = Default::default();
        Judge { recogniser, address, base, has_base: false, managers, named, depth: 0 }
    }

    /// Takes note of a `<base>`: the first one with an address counts.
    pub(crate) fn see_base(&mut self, tag: &Tag<'_>) {
        let Some(href) = tag.attribute(name::HREF).filter(|_| !self.has_base) else { return };
        self.has_base = true;
        let page = self.address.and_then(|address| Url::parse(address).ok());
        let href = reference::decode(href);
        self.base = match page {
            Some(page) => page.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        };
    }

    /// Adds the elements that this start tag opens and that contact somebody: one, or all that a `<noscript>` holds. Moves
    /// past an element that holds text.
    pub(crate) fn pieces<'p>(
        &mut self,
        tag: &Tag<'p>,
        (page, scanner): (&'p [u8], &mut Scanner<'p>),
        found: &mut Vec<Piece<'p>>,
    ) {
        let holds_text = scanner.is_in_text() && holds_contacts(tag.name);
        let holds_foreign_text = tag.namespace != Namespace::Html && matches!(tag.name, name::SCRIPT | name::STYLE);
        let is_candidate = is_candidate(tag);
        if is_held_back(tag, is_candidate) {
            self.see_holder(tag);
        }
        let leads = self.depth > 0 && tag.name == name::META;
        if !is_candidate && !holds_text && !holds_foreign_text && !leads {
            return;
        }
        let mut contacts = if is_candidate { self.attributes(tag) } else { Contacts::default() };
        if leads {
            self.refresh(tag, &mut contacts);
        }
        let mut piece = Piece { tag: *tag, text: tag.end..tag.end, source: Source::Attributes, contacts };
        if holds_text {
            let end = scanner.next();
            piece.text.end = end.map_or(page.len(), |end| end.start);
        } else if holds_foreign_text && !tag.is_self_closing {
            let end: &[u8] = if tag.name == name::STYLE { b"</style" } else { b"</script" };
            let mut ends = page[tag.end..].windows(end.len());
            let length = ends.position(|word| word.eq_ignore_ascii_case(end)).unwrap_or(page.len() - tag.end);
            piece.text.end = tag.end + length;
        }
        if tag.name == name::NOSCRIPT {
            let inner = piece.text.clone();
            self.elements((&page[..inner.end], Scanner::without_scripts(page, inner)), found);
        } else if piece.contacts.is_empty() {
            self.text(&mut piece, page);
        }
        if !piece.contacts.is_empty() || piece.contacts.waits() {
            found.push(piece);
        }
    }

    /// Whether an element is a style sheet that stands in its own address and imports others: browsers ask for those before a
    /// script can add a policy.
    pub(crate) fn imports_within(tag: &Tag<'_>) -> bool {
        let address = reference::decode(tag.attribute(name::HREF).unwrap_or_default());
        let start = address.trim_start().get(..5).unwrap_or_default();
        tag.name == name::LINK && start.eq_ignore_ascii_case("data:") && is_stylesheet(tag)
    }

    /// Takes note of the consent manager that an element waits for.
    pub(crate) fn see_holder(&mut self, tag: &Tag<'_>) {
        let attributes: Vec<_> = tag.attributes().map(|attribute| tag.name_and_value(&attribute)).collect();
        self.managers.extend(self.recogniser.holder(&attributes));
    }

    /// Looks into a script or a style sheet of the page.
    fn text(&mut self, piece: &mut Piece<'_>, page: &[u8]) {
        let (tag, text) = (piece.tag, &page[piece.text.clone()]);
        match tag.name {
            name::SCRIPT if tag.attribute(name::SRC).is_none() && script_runs(&tag) => {
                let inline = self.recogniser.inline_script(text);
                self.managers.extend(inline.managers.iter().copied());
                let is_own = inline.waits.iter().any(|service| self.recogniser.is_at_home(service, &inline))
                    || self.fetches_ahead(&tag, text, &mut piece.contacts);
                piece.source = if is_own { Source::OwnScript } else { Source::Script };
                self.add_inline(&inline, &tag, &mut piece.contacts);
                self.named.extend(inline.named);
            }
            name::SCRIPT if is_data(&tag) => self.named.extend(self.recogniser.mentions(text)),
            name::STYLE => {
                let sheet = css::read(text);
                // One that hides what it imports, or that is read by other rules, may import anything.
                let hides = tag.namespace != Namespace::Html && holds(text, b"import")
                    || (text.contains(&b'@') && text.contains(&b'\\'));
                let mut imports = hides && self.recogniser.blocks_unknown();
                if imports {
                    piece.contacts.wait_for(UNKNOWN);
                }
                for fetch in &sheet.fetches {
                    let known = piece.contacts.gated.len();
                    let place = piece.text.start + fetch.offset;
                    self.add_fetch(fetch, (&tag, place), &mut piece.contacts);
                    imports |= fetch.kind == FetchKind::Import && piece.contacts.gated.len() > known;
                }
                piece.source = Source::Style { imports, has_rules: sheet.has_rules || hides };
            }
            _ => {}
        }
    }

    /// Whether an inline script has the browser fetch from third parties ahead, which no policy refuses.
    fn fetches_ahead(&self, tag: &Tag<'_>, text: &[u8], contacts: &mut Contacts) -> bool {
        let is_rules =
            tag.attribute(name::TYPE).is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(b"speculationrules"));
        if !is_rules {
            return false;
        }
        let calls = self.recogniser.speculation_rules(text);
        let nowhere = Found { tag, address: "", host: None, offset: tag.start };
        for call in &calls {
            self.add(call.verdict, &nowhere, contacts);
        }
        !calls.is_empty()
    }

    /// Where a page within a page leads by itself.
    fn refresh(&mut self, tag: &Tag<'_>, contacts: &mut Contacts) {
        let is_refresh = tag.attribute(name::HTTP_EQUIV).is_some_and(|kind| kind.eq_ignore_ascii_case(b"refresh"));
        let content = reference::decode(tag.attribute(name::CONTENT).unwrap_or_default());
        let Some((_, to)) = content.split_once([';', ',']).filter(|_| is_refresh) else { return };
        let to = to.trim_start();
        let to = to.get(3..).filter(|_| to.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("url"))).unwrap_or(to);
        let to = to.trim_start().trim_start_matches('=').trim().trim_matches(['"', '\'']);
        self.add_address(to, tag, contacts);
    }

    /// The elements of a fragment that contact somebody.
    fn elements<'p>(&mut self, (page, mut scanner): (&'p [u8], Scanner<'p>), found: &mut Vec<Piece<'p>>) {
        while let Some(tag) = scanner.next() {
            if !tag.is_end {
                self.pieces(&tag, (page, &mut scanner), found);
            }
        }
    }

    /// Whom its attributes contact.
    fn attributes(&mut self, tag: &Tag<'_>) -> Contacts {
        let mut contacts = Contacts::default();
        for attribute in tag.attributes().filter(|attribute| fetches(tag, attribute.name)) {
            self.attribute(&attribute, tag, &mut contacts);
        }
        contacts
    }

    fn attribute(&mut self, attribute: &Attribute<'_>, tag: &Tag<'_>, contacts: &mut Contacts) {
        let value = reference::decode(attribute.value);
        match attribute.name {
            name::SRCSET | name::IMAGESRCSET => {
                reference::srcset(&value).into_iter().for_each(|address| self.add_address(address, tag, contacts));
            }
            name::SRCDOC => {
                if self.depth < DEPTH {
                    self.depth += 1;
                    let mut within = Vec::new();
                    self.elements((value.as_bytes(), Scanner::new(value.as_bytes())), &mut within);
                    self.depth -= 1;
                    for mut piece in within {
                        piece.contacts.gated.iter_mut().for_each(|gated| gated.offset = tag.start);
                        piece.contacts.unknown.iter_mut().for_each(|stranger| stranger.offset = tag.start);
                        contacts.merge(piece.contacts);
                    }
                }
            }
            _ => self.add_address(&value, tag, contacts),
        }
    }

    fn add_fetch(&self, fetch: &Fetch, (tag, offset): (&Tag<'_>, usize), contacts: &mut Contacts) {
        let Some(address) = Address::parse(&fetch.address, self.base.as_ref()) else { return };
        let found = Found { tag, address: fetch.address.trim(), host: address.host.as_deref(), offset };
        self.add(self.recogniser.address(&address), &found, contacts);
    }

    /// Adds whom an address contacts.
    pub(crate) fn add_address(&mut self, written: &str, tag: &Tag<'_>, contacts: &mut Contacts) {
        let Some(address) = Address::parse(written, self.base.as_ref()) else { return };
        if tag.name == name::SCRIPT {
            self.managers.extend(self.recogniser.manager(&address));
        }
        let found = Found { tag, address: written.trim(), host: address.host.as_deref(), offset: tag.start };
        self.add(self.recogniser.address(&address), &found, contacts);
    }

    fn add_inline(&self, inline: &Inline<'_>, tag: &Tag<'_>, contacts: &mut Contacts) {
        let beside = inline.waits.iter().find(|service| !self.recogniser.has_hosts(service)).copied();
        let nowhere = Found { tag, address: "", host: None, offset: tag.start };
        for service in &inline.waits {
            self.add(Verdict::Waits(service), &nowhere, contacts);
        }
        for service in &inline.undeclared {
            self.add(Verdict::Undeclared(service), &nowhere, contacts);
        }
        for host in &inline.unknown {
            self.add(Verdict::Unknown, &Found { host: Some(host), ..nowhere }, contacts);
            if let Some(stranger) = contacts.unknown.last_mut() {
                stranger.beside = beside.map(str::to_owned);
            }
        }
    }

    fn add(&self, verdict: Verdict<'_>, found: &Found<'_>, contacts: &mut Contacts) {
        let service = match verdict {
            Verdict::Own | Verdict::Allowed | Verdict::Exempt(_) => return,
            Verdict::Waits(service) => {
                contacts.wait_for(service);
                contacts.gated.push(found.gated(service));
                return;
            }
            Verdict::Undeclared(service) => Some(service),
            Verdict::Unknown => None,
        };
        contacts.unknown.push(found.stranger(service));
        if self.recogniser.blocks_unknown() {
            contacts.wait_for(UNKNOWN);
            contacts.gated.push(found.gated(UNKNOWN));
        }
    }
}

/// Whether the bytes hold this word, in any case.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

fn holds_contacts(name: Name) -> bool {
    matches!(name, name::SCRIPT | name::STYLE | name::IFRAME | name::NOSCRIPT)
}
