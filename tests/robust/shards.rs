//! Several processes build one site together, in any order and with retries: the result is the same as that of one process.

use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE};

const COUNT: usize = 5;

/// Pages in folders, one with the charter, compressed copies, a service worker's list and a sitemap.
fn town(lines: &str) -> Site {
    let site = Site::new(lines);
    let filling = "<p>Il pleut sur la commune.</p>\n".repeat(60);
    for number in 0..80 {
        let page = PAGE.replace("<body>\n", &format!("<body>\n<h1>{number}</h1>\n{filling}"));
        site.write(format!("public/{}/{number}.html", number % 7), &page);
        site.write(format!("public/{}/{number}.html.gz", number % 7), b"not even packed");
        site.write(format!("public/{}/{number}.csv", number % 7), format!("{number}\n"));
    }
    site.write(
        "public/6/cookies.html",
        PAGE.replace("<p>", "<main><div data-charte-slot=\"charter\"></div></main><p>"),
    );
    let list: Vec<String> =
        (0..80).map(|number| format!("{{url:\"{}/{number}.html\",revision:null}}", number % 7)).collect();
    site.write("public/sw.js", format!("precacheAndRoute([{}]);", list.join(",")));
    site.write("public/sitemap.xml", "<urlset><url><loc>https://data.example.fr/0/0.html</loc></url></urlset>");
    site
}

fn start(site: &Site, number: usize) -> Child {
    let mut command = site.command(&format!("build --shard {number}/{COUNT}"));
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn parts_that_are_built_at_once_are_the_site_that_one_process_builds() {
    for lines in [LINES, INTO_OUTPUT] {
        let whole = town(lines);
        let old = whole.tree();
        whole.build();
        let site = town(lines);
        let mut children: Vec<Child> = (1..=COUNT).map(|number| start(&site, number)).collect();
        // One of them is killed, and run again.
        thread::sleep(Duration::from_millis(60));
        children[2].kill().unwrap();
        for (index, child) in children.iter_mut().enumerate() {
            let status = child.wait().unwrap();
            assert!(index == 2 || status.success(), "part {} of {lines}", index + 1);
        }
        site.succeed(&format!("build --shard 3/{COUNT}"));
        assert!(site.tree() == whole.tree(), "{lines}: the parts are another site");
        // No process has anything left to do, and neither has one that builds all.
        let stamps = site.stamps();
        for number in (1..=COUNT).rev() {
            site.succeed(&format!("build --shard {number}/{COUNT}"));
        }
        site.build();
        let now = site.stamps();
        let touched: Vec<_> = now.iter().filter(|(path, stamp)| stamps.get(*path) != Some(*stamp)).collect();
        assert!(now.len() == stamps.len() && touched.is_empty(), "{lines}: {touched:?}");
        if lines == LINES {
            site.succeed("strip");
            assert!(site.tree() == old);
        }
    }
}

#[test]
fn parts_on_machines_of_their_own_write_different_files() {
    let whole = town(INTO_OUTPUT);
    whole.build();
    let mut union = std::collections::BTreeMap::new();
    for number in 1..=3 {
        let machine = town(INTO_OUTPUT);
        machine.succeed(&format!("build --shard {number}/3"));
        for (path, thing) in machine.tree().into_iter().filter(|(path, _)| path.starts_with("dist")) {
            let is_mark = path.ends_with(".charte");
            assert!(union.insert(path.clone(), thing).is_none() || is_mark, "{} is in two parts", path.display());
        }
    }
    let built = whole.tree().into_iter().filter(|(path, _)| path.starts_with("dist"));
    assert!(union == built.collect());
}

#[test]
fn parts_over_an_earlier_build_remove_what_it_kept() {
    let whole = town(LINES);
    let site = town(LINES);
    for one in [&whole, &site] {
        one.build();
        one.declare(&LINES.replace("\"arte\"", "\"arte\", \"umap\""));
        std::fs::remove_file(one.path("public/3/3.html")).unwrap();
        std::fs::remove_file(one.path("public/3/3.html.gz")).unwrap();
    }
    whole.build();
    for number in [4, 1, 5, 2, 3] {
        site.succeed(&format!("build --shard {number}/{COUNT}"));
    }
    let (site, whole) = (site.tree(), whole.tree());
    let differ: Vec<_> =
        site.iter().filter(|(path, thing)| whole.get(*path) != Some(*thing)).map(|(path, _)| path).collect();
    assert!(site.len() == whole.len() && differ.is_empty(), "{differ:?}");
}

#[test]
fn the_part_is_taken_from_the_environment() {
    let site = town(INTO_OUTPUT);
    let run = |variables: &[(&str, &str)]| {
        let mut command = site.command("build --shard auto");
        for name in ["CI_NODE_INDEX", "CI_NODE_TOTAL", "CHARTE_SHARDS", "CHARTE_SHARD_INDEX"] {
            command.env_remove(name);
        }
        let output = command.envs(variables.iter().copied()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(&[("JOB_COMPLETION_INDEX", "0"), ("CHARTE_SHARDS", "2")]).0, Some(0));
    assert!(site.path("dist/charte-cookies/index.html").exists());
    let (code, message) = run(&[]);
    assert!(code == Some(2) && message.contains("CHARTE_SHARD_INDEX"), "{message}");
}
