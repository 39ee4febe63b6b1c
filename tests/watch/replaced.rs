//! Files and folders that are replaced instead of changed: by editors, generators, checkouts and links.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::site::Site;
use crate::watcher::{LINES, Watcher, page, until};

fn begun(site: &Site, output: &str) -> Watcher {
    let watcher = site.watch("--no-serve");
    watcher.expect("Watching");
    watcher.rest(site, output);
    watcher
}

#[test]
fn an_editor_saves_by_renaming() {
    let site = Site::with_two_pages();
    let watcher = begun(&site, "dist");
    site.write("public/.index.html.swp", page("renamed"));
    fs::rename(site.path("public/.index.html.swp"), site.path("public/index.html")).unwrap();
    site.expect("dist/index.html", "renamed");
    site.write("charte.toml~", site.read("charte.toml").replace("services", "servics"));
    fs::rename(site.path("charte.toml~"), site.path("charte.toml")).unwrap();
    watcher.expect("did you mean `services`?");
}

#[test]
fn a_folder_that_is_not_there_yet_is_waited_for() {
    let site = Site::new(LINES);
    let watcher = site.watch("--no-serve");
    watcher.expect("the folder of the built site does not exist");
    watcher.expect("Watching");
    site.write("public/a/b/index.html", page("deep"));
    site.expect("dist/a/b/index.html", "deep");
    watcher.rest(&site, "dist");
    site.write("public/a/b/index.html", page("deeper"));
    site.expect("dist/a/b/index.html", "deeper");
}

#[test]
fn a_generator_may_make_its_whole_folder_anew() {
    for site in [Site::with_two_pages(), Site::in_place()] {
        let output = if site.read("charte.toml").contains("dist") { "dist" } else { "public" };
        let watcher = begun(&site, output);
        for round in 0..4 {
            fs::remove_dir_all(site.path("public")).unwrap();
            for index in 0..40 {
                site.write(format!("public/{index}/index.html"), page(&format!("round {round}")));
            }
            for index in [0, 39] {
                let page = format!("{output}/{index}/index.html");
                until("each page is built", || {
                    site.holds(&page, &format!("round {round}")) && site.holds(&page, "data-charte-built")
                });
            }
            watcher.rest(&site, output);
        }
        assert!(!watcher.said().contains("error"), "{}", watcher.said());
        site.write("public/39/index.html", page("after"));
        site.expect(&format!("{output}/39/index.html"), "after");
    }
}

#[test]
fn a_checkout_may_touch_thousands_of_files() {
    let site = Site::new(LINES);
    let git = |arguments: &str| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(arguments.split_whitespace());
        let output = git.current_dir(site.root()).output().unwrap();
        assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let write = |text: &str| {
        for index in 0..3000 {
            site.write(format!("public/{}/{index}.html", index % 300), page(text));
        }
    };
    write("first");
    git("init -q -b main");
    git("add public");
    git("commit -q -m first");
    git("checkout -q -b other");
    write("other");
    git("rm -q --cached public/0/0.html");
    fs::remove_file(site.path("public/0/0.html")).unwrap();
    git("commit -q -a -m other");
    let watcher = begun(&site, "dist");
    for (branch, text) in [("main", "first"), ("other", "other"), ("main", "first")] {
        git(&format!("checkout -q {branch}"));
        for index in [1, 1500, 2999] {
            site.expect(&format!("dist/{}/{index}.html", index % 300), text);
        }
        watcher.rest(&site, "dist");
        let all = (1..3000).filter(|index| site.holds(&format!("dist/{}/{index}.html", index % 300), text));
        assert_eq!(all.count(), 2999, "{branch}");
    }
}

#[test]
fn the_declaration_may_be_a_link_that_is_replaced() {
    let site = Site::with_two_pages();
    fs::rename(site.path("charte.toml"), site.path("one.toml")).unwrap();
    let two = format!("{}[portal.town.text.fr]\n\"banner.title\" = \"Deux\"\n", site.read("one.toml"));
    site.write("elsewhere/two.toml", two);
    symlink("one.toml", site.path("charte.toml")).unwrap();
    let watcher = begun(&site, "dist");
    symlink("elsewhere/two.toml", site.path("new")).unwrap();
    fs::rename(site.path("new"), site.path("charte.toml")).unwrap();
    site.expect("dist/charte-cookies/charte.fr.js", "Deux");
    watcher.rest(&site, "dist");
    // The target of the link is now watched too.
    site.edit("elsewhere/two.toml", "Deux", "Trois");
    site.expect("dist/charte-cookies/charte.fr.js", "Trois");
}

#[test]
fn the_site_may_be_a_link_that_is_replaced() {
    let site = Site::new(LINES);
    site.write("one/index.html", page("one"));
    site.write("two/index.html", page("two"));
    symlink("one", site.path("public")).unwrap();
    let watcher = begun(&site, "dist");
    symlink("two", site.path("new")).unwrap();
    fs::rename(site.path("new"), site.path("public")).unwrap();
    site.expect("dist/index.html", "two");
    watcher.rest(&site, "dist");
    site.write("two/index.html", page("edited"));
    site.expect("dist/index.html", "edited");
}
