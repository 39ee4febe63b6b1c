//! The same in, the same out: two builds are one, what does not change is not touched, rights are kept.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::site::{MANIFEST, PAGE, Site};

fn town(manifest: &str) -> Site {
    let site = Site::new(manifest);
    for number in 0..40 {
        site.write(format!("public/{}/{number}.html", number % 5), PAGE.as_bytes());
        site.write(format!("public/{}/{number}.csv", number % 5), format!("{number}\n").as_bytes());
    }
    site
}

fn into_output() -> String {
    MANIFEST.replace("input =", "output = \"dist\"\ninput =")
}

#[test]
fn two_builds_of_the_same_site_are_byte_identical() {
    let manifest = into_output()
        .replace("[\"arte\"]", "[\"arte\", \"matomo\", \"opendatasoft\", \"umap\"]\nlanguages = [\"fr\", \"en\"]");
    let builds = (0..4).map(|_| {
        let site = town(&manifest);
        site.done("build");
        site.tree()
    });
    let trees: Vec<_> = builds.collect();
    assert!(trees.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn only_what_changes_is_touched() {
    for manifest in [MANIFEST.to_owned(), into_output()] {
        let site = town(&manifest);
        site.done("build");
        let before = site.stamps();
        let edited = PathBuf::from("public/3/3.html");
        site.write(&edited, PAGE.replace("<title>x</title>", "<title>y</title>").as_bytes());
        site.done("build");
        let built = if manifest.contains("dist") { PathBuf::from("dist/3/3.html") } else { edited.clone() };
        let after = site.stamps();
        let touched: Vec<_> = after.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp)).collect();
        assert!(touched.iter().all(|(path, _)| **path == built || **path == edited), "{touched:?}");
        assert!(touched.iter().any(|(path, _)| **path == built), "{touched:?}");
    }
}

#[test]
fn another_text_rewrites_no_page() {
    let site = town(MANIFEST);
    site.done("build");
    let before = site.stamps();
    site.write(
        "charte.toml",
        format!("{MANIFEST}\n[portal.town.text.fr]\n\"banner.title\" = \"Vos choix\"\n").as_bytes(),
    );
    site.done("build");
    let after = site.stamps();
    let touched: Vec<_> =
        after.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp)).map(|(path, _)| path).collect();
    let expected = ["charte.toml", "public/charte-cookies/charte.fr.js"].map(PathBuf::from);
    assert_eq!(touched, expected.iter().collect::<Vec<_>>());
}

#[test]
fn another_theme_rewrites_no_page() {
    for manifest in [MANIFEST.to_owned(), into_output()] {
        let site = town(&manifest);
        let dressed = |theme: &str, texts: &str| {
            let manifest = manifest.replace("updated", &format!("theme = \"{theme}\"\nupdated"));
            site.write("charte.toml", format!("{manifest}{texts}").as_bytes());
            site.done("build");
            site.stamps()
        };
        site.write(
            "own/theme.toml",
            b"requires = \"1\"\nextends = \"card\"\n[tokens]\naccent = \"#6a1b4d\"\nspace = \"1.5em\"\n",
        );
        site.write("own/banner-more.css", b"h2 { letter-spacing: .01em }\n");
        let mut before = dressed("townhall", "");
        let folder = if manifest.contains("dist") { "dist/charte-cookies" } else { "public/charte-cookies" };
        let built = if manifest.contains("dist") { "dist/0/0.html" } else { "public/0/0.html" };
        assert!(String::from_utf8_lossy(&site.read(built)).contains("charte-placeholder"));
        for (theme, texts) in [
            ("night", ""),
            ("own", ""),
            ("own", "[portal.town.text.fr]\n\"charter.title\" = \"Nos cookies\"\n"),
            ("strip", "languages = [\"fr\", \"ar\", \"en\"]\n"),
            ("base", ""),
        ] {
            let after = dressed(theme, texts);
            let touched: Vec<_> = after.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp)).collect();
            let is_own = |path: &PathBuf| path.starts_with(folder) || path.ends_with("charte.toml");
            assert!(touched.iter().all(|(path, _)| is_own(path)), "{theme}: {touched:?}");
            assert!(touched.iter().any(|(path, _)| path.starts_with(folder)), "{theme}: {touched:?}");
            before = after;
        }
    }
}

#[test]
fn rights_are_kept() {
    for manifest in [MANIFEST.to_owned(), into_output()] {
        let site = town(&manifest);
        let modes = [("0/0.html", 0o640), ("1/1.html", 0o604), ("2/2.csv", 0o755), ("3/3.csv", 0o600)];
        for (path, mode) in modes {
            fs::set_permissions(site.path("public").join(path), fs::Permissions::from_mode(mode)).unwrap();
        }
        site.done("build");
        let target = if manifest.contains("dist") { "dist" } else { "public" };
        for (path, mode) in modes {
            let now = fs::metadata(site.path(target).join(path)).unwrap().permissions().mode() & 0o777;
            assert_eq!(format!("{now:o}"), format!("{mode:o}"), "{target}/{path}");
        }
    }
}
