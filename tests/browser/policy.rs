//! Nothing leaves before consent, whatever is missing, blocked or done to the pages after charte: in three engines. Every
//! request to a third party counts, and every connection without a request.

#[path = "../engines.rs"]
mod engines;
#[path = "../goto.rs"]
mod goto;
mod parsed;
mod tab;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use charte_browser::{Chromium, Reply};
use url::Url;

use crate::portals::SMALL;
use crate::site::Site;
use engines::Engine;
use tab::Tab;

/// The third parties of the page.
const THIRD: [&str; 3] = ["nobody.example.org", "stats.example.net", "www.youtube.com"];

/// A player and a counter that are declared; `nobody.example.org` is not.
const SERVICES: &str = r#"services = ["matomo", "youtube"]
[service.matomo]
hosts = ["stats.example.net"]
"#;

/// A page that contacts third parties in its HTML, by a script of its own and by one in a file.
const PAGE: &str = r#"<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<link rel="preconnect" href="https://nobody.example.org"><link rel="stylesheet" href="https://nobody.example.org/look.css">
<style>main { color: rgb(1, 2, 3) } h1 { background: url(https://nobody.example.org/h1.png) }</style>
<script src="https://stats.example.net/matomo.js"></script>
<script async src="https://stats.example.net/async.js"></script>
<script>fetch("https://nobody.example.org/fetched", { mode: "no-cors" }).catch(() => 0); new Image().src = "https://nobody.example.org/pixel";</script>
</head><body><main><h1>Essai</h1>
<iframe src="https://www.youtube.com/embed/MAREES-2026" title="Film" width="400" height="300"></iframe>
<img src="https://nobody.example.org/i.png" srcset="https://nobody.example.org/2.png 2x" alt="">
<p style="background: url(https://nobody.example.org/p.png)">Texte</p>
<noscript><img src="https://stats.example.net/matomo.php?rec=1" alt=""></noscript>
<script src="site.js"></script></main><footer>Fin</footer></body></html>
"#;

/// Contacts the same hosts by elements that it makes, then by a file of the site's own.
const SCRIPT: &str = include_str!("pages/contacts.js");

/// The site, with these lines in its declaration, and more files.
fn site(lines: &str, more: &[(&str, &str)]) -> Arc<Site> {
    let files = [("index.html", PAGE), ("site.js", SCRIPT), ("ran.png", ""), ("plain.html", PLAIN)];
    let files: Vec<_> =
        more.iter().chain(files.iter().filter(|(name, _)| more.iter().all(|(own, _)| own != name))).copied().collect();
    Site::small(&format!("{lines}\n{SERVICES}"), &files)
}

/// A page that runs no script of its author's.
const PLAIN: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<style>h1 { background: url(https://nobody.example.org/h1.png) }</style></head><body><main><h1>Essai</h1>
<iframe src="https://www.youtube.com/embed/MAREES-2026" title="Film" width="400" height="300"></iframe></main></body></html>
"#;

/// The site in the usual form and in the static one.
fn in_both_forms(more: &[(&str, &str)]) -> [Arc<Site>; 2] {
    ["", "policy = \"static\""].map(|lines| site(lines, more))
}

/// What is done to a tab's server before the visit.
type Prepare<'a> = &'a (dyn Fn(&Tab) + Sync);

/// Does something in every engine at once: most of the time is waiting for silence.
fn in_each_engine<T: Send>(action: impl Fn(Engine) -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let action = &action;
        let engines: Vec<_> = Engine::chosen().into_iter().map(|engine| scope.spawn(move || action(engine))).collect();
        engines.into_iter().map(|engine| engine.join().unwrap()).collect()
    })
}

/// Visits these pages of the sites in every engine; only the portal may be contacted. The sites share a tab: as long as no
/// third party is contacted, none can be hidden by another page's cache.
#[track_caller]
fn assert_quiet(sites: &[Arc<Site>], paths: &[&str], prepare: Prepare<'_>) {
    let loud = in_each_engine(|engine| {
        let mut tab = Tab::open(engine);
        tab.header("Cache-Control", "no-store");
        prepare(&tab);
        let mut loud = Vec::new();
        for site in sites {
            tab.serve(&site.path(SMALL.built));
            let declaration = site.read("charte.toml");
            let form = if declaration.contains("\"static\"") { "static" } else { "usual" };
            for path in paths {
                loud.extend(tab.visit(path).iter().map(|seen| format!("{engine:?}, {form} form, {path}: {seen}")));
            }
        }
        loud
    });
    let loud = loud.concat();
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}

const PATHS: [&str; 2] = ["/", "/plain.html"];

/// The control: if the page were not held, this test would notice.
#[test]
fn the_page_as_written_contacts_everybody_in_each_engine() {
    let site = site("", &[]);
    in_each_engine(|engine| {
        let mut tab = Tab::open(engine);
        tab.serve(&site.path(SMALL.source));
        let seen = tab.visit("/");
        for host in THIRD {
            assert!(seen.iter().any(|url| url.contains(host)), "{engine:?} {host}: {seen:?}");
        }
    });
}

#[test]
fn nothing_leaves() {
    assert_quiet(&in_both_forms(&[]), &PATHS, &|_| ());
}

#[test]
fn nothing_leaves_when_the_folder_of_charte_is_missing() {
    let sites = in_both_forms(&[]);
    for site in &sites {
        fs::remove_dir_all(site.path(SMALL.built).join("charte-cookies")).unwrap();
    }
    assert_quiet(&sites, &PATHS, &|_| ());
}

#[test]
fn nothing_leaves_when_the_files_of_charte_are_blocked() {
    let block = |tab: &Tab| {
        for file in ["first.js", "charte.fr.js", "later.fr.js", "charte.css"] {
            let refusal = Reply::new(403, "text/plain", "blocked");
            tab.route(&format!("/charte-cookies/{file}"), refusal);
        }
    };
    assert_quiet(&in_both_forms(&[]), &PATHS, &block);
}

/// A page in a sandbox throws when its cookies are read.
#[test]
fn nothing_leaves_in_a_sandbox() {
    let framed = r#"<!doctype html><title>x</title><iframe sandbox="allow-scripts" src="index.html"></iframe>"#;
    let sites = in_both_forms(&[("framed.html", framed)]);
    assert_quiet(&sites, &["/framed.html"], &|_| ());
    let sandbox = |tab: &Tab| tab.header("Content-Security-Policy", "sandbox allow-scripts");
    assert_quiet(&sites, &PATHS, &sandbox);
}

#[test]
fn nothing_leaves_without_scripts() {
    // Without an origin `'self'` matches every host in WebKit, where the build does not know about the sandbox.
    let sandboxed = in_both_forms(&[("_headers", "/*\n  Content-Security-Policy: sandbox\n")]);
    assert_quiet(&sandboxed, &PATHS, &|tab| tab.header("Content-Security-Policy", "sandbox"));
    let sites = in_both_forms(&[]);
    in_each_engine(|engine| {
        let mut tab = Tab::without_scripts(engine);
        tab.header("Cache-Control", "no-store");
        for site in &sites {
            tab.serve(&site.path(SMALL.built));
            let seen = tab.visit("/");
            assert!(seen.is_empty(), "{engine:?}: {seen:?}");
            let ran = tab.requested("/ran.png");
            assert!(!ran, "{engine:?}: scripts run");
        }
    });
}

#[test]
fn nothing_leaves_where_the_sites_own_policy_forbids_inline_scripts() {
    let own = r#"<meta http-equiv="Content-Security-Policy" content="script-src 'self' https://stats.example.net">"#;
    let after = ["<meta charset=\"utf-8\">", "<head>"];
    let pages = after.map(|after| PAGE.replacen(after, &format!("{after}{own}"), 1));
    assert_quiet(&pages.map(|page| site("", &[("index.html", &page)])), &["/"], &|_| ());
    let headers = "/*\n  Content-Security-Policy: script-src 'self'\n";
    let send = |tab: &Tab| tab.header("Content-Security-Policy", "script-src 'self'");
    assert_quiet(&[site("", &[("_headers", headers)])], &PATHS, &send);
}

/// No server has it, and it still looks as its author wrote it.
#[test]
fn nothing_leaves_from_a_page_that_is_opened_from_its_file() {
    let looks = r#"<link rel="stylesheet" href="own.css"></head>"#;
    let page = PAGE.replacen("</head>", looks, 1);
    let sites = in_both_forms(&[("index.html", page.as_str()), ("own.css", "h1 { color: rgb(4, 5, 6) }")]);
    let files = sites.each_ref().map(|site| site.path(SMALL.built).join("index.html"));
    in_each_engine(|engine| {
        let mut tab = Tab::open(engine);
        for file in &files {
            let seen = tab.open_file(file);
            assert!(seen.is_empty(), "{engine:?} {}: {seen:?}", file.display());
        }
    });
    for file in &files {
        let page = Chromium::shared().direct().unwrap().page().unwrap();
        page.goto(Url::from_file_path(file).unwrap().as_str()).unwrap();
        let colours = "['main', 'h1'].map(name => getComputedStyle(document.querySelector(name)).color).join()";
        assert_eq!(page.evaluate(colours).unwrap(), "rgb(1, 2, 3),rgb(4, 5, 6)", "{}", file.display());
    }
}

/// The address names the root of the host; the pages are served from a folder.
#[test]
fn nothing_leaves_under_another_path() {
    let sites = in_both_forms(&[]);
    for site in &sites {
        let folder = site.path(SMALL.built);
        let moved = folder.with_extension("sub");
        fs::rename(&folder, &moved).unwrap();
        fs::create_dir(&folder).unwrap();
        fs::rename(moved, folder.join("sub")).unwrap();
    }
    assert_quiet(&sites, &["/sub/", "/sub/plain.html"], &|_| ());
}

/// Runs html-minifier-terser over the pages, as sites do as a last step.
fn minify(site: &Site) {
    let tools =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser/node_modules/.bin/html-minifier-terser");
    assert!(tools.exists(), "the minifier is missing: run `npm ci --prefix tests/browser`");
    for page in ["index.html", "plain.html"] {
        let file = site.path(SMALL.built).join(page);
        let before = fs::metadata(&file).unwrap().len();
        let options = [
            "--collapse-whitespace",
            "--remove-comments",
            "--remove-attribute-quotes",
            "--remove-redundant-attributes",
            "--remove-script-type-attributes",
            "--remove-optional-tags",
            "--collapse-boolean-attributes",
            "--sort-attributes",
            "--minify-js",
            "true",
            "--minify-css",
            "true",
        ];
        let output = Command::new(&tools).args(options).arg("-o").arg(&file).arg(&file).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(fs::metadata(&file).unwrap().len() < before, "{page} was not minified");
    }
}

#[test]
fn nothing_leaves_from_minified_pages_nor_when_charte_comes_again() {
    let sites = in_both_forms(&[]);
    sites.iter().for_each(|site| minify(site));
    assert_quiet(&sites, &PATHS, &|_| ());
    for site in &sites {
        // The output of the minifier is the site from here on.
        for page in ["index.html", "plain.html"] {
            fs::copy(site.path(SMALL.built).join(page), site.path(SMALL.source).join(page)).unwrap();
        }
        site.build();
        let built = site.read("dist/index.html");
        let script = built.matches("/charte-cookies/charte.fr.js data-charte-built").count();
        let quoted = built.matches("/charte-cookies/charte.fr.js\" data-charte-built").count();
        assert_eq!(script + quoted, 1, "{built}");
        assert_eq!(built.matches("charteRun()").count(), 1, "{built}");
    }
    assert_quiet(&sites, &PATHS, &|_| ());
}

/// An acceptance from before the portal asked about more services.
#[test]
fn an_answer_to_an_older_question_lifts_nothing() {
    let sites = in_both_forms(&[]);
    let day = "20261120";
    let answers =
        ["1.DAY.0ld00000.matomo~youtube", "1.DAY..matomo~youtube", "1.DAY.0ld00000.youtube", "DAY.matomo~youtube"];
    for answer in answers.map(|answer| answer.replace("DAY", day)) {
        let cookie = format!("cookies_preferences={answer}; Path=/; Secure");
        let give = |tab: &Tab| tab.header("Set-Cookie", &cookie);
        // The first visit sets the cookie, the second sends it.
        assert_quiet(&sites, &["/", "/", "/plain.html"], &give);
    }
}

/// A cookie that grants everything, as an answer to the site's question.
fn acceptance(site: &Site) -> String {
    answer(site, "matomo~youtube")
}

/// A cookie that grants these services.
fn answer(site: &Site, granted: &str) -> String {
    let script = site.read("dist/charte-cookies/first.js");
    let question =
        script.split("=1\\.\\d+\\.").nth(1).and_then(|rest| rest.split('\\').next()).expect("the fingerprint");
    format!("cookies_preferences=1.20261120.{question}.{granted}; Path=/; Secure")
}

/// What was seen, without counts.
fn addresses(seen: &BTreeSet<String>) -> BTreeSet<&str> {
    seen.iter().map(|seen| seen.rsplit_once(' ').map_or(seen.as_str(), |(address, _)| address)).collect()
}

/// The control for the cookie: an answer to today's question lets everything through, in each engine and form, once each.
#[test]
fn an_answer_to_this_question_brings_everything_back() {
    let empty = "<!doctype html><html lang=\"fr\"><head><title>Vide</title></head><body><main><h1>Vide</h1></main></body></html>";
    for lines in ["", "policy = \"static\""] {
        let site = site(lines, &[("empty.html", empty)]);
        let cookie = acceptance(&site);
        in_each_engine(|engine| {
            let mut tab = Tab::open(engine);
            tab.serve(&site.path(SMALL.source));
            let mut written = tab.visit("/");
            // What is not declared cannot be accepted: what the build saw of it stays held.
            written.retain(|seen| !seen.contains("/look.css") && !seen.contains("/i.png") && !seen.contains("/2.png"));
            written.retain(|seen| !seen.starts_with("a connection"));
            // Nothing can come from a cache: a page without third parties sets the cookie.
            let mut tab = Tab::open(engine);
            tab.header("Set-Cookie", &cookie);
            tab.serve(&site.path(SMALL.built));
            tab.visit("/empty.html");
            let mut seen = tab.visit("/");
            seen.retain(|seen| !seen.starts_with("a connection"));
            assert_eq!(addresses(&seen), addresses(&written), "{engine:?} {lines}");
            // WebKit requests some files twice in the page as written.
            let more: Vec<_> = seen.difference(&written).filter(|seen| !seen.ends_with(" 1")).collect();
            assert!(more.is_empty(), "{engine:?} {lines}: {more:?}");
        });
    }
}

/// Where a part is granted, elements are restored while the page is parsed. Firefox goes on with the placeholder of a frame that gets
/// its address back at once.
#[test]
fn an_answer_for_one_service_brings_its_frames_back() {
    let empty = "<!doctype html><html lang=\"fr\"><head><title>Vide</title></head><body><main><h1>Vide</h1></main></body></html>";
    for lines in ["", "policy = \"static\""] {
        let site = site(lines, &[("empty.html", empty)]);
        let cookie = answer(&site, "youtube");
        in_each_engine(|engine| {
            let mut tab = Tab::open(engine);
            tab.header("Set-Cookie", &cookie);
            tab.serve(&site.path(SMALL.built));
            tab.visit("/empty.html");
            for page in ["/", "/plain.html"] {
                let seen = tab.visit(page);
                let of = |host: &str| seen.iter().any(|seen| seen.starts_with(&format!("https://{host}/")));
                assert!(
                    seen.iter().any(|seen| seen.contains("/embed/MAREES-2026")),
                    "{engine:?} {lines} {page}: {seen:?}"
                );
                assert!(!of("stats.example.net") && !of("nobody.example.org"), "{engine:?} {lines} {page}: {seen:?}");
            }
        });
    }
}
