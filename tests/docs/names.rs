//! What the written pages name exists: commands and options, keys, codes of rules, texts, services, words.

use std::collections::{BTreeMap, BTreeSet};

use crate::pages;
use crate::{product, root};

/// Names that belong to pages, themes, other tools, HTTP.
const OTHERS: &[&str] = &[
    "[language]",
    "charte-check",
    "charte-cookies",
    "data-category",
    "data-charte-open",
    "data-charte-slot",
    "data-charte-state",
    "data-cookieblock-src",
    "data-name",
    "data-src",
    "job.push",
    "report-uri",
    "tarteaucitron.init",
    "window.charte",
];

/// Names with a dot that are no texts: files and hosts end in one of these.
const ENDS: &[&str] = &[
    "toml", "js", "mjs", "ts", "html", "md", "json", "yml", "yaml", "xml", "htaccess", "fr", "org", "com", "example",
    "eu", "net", "css", "py", "rb", "txt", "csv", "gz", "br", "zst", "config", "conf", "kept", "sh", "php", "tag", "x",
];

#[test]
fn what_pages_name_exists() {
    let known = Known::new();
    let mut faults = Vec::new();
    for page in pages::written() {
        let mut tell =
            |line: usize, text: &str, why: String| faults.push(format!("{}:{line}: `{text}`: {why}", page.name));
        for span in page.spans() {
            if let Some(why) = known.fault(span.text, span.is_key) {
                tell(span.line, span.text, why);
            }
        }
        for block in page.blocks().iter().filter(|block| ["sh", "yaml", "toml", "console"].contains(&block.language)) {
            for (at, line) in block.text.lines().enumerate() {
                if let Some(why) = known.command_fault(line) {
                    tell(block.line + at, line, why);
                }
            }
        }
    }
    assert_eq!(faults, [""; 0], "{}", faults.join("\n"));
}

#[test]
fn numbers_in_pages_are_those_of_the_product() {
    let languages = std::fs::read_dir(root().join("themes/base/texts")).unwrap().count();
    let hundreds = product::services().len() / 100 * 100;
    let mut told = 0;
    for page in pages::written() {
        let said = |before: &str, after: &[&str]| -> Vec<usize> {
            let places = page.text.match_indices(before).map(|(at, _)| &page.text[at + before.len()..]);
            let numbers = places.filter_map(|rest| {
                let digits = rest.split(|sign: char| !sign.is_ascii_digit()).next()?;
                after.iter().any(|after| rest[digits.len()..].starts_with(after)).then(|| digits.parse().ok())?
            });
            numbers.collect()
        };
        let spoken = said(" ", &[" languages", " langues"]);
        assert!(spoken.iter().all(|count| *count == languages), "{}: {spoken:?}, not {languages} languages", page.name);
        let known = [said("| over ", &[" |"]), said("| plus de ", &[" |"])].concat();
        assert!(known.iter().all(|count| *count == hundreds), "{}: {known:?}, not {hundreds} services", page.name);
        told += spoken.len() + known.len();
    }
    assert!(told >= 4, "only {told} numbers were found");
}

struct Known {
    options: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Keys, codes of rules, services, words of the schema, tokens of themes.
    words: BTreeSet<String>,
    texts: BTreeSet<String>,
}

impl Known {
    fn new() -> Self {
        let (keys, mut words) = product::keys_and_words();
        words.extend(product::services().iter().filter_map(|service| service["id"].as_str().map(str::to_owned)));
        let theme: serde_json::Value = serde_json::from_str(&product::said("theme show base --format json")).unwrap();
        let tokens = theme["theme"]["tokens"].as_array().unwrap();
        words.extend(tokens.iter().filter_map(|token| token["name"].as_str().map(str::to_owned)));
        // The keys below `rules` are codes.
        words.extend(keys);
        let texts = product::texts().into_iter().map(|(key, _)| key).collect();
        Self { options: product::options(), words, texts }
    }

    /// Why a piece of code names nothing that is known.
    fn fault(&self, text: &str, is_key: bool) -> Option<String> {
        if OTHERS.contains(&text) {
            return None;
        }
        if text == "charte" || text.starts_with("charte ") {
            return self.command_fault(text);
        }
        let only = |more: &[char]| {
            text.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || more.contains(&sign))
        };
        if is_key && only(&['_']) {
            return (!self.words.contains(text)).then(|| "no key has that name".to_owned());
        }
        if text.starts_with('[') {
            return self.table_fault(text);
        }
        if text.contains('-') && !text.starts_with('-') && only(&['-']) {
            return (!self.words.contains(text)).then(|| "no rule, service, token or word has that name".to_owned());
        }
        if text.contains('_') && !text.starts_with('_') && only(&['_']) {
            return (!self.words.contains(text)).then(|| "no key has that name".to_owned());
        }
        let name = text.trim_matches('"');
        let end = name.rsplit('.').next().unwrap_or_default();
        if name.contains('.')
            && !name.starts_with('.')
            && name.chars().all(|sign| sign.is_ascii_lowercase() || ".-_".contains(sign))
        {
            let is_known = self.texts.contains(name) || ENDS.contains(&end);
            return (!is_known).then(|| "no text has that key, and it is no file or host that is known".to_owned());
        }
        self.assignment_fault(text)
    }

    /// `[site]`, `[service.x]`, `[[portal.x.change]]`, with or without keys behind it.
    fn table_fault(&self, text: &str) -> Option<String> {
        let path = text.trim_start_matches('[').split(']').next().unwrap_or_default();
        let mut value = product::schema();
        for name in path.split('.') {
            let forms = value["anyOf"].as_array().into_iter().flatten().chain([value]);
            let inside = |form: &'static serde_json::Value, name: &str| {
                [&form["properties"][name], &form["items"]["properties"][name], &form["additionalProperties"]]
                    .into_iter()
                    .find(|value| value.is_object())
            };
            match forms.into_iter().find_map(|form| inside(form, name)) {
                Some(below) => value = below,
                None => return Some(format!("there is no table `{path}`: `{name}`")),
            }
        }
        None
    }

    /// `key = value`, where the value is that of a declaration.
    fn assignment_fault(&self, text: &str) -> Option<String> {
        let (key, _) = text.split_once(" = ")?;
        let is_name = key.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
        let is_known = !is_name || self.words.contains(key) || self.texts.contains(key);
        (!is_known).then(|| format!("no key has the name `{key}`"))
    }

    /// Why a line that runs charte cannot be typed.
    fn command_fault(&self, line: &str) -> Option<String> {
        let words: Vec<&str> = line.split([' ', '"', '`', ';']).filter(|word| !word.is_empty()).collect();
        let starts = words
            .iter()
            .enumerate()
            .filter(|(at, word)| **word == "charte" && runs(&words[..*at]))
            .map(|(at, _)| at + 1);
        starts.filter_map(|at| self.call_fault(&words[at..])).next()
    }

    fn call_fault(&self, words: &[&str]) -> Option<String> {
        let first = words.first().copied()?;
        if first.starts_with('-') {
            return None;
        }
        let (command, given) = match words {
            [first, second, rest @ ..] if self.options.contains_key(format!("{first} {second}").as_str()) => {
                (format!("{first} {second}"), rest)
            }
            [first, rest @ ..] => ((*first).to_owned(), rest),
            [] => return None,
        };
        let Some(options) = self.options.get(command.as_str()) else {
            return Some(format!("charte has no command `{command}`"));
        };
        let given = given.iter().take_while(|word| !["--", "&&", "|", ">", "#"].contains(*word));
        let name = |word: &&&str| word.split('=').next().unwrap_or_default().to_owned();
        let mut asked = given.filter(|word| word.starts_with('-')).map(|word| name(&word));
        asked
            .find(|option| !options.contains(option.as_str()))
            .map(|option| format!("`charte {command}` has no option `{option}`"))
    }
}

/// Whether what stands before a word is run with it, so that the word is a program's name.
fn runs(before: &[&str]) -> bool {
    let is_start =
        |word: &&str| ["&&", "npx", "-", "run:", "script:", "command", "=", "bundle", "exec", "$"].contains(word);
    before.last().is_none_or(|word| is_start(word) || word.ends_with(':') || word.ends_with('='))
}
