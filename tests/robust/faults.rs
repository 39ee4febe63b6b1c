//! Other failures while a site is built: each file is the old or the new one, the next build completes the work, and nothing
//! of the author's is lost.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::binary::{CACHE, Run};
use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE, Thing, old_or_new};

fn town(lines: &str) -> Site {
    let site = Site::new(lines);
    let filling = "<p>Il pleut sur la commune.</p>\n".repeat(200);
    for number in 0..150 {
        let page = PAGE.replace("<body>\n", &format!("<body>\n<h1>{number}</h1>\n{filling}"));
        site.write(format!("public/{}/{number}.html", number % 7), page);
    }
    site
}

#[test]
fn with_few_open_files_a_build_succeeds_or_says_why() {
    for lines in [LINES, INTO_OUTPUT] {
        let (site, whole) = (town(lines), town(lines));
        let old = site.tree();
        whole.build();
        for limit in [6, 8, 10, 12, 16, 24, 40, 64] {
            let charte = env!("CARGO_BIN_EXE_charte");
            let command = format!("ulimit -n {limit}; exec {charte} build");
            let run = Run::of(
                &Command::new("sh")
                    .args(["-c", &command])
                    .env("XDG_CACHE_HOME", CACHE)
                    .current_dir(site.root())
                    .output()
                    .unwrap(),
            );
            assert!(
                run.code == Some(0) || run.err.contains("Too many open files"),
                "{limit}: {:?} {}",
                run.code,
                run.err
            );
            old_or_new(&site.tree(), &old, &whole.tree());
        }
        site.build();
        assert!(site.tree() == whole.tree());
    }
}

#[test]
fn two_builds_at_once_leave_a_whole_site() {
    for lines in [LINES, INTO_OUTPUT] {
        let (site, whole) = (town(lines), town(lines));
        let old = site.tree();
        whole.build();
        for delay in [0, 30, 80] {
            let start = || site.command("build").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
            let first = start();
            thread::sleep(Duration::from_millis(delay));
            let second = start();
            for child in [first, second] {
                let run = Run::of(&child.wait_with_output().unwrap());
                assert!([Some(0), Some(3)].contains(&run.code), "{:?} {}", run.code, run.err);
            }
            old_or_new(&site.tree(), &old, &whole.tree());
            site.build();
            assert!(site.tree() == whole.tree(), "{delay} ms: the next build gives another site");
            if lines == LINES {
                site.succeed("strip");
            } else {
                fs::remove_dir_all(site.path("dist")).unwrap();
            }
            assert!(site.tree() == old);
        }
    }
}

#[test]
fn control_characters_of_a_name_reach_no_terminal() {
    let site = Site::new(LINES);
    site.write("public/index.html", PAGE);
    site.write("public/a\u{1b}[31m/b.html", PAGE);
    site.write("public/c\nd.html", PAGE);
    let old = site.tree();
    for arguments in ["build", "build --dry-run", "strip"] {
        let run = site.run(arguments);
        assert_eq!(run.code, Some(1), "{arguments}: {}", run.err);
        assert!(!run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'), "{arguments}: {}", run.err);
        assert!(run.err.contains("a\\u{1b}[31m") && run.err.contains("c\\u{a}d.html"), "{arguments}: {}", run.err);
    }
    assert!(site.tree() == old);
}

#[test]
fn an_interrupted_build_can_be_completed() {
    let (site, whole) = (town(LINES), town(LINES));
    let old = site.tree();
    whole.build();
    let mut child = site.command("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(150));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    child.wait().unwrap();
    old_or_new(&site.tree(), &old, &whole.tree());
    site.build();
    assert!(site.tree() == whole.tree());
}

#[test]
fn links_that_lead_nowhere_stay_as_they_are_and_no_link_leads_back_into_the_input() {
    let site = Site::new(INTO_OUTPUT);
    site.write("public/news/a.html", PAGE);
    site.write("public/deep/er/x.html", PAGE);
    symlink("../gone", site.path("public/old")).unwrap();
    symlink("round", site.path("public/round")).unwrap();
    symlink(site.path("public/news"), site.path("public/deep/er/news")).unwrap();
    symlink("../../public/news/a.html", site.path("public/deep/b.html")).unwrap();
    let run = site.build();
    assert_eq!(run.err.matches("warning[link-nowhere]").count(), 2, "{}", run.err);
    let tree = site.tree();
    let link = |path: &str| tree.get(Path::new("dist").join(path).as_path());
    assert_eq!(link("old"), Some(&Thing::Link("../gone".into())));
    assert_eq!(link("round"), Some(&Thing::Link("round".into())));
    assert_eq!(link("deep/er/news"), Some(&Thing::Link("../../news".into())));
    assert_eq!(link("deep/b.html"), Some(&Thing::Link("../news/a.html".into())));
    assert_eq!(site.read("dist/deep/b.html"), site.read("dist/news/a.html"));
    let stamps = site.stamps();
    site.build();
    assert!(site.stamps() == stamps);
}
