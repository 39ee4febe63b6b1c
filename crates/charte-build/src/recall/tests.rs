//! What another program does while a build is at work.

use std::fs;
use std::path::Path;

use charte_core::catalogue::Catalogue;
use charte_core::{check, manifest};

use crate::apply;
use crate::plan;
use crate::recall::Recall;

const PAGE: &str = "<!doctype html><html lang=fr><title>a</title><p>Marée haute.</html>";

/// Builds a site into an output that is there, and does something once it is written. Returns whether the build is
/// remembered.
fn is_kept(meanwhile: impl Fn(&Path)) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["public", "dist", "dist/charte-cookies"] {
        fs::create_dir(root.join(name)).unwrap();
    }
    for name in ["public/index.html", "public/b.html", "dist/own.txt", "dist/charte-cookies/.charte"] {
        fs::write(root.join(name), PAGE).unwrap();
    }
    let text = "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@b.fr\"\ndpo = \"d@b.fr\"\n[portal.a]\nname = \"A\"\n\
                url = \"https://a.fr\"\ninput = \"public\"\noutput = \"dist\"\nupdated = 2026-11-23\nservices = [\"youtube\"]\n";
    let catalogue = Catalogue::embedded();
    let charter = check::check(&manifest::parse("charte.toml", text).0, &catalogue).0.remove(0);
    let cache = root.join("cache");
    let mut recall = Recall::new(&charter, root, [0; 32], &cache).unwrap();
    assert!(recall.find(false).is_none());
    recall.begin();
    let plan = plan::build(&charter, root, &catalogue);
    let applied = apply::apply(&plan).unwrap();
    meanwhile(root);
    recall.keep(&plan, &applied);
    fs::read_dir(cache).is_ok_and(|files| files.count() == 1)
}

#[test]
fn a_build_during_which_another_program_wrote_into_the_output_is_not_remembered() {
    assert!(is_kept(|_| ()));
    for name in ["dist/index.html", "dist/own.txt", "dist/new.txt"] {
        assert!(!is_kept(|root| fs::write(root.join(name), "other").unwrap()), "{name}");
    }
    assert!(!is_kept(|root| fs::remove_file(root.join("dist/b.html")).unwrap()));
    // What changes in the input is found by the next comparison.
    assert!(is_kept(|root| fs::write(root.join("public/b.html"), "other").unwrap()));
}
