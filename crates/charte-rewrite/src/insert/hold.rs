//! By which method each element that must wait is held, and which elements only the policy holds.

use charte_html::{Attribute, Namespace, Syntax, Tag, name, reference};

use crate::contacts::Occurrence;
use crate::element::{self, is_frame_visible, is_only_stylesheet, report_name};
use crate::gate::{ContactElement, ContactSource, is_data_stylesheet};
use crate::hold::{self, Method};
use crate::insert::Pass;
use crate::markup::Embed;
use crate::recognise::Verdict;
use crate::report::Gated;

/// Reasons why the policy has to stand in the HTML of a page.
const IMPORTS: &str = "a style sheet in the page imports a style sheet that must wait";
/// What stands before the service in [`HELD`](hold::HELD) where it waits for no consent and only an objection stops it.
const MEASURED: &str = "!";
const MARKED: &str = "a tag has attributes that look as if charte had written them";

impl<'a> Pass<'a> {
    /// Holds an element if it must wait, and reports it.
    pub(super) fn hold(&mut self, mut element: ContactElement<'a>) {
        let must_wait = element.contacts.must_wait();
        if !must_wait && element.tag.name == name::LINK {
            self.delay(&element.tag);
        }
        for (_, services) in &self.authored {
            services.iter().for_each(|service| element.contacts.wait_for(service));
        }
        self.report.unknown.append(&mut element.contacts.unknown);
        if !must_wait {
            self.hold_measurement(&element);
            return;
        }
        let method = self.method(&element);
        if let Some(method) = &method {
            let renames = |attribute: &Attribute<'_>| renames(&element.tag, method, attribute);
            hold::hold(&element.tag, method, &element.contacts.services, renames, &mut self.insertions);
        }
        let is_refused = method.is_none();
        self.report.gated.extend(element.contacts.gated.into_iter().map(|gated| Gated { is_refused, ..gated }));
    }

    /// Reports a custom element that a script of any owner fills with what a service has. later.js shows a placeholder in its place.
    pub(super) fn note_custom_element(&mut self, tag: &Tag<'_>) {
        let occurrence = Occurrence { tag, address: "", host: None, offset: tag.start };
        match self.rules.recogniser.element(tag.raw_name()) {
            Some(Verdict::Waits(service)) => self.report.gated.push(occurrence.gated(service)),
            Some(Verdict::Undeclared(service)) => self.report.unknown.push(occurrence.undeclared(Some(service))),
            _ => {}
        }
    }

    /// Holds the script of a measurement that a visitor can object to, or browsers would fetch it ahead after an objection. It
    /// writes itself at its place for all others.
    fn hold_measurement(&mut self, element: &ContactElement<'a>) {
        let Some(service) = element.contacts.measured.as_ref().filter(|_| self.authored.is_empty()) else { return };
        let tag = &element.tag;
        let is_script = tag.namespace == Namespace::Html && tag.name == name::SCRIPT;
        let has_inline = self.rules.allows_inline && self.rules.inline_refusal.is_none();
        let can_run = has_inline && self.rules.syntax == Syntax::Html && self.shadow_root == 0;
        if !is_script || element.source != ContactSource::Attributes || !can_run || !hold::can_hold(tag) {
            return;
        }
        let text = &self.page[element.text.clone()];
        let method = Method::Run { has_text: !text.iter().all(u8::is_ascii_whitespace) };
        if method == (Method::Run { has_text: true }) && !is_line(text) {
            return;
        }
        let renames = |attribute: &Attribute<'_>| renames(tag, &method, attribute);
        hold::hold(tag, &method, &[format!("{MEASURED}{service}")], renames, &mut self.insertions);
    }

    /// Delays the fetch of a style sheet that is the site's own, or in a `data:` address, until the policy is in force, where it
    /// may import one of a third party's.
    pub(super) fn delay(&mut self, tag: &Tag<'a>) {
        let is_data = is_data_stylesheet(tag);
        if is_data {
            self.static_reason = self.static_reason.or(Some(IMPORTS));
        }
        let may_import = is_data || self.rules.has_imports;
        if may_import && tag.name == name::LINK && is_only_stylesheet(tag) && hold::can_hold(tag) {
            hold::hold(tag, &Method::Late, &[], |_| false, &mut self.insertions);
        }
    }

    /// `None` where insertions cannot hold the element, so that only the policy does.
    fn method(&mut self, element: &ContactElement<'a>) -> Option<Method> {
        let tag = &element.tag;
        let method = match element.source {
            ContactSource::Script => None,
            ContactSource::OwnScript => Some(Method::Data),
            ContactSource::Style { imports, has_rules } => {
                let can_switch_off = !has_rules && tag.namespace == Namespace::Html;
                // Preload scanners look for imports in a `<style>` of any type.
                if imports {
                    self.static_reason = self.static_reason.or(Some(IMPORTS));
                }
                imports.then_some(if can_switch_off { Method::Data } else { Method::Layer })
            }
            ContactSource::Attributes => self.method_of_element(element),
        }?;
        if !hold::can_hold(tag) {
            self.static_reason = self.static_reason.or(Some(MARKED));
            return None;
        }
        Some(method)
    }

    /// For an element that fetches by its attributes.
    fn method_of_element(&self, element: &ContactElement<'a>) -> Option<Method> {
        let tag = &element.tag;
        match (tag.namespace, tag.name) {
            (Namespace::Html, name::IFRAME) => Some(Method::Srcdoc(self.placeholder(element))),
            (Namespace::Html, name::LINK) if is_only_stylesheet(tag) => {
                // One that the author has disabled fetches nothing until a script enables it, which the policy governs.
                tag.attributes().all(|attribute| tag.raw_name_of(&attribute) != b"disabled").then_some(Method::Disable)
            }
            (Namespace::Html, name::SCRIPT) => Some(self.method_of_script(element)),
            _ => Some(Method::Rename),
        }
    }

    /// For a script with an address. An `async` one needs no place in the order of the scripts.
    fn method_of_script(&self, element: &ContactElement<'a>) -> Method {
        let text = &self.page[element.text.clone()];
        let is_empty = text.iter().all(|byte| byte.is_ascii_whitespace());
        // In a shadow root no script knows its own element.
        let is_async = element.tag.attribute(name::ASYNC).is_some();
        let is_placeless = is_async || self.shadow_root > 0;
        match (is_empty, is_placeless || !self.rules.allows_inline || self.rules.syntax == Syntax::Xml) {
            (true, true) if is_async => Method::Async,
            (true, true) => Method::Rename,
            (true, false) => Method::Run { has_text: false },
            (false, false) if is_line(text) => Method::Run { has_text: true },
            (false, _) => Method::Data,
        }
    }

    /// The document that a frame shows while it waits; an empty one when the frame is not visible.
    fn placeholder(&self, element: &ContactElement<'a>) -> String {
        if !is_frame_visible(&element.tag) {
            return String::new();
        }
        let title = element.tag.attribute(name::TITLE).map(|title| reference::decode(title).into_owned());
        let embed = Embed {
            services: &element.contacts.services,
            address: element.contacts.gated.first().map_or("", |gated| &gated.address),
            element: report_name(element.tag.name),
            title,
        };
        self.rules.markup.placeholder(self.language(), &embed)
    }
}

/// Whether a text can stand behind `//`: 0xE2 starts U+2028, which ends a line of JavaScript.
fn is_line(text: &[u8]) -> bool {
    !text.iter().any(|byte| matches!(byte, b'\n' | b'\r' | 0xe2 | b'<'))
}

/// Whether an attribute of a held element gets the prefix.
fn renames(tag: &Tag<'_>, method: &Method, attribute: &Attribute<'_>) -> bool {
    let is = |names: &[&[u8]]| names.iter().any(|name| tag.raw_name_of(attribute).eq_ignore_ascii_case(name));
    match method {
        Method::Srcdoc(_) => is(&[b"srcdoc", b"sandbox"]),
        Method::Disable => is(&[b"media"]),
        Method::Layer | Method::Late => false,
        Method::Data | Method::Async => is(&[b"type", b"src", b"href", b"xlink:href"]),
        Method::Run { .. } => is(&[b"type", b"src"]),
        Method::Rename if tag.name == name::SCRIPT => is(&[b"type", b"src", b"href", b"xlink:href"]),
        // Chromium writes a warning into the console about a preload without an address.
        Method::Rename if tag.name == name::LINK && is(&[b"rel"]) => element::is_preload(tag),
        Method::Rename => element::fetches(tag, attribute.name),
    }
}
