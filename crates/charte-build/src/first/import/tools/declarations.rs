//! Cookie declarations of OneTrust and Cookiebot as data, and any list of objects that name cookies.

use super::common::written;
use crate::first::import::entry::{Entry, Found};
use crate::first::import::literal::Root;
use crate::first::import::lookup::Lookup;
use crate::first::import::table::{self, Row};
use crate::first::import::texts;
use crate::first::import::values::Node;
use crate::first::import::words::Column;

const ONETRUST: &str = "a cookie declaration of OneTrust";
const COOKIEBOT: &str = "a cookie declaration of Cookiebot";
/// The columns of Cookiebot's lists, in their order.
const COOKIEBOT_COLUMNS: [&str; 5] = ["Name", "Provider", "Purpose", "Expiry", "Type"];

/// What the data say; `None` for data about something else.
pub(super) fn read(roots: &[Root], lookup: &Lookup<'_>) -> Option<Found> {
    let mut found = Found { kind: "a list of cookies as data", ..Found::default() };
    for root in roots {
        if let Some(category) = root.name.rsplit('.').next().and_then(|name| name.strip_prefix("cookieTable")) {
            found.kind = COOKIEBOT;
            lists(&root.node, category, lookup, &mut found);
        } else {
            walk(&root.node, "", lookup, &mut found);
        }
    }
    let words = found.entries.iter().filter_map(|entry| entry.purpose.as_deref()).collect::<Vec<_>>().join(" ");
    found.language = texts::language(&words).map(str::to_owned);
    (!found.entries.is_empty()).then_some(found)
}

/// Descends into objects until one is a group or a list of cookies; `key` is the name of the object.
fn walk(node: &Node, key: &str, lookup: &Lookup<'_>, found: &mut Found) {
    let group = node.text_of("GroupName").or_else(|| node.text_of("groupName"));
    let cookies =
        ["FirstPartyCookies", "firstPartyCookies", "Hosts", "hosts"].iter().any(|key| node.get(key).is_some());
    if let (Some(group), true) = (group, cookies) {
        found.kind = ONETRUST;
        onetrust(node, group, found);
        return;
    }
    if is_list_of_cookies(node) {
        let is_cookiebot = ["necessary", "preferences", "statistics", "marketing", "unclassified"]
            .contains(&key.to_lowercase().as_str());
        if is_cookiebot {
            found.kind = COOKIEBOT;
        }
        objects(node, if is_cookiebot { key } else { "" }, lookup, found);
        return;
    }
    node.items().iter().for_each(|item| walk(item, key, lookup, found));
    node.entries().iter().for_each(|(key, item)| walk(item, key, lookup, found));
}

fn is_list_of_cookies(node: &Node) -> bool {
    let says_name = |item: &&Node| {
        let columns: Vec<Column> = item.entries().iter().filter_map(|(key, _)| Column::of(key)).collect();
        columns.contains(&Column::Name) && columns.len() > 1
    };
    !node.items().is_empty() && node.items().iter().filter(says_name).count() * 2 > node.items().len()
}

/// Objects as the rows of a table, their keys as its headings.
fn objects(node: &Node, category: &str, lookup: &Lookup<'_>, found: &mut Found) {
    let mut keys: Vec<String> = Vec::new();
    for (key, _) in node.items().iter().flat_map(Node::entries) {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let mut lines = vec![(0, keys.clone())];
    lines.extend(
        node.items()
            .iter()
            .map(|item| (item.line, keys.iter().map(|key| item.get(key).map(written).unwrap_or_default()).collect())),
    );
    rows(&lines, category, lookup, found);
}

/// Lists as the rows of Cookiebot's table.
fn lists(node: &Node, category: &str, lookup: &Lookup<'_>, found: &mut Found) {
    let mut lines = vec![(0, COOKIEBOT_COLUMNS.map(str::to_owned).to_vec())];
    let cells = |item: &Node| item.items().iter().take(COOKIEBOT_COLUMNS.len()).map(written).collect();
    lines.extend(node.items().iter().map(|item| (item.line, cells(item))));
    rows(&lines, category, lookup, found);
}

fn rows(lines: &[(usize, Vec<String>)], category: &str, lookup: &Lookup<'_>, found: &mut Found) {
    let rows: Vec<Row<'_>> = lines.iter().map(|(line, cells)| (*line, cells.as_slice())).collect();
    let (entries, unread) = table::read(&rows, category, lookup);
    found.entries.extend(entries);
    found.unread.extend(unread);
}

/// A group of OneTrust: its own cookies, and hosts with theirs.
fn onetrust(group: &Node, name: &str, found: &mut Found) {
    let list = |node: &Node, keys: [&str; 2]| {
        keys.into_iter().find_map(|key| node.get(key).map(Node::items).map(<[Node]>::to_vec)).unwrap_or_default()
    };
    for cookie in list(group, ["FirstPartyCookies", "firstPartyCookies"]) {
        found.entries.extend(onetrust_cookie(&cookie, name, None, "First Party"));
    }
    for host in list(group, ["Hosts", "hosts"]) {
        let vendor = ["DisplayName", "displayName", "HostName"].into_iter().find_map(|key| host.text_of(key));
        for cookie in list(&host, ["Cookies", "cookies"]) {
            found.entries.extend(onetrust_cookie(&cookie, name, vendor, "Third Party"));
        }
    }
}

fn onetrust_cookie(cookie: &Node, category: &str, vendor: Option<&str>, party: &str) -> Option<Entry> {
    let text = |keys: [&str; 2]| {
        keys.into_iter().find_map(|key| cookie.text_of(key)).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let is_session = cookie.is("IsSession") || cookie.is("isSession");
    let days = text(["Length", "length"]).filter(|days| days != "0").map(|days| {
        // `DurationType` 1 is days; without one, the same.
        if days.chars().all(|letter| letter.is_ascii_digit()) { format!("{days} days") } else { days }
    });
    Some(Entry {
        line: cookie.line,
        name: Some(text(["Name", "name"])?),
        provider: vendor.map(str::to_owned),
        host: text(["Host", "host"]),
        purpose: text(["description", "Description"]).or_else(|| text(["thirdPartyDescription", "patternDescription"])),
        lifetime: if is_session { Some("session".into()) } else { days },
        category: Some(category.to_owned()),
        sort: Some(party.to_owned()),
        ..Entry::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::first::import::values::Value;

    #[test]
    fn a_list_of_numbers_is_no_list_of_cookies() {
        let node = |value| Node { line: 1, value };
        assert!(!is_list_of_cookies(&node(Value::List(vec![node(Value::Number("1".into()))]))));
    }
}
