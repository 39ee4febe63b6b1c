//! `[purpose.x]`: purposes that a declaration adds to the known ones, and the services that name them.

use std::collections::BTreeMap;

use crate::model::{OwnPurpose, Purpose};
use crate::reader::{Located, Table};
use crate::rules::form;
use crate::service::{self, Patch};
use crate::suggest;

/// The purposes that `table` declares, laid over the services that name them.
pub(super) fn resolve(table: &Table<'_, '_>, services: &mut [(Located<String>, Patch)]) {
    let mut purposes: BTreeMap<String, Option<(Purpose, OwnPurpose)>> = BTreeMap::new();
    for (id, declared) in table.named_tables("purpose", "comfort") {
        let is_known = Purpose::ALL.iter().any(|purpose| purpose.id() == id.value);
        if is_known {
            let message = format!("`{}` is a purpose that charte knows", id.value);
            let help = format!(
                "choose another name; to change the words of a known one, write `[site.text.fr]` with \
                 `\"purpose.{}.title\"`",
                id.value
            );
            table.doc.report(form::PURPOSE_INCOMPLETE.finding(message).at(id.place.clone()).help(help));
        }
        let read = purpose(&id, declared).filter(|_| !is_known);
        purposes.insert(id.value, read);
    }
    for (_, patch) in services {
        let Some(named) = patch.other_purpose.take() else { continue };
        match purposes.get(&named.value) {
            Some(Some((like, own))) => {
                patch.purpose = Some(*like);
                patch.own_purpose = Some(own.clone());
            }
            Some(None) => patch.is_faulty = true,
            None => {
                let names: Vec<&str> = Purpose::ALL
                    .iter()
                    .map(|purpose| purpose.id())
                    .chain(purposes.keys().map(String::as_str))
                    .collect();
                let message = match suggest::nearest(&named.value, names.iter().copied()) {
                    Some(near) => format!("`purpose`: `{}` is not known; did you mean `{near}`?", named.value),
                    None => format!("`purpose`: `{}` is not known; it can be {}", named.value, suggest::any(names)),
                };
                table.doc.report(form::WRONG_VALUE.finding(message).at(named.place));
                patch.is_faulty = true;
            }
        }
    }
}

/// A purpose of the declaration's own, with the known one whose legal rules apply to it.
fn purpose(id: &Located<String>, table: Table<'_, '_>) -> Option<(Purpose, OwnPurpose)> {
    let like = table.choice("like", &Purpose::ALL.map(|purpose| (purpose, purpose.id())));
    let (title, description) = (service::texts(&table, "title"), service::texts(&table, "description"));
    if !table.holds("like") || !table.holds("title") || !table.holds("description") {
        let message = format!("`[purpose.{}]` needs `like`, `title` and `description`", id.value);
        let help = "write `like = \"preferences\"`, the known purpose that comes nearest, and the texts by language";
        table.doc.report(form::PURPOSE_INCOMPLETE.finding(message).at(id.place.clone()).help(help));
    }
    table.finish(&[]);
    let is_said = !title.is_empty() && !description.is_empty();
    let own = OwnPurpose { id: id.value.clone(), title, description };
    like.filter(|_| is_said).map(|like| (like.value, own))
}
