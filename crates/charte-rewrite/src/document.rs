//! Whom a document that is no page of HTML contacts when a browser shows it: SVG, MathML, and XML with style sheets and XSLT. (In an
//! `<img>` a document contacts nobody.) It changes nothing.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use charte_html::xml::{is_self_contained, is_vocabulary};
use charte_html::{Encoding, reference};
use quick_xml::NsReader;
use quick_xml::events::{BytesPI, BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::recognise::{ReachReader, Usage};

/// Adds to `reader` whom a document of XML contacts when a browser shows it.
pub fn read_document(document: &[u8], reader: &mut ReachReader<'_>) {
    if is_self_contained(document) {
        return;
    }
    let text = Encoding::detect(document).ok().and_then(|encoding| encoding.decode(document));
    let Some(text) = text else { return reader.reach.doubt("its encoding is not read") };
    let text = String::from_utf8_lossy(&text);
    let mut xml = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk { reader, is_stylesheet: false, collected: None };
    loop {
        match xml.read_resolved_event() {
            Ok((_, Event::Eof)) => return,
            Ok((namespace, event)) => walk.event(Vocabulary::of(&namespace), event),
            Err(_) => return walk.reader.reach.doubt("it is not well-formed"),
        }
    }
}

/// The vocabulary of an element, by its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vocabulary {
    Svg,
    Html,
    Xslt,
    /// No namespace.
    None,
    Other,
}

impl Vocabulary {
    fn of(namespace: &ResolveResult<'_>) -> Vocabulary {
        match namespace {
            ResolveResult::Bound(name) => match name.as_ref() {
                "http://www.w3.org/2000/svg" => Vocabulary::Svg,
                "http://www.w3.org/1999/xhtml" => Vocabulary::Html,
                "http://www.w3.org/1999/XSL/Transform" => Vocabulary::Xslt,
                // Drawing programs declare an entity for the namespace, most likely that of SVG.
                name if name.contains('&') => Vocabulary::Svg,
                _ => Vocabulary::Other,
            },
            ResolveResult::Unbound => Vocabulary::None,
            ResolveResult::Unknown(_) => Vocabulary::Other,
        }
    }
}

/// What the text of an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextKind {
    Script,
    Style,
    /// The value of an attribute that an XSLT style sheet makes.
    Value,
}

/// The text of an element that is being collected.
struct Collected {
    kind: TextKind,
    text: String,
    /// How many elements are open in it, itself included.
    open: usize,
}

struct Walk<'w, 'r> {
    reader: &'w mut ReachReader<'r>,
    /// Whether it is an XSLT style sheet, whose elements without a namespace become HTML.
    is_stylesheet: bool,
    collected: Option<Collected>,
}

impl Walk<'_, '_> {
    fn event(&mut self, vocabulary: Vocabulary, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                self.element(vocabulary, &tag);
                match &mut self.collected {
                    Some(collected) => collected.open += 1,
                    None => {
                        let kind = self.text_kind(vocabulary, tag.local_name().as_ref());
                        self.collected = kind.map(|kind| Collected { kind, text: String::new(), open: 1 });
                    }
                }
            }
            Event::Empty(tag) => self.element(vocabulary, &tag),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text),
            Event::CData(text) => self.text(&text),
            Event::GeneralRef(name) => self.text(&reference::decode(format!("&{};", &*name).as_bytes())),
            Event::PI(instruction) => self.instruction(&instruction),
            Event::DocType(declaration) => self.declaration(&declaration),
            Event::Comment(_) | Event::Decl(_) | Event::Eof => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(collected) = &mut self.collected {
            collected.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let Some(collected) = &mut self.collected else { return };
        collected.open -= 1;
        if collected.open > 0 {
            return;
        }
        let Some(Collected { kind, text, .. }) = self.collected.take() else { return };
        match kind {
            TextKind::Script => self.reader.document_script(text.as_bytes()),
            TextKind::Style => self.reader.style(text.as_bytes()),
            TextKind::Value if text.contains("//") => self.reader.address(&text, None),
            TextKind::Value => {}
        }
    }

    /// Whether a browser renders elements of this vocabulary, or the result of an XSLT style sheet in which they are.
    fn is_rendered(&self, vocabulary: Vocabulary) -> bool {
        matches!(vocabulary, Vocabulary::Svg | Vocabulary::Html)
            || (vocabulary == Vocabulary::None && self.is_stylesheet)
    }

    /// What the text of an element is, if it can contact anybody.
    fn text_kind(&self, vocabulary: Vocabulary, name: &str) -> Option<TextKind> {
        match (vocabulary, name) {
            (Vocabulary::Xslt, "attribute") => Some(TextKind::Value),
            (_, "script") if self.is_rendered(vocabulary) => Some(TextKind::Script),
            (_, "style") if self.is_rendered(vocabulary) => Some(TextKind::Style),
            _ => None,
        }
    }

    fn element(&mut self, vocabulary: Vocabulary, tag: &BytesStart<'_>) {
        self.is_stylesheet |= vocabulary == Vocabulary::Xslt;
        let name = tag.local_name();
        let name = name.as_ref();
        let is_part = vocabulary == Vocabulary::Xslt && matches!(name, "include" | "import");
        if !is_part && !self.is_rendered(vocabulary) {
            return;
        }
        let values: Vec<(&str, Cow<'_, str>)> = tag
            .attributes()
            .with_checks(false)
            .flatten()
            .map(|attribute| {
                let key = attribute.key.0.rsplit(':').next().unwrap_or_default();
                (key, Cow::Owned(reference::decode(attribute.value.as_bytes()).into_owned()))
            })
            .collect();
        let fetches = fetches(vocabulary, name, &values);
        if vocabulary == Vocabulary::Html && name == "base" {
            self.reader.reach.doubt("it sets the base of its addresses");
        }
        let is_made = |key: &str, value: &str| is_address(key) && is_template(value);
        if fetches && self.is_stylesheet && values.iter().any(|(key, value)| is_made(key, value)) {
            self.reader.reach.doubt("it takes addresses from the document that it shows");
        }
        for (key, value) in &values {
            match *key {
                "style" => self.reader.style(value.as_bytes()),
                "srcdoc" => self.reader.reach.doubt("it holds another document, or a script, in an address"),
                "srcset" if fetches => {
                    reference::srcset(value).into_iter().for_each(|address| self.reader.address(address, None));
                }
                "src" | "href" | "data" | "poster" | "background" if fetches => {
                    self.reader.address(value, usage(vocabulary, name));
                }
                // Animations set attributes, which may be addresses.
                "to" | "from" | "by" | "values" if vocabulary == Vocabulary::Svg && value.contains([':', '/']) => {
                    value.split(';').for_each(|address| self.reader.address(address, None));
                }
                key if key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => {
                    self.reader.document_script(value.as_bytes());
                }
                _ if vocabulary == Vocabulary::Svg && value.contains('(') => {
                    self.reader.style(format!("x:{value}").as_bytes());
                }
                _ => {}
            }
        }
    }

    /// Adds the style sheet of an `xml-stylesheet` instruction (W3C, Associating Style Sheets with XML documents).
    fn instruction(&mut self, instruction: &BytesPI<'_>) {
        if instruction.target() != "xml-stylesheet" {
            return;
        }
        let value = |wanted: &str| {
            let found = instruction.attributes().with_checks(false).flatten().find(|found| found.key.0 == wanted);
            found.map(|found| reference::decode(found.value.as_bytes()).into_owned()).unwrap_or_default()
        };
        let is_css = value("type").to_ascii_lowercase().contains("css");
        self.reader.address(&value("href"), Some(if is_css { Usage::Style } else { Usage::Document }));
    }

    /// Checks the document type declaration: entities that it declares can stand for anything.
    fn declaration(&mut self, declaration: &str) {
        for entity in declaration.split("<!ENTITY").skip(1) {
            let entity = entity.split(']').next().unwrap_or_default();
            let value = entity.split(['"', '\'']).nth(1).unwrap_or_default();
            let is_name = !value.contains(['<', '&', '%']) && !entity.contains('%') && !entity.contains("SYSTEM");
            if !is_name || (value.contains("//") && !is_vocabulary(value.as_bytes())) {
                self.reader.reach.doubt("it declares entities");
            }
        }
        for value in declaration.split(ATTRIBUTES).skip(1).flat_map(defaults) {
            if value.contains(['&', '%']) {
                self.reader.reach.doubt("it declares attributes");
            } else if value.contains('(') {
                self.reader.document_script(value.as_bytes());
            } else {
                self.reader.address(&value, None);
            }
        }
    }
}

/// What begins the declaration of attributes that elements have without being written.
pub(crate) const ATTRIBUTES: &str = "<!ATTLIST";

/// The default values that may contact somebody in a declaration of attributes, which `list` begins with.
pub(crate) fn defaults(list: &str) -> Vec<String> {
    let (mut values, mut rest) = (Vec::new(), list);
    while let Some((before, behind)) = rest.split_once(['"', '\'']).filter(|(before, _)| !before.contains('>')) {
        let quote = rest[before.len()..].chars().next().unwrap_or_default();
        let Some((value, behind)) = behind.split_once(quote) else { break };
        let value = reference::decode(value.as_bytes()).into_owned();
        if value.contains(['/', '\\', ':', '&', '%', '(']) && !is_vocabulary(value.as_bytes()) {
            values.push(value);
        }
        rest = behind;
    }
    values
}

/// Whether an attribute has an address that its element may fetch.
fn is_address(key: &str) -> bool {
    matches!(key, "src" | "srcset" | "href" | "data" | "poster" | "background")
}

/// Whether an XSLT style sheet makes the host of this address out of the document that it shows.
pub(crate) fn is_template(address: &str) -> bool {
    let Some((start, _)) = address.split_once('{') else { return false };
    match start.split_once("//") {
        Some((_, host)) => !host.contains('/'),
        // A path of the site's own.
        None => start.contains(':') || !start.contains(['/', '#', '?']),
    }
}

/// Whether an element fetches the addresses in its attributes.
fn fetches(vocabulary: Vocabulary, name: &str, values: &[(&str, Cow<'_, str>)]) -> bool {
    const FETCHING: [&str; 8] = ["style", "icon", "prel", "pref", "prec", "prer", "dns", "manifest"];
    match (vocabulary, name) {
        (_, "a" | "area" | "base") => false,
        (Vocabulary::Html | Vocabulary::None, "link") => values.iter().any(|(key, value)| {
            let relation = value.to_ascii_lowercase();
            *key == "rel" && FETCHING.iter().any(|fetching| relation.contains(fetching))
        }),
        _ => true,
    }
}

/// How an element uses what it fetches, where that may contact others in turn.
fn usage(vocabulary: Vocabulary, name: &str) -> Option<Usage> {
    match (vocabulary, name) {
        (_, "script") => Some(Usage::Script),
        (Vocabulary::Svg, "use") | (Vocabulary::Xslt, _) => Some(Usage::Document),
        (Vocabulary::Html | Vocabulary::None, "iframe" | "frame" | "object" | "embed") => Some(Usage::Document),
        (Vocabulary::Html | Vocabulary::None, "link") => Some(Usage::Style),
        _ => None,
    }
}
