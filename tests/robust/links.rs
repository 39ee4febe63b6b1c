//! Pages with two names: each is built once, and links stay links.

use std::fs;
use std::os::unix::fs::symlink;

use crate::site::{MANIFEST, PAGE, Site, Thing};

#[test]
fn a_page_with_a_second_hard_link_is_built_once_under_each_name() {
    let site = Site::new(MANIFEST);
    site.write("public/a.html", PAGE.as_bytes());
    site.write("public/c.html", PAGE.as_bytes());
    fs::hard_link(site.path("public/a.html"), site.path("public/b.html")).unwrap();
    let old = site.tree();
    site.done("build");
    assert_eq!(site.read("public/a.html"), site.read("public/c.html"));
    assert_eq!(site.read("public/b.html"), site.read("public/c.html"));
    let before = site.stamps();
    site.done("build");
    assert_eq!(site.stamps(), before);
    site.done("strip");
    assert!(site.tree() == old);
}

#[test]
fn a_page_that_is_a_link_stays_one() {
    for output in ["", "output = \"dist\"\n"] {
        let site = Site::new(&MANIFEST.replace("input =", &format!("{output}input =")));
        site.write("public/news/a.html", PAGE.as_bytes());
        symlink("news/a.html", site.path("public/b.html")).unwrap();
        symlink("news", site.path("public/actualites")).unwrap();
        let old = site.tree();
        let run = site.done("build");
        assert!(run.out.contains("1 page in"), "{}", run.out);
        let folder = if output.is_empty() { "public" } else { "dist" };
        let tree = site.tree();
        let thing = |path: &str| tree.get(&std::path::Path::new(folder).join(path));
        assert_eq!(thing("b.html"), Some(&Thing::Link("news/a.html".into())));
        assert_eq!(thing("actualites"), Some(&Thing::Link("news".into())));
        assert_eq!(
            String::from_utf8(site.read(format!("{folder}/b.html"))).unwrap().matches("data-charte-open").count(),
            1
        );
        let before = site.stamps();
        site.done("build");
        assert_eq!(site.stamps(), before);
        if output.is_empty() {
            site.done("strip");
            assert!(site.tree() == old);
        }
    }
}

#[test]
fn a_page_shared_with_another_site_is_changed_here_only() {
    let site = Site::new(MANIFEST);
    site.write("elsewhere/a.html", PAGE.as_bytes());
    fs::create_dir_all(site.path("public")).unwrap();
    fs::hard_link(site.path("elsewhere/a.html"), site.path("public/a.html")).unwrap();
    site.done("build");
    assert_eq!(site.read("elsewhere/a.html"), PAGE.as_bytes());
    assert_ne!(site.read("public/a.html"), PAGE.as_bytes());
}
