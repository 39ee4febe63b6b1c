//! One portal for each country whose law charte knows, in its own language: nothing in the page, the banner or the findings
//! is taken from another country's law.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop")]

#[path = "../binary.rs"]
mod binary;

use std::fs;
use std::path::Path;

use binary::{Run, command};
use charte_core::legal::LegalOrder;

/// What only France has, in pages and findings, as written in any of the languages.
const FRENCH: [&str; 14] = [
    "CNIL",
    "cnil",
    "Informatique et Libert",
    "informatique et des libert",
    "78-17",
    "94-665",
    "article 82",
    "Fontenoy",
    "6 January 1978",
    "6. Januar 1978",
    "6 de enero de 1978",
    "6 gennaio 1978",
    "6 januari 1978",
    "RGAA",
];

/// A declaration that breaks the rules for which each country has a source of its own, and a sound one.
fn declaration(order: &LegalOrder, is_sound: bool) -> String {
    let language = &order.languages[0];
    let consent =
        if is_sound { "" } else { "consent = { exempt = \"audience-measurement\" }\nretention = \"3 years\"\n" };
    let (more, chat) =
        if is_sound { (String::new(), String::new()) } else { (", \"chat\"".to_owned(), chat(language)) };
    let banner = if is_sound { "" } else { "choice = { lifetime = \"36 months\" }\nunknown = \"allow\"\n" };
    format!(
        "version = 1\n[publisher]\nname = \"Example\"\ncountry = \"{}\"\npublic_body = true\ncontact = \"a@example.org\"\n\
         dpo = \"b@example.org\"\n[portal.town]\nname = \"Example\"\nurl = \"https://data.example.org\"\ninput = \"public\"\n\
         languages = [\"{language}\"]\nupdated = 2026-11-23\nservices = [\"matomo\", \"youtube\"{more}]\n{banner}\
         [service.matomo]\nhosts = [\"stats.example.org\"]\n{consent}{chat}",
        order.country
    )
}

/// A service that says nothing of what visitors are owed by the law on personal data.
fn chat(language: &str) -> String {
    format!(
        "[service.chat]\nname = \"Chat\"\npurpose = \"support\"\nconsent = \"required\"\nhosts = [\"chat.example.com\"]\n\
         provider = {{ name = \"Chat Inc.\", country = \"US\" }}\ndescription = {{ {language} = \"Chat.\" }}\n\
         [[service.chat.tracker]]\nname = \"sid\"\ndescription = {{ {language} = \"Chat.\" }}\n"
    )
}

/// Whether a text names the GDPR, which is not in force outside the European Economic Area.
fn names_gdpr(text: &str) -> bool {
    text.replace("UK GDPR", "").contains("GDPR")
}

/// The traces of French law in a text, each with the words around it.
fn french(text: &str) -> Vec<String> {
    let found = |word: &&'static str| text.find(*word).map(move |at| (at, *word));
    let around = |(at, word): (usize, &str)| {
        let start = (0..=at.saturating_sub(60)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        format!("{word}: …{}", text[start..].chars().take(140).collect::<String>())
    };
    FRENCH.iter().filter_map(found).map(around).collect()
}

/// The content of all files of a folder, with numeric references resolved.
fn content(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all += &content(&path);
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            let mut parts = text.split("&#");
            all += parts.next().unwrap_or_default();
            for part in parts {
                match part.split_once(';').and_then(|(code, rest)| Some((char::from_u32(code.parse().ok()?)?, rest))) {
                    Some((letter, rest)) => {
                        all.push(letter);
                        all += rest;
                    }
                    None => all += part,
                }
            }
        }
    }
    all
}

fn run(folder: &Path, arguments: &str) -> Run {
    Run::of(&command(folder, arguments).output().unwrap())
}

#[test]
fn each_country_has_its_own_law_and_no_other() {
    let mut faults = Vec::new();
    for country in LegalOrder::countries().filter(|country| *country != "FR") {
        let order = LegalOrder::of(country).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("public")).unwrap();
        let page = "<!doctype html><html><head><title>A</title></head><body><main><h1>A</h1></main></body></html>";
        fs::write(root.join("public/index.html"), page).unwrap();
        for is_sound in [false, true] {
            fs::write(root.join("charte.toml"), declaration(&order, is_sound)).unwrap();
            for format in ["human", "json", "sarif"] {
                let checked = run(root, &format!("check --format {format}"));
                let text = checked.out + &checked.err;
                // SARIF has all rules, with their sources in all countries.
                if format != "sarif" && !is_sound && names_gdpr(&text) == order.privacy.is_some() {
                    faults.push(format!("{country}, check as {format}: the GDPR or its like: {text}"));
                }
                let found = french(&text);
                faults.extend(found.into_iter().map(|what| format!("{country}, check as {format}: {what}")));
            }
        }
        let built = run(root, "build");
        assert_eq!(built.code, Some(0), "{country}: {}", built.err);
        let files = content(&root.join("public"));
        faults.extend(french(&files).into_iter().map(|what| format!("{country}, built: {what}")));
        let (language, own) = (&order.languages[0], &order.authority);
        for owed in [own.name_in(language).1, own.complaint_in(language).unwrap().1, order.citation(language).1] {
            if !files.contains(owed) {
                faults.push(format!("{country}: the page lacks {owed}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
