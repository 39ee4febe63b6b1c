//! Unknown keys of a table, and what was most likely meant by them.

use super::Table;
use crate::rules::form;
use crate::suggest;

impl Table<'_, '_> {
    /// Reports the keys that were not looked up. `homes` has the keys of other tables, each with where it belongs
    /// ("under `[site]`"), for those that are only in the wrong table.
    pub(crate) fn finish(self, homes: &[(&str, &[&str])]) {
        let known = self.known.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if known.iter().any(|key| key == &name) {
                continue;
            }
            let message = match self.path.as_str() {
                "" => format!("unknown key `{name}` at the top of the file"),
                path => format!("unknown key `{name}` in `[{path}]`"),
            };
            let finding = form::UNKNOWN_KEY.finding(message).at(self.doc.place(key.span()));
            self.doc.report(finding.help(advice(name, &known, homes)));
        }
    }
}

/// What to do about an unknown key: another spelling, another table, or the list of keys that exist.
fn advice(name: &str, known: &[&'static str], homes: &[(&str, &[&str])]) -> String {
    let home = |name: &str| homes.iter().find(|(_, keys)| keys.contains(&name)).map(|(home, _)| *home);
    let dotted = name.split_once('.').is_some_and(|(table, _)| known.contains(&table));
    if dotted {
        return format!("leave the quotes out: `[{name}]`");
    }
    if let Some(home) = home(name) {
        return format!("`{name}` belongs {home}");
    }
    if let Some(near) = suggest::nearest(name, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    let others = homes.iter().flat_map(|(_, keys)| keys.iter().copied());
    match suggest::nearest(name, others).and_then(|near| Some((near, home(near)?))) {
        Some((near, home)) => format!("did you mean `{near}`, which belongs {home}?"),
        None => format!("the keys that can stand here are {}", suggest::list(known.iter().copied())),
    }
}
