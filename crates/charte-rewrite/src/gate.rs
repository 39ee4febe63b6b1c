//! Which elements of a page contact third parties, and for which services they must wait. It inserts nothing.

mod data;
mod embedded;

use std::collections::BTreeSet;
use std::ops::Range;

use charte_html::css::{self, Fetch, FetchKind};
use charte_html::name::{self, Name};
use charte_html::{Attribute, Namespace, Scanner, Tag, reference};
use url::Url;

use crate::contacts::{Contacts, Occurrence};
use crate::element::{fetches, is_data_block, is_stylesheet, may_be_held_elsewhere, may_fetch, script_runs};
use crate::recognise::{Address, InlineScript, Recogniser, UNKNOWN_SERVICE, Verdict};

/// `srcdoc` documents nested deeper than this are not read.
const MAX_DEPTH: usize = 3;

/// What in an element makes it contact third parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContactSource {
    /// Its attributes; the element may hold text besides.
    Attributes,
    /// An inline script of a service on the portal's own host, which no policy can tell from the site's scripts.
    OwnScript,
    /// An inline script whose requests the policy refuses.
    Script,
    /// A `<style>` element.
    Style {
        /// Whether it imports style sheets of third parties. Browsers may fetch these before a script has added the policy.
        imports: bool,
        /// Whether it has other rules, so that it cannot be switched off as a whole.
        has_rules: bool,
    },
}

/// An element that contacts third parties.
#[derive(Debug, Clone)]
pub(crate) struct ContactElement<'p> {
    /// Its start tag.
    pub(crate) tag: Tag<'p>,
    /// The range of its text, for elements whose content is text.
    pub(crate) text: Range<usize>,
    /// What makes it contact them.
    pub(crate) source: ContactSource,
    /// Which ones it contacts.
    pub(crate) contacts: Contacts,
}

/// Finds out whom the elements of one page contact.
#[derive(Debug)]
pub(crate) struct Gate<'r> {
    recogniser: &'r Recogniser,
    address: Option<&'r str>,
    base: Option<Url>,
    has_base: bool,
    /// Names of the consent managers, other than charte, in the page.
    pub(crate) managers: BTreeSet<&'static str>,
    /// Hosts of third parties in the strings of scripts and in data that scripts read.
    pub(crate) named: BTreeSet<String>,
    /// How many `srcdoc` documents are open.
    depth: usize,
}

impl<'r> Gate<'r> {
    /// For the page at `address`.
    pub(crate) fn new(recogniser: &'r Recogniser, address: Option<&'r str>) -> Self {
        let base = address.filter(|_| recogniser.has_files()).and_then(|address| Url::parse(address).ok());
        let (managers, named) = Default::default();
        Gate { recogniser, address, base, has_base: false, managers, named, depth: 0 }
    }

    /// Sets the base of relative addresses from a `<base>` element; the first one with an `href` counts.
    pub(crate) fn record_base(&mut self, tag: &Tag<'_>) {
        let Some(href) = tag.attribute(name::HREF).filter(|_| !self.has_base) else { return };
        self.has_base = true;
        let page = self.address.and_then(|address| Url::parse(address).ok());
        let href = reference::decode(href);
        self.base = match page {
            Some(page) => page.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        };
    }

    /// Adds to `found` the element of this start tag, or all elements in it for a `<noscript>`, that contact third parties. Moves
    /// `scanner`, which is right after the tag, past the text of an element that it reads.
    pub(crate) fn contact_elements<'p>(
        &mut self,
        tag: &Tag<'p>,
        page: &'p [u8],
        scanner: &mut Scanner<'p>,
        found: &mut Vec<ContactElement<'p>>,
    ) {
        let holds_text = scanner.is_in_text() && holds_contacts(tag.name);
        let holds_foreign_text = tag.namespace != Namespace::Html && matches!(tag.name, name::SCRIPT | name::STYLE);
        let may_fetch = may_fetch(tag);
        if may_be_held_elsewhere(tag, may_fetch) {
            self.record_manager(tag);
        }
        let may_redirect = self.depth > 0 && tag.name == name::META;
        if !may_fetch && !holds_text && !holds_foreign_text && !may_redirect {
            return;
        }
        let mut contacts = if may_fetch { self.attributes(tag) } else { Contacts::default() };
        if may_redirect {
            self.refresh(tag, &mut contacts);
        }
        let mut element =
            ContactElement { tag: *tag, text: tag.end..tag.end, source: ContactSource::Attributes, contacts };
        if holds_text {
            let end = scanner.next();
            element.text.end = end.map_or(page.len(), |end| end.start);
        } else if holds_foreign_text && !tag.is_self_closing {
            let end: &[u8] = if tag.name == name::STYLE { b"</style" } else { b"</script" };
            let mut ends = page[tag.end..].windows(end.len());
            let length = ends.position(|word| word.eq_ignore_ascii_case(end)).unwrap_or(page.len() - tag.end);
            element.text.end = tag.end + length;
        }
        if tag.name == name::NOSCRIPT {
            let inner = element.text.clone();
            self.elements(&page[..inner.end], Scanner::without_scripts(page, inner), found);
        } else if element.contacts.is_empty() {
            self.text(&mut element, page);
        }
        if !element.contacts.is_empty() || element.contacts.must_wait() {
            found.push(element);
        }
    }

    /// Records the consent manager, other than charte, that holds an element back.
    pub(crate) fn record_manager(&mut self, tag: &Tag<'_>) {
        let attributes: Vec<_> = tag.attributes().map(|attribute| tag.name_and_value(&attribute)).collect();
        self.managers.extend(self.recogniser.manager_by_attributes(&attributes));
    }

    /// Reads the text of a script or a style sheet of the page.
    fn text(&mut self, element: &mut ContactElement<'_>, page: &[u8]) {
        let (tag, text) = (element.tag, &page[element.text.clone()]);
        match tag.name {
            name::SCRIPT if tag.attribute(name::SRC).is_none() && script_runs(&tag) => {
                let inline = self.recogniser.inline_script(text);
                self.managers.extend(inline.managers.iter().copied());
                let is_own = inline.waits.iter().any(|service| self.recogniser.may_be_first_party(service, &inline))
                    || self.prefetches(&tag, text, &mut element.contacts);
                element.source = if is_own { ContactSource::OwnScript } else { ContactSource::Script };
                self.add_inline(&inline, &tag, &mut element.contacts);
                self.named.extend(inline.named);
            }
            name::SCRIPT if is_data_block(&tag) => self.named.extend(self.recogniser.mentions(text)),
            name::STYLE => {
                let sheet = css::read(text);
                // Escapes may spell an import, and in SVG references and child elements may: such a style sheet may import anything.
                let hides = tag.namespace != Namespace::Html && holds(text, b"import")
                    || (text.contains(&b'@') && text.contains(&b'\\'));
                let mut imports = hides && self.recogniser.blocks_unknown();
                if imports {
                    element.contacts.wait_for(UNKNOWN_SERVICE);
                }
                for fetch in &sheet.fetches {
                    let known = element.contacts.gated.len();
                    self.add_fetch(fetch, &tag, element.text.start + fetch.offset, &mut element.contacts);
                    imports |= fetch.kind == FetchKind::Import && element.contacts.gated.len() > known;
                }
                element.source = ContactSource::Style { imports, has_rules: sheet.has_rules || hides };
            }
            _ => {}
        }
    }

    /// Whether a script is speculation rules that make the browser fetch from third parties, which no policy of the page refuses.
    fn prefetches(&self, tag: &Tag<'_>, text: &[u8], contacts: &mut Contacts) -> bool {
        let is_rules =
            tag.attribute(name::TYPE).is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(b"speculationrules"));
        if !is_rules {
            return false;
        }
        let calls = self.recogniser.speculation_rules(text, self.base.as_ref());
        for call in &calls {
            if call.host.starts_with('…') {
                self.add_anybody(tag, contacts);
            } else {
                let occurrence = Occurrence { tag, address: "", host: Some(&call.host), offset: tag.start };
                self.add(call.verdict, &occurrence, contacts);
            }
        }
        !calls.is_empty()
    }

    /// Adds the address to which a `<meta http-equiv=refresh>` in a `srcdoc` document redirects.
    fn refresh(&mut self, tag: &Tag<'_>, contacts: &mut Contacts) {
        let is_refresh = tag.attribute(name::HTTP_EQUIV).is_some_and(|kind| kind.eq_ignore_ascii_case(b"refresh"));
        let content = reference::decode(tag.attribute(name::CONTENT).unwrap_or_default());
        let Some((_, to)) = content.split_once([';', ',']).filter(|_| is_refresh) else { return };
        let to = to.trim_start();
        let to = to.get(3..).filter(|_| to.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("url"))).unwrap_or(to);
        let to = to.trim_start().trim_start_matches('=').trim().trim_matches(['"', '\'']);
        self.add_address(to, tag, contacts);
    }

    /// Adds the elements of a fragment that contact third parties.
    fn elements<'p>(&mut self, page: &'p [u8], mut scanner: Scanner<'p>, found: &mut Vec<ContactElement<'p>>) {
        while let Some(tag) = scanner.next() {
            if !tag.is_end {
                self.contact_elements(&tag, page, &mut scanner, found);
            }
        }
    }

    /// Whom the attributes of an element contact.
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
                let is_read = self.depth < MAX_DEPTH;
                if is_read {
                    self.depth += 1;
                    let mut within = Vec::new();
                    self.elements(value.as_bytes(), Scanner::new(value.as_bytes()), &mut within);
                    self.depth -= 1;
                    for mut element in within {
                        element.contacts.gated.iter_mut().for_each(|gated| gated.offset = tag.start);
                        element.contacts.unknown.iter_mut().for_each(|party| party.offset = tag.start);
                        contacts.merge(element.contacts);
                    }
                }
                self.add_srcdoc(&value, is_read, tag, contacts);
            }
            name::SRC | name::DATA if matches!(tag.name, name::IFRAME | name::FRAME | name::OBJECT | name::EMBED) => {
                self.add_written_document(&value, tag, contacts);
                self.add_address(&value, tag, contacts);
            }
            _ => self.add_address(&value, tag, contacts),
        }
    }

    fn add_fetch(&self, fetch: &Fetch, tag: &Tag<'_>, offset: usize, contacts: &mut Contacts) {
        let Some(address) = Address::parse(&fetch.address, self.base.as_ref()) else { return };
        let occurrence = Occurrence { tag, address: fetch.address.trim(), host: address.host.as_deref(), offset };
        self.add(self.recogniser.address(&address), &occurrence, contacts);
    }

    /// Adds whom an address contacts.
    pub(crate) fn add_address(&mut self, written: &str, tag: &Tag<'_>, contacts: &mut Contacts) {
        let Some(address) = Address::parse(written, self.base.as_ref()) else { return };
        if tag.name == name::SCRIPT {
            self.managers.extend(self.recogniser.manager_by_script(&address));
        }
        let occurrence = Occurrence { tag, address: written.trim(), host: address.host.as_deref(), offset: tag.start };
        self.add(self.recogniser.address(&address), &occurrence, contacts);
    }

    fn add_inline(&self, inline: &InlineScript<'_>, tag: &Tag<'_>, contacts: &mut Contacts) {
        let beside = inline.waits.iter().find(|service| !self.recogniser.has_hosts(service)).copied();
        let occurrence = Occurrence { tag, address: "", host: None, offset: tag.start };
        for service in &inline.waits {
            self.add(Verdict::Waits(service), &occurrence, contacts);
        }
        for service in &inline.undeclared {
            self.add(Verdict::Undeclared(service), &occurrence, contacts);
        }
        for host in &inline.unknown {
            self.add(Verdict::Unknown, &Occurrence { host: Some(host), ..occurrence }, contacts);
            if let Some(party) = contacts.unknown.last_mut() {
                party.beside = beside.map(str::to_owned);
            }
        }
    }

    fn add(&self, verdict: Verdict<'_>, occurrence: &Occurrence<'_>, contacts: &mut Contacts) {
        let service = match verdict {
            Verdict::Exempt(service) if self.recogniser.can_be_stopped(service) => {
                contacts.measured = Some(service.to_owned());
                return;
            }
            Verdict::Own | Verdict::Allowed | Verdict::Exempt(_) => return,
            Verdict::Waits(service) => {
                contacts.wait_for(service);
                contacts.gated.push(occurrence.gated(service));
                return;
            }
            Verdict::Undeclared(service) => Some(service),
            Verdict::Unknown => None,
        };
        contacts.unknown.push(occurrence.undeclared(service));
        if self.recogniser.blocks_unknown() {
            contacts.wait_for(UNKNOWN_SERVICE);
            contacts.gated.push(occurrence.gated(UNKNOWN_SERVICE));
        }
    }
}

/// Whether an element is a style sheet in a `data:` address. Browsers may fetch what it imports before a script has added the
/// policy.
pub(crate) fn is_data_stylesheet(tag: &Tag<'_>) -> bool {
    let address = reference::decode(tag.attribute(name::HREF).unwrap_or_default());
    let start = address.trim_start().get(..5).unwrap_or_default();
    tag.name == name::LINK && start.eq_ignore_ascii_case("data:") && is_stylesheet(tag)
}

/// Whether the bytes hold this word, in any case.
fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

/// Whether elements of this name contact third parties by their text.
fn holds_contacts(name: Name) -> bool {
    matches!(name, name::SCRIPT | name::STYLE | name::IFRAME | name::NOSCRIPT)
}
