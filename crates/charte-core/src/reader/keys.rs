//! Unknown keys of a table, and what was most likely meant by them.

use std::cell::LazyCell;

use toml::de::DeValue;

use super::Table;
use crate::fix::Fix;
use crate::rules::form;
use crate::suggest;

impl Table<'_, '_> {
    /// Reports the keys that were not looked up. `homes` has the keys of other tables, each with where it belongs
    /// ("under `[site]`"), for those that are only in the wrong table.
    pub(crate) fn finish(self, homes: &[(&str, &[&str])]) {
        let known = self.known.borrow();
        let others =
            LazyCell::new(|| format!("the keys that can stand here are {}", suggest::list(known.iter().copied())));
        for (key, value) in self.table {
            let name: &str = key.get_ref();
            if known.iter().any(|key| key == &name) {
                continue;
            }
            let message = match self.path.as_str() {
                "" => format!("unknown key `{name}` at the top of the file"),
                path => format!("unknown key `{name}` in `[{path}]`"),
            };
            let place = self.doc.place(key.span());
            let (help, near) = match misplaced(self.path.as_str(), name, value.get_ref(), &known) {
                Some(help) => (help.to_owned(), None),
                None => advice(name, &known, homes, &others),
            };
            let absent = known.iter().copied().filter(|key| near.is_some() && !self.table.contains_key(*key));
            let fix = suggest::slip(name, absent).filter(|key| near == Some(*key));
            let fix = fix.and_then(|key| Fix::word(&place, key));
            self.doc.report(form::UNKNOWN_KEY.finding(message).fix(fix).at(place).help(help));
        }
    }
}

/// Words for a key: in English, French, German, Spanish, Italian and Dutch, and as other tools name it.
const SYNONYMS: [(&str, &[&str]); 17] = [
    ("phone", &["telephone", "tel", "téléphone", "telefon", "telefono", "teléfono", "telefoon", "phone_number"]),
    ("email", &["mail", "e_mail", "courriel", "correo", "posta"]),
    ("address", &["adresse", "postal_address", "street", "direccion", "dirección", "indirizzo", "adres"]),
    ("name", &["nom", "titel", "titre", "nombre", "nome", "naam"]),
    ("country", &["pays", "land", "pais", "país", "paese", "nation"]),
    ("languages", &["lang", "langs", "locale", "locales", "langues", "sprachen", "idiomas", "lingue", "talen"]),
    ("dpo", &["dpd", "dsb", "fg", "rpd", "dpo_email", "data_protection_officer", "privacy_officer"]),
    ("legal_notice", &["imprint", "impressum", "legal", "mentions_legales", "mentions", "aviso_legal"]),
    ("updated", &["date", "last_updated", "last_update", "modified", "lastmod", "mise_a_jour"]),
    ("input", &["site", "source", "src", "public", "folder_in", "root", "dir"]),
    ("output", &["out", "dest", "destination", "dist", "target"]),
    ("lifetime", &["duration", "expires", "expiry", "expiration", "max_age", "ttl", "duree", "durée", "period"]),
    ("provider", &["vendor", "supplier", "company", "owner", "fournisseur", "prestataire", "anbieter", "proveedor"]),
    ("kind", &["type", "typ", "art", "soort", "tipo"]),
    ("purpose", &["category", "type", "finalite", "finalité", "zweck", "finalidad", "doel"]),
    ("description", &["text", "descr", "summary", "beschreibung", "descripcion", "descrizione", "goal", "why"]),
    ("retention", &["storage_period", "conservation", "kept", "aufbewahrung", "conservacion", "bewaartermijn"]),
];

/// What was meant by a key that other tools have, or that a first author expects.
fn misplaced(path: &str, name: &str, value: &DeValue<'_>, known: &[&str]) -> Option<&'static str> {
    const SERVERS: [&str; 6] = ["url", "address", "domain", "server", "endpoint", "instance"];
    const IDENTIFIERS: [&str; 7] = ["id", "site_id", "siteId", "tracking_id", "measurement_id", "key", "api_key"];
    let is_service = path.starts_with("service.") && known.contains(&"hosts");
    match name {
        "cookie" | "cookies" | "tracker" | "trackers" if path.is_empty() && value.is_array() => {
            Some("trackers stand under the service that they are of: `[[service.ID.tracker]]`")
        }
        _ if is_service && SERVERS.contains(&name) => {
            Some("where it is served from stands in `hosts`, without `https://`: `hosts = [\"stats.example.fr\"]`")
        }
        _ if is_service && IDENTIFIERS.contains(&name) => {
            Some("leave it out: the service stays in your pages as it is, with its number, and charte holds it there")
        }
        _ => None,
    }
}

/// What to do about an unknown key: another spelling, another table, or `others`, the list of keys that exist. With it the other
/// spelling, if it is one of this table.
fn advice(
    name: &str,
    known: &[&'static str],
    homes: &[(&str, &[&str])],
    others: &str,
) -> (String, Option<&'static str>) {
    let home = |name: &str| homes.iter().find(|(_, keys)| keys.contains(&name)).map(|(home, _)| *home);
    let dotted = name.split_once('.').is_some_and(|(table, _)| known.contains(&table));
    if dotted {
        return (format!("leave the quotes out: `[{name}]`"), None);
    }
    if let Some(home) = home(name) {
        return (format!("`{name}` belongs {home}"), None);
    }
    let word = name.to_lowercase().replace('-', "_");
    let meant = || SYNONYMS.iter().filter(|(_, words)| words.contains(&word.as_str())).map(|(key, _)| *key);
    if let Some(key) = meant().find_map(|key| known.iter().find(|own| **own == key)) {
        return (format!("did you mean `{key}`?"), Some(key));
    }
    if let Some((key, home)) = meant().find_map(|key| Some((key, home(key)?))) {
        return (format!("did you mean `{key}`, which belongs {home}?"), None);
    }
    if let Some(near) = suggest::nearest(name, known.iter().copied()) {
        return (format!("did you mean `{near}`?"), Some(near));
    }
    let elsewhere = homes.iter().flat_map(|(_, keys)| keys.iter().copied());
    let help = match suggest::nearest(name, elsewhere).and_then(|near| Some((near, home(near)?))) {
        Some((near, home)) => format!("did you mean `{near}`, which belongs {home}?"),
        None => others.to_owned(),
    };
    (help, None)
}
