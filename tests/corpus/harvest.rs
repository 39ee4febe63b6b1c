//! A proposal of `charte theme from` passes a build, whatever the site looks like: the two sites of `site/`, and the real
//! ones of `tests/trackers/fetch`, from many authors and frameworks.

use std::fs;
use std::path::{Path, PathBuf};

use charte_build::harvest;
use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::Diagnostic;
use charte_render::Renderer;
use charte_render::theme::Theme;
use charte_render::theme::harvest::Harvest;

use crate::{STRICT, charter};

/// All findings of a build and of `charte theme check` about the proposal.
fn findings(harvest: &Harvest) -> Vec<Diagnostic> {
    let theme = match Theme::load(charte_themes::BASE, &harvest.draft.folder("proposed")) {
        Ok(theme) => theme,
        Err(findings) => return findings,
    };
    match Renderer::new(&theme, &charter(STRICT, &Catalogue::embedded())) {
        Ok(renderer) => theme.warnings().chain(renderer.unchecked_colours()).cloned().collect(),
        Err(findings) => findings,
    }
}

fn value(harvest: &Harvest, token: &str) -> String {
    let line = harvest.draft.light.iter().find(|line| line.token == token);
    line.map(|line| line.value.clone()).unwrap_or_default()
}

#[test]
fn the_sites_of_the_demonstration_keep_their_colours() {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../site");
    for (name, accent, background) in
        [("saint-pierre-du-perray", "#2c5a38", "#faf8f2"), ("stmalo-agglomeration", "#00617e", "#f2f8fa")]
    {
        let harvest = harvest(&site.join(name)).unwrap();
        assert_eq!(findings(&harvest), [], "{name}");
        assert_eq!(value(&harvest, "accent"), accent, "{name}");
        assert_eq!(value(&harvest, "background"), background, "{name}");
        assert_eq!(value(&harvest, "scheme"), "auto", "{name}");
        assert_eq!(harvest.draft.dark.len(), 8, "{name}");
    }
}

#[test]
fn what_is_proposed_for_real_sites_always_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/trackers");
    let entries = fs::read_dir(&root)
        .unwrap_or_else(|error| panic!("{}: {error}; bring the sites first: tests/trackers/fetch", root.display()));
    let mut sites: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    sites.sort();
    let (mut proposed, mut coloured) = (0, 0);
    for site in &sites {
        let name = site.file_name().unwrap().display();
        match harvest(site) {
            Ok(harvest) => {
                assert_eq!(findings(&harvest), [], "{name}");
                proposed += 1;
                coloured += usize::from(value(&harvest, "accent") != value(&harvest, "text"));
            }
            Err(findings) => {
                assert!(findings.iter().all(|finding| finding.code == "theme-no-style"), "{name}: {findings:#?}");
            }
        }
    }
    assert!(proposed >= 30, "only {proposed} of {} sites had anything to propose", sites.len());
    // Some sites are grey, for example many variants of one theme of Hexo's.
    assert!(coloured * 2 > proposed, "only {coloured} of {proposed} proposals have an accent");
}

#[test]
fn known_frameworks_are_known() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/trackers");
    for (name, before) in [
        ("soft-ui-dashboard-1.0.1", "#cb0c9f"),
        ("startbootstrap-resume-7.0.6", "#bd5d38"),
        ("startbootstrap-sb-admin-2-4.1.4", "#4e73df"),
        ("landscape", "#258fb8"),
        ("startbootstrap-creative-7.0.7", "#f4623a"),
        ("icarus-disqus", "#3273dc"),
    ] {
        let site = root.join(name);
        let harvest =
            harvest(&site).unwrap_or_else(|findings| panic!("{name}: {findings:#?}; bring it: tests/trackers/fetch"));
        let line = harvest.draft.light.iter().find(|line| line.token == "accent").unwrap();
        // As the site has it, or changed, with a comment that says so.
        assert!(line.value == before || line.comment.contains(&format!("was {before}")), "{name}: {line:?}");
    }
}
