//! The meaning of each key of a declaration, in a sentence for editors. The reader decides which keys there are; a test
//! checks that each has its sentence and that no sentence is left over.

mod note;
mod publisher;
mod root;
mod service;
mod site;
mod tracker;

pub(super) use note::{Note, Words};
use note::{WORDS, say};

/// The keys with their meaning.
const NOTES: [&[(&str, Note)]; 5] = [root::NOTES, site::NOTES, publisher::NOTES, service::NOTES, tracker::NOTES];

/// The description of every text by language.
const IN_LANGUAGE: Note = say("The text in this language.");

/// The description of the key that `path` leads to.
pub(super) fn note(path: &str) -> Note {
    let known = |path: &str| NOTES.into_iter().flatten().find(|(known, _)| *known == path).map(|(_, note)| *note);
    let texts = path.strip_suffix(".*").filter(|above| note(above).examples == WORDS);
    let other =
        || shared(path).map(|path| note(&path)).filter(|note| !note.text.is_empty() || !note.required.is_empty());
    known(path).or_else(other).or(texts.map(|_| IN_LANGUAGE)).unwrap_or_default()
}

/// The path for a key that several tables have: those of `[site]`, of a publisher, and those that a service shares with its
/// trackers or a processing.
fn shared(path: &str) -> Option<String> {
    if let Some(key) = path.strip_prefix("portal.*.") {
        return Some(if key.starts_with("publisher.") { key.to_owned() } else { format!("site.{key}") });
    }
    let key = path.strip_prefix("site.processing.*.").or_else(|| path.strip_prefix("service.*.tracker.*."))?;
    Some(format!("service.*.{key}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use charte_core::manifest;
    use charte_core::model::Purpose;

    use super::note::PURPOSES;
    use super::{NOTES, note, shared};

    #[test]
    fn every_key_that_the_reader_knows_is_explained_and_no_other() {
        let keys: BTreeSet<String> = manifest::keys().into_iter().map(|key| key.path).collect();
        let silent: Vec<&String> =
            keys.iter().filter(|path| note(path).text.is_empty() && !path.ends_with(".*")).collect();
        assert!(silent.is_empty(), "without a sentence: {silent:#?}");
        let known = |path: &str| {
            path.is_empty() || keys.contains(path) || keys.iter().any(|key| shared(key).as_deref() == Some(path))
        };
        // The index of a table in a list is no key.
        let stale: Vec<&str> = NOTES
            .into_iter()
            .flatten()
            .map(|(path, _)| *path)
            .filter(|path| !known(path) && !known(path.trim_end_matches(".*")))
            .collect();
        assert!(stale.is_empty(), "no key: {stale:#?}");
        assert_eq!(PURPOSES, Purpose::ALL.map(Purpose::id));
    }
}
