//! A picture of each built-in theme, on a page of a demonstration portal: `UPDATE=1 cargo test --workspace --test docs pictures`
//! photographs them anew. Pictures of two machines differ in their fonts, so that they are not compared.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use charte_browser::{Chromium, Server, url};
use toml::{Table, Value};

use crate::binary::{self, Run};
use crate::{product, root};

const PORTAL: &str = "stmalo-agglomeration";
const HOST: &str = "data.stmalo-agglomeration.fr";
/// What a picture may weigh, in bytes.
const HEAVIEST: u64 = 60_000;

#[test]
fn every_theme_has_its_picture() {
    let list: serde_json::Value =
        serde_json::from_str(&product::said("theme list -c site/charte.toml --format json")).unwrap();
    let names = list["themes"].as_array().unwrap().iter().filter_map(|theme| theme["name"].as_str());
    // That of the State's design system shows nothing without the State's style sheets, of which charte has no copy.
    for name in names.filter(|name| *name != "dsfr" && !name.contains('/')) {
        let file = root().join(format!("site/docs/en/src/pictures/{name}.png"));
        if std::env::var_os("UPDATE").is_some() {
            take(name, &file);
        }
        let size = fs::metadata(&file).map(|data| data.len()).unwrap_or_default();
        assert!(size > 0, "run this test with `UPDATE=1`: there is no {}", file.display());
        assert!(size < HEAVIEST, "{}: {size} bytes", file.display());
        for language in ["en", "fr"] {
            let page = fs::read_to_string(root().join(format!("site/docs/{language}/src/themes.md"))).unwrap();
            assert!(
                page.contains(&format!("pictures/{name}.png")),
                "site/docs/{language}/src/themes.md does not show {name}"
            );
        }
    }
}

/// Builds the portal with a theme, and photographs its page with a video as a new visitor meets it.
fn take(theme: &str, file: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let copied =
        Command::new("cp").arg("-r").arg(root().join("site").join(PORTAL)).arg(folder.path()).status().unwrap();
    assert!(copied.success());
    let mut declaration: Table = fs::read_to_string(root().join("site/charte.toml")).unwrap().parse().unwrap();
    let portals = declaration["portal"].as_table_mut().unwrap();
    portals.retain(|id, _| id == PORTAL);
    portals[PORTAL].as_table_mut().unwrap().insert("theme".into(), Value::String(theme.into()));
    fs::write(folder.path().join("charte.toml"), declaration.to_string()).unwrap();
    let run = Run::of(&binary::command(folder.path(), "build").output().unwrap());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let server = Server::start([(HOST, folder.path().join("dist").join(PORTAL))]).unwrap();
    let page = Chromium::shared().page(&server).unwrap();
    page.set_viewport(1000, 640, 0.5, false).unwrap();
    page.goto(&url(HOST, "/actualites/")).unwrap();
    let asks = "document.querySelector('charte-banner')?.shadowRoot?.querySelector('.banner') && document.fonts.ready.then(() => true)";
    page.wait_for(asks, Duration::from_secs(20)).unwrap();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    page.screenshot(file).unwrap();
}
