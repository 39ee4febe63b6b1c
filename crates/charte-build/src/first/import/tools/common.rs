//! What configurations of consent tools have in common: cookies as texts, patterns, lists and objects.

use charte_core::legal::DIRECTIVE;

use crate::first::import::duties::PLANET49;
use crate::first::import::entry::{Entry, tidy};
use crate::first::import::imported::{Obligation, Unread};
use crate::first::import::patterns::names_of_pattern;
use crate::first::import::values::{Node, Value};

/// The names of the cookies that a value means, and what is no name.
pub(super) fn cookies(node: Option<&Node>) -> (Vec<String>, Vec<Unread>) {
    let (mut names, mut unread) = (Vec::new(), Vec::new());
    let Some(node) = node else { return (names, unread) };
    let single = std::slice::from_ref(node);
    for item in if let Value::List(items) = &node.value { items } else { single } {
        match cookie(item) {
            Some(found) => names.extend(found),
            None => unread.push(Unread { line: item.line, text: written(item) }),
        }
    }
    (names, unread)
}

/// `'_ga'`, `/^_ga/`, `['_ga', '/', '.example.org']`, `{ name: '_ga' }`, `{ pattern: /^_ga/ }`.
fn cookie(node: &Node) -> Option<Vec<String>> {
    match &node.value {
        Value::Text(text) if text.starts_with('^') => names_of_pattern(text),
        Value::Text(text) => Some(vec![tidy(text)?]),
        Value::Pattern(pattern) => names_of_pattern(pattern),
        Value::List(items) => cookie(items.first()?),
        Value::Map(_) => cookie(node.get("name").or_else(|| node.get("pattern"))?),
        _ => None,
    }
}

/// An entry for each name, or one without a name.
pub(super) fn entries(entry: &Entry, names: Vec<String>) -> Vec<Entry> {
    if names.is_empty() {
        return vec![entry.clone()];
    }
    names.into_iter().map(|name| Entry { name: Some(name), ..entry.clone() }).collect()
}

/// A value in one short line.
pub(super) fn written(node: &Node) -> String {
    match &node.value {
        Value::Text(text) | Value::Number(text) | Value::Code(text) => tidy(text).unwrap_or_default(),
        Value::Pattern(pattern) => format!("/{pattern}/"),
        Value::Bool(value) => value.to_string(),
        Value::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let all = entries.iter().map(|(key, node)| format!("{key}: {}", written(node)));
            format!("{{ {} }}", all.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The keys of an object that have no place in a declaration, as one item.
pub(super) fn left_out(node: &Node, read: &[&str]) -> Option<Unread> {
    let left: Vec<&str> = node
        .entries()
        .iter()
        .map(|(key, _)| key.as_str())
        .filter(|key| !key.is_empty() && !read.contains(key))
        .collect();
    (!left.is_empty()).then(|| Unread { line: node.line, text: format!("settings of the tool: {}", left.join(", ")) })
}

/// The tool keeps a choice longer than authorities recommend: the French and the Irish say six months.
pub(super) fn choice_lifetime(days: Option<&str>) -> Option<Obligation> {
    const SIX_MONTHS: f64 = 184.0;
    let days = days.filter(|days| days.parse::<f64>().is_ok_and(|days| days > SIX_MONTHS))?;
    let text = format!("the choice is kept {days} days; authorities such as the French recommend six months");
    Some(Obligation { text, source: "GDPR, article 7" })
}

/// Services that are on before the visitor has chosen.
pub(super) fn on_by_default(names: &[String]) -> Option<Obligation> {
    let text = format!("on before the visitor has chosen: {}", names.join(", "));
    (!names.is_empty()).then_some(Obligation { text, source: PLANET49 })
}

/// The banner offers no refusal beside its acceptance.
pub(super) fn no_refusal(is_missing: bool) -> Option<Obligation> {
    let text = "the banner has no button that refuses as easily as the other accepts".to_owned();
    is_missing.then_some(Obligation { text, source: DIRECTIVE })
}
