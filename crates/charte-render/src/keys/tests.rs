//! The table, the sources of the scripts and the configuration that is written for them have the same keys.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charte_core::charter::Charter;
use charte_core::model::{ConsentMode, EmbedSelector};
use charte_themes::BASE;
use serde_json::Value;

use crate::fixtures::rich;
use crate::keys::*;
use crate::theme::{Folder, Theme};
use crate::{Renderer, consent_modes};

/// The variables of the scripts that hold objects of the configuration.
const OBJECTS: [&str; 5] = ["config", "texts", "data", "purpose", "service"];

/// The sources of all scripts.
fn sources() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_source = |path: &String| path.ends_with(".js") && !path.ends_with(".min.js");
    let mut paths: Vec<String> = paths.map(|path| path.display().to_string()).filter(is_source).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn word(rest: &str) -> &str {
    rest.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default()
}

/// The names under which the scripts read objects of the configuration.
fn read_by_scripts(sources: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for object in OBJECTS {
        let parts: Vec<&str> = sources.split(&format!("{object}.")).collect();
        // Not the end of a longer word, the name of a module or the `data` of a text node.
        let is_variable =
            |before: &str| [" ", "(", "{", "[", "!", "...", " data."].iter().any(|end| before.ends_with(end));
        names.extend(parts.windows(2).filter(|pair| is_variable(pair[0])).map(|pair| word(pair[1])));
    }
    let destructured = sources.split_once("} = data.texts").and_then(|(before, _)| before.rsplit_once('{'));
    names.extend(destructured.unwrap().1.split(',').map(str::trim));
    // A comment that ends in such a word.
    names.remove("");
    names
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            keys.extend(object.keys().cloned());
            object.values().for_each(|value| collect_keys(value, keys));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}

/// Every key of the configuration of a portal with everything, in both interfaces.
fn written() -> BTreeSet<String> {
    let mut charter =
        Charter { state_site: true, consent_modes: ConsentMode::ALL.map(|(mode, _)| mode).into(), ..rich() };
    charter.choice.domain = Some("example.fr".into());
    charter.registrable = Some("example.fr".into());
    charter.languages = vec!["ar".into(), "fr".into()];
    let service = charter.services.iter_mut().find(|service| service.id == "youtube").unwrap();
    service.embeds = vec![EmbedSelector::parse(".video").unwrap()];
    let mut keys = BTreeSet::new();
    for extends in [None, Some("dsfr".to_owned())] {
        let theme = Theme::load(BASE, &Folder { extends, ..Folder::default() }).unwrap();
        let renderer = Renderer::new(&theme, &charter).unwrap();
        collect_keys(&renderer.runtime_config("ar").unwrap(), &mut keys);
        let later = renderer.later_config("ar").unwrap();
        // The keys of the other objects are ids of services, as in this one.
        let details = later[key!(serviceDetails)].as_object().unwrap();
        details.values().chain([&later[key!(texts)]]).for_each(|value| collect_keys(value, &mut keys));
        keys.extend(later.as_object().unwrap().keys().cloned());
    }
    for vendor in consent_modes(&charter).as_object().unwrap().values() {
        keys.extend(vendor.as_object().unwrap().keys().cloned());
    }
    // Attributes of HTML, which scripts set without knowing them.
    for attribute in ["lang", "dir"] {
        assert!(keys.remove(attribute));
    }
    keys
}

#[test]
fn the_table_has_what_is_written_and_what_scripts_read() {
    let table: BTreeSet<String> = KEYS.iter().map(|[_, key]| (*key).to_owned()).collect();
    assert_eq!(written(), table);
    let names: BTreeSet<&str> = KEYS.iter().map(|[name, _]| *name).collect();
    assert_eq!(names.len(), KEYS.len(), "a name stands twice in the table");
    let sources = sources();
    let read = read_by_scripts(&sources);
    assert!(read.len() > 40, "{read:?}");
    assert_eq!(&read - &names, BTreeSet::new(), "the table lacks keys that scripts read");
    let words: BTreeSet<&str> = sources.split(|sign: char| !sign.is_ascii_alphanumeric()).collect();
    assert_eq!(&names - &words, BTreeSet::new(), "the table has keys that no script reads");
}

#[test]
fn names_that_are_looked_up_at_run_time_are_not_renamed() {
    let buttons = include_str!("../../runtime/shadow.js").split("button(\"").skip(1).map(word);
    // bar.js of `charte watch`, which is not bundled, reads the last two.
    for name in buttons.chain(["cookie", "path"]) {
        assert!(KEYS.contains(&[name, name]), "{name}");
    }
}
