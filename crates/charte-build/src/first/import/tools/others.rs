//! c15t: scripts that wait for a category, as objects or as calls of its integrations.

use super::common::left_out;
use crate::first::import::entry::{Entry, Found};
use crate::first::import::imported::Unread;
use crate::first::import::literal::Root;
use crate::first::import::lookup::Lookup;
use crate::first::import::values::{Node, Value};

/// What the configuration says; `None` for a text that is none.
pub(super) fn c15t(text: &str, roots: &[Root], lookup: &Lookup<'_>) -> Option<Found> {
    if !text.contains("c15t") {
        return None;
    }
    let mut found = Found { kind: "a configuration of c15t", language: Some("en".into()), ..Found::default() };
    for root in roots {
        let is_list = root.name.ends_with("cripts");
        if let Some(scripts) = root.node.get("scripts").or(is_list.then_some(&root.node)) {
            scripts.items().iter().for_each(|script| self::script(script, lookup, &mut found));
        }
        if root.node.get("consentCategories").or_else(|| root.node.get("scripts")).is_some() {
            found.unread.extend(left_out(&root.node, &["scripts", "consentCategories"]));
        }
    }
    (!found.entries.is_empty() || !found.unread.is_empty()).then_some(found)
}

fn script(node: &Node, lookup: &Lookup<'_>, found: &mut Found) {
    let called = match &node.value {
        Value::Code(code) => code.split('(').next().map(|name| name.trim().to_owned()),
        _ => node.text_of("id").map(str::to_owned),
    };
    let Some(name) = called.filter(|name| {
        !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
    }) else {
        found.unread.push(Unread { line: node.line, text: super::common::written(node) });
        return;
    };
    let host = node.text_of("src").map(str::to_owned);
    let id = lookup.tool("c15t", &name).or_else(|| host.as_deref().and_then(|host| lookup.host(host)));
    let category = node.text_of("category").map(str::to_owned);
    found.entries.push(Entry { line: node.line, id, service: Some(name), category, host, ..Entry::default() });
}
