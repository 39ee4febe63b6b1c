//! Pages with two names: each is built once, and links stay links.

use std::fs;
use std::os::unix::fs::symlink;

use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE, Thing};

#[test]
fn a_page_with_a_second_hard_link_is_built_once_under_each_name() {
    let site = Site::new(LINES);
    site.write("public/a.html", PAGE);
    site.write("public/c.html", PAGE);
    fs::hard_link(site.path("public/a.html"), site.path("public/b.html")).unwrap();
    let old = site.tree();
    site.build();
    assert_eq!(site.read("public/a.html"), site.read("public/c.html"));
    assert_eq!(site.read("public/b.html"), site.read("public/c.html"));
    let before = site.stamps();
    site.build();
    assert_eq!(site.stamps(), before);
    site.succeed("strip");
    assert!(site.tree() == old);
}

#[test]
fn a_page_that_is_a_link_stays_one() {
    for lines in [LINES, INTO_OUTPUT] {
        let site = Site::new(lines);
        site.write("public/news/a.html", PAGE);
        symlink("news/a.html", site.path("public/b.html")).unwrap();
        symlink("news", site.path("public/actualites")).unwrap();
        let old = site.tree();
        let run = site.build();
        assert!(run.out.contains("1 page in"), "{}", run.out);
        let folder = if lines == LINES { "public" } else { "dist" };
        let tree = site.tree();
        let thing = |path: &str| tree.get(&std::path::Path::new(folder).join(path));
        assert_eq!(thing("b.html"), Some(&Thing::Link("news/a.html".into())));
        assert_eq!(thing("actualites"), Some(&Thing::Link("news".into())));
        assert_eq!(site.read(format!("{folder}/b.html")).matches("data-charte-open").count(), 1);
        let before = site.stamps();
        site.build();
        assert_eq!(site.stamps(), before);
        if lines == LINES {
            site.succeed("strip");
            assert!(site.tree() == old);
        }
    }
}

#[test]
fn a_page_shared_with_another_site_is_changed_here_only() {
    let site = Site::new(LINES);
    site.write("elsewhere/a.html", PAGE);
    fs::create_dir_all(site.path("public")).unwrap();
    fs::hard_link(site.path("elsewhere/a.html"), site.path("public/a.html")).unwrap();
    site.build();
    assert_eq!(site.read("elsewhere/a.html"), PAGE);
    assert_ne!(site.read("public/a.html"), PAGE);
}
