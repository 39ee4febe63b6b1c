//! Killed at any moment, the site is whole, and the next run completes the work.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE, old_or_new};

const PAGES: usize = 300;
const DEATHS: u32 = 14;

/// Some hundred pages in a few folders, long enough that writing one takes a moment.
fn town() -> Site {
    let site = Site::new(LINES);
    let filling = "<p>Il pleut sur la commune, et les données ouvertes sèchent au grenier.</p>\n".repeat(150);
    for number in 0..PAGES {
        let page = PAGE.replace("<body>\n", &format!("<body>\n<h1>{number}</h1>\n{filling}"));
        site.write(format!("public/{}/{number}.html", number % 7), page);
    }
    site
}

/// Runs `arguments` and kills it after `delay`; whether it was killed in time.
fn killed(site: &Site, arguments: &str, delay: Duration) -> bool {
    let mut child = site.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// How long an undisturbed run takes.
fn measured(site: &Site, arguments: &str) -> Duration {
    let start = Instant::now();
    site.succeed(arguments);
    start.elapsed()
}

#[test]
fn a_build_in_place_that_is_killed_leaves_whole_pages_and_can_be_completed() {
    let site = town();
    let old = site.tree();
    let whole = measured(&site, "build");
    let new = site.tree();
    assert_ne!(old, new);
    let mut deaths = 0;
    for step in 0..DEATHS {
        let site = town();
        deaths += u32::from(killed(&site, "build", whole * step / DEATHS));
        old_or_new(&site.tree(), &old, &new);
        site.build();
        assert!(site.tree() == new, "death {step}: the next build gives another site");
    }
    assert!(deaths >= DEATHS / 2, "only {deaths} builds were killed in time");
}

#[test]
fn a_strip_that_is_killed_leaves_whole_pages_and_can_be_completed() {
    let site = town();
    let old = site.tree();
    site.build();
    let built = site.tree();
    let whole = measured(&site, "strip");
    assert!(site.tree() == old, "strip does not restore the site");
    for step in 0..DEATHS {
        site.build();
        assert!(site.tree() == built);
        killed(&site, "strip", whole * step / DEATHS);
        old_or_new(&site.tree(), &built, &old);
        site.succeed("strip");
        assert!(site.tree() == old, "death {step}: the next strip does not restore the site");
    }
}

#[test]
fn a_build_into_an_output_that_is_killed_can_be_completed() {
    let site = town();
    site.declare(INTO_OUTPUT);
    let old = site.tree();
    let whole = measured(&site, "build");
    let new = site.tree();
    for step in 0..DEATHS {
        std::fs::remove_dir_all(site.path("dist")).unwrap();
        killed(&site, "build", whole * step / DEATHS);
        old_or_new(&site.tree(), &old, &new);
        site.build();
        assert!(site.tree() == new, "death {step}: the next build gives another site");
    }
}

/// What runs leave that were killed between two system calls: too short a moment to hit with a clock.
#[test]
fn folders_left_without_their_mark_are_taken_again() {
    let (own, aside) = ("public/charte-cookies", ".dist.charte");
    for (output, left) in [(false, own.to_owned()), (true, aside.to_owned()), (true, format!("{aside}/charte-cookies"))]
    {
        let site = Site::new(if output { INTO_OUTPUT } else { LINES });
        site.write("public/index.html", PAGE);
        std::fs::create_dir_all(site.path(&left)).unwrap();
        site.build();
        assert!(!site.path(aside).exists(), "{left} stays");
        assert!(site.path(if output { "dist/charte-cookies" } else { own }).join(".charte").exists());
        site.succeed("strip");
    }
}

/// The declaration can have changed since the run that was killed.
#[test]
fn what_is_left_of_an_output_is_taken_again_under_another_name_of_the_folder() {
    for left in [".dist.charte/charte-cookies", ".dist.charte/charte-cookies/.charte", ".dist.charte/3/page.html"] {
        let site = Site::new(&format!("folder = \"cookies\"\n{INTO_OUTPUT}"));
        site.write("public/index.html", PAGE);
        let is_folder = left.ends_with("cookies");
        if is_folder {
            std::fs::create_dir_all(site.path(left)).unwrap();
        } else {
            site.write(left, "x");
        }
        let run = site.run("build");
        // Without a mark it may be the author's.
        let is_ours = !left.ends_with("html");
        assert_eq!(run.code, Some(if is_ours { 0 } else { 3 }), "{left}: {}", run.err);
        assert_eq!(site.path(left).exists(), !is_ours);
    }
}

/// The sentinel goes last, so that what an interrupted removal leaves is known as charte's.
#[test]
fn a_folder_of_which_only_the_mark_is_left_is_removed() {
    let site = Site::new(LINES);
    site.write("public/index.html", PAGE);
    let old = site.tree();
    site.build();
    let own = site.path("public/charte-cookies");
    for entry in
        std::fs::read_dir(&own).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.file_name() != ".charte")
    {
        let path = entry.path();
        if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }.unwrap();
    }
    site.succeed("strip");
    assert!(site.tree() == old && !own.exists());
}
