//! The words of the built pages and of the READMEs, by hunspell. Code, addresses and the names of the catalogue are left out;
//! `words/en` and `words/fr` hold what no dictionary has, each word with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use charte_html::{Scanner, name, reference};

use crate::books;
use crate::root;

/// Elements whose text is not prose.
const CODE: &[&[u8]] = &[b"code", b"iframe", b"pre", b"script", b"style", b"svg", b"textarea"];
/// Languages of the books, with their dictionaries.
const DICTIONARIES: &[(&str, &str)] = &[("en", "en_GB"), ("fr", "fr")];
/// Read beside the English book.
const READMES: &[&str] = &["README.md", "plugins/README.md", "plugins/npm/README.md", "plugins/python/README.md"];

#[test]
fn words_of_the_documentation_are_spelt_as_dictionaries_and_our_lists_have_them() {
    let (folder, _) = books::built();
    let mut faults = String::new();
    for (language, dictionary) in DICTIONARIES {
        let mut words = Words::default();
        words.read_book(&folder.path().join("site/dist/docs"), language);
        if *language == "en" {
            for file in READMES {
                words.add(file, &markdown(&fs::read_to_string(root().join(file)).unwrap()));
            }
        }
        let listed = List::read(&root().join("tests/docs/words").join(language));
        words.compare(&unknown(&words, dictionary), &listed, &mut faults);
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn wrong_words_and_listed_words_that_stand_nowhere_are_faults() {
    let mut words = Words::default();
    words.add(
        "page.html",
        &prose(b"<main><p>A wrnog word of charte\xe2\x80\x99s, <em>and</em> <code>cdoe</code>.</p></main><p>otuside"),
    );
    let listed = List(["charte", "nowhere"].map(str::to_owned).into());
    let mut faults = String::new();
    words.compare(&unknown(&words, "en_GB"), &listed, &mut faults);
    assert_eq!(faults, "page.html: wrnog\nthe list names a word that stands nowhere: nowhere\n");
}

/// By word: the first page in which it stands.
#[derive(Default)]
struct Words(BTreeMap<String, String>);

impl Words {
    fn read_book(&mut self, site: &Path, language: &str) {
        let mut folders = vec![site.join(language)];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                let page = path.strip_prefix(site).unwrap().display().to_string();
                // mdBook writes the last two in English, and names of vendors are all that the catalogue's page would add.
                let is_left_out =
                    ["404.html", "toc.html", "reference/services.html"].iter().any(|end| page.ends_with(end));
                if path.is_dir() {
                    folders.push(path);
                } else if page.ends_with(".html") && !is_left_out {
                    self.add(&page, &prose(&fs::read(&path).unwrap()));
                }
            }
        }
    }

    fn add(&mut self, page: &str, text: &str) {
        let is_address =
            |part: &&str| part.contains(['/', '@', '_', '=']) || part.trim_end_matches(['.', ',']).contains('.');
        // Titles of sources are in the language of their law.
        let lines = text.lines().filter(|line| !line.starts_with("Source: "));
        for part in lines.flat_map(str::split_whitespace).filter(|part| !is_address(part)) {
            let straight = part.replace('’', "'");
            for word in straight.split(|letter: char| !letter.is_alphabetic() && letter != '\'') {
                let word = word.trim_matches('\'');
                let word = word.strip_suffix("'s").unwrap_or(word);
                // Abbreviations and names with capitals within.
                let is_name = word.chars().skip(1).any(char::is_uppercase);
                if word.chars().count() > 1 && !is_name {
                    self.0.entry(word.to_owned()).or_insert_with(|| page.to_owned());
                }
            }
        }
    }

    fn compare(&self, unknown: &BTreeSet<String>, listed: &List, faults: &mut String) {
        for word in unknown.difference(&listed.0) {
            writeln!(faults, "{}: {word}", self.0.get(word).map_or("a part of a word", String::as_str)).unwrap();
        }
        for word in listed.0.difference(unknown) {
            writeln!(faults, "the list names a word that stands nowhere: {word}").unwrap();
        }
    }
}

/// The words that people have added.
struct List(BTreeSet<String>);

impl List {
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap();
        let lines: Vec<(&str, &str)> = text
            .lines()
            .map(|line| line.split_once(": ").unwrap_or_else(|| panic!("{}: no reason: {line}", file.display())))
            .collect();
        assert!(lines.is_sorted(), "{} is not sorted", file.display());
        Self(lines.iter().map(|(word, _)| (*word).to_owned()).collect())
    }
}

/// Those words that the dictionary does not have.
fn unknown(words: &Words, dictionary: &str) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("words");
    fs::write(&file, words.0.keys().fold(String::new(), |all, word| all + word + "\n")).unwrap();
    let output = Command::new("hunspell")
        .args(["-l", "-i", "utf-8", "-d", dictionary])
        .stdin(File::open(&file).unwrap())
        .output()
        .expect("tests/run installs hunspell");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// The text of a page's `<main>`; other tags than those of phrases part words.
fn prose(page: &[u8]) -> String {
    let mut text = String::new();
    let mut is_main = false;
    let mut held: Option<(&[u8], usize)> = None;
    let mut at = 0;
    for tag in Scanner::new(page) {
        if is_main && held.is_none() {
            text.push_str(&reference::decode(&page[at..tag.start]));
            text.push_str(if matches!(tag.raw_name(), b"a" | b"em" | b"strong" | b"span") { "" } else { "\n" });
        }
        at = tag.end;
        held = match held {
            Some((name, depth)) if tag.raw_name() == name => match (tag.is_end, depth) {
                (true, 0) => None,
                (true, _) => Some((name, depth - 1)),
                (false, _) => Some((name, depth + 1)),
            },
            None if !tag.is_end && is_left_out(&tag) => Some((tag.raw_name(), 0)),
            other => other,
        };
        if tag.raw_name() == b"main" {
            is_main = !tag.is_end;
        }
    }
    text
}

/// Code, and titles of sources, which are in their own language.
fn is_left_out(tag: &charte_html::Tag<'_>) -> bool {
    let is_source =
        tag.raw_name() == b"a" && tag.attribute(name::HREF).is_some_and(|address| address.starts_with(b"http"));
    is_source || CODE.contains(&tag.raw_name())
}

/// A README without its code and addresses.
fn markdown(text: &str) -> String {
    let blocks = text.split("```").step_by(2).collect::<String>();
    let spans = blocks.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    spans
        .split("](")
        .enumerate()
        .map(|(index, part)| if index == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) })
        .collect()
}
