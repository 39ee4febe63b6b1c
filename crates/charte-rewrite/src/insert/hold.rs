//! How each element that must wait is held, and what the policy alone holds.

use charte_html::{Attribute, Namespace, Syntax, Tag, name, reference};

use crate::element::{self, is_frame_seen, is_only_stylesheet, label};
use crate::gate::{Judge, Piece, Source};
use crate::hold::{self, Way};
use crate::insert::Pass;
use crate::markup::Embed;

/// Why the policy stands in the HTML of a page.
const IMPORTS: &str = "a style sheet in the page imports a style sheet that must wait";
const MARKED: &str = "a tag has attributes that look as if charte had written them";

impl<'a> Pass<'a> {
    /// Holds an element if it must wait, and reports it.
    pub(super) fn hold(&mut self, mut piece: Piece<'a>) {
        let is_known = piece.contacts.waits();
        if !is_known && piece.tag.name == name::LINK {
            self.delay(&piece.tag);
        }
        for (_, services) in &self.by_hand {
            services.iter().for_each(|service| piece.contacts.wait_for(service));
        }
        self.report.unknown.append(&mut piece.contacts.unknown);
        if !is_known {
            return;
        }
        let way = self.way(&piece);
        if let Some(way) = &way {
            let renames = |attribute: &Attribute<'_>| renames(&piece.tag, way, attribute);
            hold::hold(&piece.tag, way, (&piece.contacts.services, renames), &mut self.insertions);
        }
        let refused = way.is_none();
        let gated = piece.contacts.gated.into_iter();
        self.report.gated.extend(gated.map(|mut gated| {
            gated.refused = refused;
            gated
        }));
    }

    /// Has a style sheet of the site's own, or one in its own address, asked for no sooner than the policy is there, where it may
    /// import one of a third party's.
    pub(super) fn delay(&mut self, tag: &Tag<'a>) {
        let is_within = Judge::imports_within(tag);
        if is_within {
            self.static_for = self.static_for.or(Some(IMPORTS));
        }
        let matters = is_within || self.rules.imports;
        if matters && tag.name == name::LINK && is_only_stylesheet(tag) && hold::is_possible(tag) {
            hold::hold(tag, &Way::Late, (&[], |_: &Attribute<'_>| false), &mut self.insertions);
        }
    }

    /// `None` where nothing in the HTML can hold it, so that the policy does.
    fn way(&mut self, piece: &Piece<'a>) -> Option<Way> {
        let tag = &piece.tag;
        let way = match piece.source {
            Source::Script => None,
            Source::OwnScript => Some(Way::Data),
            Source::Style { imports, has_rules } => {
                let is_whole = !has_rules && tag.namespace == Namespace::Html;
                if imports && !is_whole {
                    self.static_for = self.static_for.or(Some(IMPORTS));
                }
                imports.then_some(if is_whole { Way::Data } else { Way::Sheet })
            }
            Source::Attributes => self.way_of_element(piece),
        }?;
        if !hold::is_possible(tag) {
            self.static_for = self.static_for.or(Some(MARKED));
            return None;
        }
        Some(way)
    }

    fn way_of_element(&self, piece: &Piece<'a>) -> Option<Way> {
        let tag = &piece.tag;
        match (tag.namespace, tag.name) {
            (Namespace::Html, name::IFRAME) => Some(Way::Frame(self.placeholder(piece))),
            (Namespace::Html, name::LINK) if is_only_stylesheet(tag) => {
                // One that is switched off already asks for nothing.
                tag.attributes().all(|attribute| tag.raw_name_of(&attribute) != b"disabled").then_some(Way::Disabled)
            }
            (Namespace::Html, name::SCRIPT) => Some(self.way_of_script(piece)),
            _ => Some(Way::Names),
        }
    }

    /// A script that has an address. One that is not waited for needs no place in the order of the others.
    fn way_of_script(&self, piece: &Piece<'a>) -> Way {
        let text = &self.page[piece.text.clone()];
        let is_empty = text.iter().all(|byte| byte.is_ascii_whitespace());
        let is_line = !text.iter().any(|byte| matches!(byte, b'\n' | b'\r' | 0xe2 | b'<'));
        let is_async = piece.tag.attribute(name::ASYNC).is_some();
        match (is_empty, is_async || !self.rules.runs_inline || self.rules.syntax == Syntax::Xml) {
            (true, true) => Way::Names,
            (true, false) => Way::Run { comments: false },
            (false, false) if is_line => Way::Run { comments: true },
            (false, _) => Way::Data,
        }
    }

    /// The document that a frame shows while it waits; an empty one where nobody sees it.
    fn placeholder(&self, piece: &Piece<'a>) -> String {
        if !is_frame_seen(&piece.tag) {
            return String::new();
        }
        let title = piece.tag.attribute(name::TITLE).map(|title| reference::decode(title).into_owned());
        let embed = Embed {
            services: &piece.contacts.services,
            address: piece.contacts.gated.first().map_or("", |gated| &gated.address),
            element: label(piece.tag.name),
            title,
        };
        self.rules.markup.placeholder(self.language(), &embed)
    }
}

/// Which attributes of a held element get another name.
fn renames(tag: &Tag<'_>, way: &Way, attribute: &Attribute<'_>) -> bool {
    let is = |names: &[&[u8]]| names.iter().any(|name| tag.raw_name_of(attribute).eq_ignore_ascii_case(name));
    match way {
        Way::Frame(_) => is(&[b"srcdoc", b"sandbox"]),
        Way::Disabled => is(&[b"media"]),
        Way::Sheet | Way::Late => false,
        Way::Data => is(&[b"type", b"src", b"href", b"xlink:href"]),
        Way::Run { .. } => is(&[b"type", b"src"]),
        Way::Names if tag.name == name::SCRIPT => is(&[b"type", b"src", b"href", b"xlink:href"]),
        Way::Names => element::fetches(tag, attribute.name),
    }
}
