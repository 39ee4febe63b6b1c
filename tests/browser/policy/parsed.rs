//! Routers fetch a page, parse it and insert what they need. Whether a script of such a page runs is decided by how it was parsed.

use std::collections::BTreeSet;

use super::tab::Tab;
use super::{in_each_engine, site};
use crate::portals::SMALL;

const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title><script src="parsed.js"></script></head>
<body><main><h1>Essai</h1></main></body></html>"#;

/// The page that is fetched, with scripts of each kind. `WAY` becomes the way in which it is brought in.
const PART: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Partie</title></head><body><main><section>
<script src="https://stats.example.net/blocks.js?WAY"></script><script async src="https://stats.example.net/async.js?WAY"></script>
<script defer src="https://stats.example.net/defer.js?WAY"></script><script type="module" src="https://stats.example.net/module.js?WAY"></script>
<script type="text/javascript" async src="https://stats.example.net/typed.js?WAY"></script>
<script src="https://stats.example.net/text.js?WAY">{"own": 1}</script><script type="text/plain" src="https://stats.example.net/never.js?WAY"></script>
<svg><script href="https://stats.example.net/drawn.js?WAY"></script></svg>
<template><script src="https://stats.example.net/hidden.js?WAY"></script></template>
<img src="https://stats.example.net/image.png?WAY" alt=""></section></main></body></html>"#;

/// The requests of the page. Two ways ask for one image, which WebKit does not always take from its cache.
fn visit(tab: &mut Tab) -> BTreeSet<String> {
    let mut seen = tab.visit_until("/", "/end.txt");
    seen.retain(|seen| !seen.starts_with("a connection") && !seen.contains("image.png?WAY"));
    seen
}

#[test]
fn scripts_of_parsed_pages_run_where_they_run_without_charte() {
    let empty = "<!doctype html><html lang=\"fr\"><head><title>Vide</title></head><body><main><h1>Vide</h1></main></body></html>";
    let files = [
        ("index.html", PAGE),
        ("part.html", PART),
        ("parsed.js", include_str!("../pages/parsed.js")),
        ("empty.html", empty),
    ];
    for lines in ["", "policy = \"static\""] {
        let site = site(lines, &files);
        let cookie = super::acceptance(&site);
        in_each_engine(|engine| {
            let mut tab = Tab::open(engine);
            tab.serve(&site.path(SMALL.source));
            let written = visit(&mut tab);
            for seen in ["image.png?whole", "image.png?parser", "blocks.js?fragment", "async.js?remade"] {
                assert!(written.iter().any(|url| url.contains(seen)), "{engine:?} {seen}: {written:#?}");
            }
            let mut tab = Tab::open(engine);
            tab.header("Set-Cookie", &cookie);
            tab.serve(&site.path(SMALL.built));
            tab.visit("/empty.html");
            let seen = visit(&mut tab);
            let missing: Vec<_> = written.difference(&seen).collect();
            let more: Vec<_> = seen.difference(&written).collect();
            assert!(missing.is_empty() && more.is_empty(), "{engine:?} {lines}: missing {missing:#?}, more {more:#?}");
        });
    }
}
