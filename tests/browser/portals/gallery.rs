//! A portal for each theme, with a page in every language: the built-in themes, and those of the two demonstration portals.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Portal, copy};
use crate::site::Site;

/// The portals. Each has a page with a held video in every language, `/fr/` among them.
pub(crate) const THEMES: [Portal; 8] = [
    portal("base.example.fr", "dist/base"),
    portal("townhall.example.fr", "dist/townhall"),
    portal("night.example.fr", "dist/night"),
    portal("contrast.example.fr", "dist/contrast"),
    portal("card.example.fr", "dist/card"),
    portal("strip.example.fr", "dist/strip"),
    portal("stmalo-agglomeration.example.fr", "dist/of-stmalo-agglomeration"),
    portal("saint-pierre-du-perray.example.fr", "dist/of-saint-pierre-du-perray"),
];

const fn portal(host: &'static str, built: &'static str) -> Portal {
    Portal { host, source: "pages", built }
}

/// Every built-in language, French first: its charter is at the root of the folder.
pub(crate) fn languages() -> Vec<String> {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../themes/base/texts");
    let names = fs::read_dir(texts).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut languages: Vec<String> = names.map(|name| name.trim_end_matches(".toml").to_owned()).collect();
    languages.sort();
    languages.sort_by_key(|language| language != "fr");
    assert!(languages.len() > 30);
    languages
}

impl Site {
    /// All of them, built. Shared as long as a test holds them.
    pub(crate) fn gallery() -> Arc<Self> {
        static SHARED: Mutex<Weak<Site>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let site = Arc::new(hang());
            *shared = Arc::downgrade(&site);
            site
        })
    }
}

fn hang() -> Site {
    let site = Site::empty();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../site"), site.root());
    let languages = languages();
    for language in &languages {
        site.write(format!("pages/{language}/index.html"), page(language));
    }
    let manifest = site.read("charte.toml");
    let portals: String = THEMES.iter().map(|theme| declaration(*theme, &languages)).collect();
    site.write("charte.toml", manifest + &portals);
    site.build();
    site
}

fn declaration(portal: Portal, languages: &[String]) -> String {
    let (host, built) = (portal.host, portal.built);
    let id = built.trim_start_matches("dist/");
    let theme = id.strip_prefix("of-").map_or_else(|| id.to_owned(), |name| format!("themes/{name}"));
    format!(
        r#"
[portal.{id}]
name = "Open data de Saint-Malo Agglomération"
url = "https://{host}"
input = "pages"
output = "{built}"
theme = "{theme}"
languages = {languages:?}
services = ["opendatasoft", "matomo", "youtube", "openstreetmap"]
updated = 2026-11-20

[portal.{id}.publisher]
name = "Saint-Malo Agglomération"
contact = "opendata@stmalo-agglomeration.example"
dpo = "dpo@stmalo-agglomeration.example"
public_body = true
"#
    )
}

fn page(language: &str) -> String {
    let direction = if language == "ar" { "rtl" } else { "ltr" };
    format!(
        r#"<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{language}</title>
<style>:root {{ color-scheme: light dark; font-family: sans-serif }} a {{ color: inherit }}</style></head>
<body><main><h1>{language}</h1>
<iframe src="https://www.youtube.com/embed/x" title="x" width="560" height="315" style="max-width:100%"></iframe></main><footer></footer></body></html>
"#
    )
}
