//! Whom a document that is no page of HTML contacts when a browser shows it: SVG, MathML, and XML with its style sheets and
//! transformations. In an `<img>` it contacts nobody. It changes nothing.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use charte_html::xml::{is_self_contained, is_vocabulary};
use charte_html::{Encoding, reference};
use quick_xml::NsReader;
use quick_xml::events::{BytesPI, BytesStart, Event};
use quick_xml::name::ResolveResult;

use crate::recognise::reach::{Reading, Used};

/// Reads a document.
pub fn read(document: &[u8], reading: &mut Reading<'_>) {
    if is_self_contained(document) {
        return;
    }
    let text = Encoding::detect(document).ok().and_then(|encoding| encoding.decode(document));
    let Some(text) = text else { return reading.reach.doubt("its encoding is not read") };
    let text = String::from_utf8_lossy(&text);
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut walk = Walk { reading, is_transformation: false, held: None };
    loop {
        match reader.read_resolved_event() {
            Ok((_, Event::Eof)) => return,
            Ok((namespace, event)) => walk.event(&Language::of(&namespace), event),
            Err(_) => return walk.reading.reach.doubt("it is not well-formed"),
        }
    }
}

/// The language of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Svg,
    Html,
    Transformation,
    /// Without a namespace.
    Bare,
    Other,
}

impl Language {
    fn of(namespace: &ResolveResult<'_>) -> Language {
        match namespace {
            ResolveResult::Bound(name) => match name.as_ref() {
                "http://www.w3.org/2000/svg" => Language::Svg,
                "http://www.w3.org/1999/xhtml" => Language::Html,
                "http://www.w3.org/1999/XSL/Transform" => Language::Transformation,
                // As drawing programs write it: an entity is most likely the name of SVG.
                name if name.contains('&') => Language::Svg,
                _ => Language::Other,
            },
            ResolveResult::Unbound => Language::Bare,
            ResolveResult::Unknown(_) => Language::Other,
        }
    }
}

/// What an element's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Script,
    Style,
    /// The value of an attribute that a transformation makes.
    Value,
}

/// An element whose text is gathered.
struct Held {
    what: Holds,
    text: String,
    /// How many elements are open in it, itself included.
    open: usize,
}

struct Walk<'w, 'r> {
    reading: &'w mut Reading<'r>,
    /// Whether it makes other documents: of its elements those without a namespace are HTML.
    is_transformation: bool,
    held: Option<Held>,
}

impl Walk<'_, '_> {
    fn event(&mut self, language: &Language, event: Event<'_>) {
        match event {
            Event::Start(tag) => {
                self.element(*language, &tag);
                match &mut self.held {
                    Some(held) => held.open += 1,
                    None => {
                        let held = self.holds(*language, tag.local_name().as_ref());
                        self.held = held.map(|what| Held { what, text: String::new(), open: 1 });
                    }
                }
            }
            Event::Empty(tag) => self.element(*language, &tag),
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
        if let Some(held) = &mut self.held {
            held.text.push_str(text);
        }
    }

    fn end(&mut self) {
        let Some(held) = &mut self.held else { return };
        held.open -= 1;
        if held.open > 0 {
            return;
        }
        let Some(Held { what, text, .. }) = self.held.take() else { return };
        match what {
            Holds::Script => self.reading.script(text.as_bytes()),
            Holds::Style => self.reading.style(text.as_bytes()),
            Holds::Value if text.contains("//") => self.reading.address(&text, None),
            Holds::Value => {}
        }
    }

    /// Whether an element is one that a browser draws, or makes out of a transformation.
    fn is_drawn(&self, language: Language) -> bool {
        matches!(language, Language::Svg | Language::Html) || (language == Language::Bare && self.is_transformation)
    }

    fn holds(&self, language: Language, name: &str) -> Option<Holds> {
        match (language, name) {
            (Language::Transformation, "attribute") => Some(Holds::Value),
            (_, "script") if self.is_drawn(language) => Some(Holds::Script),
            (_, "style") if self.is_drawn(language) => Some(Holds::Style),
            _ => None,
        }
    }

    fn element(&mut self, language: Language, tag: &BytesStart<'_>) {
        self.is_transformation |= language == Language::Transformation;
        let name = tag.local_name();
        let name = name.as_ref();
        let is_part = language == Language::Transformation && matches!(name, "include" | "import");
        if !is_part && !self.is_drawn(language) {
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
        let fetches = fetches(language, name, &values);
        for (key, value) in &values {
            match *key {
                "style" => self.reading.style(value.as_bytes()),
                "srcdoc" => self.reading.reach.doubt("it holds another document, or a script, in an address"),
                "srcset" if fetches => {
                    reference::srcset(value).into_iter().for_each(|address| self.reading.address(address, None));
                }
                "src" | "href" | "data" | "poster" | "background" if fetches => {
                    self.reading.address(value, used(language, name));
                }
                // What is drawn may be told to change its address.
                "to" | "from" | "by" | "values" if language == Language::Svg && value.contains(':') => {
                    value.split(';').for_each(|address| self.reading.address(address, None));
                }
                key if key.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) => {
                    self.reading.script(value.as_bytes());
                }
                _ if language == Language::Svg && value.contains('(') => {
                    self.reading.style(format!("x:{value}").as_bytes());
                }
                _ => {}
            }
        }
    }

    /// The style sheet that a document names before its root.
    fn instruction(&mut self, instruction: &BytesPI<'_>) {
        if instruction.target() != "xml-stylesheet" {
            return;
        }
        let value = |wanted: &str| {
            let found = instruction.attributes().with_checks(false).flatten().find(|found| found.key.0 == wanted);
            found.map(|found| reference::decode(found.value.as_bytes()).into_owned()).unwrap_or_default()
        };
        let is_css = value("type").to_ascii_lowercase().contains("css");
        self.reading.address(&value("href"), Some(if is_css { Used::Style } else { Used::Document }));
    }

    /// Entities of a document's own can stand for anything.
    fn declaration(&mut self, declaration: &str) {
        for entity in declaration.split("<!ENTITY").skip(1) {
            let entity = entity.split(']').next().unwrap_or_default();
            let value = entity.split(['"', '\'']).nth(1).unwrap_or_default();
            let is_name = !value.contains(['<', '&', '%']) && !entity.contains('%') && !entity.contains("SYSTEM");
            if !is_name || (value.contains("//") && !is_vocabulary(value.as_bytes())) {
                self.reading.reach.doubt("it declares entities");
            }
        }
    }
}

/// Whether the addresses of such an element are fetched.
fn fetches(language: Language, name: &str, values: &[(&str, Cow<'_, str>)]) -> bool {
    const FETCHING: [&str; 8] = ["style", "icon", "prel", "pref", "prec", "prer", "dns", "manifest"];
    match (language, name) {
        (_, "a" | "area" | "base") => false,
        (Language::Html | Language::Bare, "link") => values.iter().any(|(key, value)| {
            let relation = value.to_ascii_lowercase();
            *key == "rel" && FETCHING.iter().any(|fetching| relation.contains(fetching))
        }),
        _ => true,
    }
}

/// As what an element uses what it fetches, where that may fetch more.
fn used(language: Language, name: &str) -> Option<Used> {
    match (language, name) {
        (_, "script") => Some(Used::Script),
        (Language::Svg, "use") | (Language::Transformation, _) => Some(Used::Document),
        (Language::Html | Language::Bare, "iframe" | "frame" | "object" | "embed") => Some(Used::Document),
        (Language::Html | Language::Bare, "link") => Some(Used::Style),
        _ => None,
    }
}
