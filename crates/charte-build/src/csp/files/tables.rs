//! The files that are tables: `netlify.toml`, `vercel.json`, `staticwebapp.config.json`.

use charte_core::diagnostic::{Diagnostic, Place};
use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::csp::files::contacts::{self, Contact};
use crate::csp::files::headers::{Effect, Headers, Rule, Union, unread};
use crate::csp::files::pattern::Pattern;
use crate::csp::files::proxied;
use crate::csp::policies::{HEADER, Policies};

/// `[[headers]]` with `for` and `[headers.values]`.
pub(super) fn netlify(file: &str, text: &str, findings: &mut Vec<Diagnostic>) -> Headers {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let place = error.span().map(|span| Place::of(file, text, span));
        findings.push(unread(error.message().trim().replace('\n', "; "), place));
    }
    let (mut rules, mut contacts) = (Vec::new(), Vec::new());
    for headers in root.get_ref().get("headers").and_then(|list| list.get_ref().as_array()).into_iter().flatten() {
        let Some(headers) = headers.get_ref().as_table() else { continue };
        let path = headers.get("for").and_then(|path| path.get_ref().as_str());
        let pattern = path.map_or_else(Pattern::all, Pattern::splat);
        let Some(values) = headers.get("values").and_then(|values| values.get_ref().as_table()) else { continue };
        for (name, value) in values {
            let several = value.get_ref().as_array().into_iter().flatten();
            for value in several.chain([value]) {
                let DeValue::String(content) = value.get_ref() else { continue };
                let place = || Place::of(file, text, value.span());
                contacts.extend(contacts::of(name.get_ref(), content, place));
                if name.get_ref().eq_ignore_ascii_case(HEADER) {
                    rules.push(Rule::send(pattern.clone(), content, &place()));
                }
            }
        }
    }
    let proxied = proxied::netlify(file, text, root.get_ref());
    Headers { union: Union::All, rules, contacts, proxied }
}

/// `headers`, each with its `source` and a list of `key` and `value`. A rule with a condition adds to the others.
pub(super) fn vercel(file: &str, text: &str, findings: &mut Vec<Diagnostic>) -> Headers {
    let Some(mut json) = Json::parse(file, text, findings) else {
        return Headers { union: Union::Last, rules: Vec::new(), contacts: Vec::new(), proxied: Vec::new() };
    };
    let (mut rules, mut contacts, root) = (Vec::new(), Vec::new(), json.root.take());
    for block in list(&root, "headers") {
        let pattern = block.get("source").and_then(Value::as_str).map_or_else(Pattern::all, Pattern::regexp);
        for header in list(block, "headers") {
            let part = |key| header.get(key).and_then(Value::as_str);
            let (Some(name), Some(value)) = (part("key"), part("value")) else { continue };
            contacts.extend(contacts::of(name, value, || json.first(value)));
            if name.eq_ignore_ascii_case(HEADER) {
                rules.push(Rule::send(pattern.clone(), value, &json.place(value)));
            }
        }
    }
    let conditional = list(&root, "headers").any(|block| block.get("has").or(block.get("missing")).is_some());
    let proxied = proxied::vercel(&root, |address| json.first(address));
    Headers { union: if conditional { Union::All } else { Union::Last }, rules, contacts, proxied }
}

/// `globalHeaders`, and `routes` with their `headers`.
pub(super) fn azure(file: &str, text: &str, findings: &mut Vec<Diagnostic>) -> Headers {
    let none = Headers { union: Union::First, rules: Vec::new(), contacts: Vec::new(), proxied: Vec::new() };
    let Some(mut json) = Json::parse(file, text, findings) else { return none };
    let (mut rules, root) = (Vec::new(), json.root.take());
    let mut contacts = json.contacts(root.get("globalHeaders"));
    for (value, place) in json.policies(root.get("globalHeaders")) {
        rules.push(Rule { pattern: Pattern::all(), effect: Effect::Otherwise(Policies::header(value, &place)) });
    }
    for route in list(&root, "routes") {
        let pattern = route.get("route").and_then(Value::as_str).map_or_else(Pattern::all, Pattern::braces);
        let sent = json.policies(route.get("headers"));
        contacts.extend(json.contacts(route.get("headers")));
        let rule = match sent.first() {
            Some((value, place)) => Rule::send(pattern, value, place),
            None => Rule { pattern, effect: Effect::Nothing },
        };
        rules.push(rule);
    }
    Headers { rules, contacts, ..none }
}

/// A JSON file, whose reader keeps no places: values are looked for, in their order.
struct Json<'a> {
    file: &'a str,
    text: &'a str,
    root: Value,
    at: usize,
}

impl<'a> Json<'a> {
    fn parse(file: &'a str, text: &'a str, findings: &mut Vec<Diagnostic>) -> Option<Self> {
        match serde_json::from_str(text) {
            Ok(root) => Some(Json { file, text, root, at: 0 }),
            Err(error) => {
                let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
                let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
                findings.push(unread(error.to_string(), Some(Place::of(file, text, at..at + 1))));
                None
            }
        }
    }

    /// Where the value is written, from the last one on; if it is written otherwise, where its header is named.
    fn place(&mut self, value: &str) -> Place {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let written = serde_json::to_string(value).unwrap_or_default();
        let header = || rest.to_ascii_lowercase().find(HEADER).map(|at| at..at + HEADER.len());
        let found = rest.find(&written).map(|at| at..at + written.len()).or_else(header).unwrap_or_default();
        let span = self.at + found.start..self.at + found.end;
        self.at = span.end;
        Place::of(self.file, self.text, span)
    }

    /// The first place where the value is written.
    fn first(&self, value: &str) -> Place {
        let written = serde_json::to_string(value).unwrap_or_default();
        let start = self.text.find(&written).unwrap_or_default();
        Place::of(self.file, self.text, start..start + written.len())
    }

    /// What an object of headers has browsers contact.
    fn contacts(&self, headers: Option<&Value>) -> Vec<Contact> {
        let named = headers.and_then(Value::as_object).into_iter().flatten();
        let values = named.filter_map(|(name, value)| Some((name, value.as_str()?)));
        values.flat_map(|(name, value)| contacts::of(name, value, || self.first(value))).collect()
    }

    /// The policies of an object of headers.
    fn policies<'v>(&mut self, headers: Option<&'v Value>) -> Vec<(&'v str, Place)> {
        let named = headers.and_then(Value::as_object).into_iter().flatten();
        let values =
            named.filter(|(name, _)| name.eq_ignore_ascii_case(HEADER)).filter_map(|(_, value)| value.as_str());
        values.map(|value| (value, self.place(value))).collect()
    }
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}
