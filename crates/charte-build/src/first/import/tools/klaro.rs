//! Klaro and Orejime, which began as Klaro: a list of services, apps or purposes with their cookies.

use super::common::{choice_lifetime, cookies, entries, left_out, no_refusal, on_by_default};
use crate::first::import::entry::{Entry, Found};
use crate::first::import::imported::Unread;
use crate::first::import::literal::Root;
use crate::first::import::lookup::Lookup;
use crate::first::import::values::{Node, Value};

const LISTS: [&str; 3] = ["services", "apps", "purposes"];

/// What the configuration says; `None` for a text that is none.
pub(super) fn read(text: &str, roots: &[Root], lookup: &Lookup<'_>) -> Option<Found> {
    let holds = |root: &&Root| LISTS.iter().any(|key| root.node.get(key).is_some_and(is_list_of_services));
    let root = &roots.iter().find(holds)?.node;
    let key = LISTS.into_iter().find(|key| root.get(key).is_some_and(is_list_of_services))?;
    let lower = text.to_lowercase();
    let is_orejime =
        key == "purposes" || lower.contains("orejime") || (key == "apps" && root.text_of("privacyPolicy").is_some());
    let mut found = Found {
        kind: if is_orejime { "a configuration of Orejime" } else { "a configuration of Klaro" },
        language: root.text_of("lang").map(str::to_owned),
        ..Found::default()
    };
    let language = found.language.clone().unwrap_or_else(|| first_language(root).unwrap_or("en").to_owned());
    let mut on = Vec::new();
    let is_on = root.is("default") || root.is("optOut");
    for item in root.get(key).map(Node::items).unwrap_or_default() {
        service(item, root, &language, is_on, lookup, &mut found, &mut on);
    }
    found.language = Some(language);
    found.unread.extend(left_out(
        root,
        &[
            "services",
            "apps",
            "purposes",
            "lang",
            "translations",
            "cookieExpiresAfterDays",
            "default",
            "optOut",
            "hideDeclineAll",
            "cookie",
        ],
    ));
    found.unmet.extend(on_by_default(&on));
    found.unmet.extend(no_refusal(root.is("hideDeclineAll")));
    let days = root.text_of("cookieExpiresAfterDays").or_else(|| root.at(&["cookie", "duration"]).and_then(Node::text));
    // Orejime's own default is a year, Klaro's is 120 days.
    found.unmet.extend(choice_lifetime(days.or(is_orejime.then_some("365"))));
    Some(found)
}

fn is_list_of_services(node: &Node) -> bool {
    let items = node.items();
    !items.is_empty() && items.iter().any(|item| item.text_of("name").or_else(|| item.text_of("id")).is_some())
}

/// The first language that the configuration has texts in; `zz` means all.
fn first_language(root: &Node) -> Option<&str> {
    let languages = root.get("translations")?.entries().iter().map(|(language, _)| language.as_str());
    languages.into_iter().find(|language| language.len() == 2 && *language != "zz")
}

fn service(
    item: &Node,
    root: &Node,
    language: &str,
    is_on: bool,
    lookup: &Lookup<'_>,
    found: &mut Found,
    on: &mut Vec<String>,
) {
    let Some(name) = item.text_of("name").or_else(|| item.text_of("id")) else {
        found.unread.push(Unread { line: item.line, text: super::common::written(item) });
        return;
    };
    // Purposes may be nested: the inner ones have the cookies.
    if let Some(inner) = item.get("purposes").filter(|inner| is_list_of_services(inner)) {
        for item in inner.items() {
            service(item, root, language, is_on, lookup, found, on);
        }
        return;
    }
    let said = |key: &str| {
        let own = item.at(&["translations", language, key]).or_else(|| root.at(&["translations", language, name, key]));
        own.and_then(Node::text).or_else(|| item.text_of(key)).map(str::to_owned)
    };
    let title = said("title").unwrap_or_else(|| name.to_owned());
    let is_required = item.is("required") || item.is("isMandatory");
    let purposes: Vec<&str> =
        item.get("purposes").map(Node::items).unwrap_or_default().iter().filter_map(Node::text).collect();
    let is_default = item.get("default").map_or(is_on, |node| node.value == Value::Bool(true)) || item.is("optOut");
    if is_default && !is_required {
        on.push(title.clone());
    }
    let purpose = if is_required {
        "necessary".to_owned()
    } else if purposes.is_empty() {
        format!("{name} {title}")
    } else {
        purposes.join(", ")
    };
    let (names, left) = cookies(item.get("cookies"));
    found.unread.extend(left);
    let code = item.entries().iter().filter(|(key, node)| key != "cookies" && matches!(node.value, Value::Code(_)));
    found
        .unread
        .extend(code.map(|(key, node)| Unread { line: node.line, text: format!("`{key}` of {title}, which is code") }));
    let id = lookup.tool("klaro", name).or_else(|| lookup.exact(&title));
    let entry = Entry {
        line: item.line,
        id,
        service: Some(title),
        category: Some(purpose),
        description: said("description"),
        policy: said("privacyPolicyUrl"),
        ..Entry::default()
    };
    found.entries.extend(entries(&entry, names));
}
