//! One watcher to an output, and how it ends.

use std::process::Output;

use crate::site::{Site, page, until};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_second_watcher_of_the_same_output_is_refused() {
    let site = Site::new();
    let mut first = site.watch("--no-serve");
    first.expect("Watching");
    let second = site.command("watch --no-serve").output().unwrap();
    assert_eq!(second.status.code(), Some(3), "{}", said(&second));
    assert!(said(&second).contains("another `charte watch` writes to"), "{}", said(&second));
    // Killed without warning, the first leaves nothing behind that hinders the next, and nothing in the output.
    first.signal("-KILL");
    first.wait();
    let third = site.watch("--no-serve");
    third.expect("Watching");
    let files = site.stamps("dist");
    assert!(files.keys().all(|path| !path.to_string_lossy().contains("lock")), "{files:?}");
}

#[test]
fn it_ends_when_it_is_asked_to_at_any_moment() {
    let site = Site::new();
    for index in 0..1500 {
        site.write(format!("public/{index}.html"), &page("many"));
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
        // Before it can listen, the system ends it.
        assert!(code == Some(0) || (code.is_none() && milliseconds == 40), "{code:?} {}", watcher.said());
        let staged = site.path("dist/charte-cookies/.staged");
        assert!(!staged.exists());
    }
    let mut watcher = site.watch("--no-serve");
    watcher.expect("Watching");
    watcher.signal("-TERM");
    assert_eq!(watcher.wait(), Some(0));
    until("all is built", || site.read("dist/1499.html").contains("data-charte-built"));
}

#[test]
fn without_a_declaration_there_is_nothing_to_watch() {
    let site = Site::new();
    let output = site.command("watch --no-serve -c nowhere.toml").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(said(&output).contains("there is no nowhere.toml"), "{}", said(&output));
    let output = site.command("watch --no-serve --portal city").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("no portal `city`"), "{}", said(&output));
}
