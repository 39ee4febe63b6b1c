//! One watcher for an output, and how it ends.

use crate::site::Site;
use crate::watcher::{page, until};

#[test]
fn a_second_watcher_of_the_same_output_is_refused() {
    let site = Site::with_two_pages();
    let mut first = site.watch("--no-serve");
    first.expect("Watching");
    let second = site.run("watch --no-serve");
    assert_eq!(second.code, Some(3), "{}{}", second.out, second.err);
    assert!(second.err.contains("another `charte watch` writes to"), "{}", second.err);
    // Killed without warning, the first watcher leaves nothing that hinders the next, and nothing in the output.
    first.signal("-KILL");
    first.wait();
    let third = site.watch("--no-serve");
    third.expect("Watching");
    let files = site.stamps("dist");
    assert!(files.keys().all(|path| !path.to_string_lossy().contains("lock")), "{files:?}");
}

#[test]
fn it_ends_when_it_is_asked_to_at_any_moment() {
    let site = Site::with_two_pages();
    for index in 0..1500 {
        site.write(format!("public/{index}.html"), page("many"));
    }
    for milliseconds in [0, 40, 80, 120, 200, 400] {
        let _ = std::fs::remove_dir_all(site.path("dist"));
        let mut watcher = site.watch("--no-serve");
        if milliseconds > 0 {
            std::thread::sleep(std::time::Duration::from_millis(milliseconds));
        } else {
            watcher.expect("Watching");
        }
        let code = watcher.interrupt();
        // Before it can listen for signals, the system ends it.
        assert!(code == Some(0) || (code.is_none() && milliseconds == 40), "{code:?} {}", watcher.said());
        let staged = site.path("dist/charte-cookies/.staged");
        assert!(!staged.exists());
    }
    let mut watcher = site.watch("--no-serve");
    watcher.expect("Watching");
    watcher.signal("-TERM");
    assert_eq!(watcher.wait(), Some(0));
    until("all is built", || site.holds("dist/1499.html", "data-charte-built"));
}

#[test]
fn without_a_declaration_there_is_nothing_to_watch() {
    let site = Site::with_two_pages();
    let run = site.run("watch --no-serve -c nowhere.toml");
    assert_eq!(run.code, Some(3));
    assert!(run.err.contains("there is no nowhere.toml"), "{}", run.err);
    let run = site.run("watch --no-serve --portal city");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("no portal `city`"), "{}", run.err);
}
