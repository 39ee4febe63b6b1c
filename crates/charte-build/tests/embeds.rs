//! The elements that vendors' scripts fill: each one in the catalogue is in the snippet of its service.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use charte_core::catalogue::Catalogue;
use charte_core::model::EmbedSelector;
use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element};

type Attributes = BTreeMap<String, String>;

/// The elements of a snippet: their tags and attributes.
fn elements(snippet: &str) -> Vec<(String, Attributes)> {
    let found = RefCell::new(Vec::new());
    let handler = element!("*", |element: &mut Element<'_, '_>| {
        let attributes = element.attributes().iter().map(|own| (own.name(), own.value())).collect();
        found.borrow_mut().push((element.tag_name(), attributes));
        Ok(())
    });
    let mut rewriter = HtmlRewriter::new(Settings::new().append_element_content_handler(handler), |_: &[u8]| {});
    rewriter.write(snippet.as_bytes()).unwrap();
    rewriter.end().unwrap();
    found.into_inner()
}

#[test]
fn every_embed_of_the_catalogue_stands_in_the_snippet_of_its_service_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets");
    let catalogue = Catalogue::embedded();
    let mut faults = Vec::new();
    for service in catalogue.services().filter(|service| !service.embeds.is_empty()) {
        let snippet = fs::read_to_string(folder.join(format!("{}.html", service.id))).unwrap();
        let elements = elements(&snippet);
        let is_one = |selector: &EmbedSelector, (tag, attributes): &(String, Attributes)| {
            selector.matches(tag, |name| attributes.get(name).cloned())
        };
        let missing =
            service.embeds.iter().filter(|selector| !elements.iter().any(|element| is_one(selector, element)));
        faults.extend(missing.map(|selector| format!("{}: no {selector}", service.id)));
        for other in catalogue.services().filter(|other| other.id != service.id) {
            let taken = other.embeds.iter().filter(|selector| elements.iter().any(|element| is_one(selector, element)));
            faults.extend(taken.map(|selector| format!("{}: {selector} is of {}", service.id, other.id)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
