//! The same input gives the same output: two builds are equal, unchanged files are not touched, permissions are kept.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE};

fn town(lines: &str) -> Site {
    let site = Site::new(lines);
    for number in 0..40 {
        site.write(format!("public/{}/{number}.html", number % 5), PAGE);
        site.write(format!("public/{}/{number}.csv", number % 5), format!("{number}\n"));
    }
    site
}

#[test]
fn two_builds_of_the_same_site_are_byte_identical() {
    let lines = "output = \"dist\"\nservices = [\"arte\", \"matomo\", \"opendatasoft\", \"umap\"]\nlanguages = [\"fr\", \"en\"]\n";
    let builds = (0..4).map(|_| {
        let site = town(lines);
        site.build();
        site.tree()
    });
    let trees: Vec<_> = builds.collect();
    assert!(trees.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn only_what_changes_is_touched() {
    for lines in [LINES, INTO_OUTPUT] {
        let site = town(lines);
        site.build();
        let before = site.stamps();
        let edited = PathBuf::from("public/3/3.html");
        site.write(&edited, PAGE.replace("<title>x</title>", "<title>y</title>"));
        site.build();
        let built = if lines == INTO_OUTPUT { PathBuf::from("dist/3/3.html") } else { edited.clone() };
        let after = site.stamps();
        let touched: Vec<_> = after.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp)).collect();
        assert!(touched.iter().all(|(path, _)| **path == built || **path == edited), "{touched:?}");
        assert!(touched.iter().any(|(path, _)| **path == built), "{touched:?}");
    }
}

#[test]
fn another_text_rewrites_no_page() {
    let site = town(LINES);
    site.build();
    let before = site.stamps();
    site.declare(&format!("{LINES}[portal.town.text.fr]\n\"banner.title\" = \"Vos choix\"\n"));
    site.build();
    let after = site.stamps();
    let touched: Vec<_> =
        after.iter().filter(|(path, stamp)| before.get(*path) != Some(*stamp)).map(|(path, _)| path).collect();
    let expected = ["charte.toml", "public/charte-cookies/charte.fr.js"].map(PathBuf::from);
    assert_eq!(touched, expected.iter().collect::<Vec<_>>());
}

#[test]
fn another_theme_rewrites_no_page() {
    for lines in [LINES, INTO_OUTPUT] {
        let site = town(lines);
        let dressed = |theme: &str, texts: &str| {
            site.declare(&format!("theme = \"{theme}\"\n{lines}{texts}"));
            site.build();
            site.stamps()
        };
        site.write(
            "own/theme.toml",
            b"requires = \"1\"\nextends = \"card\"\n[tokens]\naccent = \"#6a1b4d\"\nspace = \"1.5em\"\n",
        );
        site.write("own/banner-more.css", b"h2 { letter-spacing: .01em }\n");
        let mut before = dressed("townhall", "");
        let folder = if lines == INTO_OUTPUT { "dist/charte-cookies" } else { "public/charte-cookies" };
        let built = if lines == INTO_OUTPUT { "dist/0/0.html" } else { "public/0/0.html" };
        assert!(site.read(built).contains("charte-placeholder"));
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
    for lines in [LINES, INTO_OUTPUT] {
        let site = town(lines);
        let modes = [("0/0.html", 0o640), ("1/1.html", 0o604), ("2/2.csv", 0o755), ("3/3.csv", 0o600)];
        for (path, mode) in modes {
            fs::set_permissions(site.path("public").join(path), fs::Permissions::from_mode(mode)).unwrap();
        }
        site.build();
        let target = if lines == INTO_OUTPUT { "dist" } else { "public" };
        for (path, mode) in modes {
            let now = fs::metadata(site.path(target).join(path)).unwrap().permissions().mode() & 0o777;
            assert_eq!(format!("{now:o}"), format!("{mode:o}"), "{target}/{path}");
        }
    }
}
