//! How much of charte a visitor downloads, and whether the minified scripts are built from the readable ones.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use brotli::enc::BrotliEncoderParams;

use crate::portals::{COAST, THEMES, languages};
use crate::site::Site;
use crate::visit::Visit;

/// The largest size of the banner's script, compressed as static hosts do: in French, and in any language and theme.
const LIMITS: (usize, usize) = (4700, 5600);
/// The largest size of the style sheet of placeholders.
const STYLE: usize = 700;

/// The paths of charte's own files that were requested.
fn downloaded(visit: &Visit) -> Vec<String> {
    let paths = visit.server.to(COAST.host).into_iter().map(|request| request.path);
    let mut paths: Vec<String> = paths.filter(|path| path.contains("charte")).collect();
    paths.sort();
    paths
}

#[test]
fn one_request_comes_before_the_banner() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    assert_eq!(downloaded(&visit), ["/charte-cookies/charte.fr.js"]);
}

#[test]
fn a_first_visit_is_light() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/actualites/");
    let files = downloaded(&visit);
    assert_eq!(files, ["/charte-cookies/charte.css", "/charte-cookies/charte.fr.js"]);
    let site = Site::demonstration();
    let weights: Vec<usize> =
        files.iter().map(|file| compressed(&site.path(COAST.built).join(file.trim_start_matches('/')))).collect();
    assert!(weights[0] <= STYLE && weights[1] <= LIMITS.0, "{files:?} weigh {weights:?} bytes");
}

#[test]
fn a_first_visit_is_light_in_every_theme_and_language() {
    let site = Site::gallery();
    let folders = THEMES.iter().map(|portal| site.path(portal.built));
    assert_light(folders);
}

#[test]
fn a_first_visit_of_a_state_site_is_light_in_every_language() {
    let site = Site::copy();
    let own = r#"theme    = "themes/stmalo-agglomeration""#;
    site.edit("charte.toml", own, "theme = \"dsfr\"\nstate_site = true");
    site.edit("charte.toml", r#"languages = ["fr", "en"] "#, &format!("languages = {:?} ", languages()));
    site.build();
    assert_light([site.path(COAST.built)]);
}

#[track_caller]
fn assert_light(portals: impl IntoIterator<Item = PathBuf>) {
    let mut heavy = Vec::new();
    for portal in portals {
        let folder = portal.join("charte-cookies");
        for language in languages() {
            let weight = compressed(&folder.join(format!("charte.{language}.js")));
            if weight > LIMITS.1 {
                heavy.push((folder.clone(), language, weight));
            }
        }
    }
    assert!(heavy.is_empty(), "{heavy:?} are more than {} bytes", LIMITS.1);
}

/// The size of a file after Brotli at its best level.
fn compressed(file: &Path) -> usize {
    let mut small = Vec::new();
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut fs::read(file).unwrap().as_slice(), &mut small, &params).unwrap();
    small.len()
}

#[test]
fn the_minified_runtime_is_fresh() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../charte-render/runtime");
    let tools = runtime.join("node_modules");
    let missing = "esbuild is missing: run `npm ci --prefix crates/charte-render/runtime`";
    assert!(tools.join(".bin/esbuild").exists() || tools.join("esbuild").exists(), "{missing}");
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&runtime).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_file() && !name.ends_with(".min.js") {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    std::os::unix::fs::symlink(fs::canonicalize(tools).unwrap(), folder.path().join("node_modules")).unwrap();
    let output = Command::new("npm")
        .args(["run", "--silent", "minify"])
        .current_dir(folder.path())
        .output()
        .expect("npm is missing");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let minified = |folder: &Path| -> BTreeSet<String> {
        let names =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".min.js")).collect()
    };
    assert_eq!(minified(folder.path()), minified(&runtime));
    for file in minified(&runtime) {
        let fresh = fs::read_to_string(folder.path().join(&file)).unwrap();
        assert!(fresh.len() > 500);
        let committed = fs::read_to_string(runtime.join(&file)).unwrap();
        assert!(fresh == committed, "{file} is stale: run `npm run --prefix crates/charte-render/runtime minify`");
    }
}
