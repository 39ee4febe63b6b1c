//! What must hold for the built-in themes: readable colours, nothing but tokens and additions, and a complete README.

use std::collections::BTreeSet;

use charte_themes::{BASE, NAMED};

use crate::theme::contrast::PAIRS;
use crate::theme::tests::*;

const README: &str = include_str!("../../../../../themes/README.md");

/// The theme of that name, as a manifest names it.
fn built_in(name: &str) -> Renderer {
    let theme = Theme::load(BASE, &Folder { extends: Some(name.into()), ..Folder::default() }).unwrap();
    let renderer = Renderer::new(&theme, &rich()).unwrap();
    assert!(theme.warnings().next().is_none() && renderer.unchecked_colours().is_empty(), "{name}");
    renderer
}

#[test]
fn every_theme_can_be_read_and_says_all_its_colours() {
    for (name, files) in NAMED {
        let css = built_in(name).banner_css();
        assert!(css.len() > built_in("base").banner_css().len(), "{name} adds nothing");
        let tokens = files.iter().find(|(path, _)| *path == "theme.toml").unwrap().1;
        let entries = reader::read(name, tokens, &[], &mut Vec::new());
        let keys: BTreeSet<String> = entries.into_iter().map(|entry| entry.key).collect();
        // A colour that a theme leaves out would be the base's, beside those of the theme.
        for (front, back, _) in PAIRS {
            for key in ["tokens", "dark"].map(|table| [format!("{table}.{front}"), format!("{table}.{back}")]).concat()
            {
                assert!(keys.contains(&key), "{name} has no {key}");
            }
        }
    }
}

#[test]
fn a_theme_only_adds_to_the_base() {
    for (name, files) in NAMED {
        for (path, text) in *files {
            assert!(*path == "theme.toml" || path.ends_with(MORE), "{name}/{path}");
            assert!(!text.contains("extends"), "{name}/{path}");
        }
    }
}

#[test]
fn high_contrast_is_higher() {
    let (_, files) = NAMED.iter().find(|(name, _)| *name == "contrast").unwrap();
    let mut tokens = Tokens::default();
    for text in [file("theme.toml"), files[0].1] {
        tokens.read("", text, Layer::Base, &mut Vec::new());
    }
    for (pair, contrast) in contrast::measured(&tokens) {
        assert!(contrast >= 7.0 || pair.starts_with("focus") && contrast >= 4.5, "{pair}: {contrast}");
    }
}

#[test]
fn the_readme_names_every_theme_token_and_file() {
    let names = charte_themes::built_in().map(str::to_owned);
    let theme = load(&[]).unwrap();
    let tokens: Vec<String> = theme.tokens.names().map(str::to_owned).collect();
    let files = BASE.iter().map(|(path, _)| *path).filter(|path| !path.starts_with("texts/")).map(str::to_owned);
    for (heading, expected) in
        [("| built in |", names.collect()), ("| token |", tokens), ("| file |", files.collect::<Vec<_>>())]
    {
        let found: BTreeSet<&str> = rows(heading).map(|row| row[0].trim_matches('`')).collect();
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).chain(texts(heading)).collect();
        assert_eq!(found, expected);
    }
}

fn texts(heading: &str) -> Option<&'static str> {
    (heading == "| file |").then_some("texts/LANGUAGE.toml")
}

#[test]
fn the_readme_names_every_variable_of_the_templates_and_no_other() {
    let views = concat!(include_str!("../../view.rs"), include_str!("../../view/service.rs"));
    let mut expected = BTreeSet::new();
    for part in views.split("pub struct ").skip(1) {
        let (name, fields) = part.split_once(" {").unwrap();
        let (fields, _) = fields.split_once("\n}").unwrap();
        let name = name.trim_end_matches("View").to_lowercase();
        let fields = fields.lines().filter_map(|line| Some(line.trim().strip_prefix("pub ")?.split_once(':')?.0));
        expected.extend(fields.map(|field| format!("{name}: {field}")));
    }
    let mut found = BTreeSet::new();
    for row in rows("| what | its variables |") {
        let name = row[0].trim_matches('`').trim_end_matches(".html");
        found.extend(row[1].split('`').skip(1).step_by(2).map(|field| format!("{name}: {field}")));
    }
    assert_eq!(found, expected);
    assert!(expected.len() > 80);
}

/// The cells of the README's table under a heading.
fn rows(heading: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let (_, after) = README.split_once(heading).unwrap();
    let rows = after.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect())
}
