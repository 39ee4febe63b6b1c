//! A value that is the same in all languages, or one for each: a name, an address. It does not know which language is shown.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// A value for all languages, or one for each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Localized(BTreeMap<String, String>);

impl Localized {
    /// A value for each language tag. The tag "" is for all languages that have none of their own.
    pub fn by_language(values: BTreeMap<String, String>) -> Localized {
        Localized(values)
    }

    /// The value for the first of `languages` that has one: those of the page, nearest first, then those of the portal.
    pub fn get<'a>(&self, languages: impl IntoIterator<Item = &'a str>) -> Option<&str> {
        let own = languages.into_iter().find_map(|language| self.0.get(language));
        own.or_else(|| self.0.get("")).or_else(|| self.0.values().next()).map(String::as_str)
    }

    /// Whether no language has a value.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Localized {
    /// The same value in all languages.
    fn from(value: &str) -> Self {
        Localized(BTreeMap::from([(String::new(), value.into())]))
    }
}

impl Serialize for Localized {
    /// A string where it is the same in all languages, nothing where there is none, else a table.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.0.get(""), self.0.len()) {
            (_, 0) => serializer.serialize_none(),
            (Some(value), 1) => serializer.serialize_str(value),
            _ => self.0.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_own_value_or_the_portals_first() {
        let values = [("fr", "Données"), ("en", "Data")].map(|(tag, text)| (tag.to_owned(), text.to_owned()));
        let name = Localized::by_language(BTreeMap::from(values));
        assert_eq!(name.get(["en", "fr"]), Some("Data"));
        assert_eq!(name.get(["de", "fr"]), Some("Données"));
        assert_eq!(Localized::from("Data").get(["de"]), Some("Data"));
        assert_eq!(Localized::default().get(["de"]), None);
    }
}
