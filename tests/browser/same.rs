//! Pages visited as their authors wrote them, and as built with everything accepted: the same scripts run in the same order,
//! the same handlers are called, and the document is the same in the end.

use std::sync::Arc;
use std::time::Duration;

use charte_browser::{Page, Reply, Server, secure_url};
use serde_json::Value;

use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{SOON, Visit, accept_and, as_written, await_banner, go, release_after, value, wait};

const SUITE: &str = "suite.example.net";

/// What the pages share: a service recognised by its host.
pub(crate) const SERVICES: &str = r#"
services = ["suite"]
[service.suite]
name = "Suite"
purpose = "content"
consent = "required"
hosts = ["suite.example.net"]
description = { fr = "Affiche une suite." }
provider = { name = "Suite SAS", country = "FR", policy = "https://suite.example.net/policy" }
"#;

/// A page: name, its main content (`{s}` is the service's host), and the host's replies: path, body, and delay in
/// milliseconds.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str, u64)]);

const CASES: [Case; 15] = [
    (
        "blocking",
        r#"<script src="{s}/slow.js" id="slow"></script><script id="i">suite.log('inline after ' + suite.lines.length)</script>
           <script id="throws">suite.log('throws'); throw new Error('its own')</script>
           <script src="{s}/fast.js"></script>
           <script>Promise.resolve().then(() => suite.lines.push('microtask')); suite.log('z')</script>
           <script>suite.log('after the microtask')</script>"#,
        &[("/slow.js", "suite.log('slow')", 300), ("/fast.js", "suite.log('fast')", 0)],
    ),
    (
        "write",
        r#"<script id="a">suite.log('a'); document.write('<p id=p1>one</p><scr' + 'ipt id=w1>suite.log("written " + !!document.getElementById("p1")); window.set = 7<\/scr' + 'ipt>'); suite.log('sees ' + window.set)</script>
           <script id="b">suite.log('b'); document.write('<b id=half>'); document.write('in two</b>'); document.writeln('line')</script>
           <script id="c">suite.log('c'); document.write('<scr' + 'ipt src="{s}/nested.js" id=n><\/scr' + 'ipt>'); document.write('<i id=last>behind</i>')</script>
           <script id="d">suite.log('d sees ' + !!document.getElementById('deep'))</script>
           <script id="e">suite.log('e'); document.write('<scr' + 'ipt id=n2>suite.log("outer"); document.write("<u>inner</u>")<\/scr' + 'ipt><s>rest</s>')</script>
           <script src="{s}/writes.js" id="g"></script>"#,
        &[
            ("/nested.js", "suite.log('nested'); document.write('<em id=deep>deep</em>')", 150),
            ("/writes.js", "suite.log('writes'); document.write('<q>quoted</q>')", 100),
        ],
    ),
    (
        "places",
        r#"<table><tr id="row"><td>1</td><script id="a">suite.log('row'); document.write('<td>2</td>')</script></tr></table>
           <ul><li><script id="b">suite.log('item'); document.currentScript.parentNode.append('beside')</script></li></ul>
           <div id="box"><script id="c" src="{s}/box.js" data-key="42"></script></div>"#,
        &[(
            "/box.js",
            "const me = document.currentScript; suite.log('key ' + me.dataset.key + ' in ' + me.parentNode.id); me.insertAdjacentHTML('afterend', '<hr>')",
            50,
        )],
    ),
    (
        "listeners",
        r#"<script id="a">suite.log('a');
             const report = (place, kind) => place.addEventListener(kind, event => suite.log('report ' + kind + ' ' + (event.target === document) + ' ' + document.readyState));
             report(document, 'DOMContentLoaded'); report(window, 'DOMContentLoaded'); report(window, 'load'); report(window, 'pageshow'); report(document, 'readystatechange');
             document.addEventListener('DOMContentLoaded', { handleEvent() { suite.log('object') } }, { once: true });
             const never = () => suite.log('never'); addEventListener('load', never); removeEventListener('load', never);
             document.addEventListener('load', () => suite.log('not on the document'));</script>
           <script id="b">suite.log('b'); window.onload = () => suite.log('onload ' + document.readyState)</script>
           <script id="c">suite.log('c'); document.onreadystatechange = () => suite.log('changed ' + document.readyState)</script>
           <script id="d" src="{s}/d.js"></script>"#,
        &[("/d.js", "suite.log('d'); addEventListener('load', () => suite.log('d load'))", 100)],
    ),
    (
        "ready state",
        r#"<script>suite.log('inline ' + document.readyState)</script><script src="{s}/block.js"></script>
           <script src="{s}/defer.js" defer></script>
           <script>if (document.readyState === 'complete') suite.log('too early'); else addEventListener('load', () => suite.log('at load ' + document.readyState))</script>
           <p id="later">Suite</p>"#,
        &[
            (
                "/block.js",
                "const go = () => suite.log('ready, sees ' + !!document.getElementById('later') + ' ' + document.readyState);
                 suite.log('file ' + document.readyState); document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', go) : go()",
                50,
            ),
            ("/defer.js", "suite.log('defer ' + document.readyState)", 0),
        ],
    ),
    (
        "async",
        r#"<script async src="{s}/slow.js" onload="suite.log('slow loaded')"></script><script async src="{s}/fast.js"></script>
           <script src="{s}/block.js"></script><script>suite.log('end'); addEventListener('load', () => suite.log('load'))</script>"#,
        &[
            ("/slow.js", "suite.log('slow')", 0),
            ("/fast.js", "suite.log('fast')", 0),
            ("/block.js", "suite.log('block')", 0),
        ],
    ),
    (
        "defer",
        r#"<script defer src="{s}/one.js"></script><script defer>suite.log('inline is never deferred')</script>
           <script defer src="{s}/two.js"></script><script>suite.log('first'); document.addEventListener('DOMContentLoaded', () => suite.log('ready'))</script>"#,
        &[("/one.js", "suite.log('one')", 300), ("/two.js", "suite.log('two')", 0)],
    ),
    (
        "modules",
        r#"<script type="module">import { name } from '{s}/import.js'; suite.log('inline ' + name + ' ' + document.currentScript)</script>
           <script defer src="{s}/between.js"></script><script type="module" src="{s}/module.js"></script>
           <script type="module">suite.log('inline two')</script>
           <script type="module" onerror="suite.log('cannot import')">import '{s}/gone.js'; suite.log('never')</script>
           <script nomodule>suite.log('old')</script><script nomodule src="{s}/old.js"></script>
           <script type="module" async src="{s}/whenever.js"></script>
           <script>suite.log('first'); document.addEventListener('DOMContentLoaded', () => suite.log('ready'))</script>"#,
        &[
            ("/import.js", "suite.log('imported'); export const name = 'Ann'", 300),
            ("/between.js", "suite.log('between')", 0),
            ("/module.js", "import '{s}/import.js'; suite.log('module')", 100),
            ("/whenever.js", "suite.log('whenever')", 0),
            ("/old.js", "suite.log('old file')", 0),
        ],
    ),
    (
        "integrity",
        r#"<script src="{s}/good.js" crossorigin integrity="sha256-354zCiRaQCvgW2sNieu+qs+CoHG/BhSGu5xFogrfLtc=" onload="suite.log('loaded')" onerror="suite.log('failed')"></script>
           <script src="{s}/bad.js" crossorigin integrity="sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" onload="suite.log('loaded')" onerror="suite.log('refused')"></script>
           <script nonce="abc">suite.log('nonce ' + document.currentScript.nonce)</script>"#,
        &[("/good.js", "suite.log('good')", 0), ("/bad.js", "suite.log('bad')", 0)],
    ),
    (
        "missing",
        r#"<script src="{s}/gone.js" onload="suite.log('loaded')" onerror="suite.log('failed')"></script>
           <script>suite.log('after'); addEventListener('load', () => suite.log('load'))</script>
           <script src="{s}/gone-too.js" defer onerror="suite.log('deferred failed')"></script>"#,
        &[],
    ),
    (
        "scripts that add scripts",
        r#"<script>suite.log('snippet'); (function (d, t) { var s = d.createElement(t), f = d.currentScript; s.async = 1; s.src = '{s}/lib.js'; f.parentNode.insertBefore(s, f) })(document, 'script')</script>
           <script>suite.log('next')</script>"#,
        &[
            (
                "/lib.js",
                "suite.log('lib'); const s = document.createElement('script'); s.src = '{s}/more.js'; s.onload = () => suite.log('more loaded'); document.body.append(s)",
                100,
            ),
            ("/more.js", "suite.log('more')", 100),
        ],
    ),
    (
        // A frame fires `load` for its placeholder, too: no handler listens here.
        "pictures and frames",
        r#"<img src="{s}/p.gif" alt="" onload="suite.log('picture')" onerror="suite.log('no picture')">
           <iframe src="{s}/frame.html" title="Cadre"></iframe>
           <script>suite.log('script'); addEventListener('load', () => suite.log('load'))</script>"#,
        &[("/frame.html", "<p>Cadre", 500), ("/p.gif", "no picture", 200)],
    ),
    (
// They delay nothing after them but the load event.
        "stylesheets",
        r#"<link rel="stylesheet" href="{s}/look.css"><p id="styled">Texte</p>
           <script>addEventListener('load', () => suite.log('color ' + getComputedStyle(document.getElementById('styled')).color))</script>"#,
        &[("/look.css", "#styled { color: rgb(1, 2, 3) }", 400)],
    ),
    (
        "taken away",
        r#"<div id="victim"><script>suite.log('a'); document.currentScript.parentNode.dataset.seen = 'yes'</script></div>
           <script>suite.log('b'); document.getElementById('victim').remove()</script>
           <script id="self">suite.log('c'); document.currentScript.remove()</script><script>suite.log('d')</script>"#,
        &[],
    ),
    (
        "old ways",
        r#"<script language="JavaScript">suite.log('language')</script><script type="application/javascript">suite.log('type')</script>
           <script type="TEXT/JavaScript" src="{s}/upper.js" charset="utf-8"></script>
           <script>suite.log('this ' + (this === window)); var shared = 5; function declared() { return shared + 1 }</script>
           <script>suite.log('globals ' + declared() + ' ' + window.shared)</script>
           <script>suite.log('strict'); let lexical = 3</script><script>suite.log('lexical ' + lexical)</script>"#,
        &[("/upper.js", "suite.log('upper')", 50)],
    ),
];

/// What comes only after a line of its page: case, path and line.
const AFTER: [(&str, &str, &str); 3] =
    [("async", "/block.js", "fast"), ("async", "/slow.js", "end"), ("modules", "/whenever.js", "ready")];

/// The paths on the server that come after a line, with that line, of a case.
fn after(at: usize) -> impl Iterator<Item = (String, &'static str)> {
    AFTER
        .iter()
        .filter(move |(case, ..)| *case == CASES[at].0)
        .map(move |(_, path, line)| (format!("/{at}{path}"), *line))
}

fn host(case: usize) -> String {
    format!("https://suite.example.net/{case}")
}

fn site() -> Arc<Site> {
    let pages: Vec<(String, String)> = CASES
        .iter()
        .enumerate()
        .map(|(at, (name, html, _))| (format!("{at}.html"), page(name, &html.replace("{s}", &host(at)))))
        .collect();
    let mut files: Vec<(&str, &str)> = pages.iter().map(|(name, page)| (name.as_str(), page.as_str())).collect();
    files.push(("suite.js", include_str!("pages/suite.js")));
    Site::small(SERVICES, &files)
}

/// A page with `html` as its main content.
fn page(title: &str, html: &str) -> String {
    format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>{title}</title><script src=\"suite.js\">\
         </script></head><body><main><h1>{title}</h1>{html}</main><footer>Fin</footer></body></html>"
    )
}

fn serve(server: &Server) {
    for (at, (_, _, files)) in CASES.iter().enumerate() {
        for (path, body, delay) in *files {
            let kind = match path.rsplit('.').next() {
                Some("css") => "text/css",
                Some("html") => "text/html",
                Some("gif") => "image/gif",
                _ => "text/javascript; charset=utf-8",
            };
            let reply = Reply::new(200, kind, body.replace("{s}", &host(at)))
                .with("Access-Control-Allow-Origin", "*")
                .with("Cache-Control", "max-age=60");
            let path = format!("/{at}{path}");
            server.route(SUITE, &path, reply);
            server.delay(SUITE, &path, Duration::from_millis(*delay));
        }
        after(at).for_each(|(path, _)| server.hold(SUITE, &path));
        for path in ["/gone.js", "/gone-too.js"] {
            server.route(SUITE, &format!("/{at}{path}"), Reply::new(404, "text/plain", ""));
        }
    }
}

/// Lets come what is held, each after its line.
fn release(page: &Page, server: &Server, at: usize) {
    after(at).for_each(|(path, line)| release_after(page, server, SUITE, &path, line));
}

/// The lines and the document, once no more come for a while.
fn outcome(page: &Page) -> (Value, String) {
    value(page, include_str!("scripts/settled.js"));
    let document = value(page, &as_written("document.documentElement"));
    (value(page, "suite.lines"), document.as_str().unwrap().to_string())
}

#[test]
fn what_is_accepted_runs_as_if_nothing_had_waited() {
    let site = site();
    let (source, built) = (Visit::source(&site, &[SMALL]), Visit::built(&site, &[SMALL]));
    serve(&source.server);
    serve(&built.server);
    let mut differences = String::new();
    for (at, (name, ..)) in CASES.iter().enumerate() {
        let path = format!("/{at}.html");
        let page = source.another();
        page.goto_within(&secure_url(SMALL.host, &path), Duration::ZERO).unwrap();
        release(&page, &source.server, at);
        wait(&page, "document.readyState === 'complete' && window.suite");
        let wanted = outcome(&page);
        assert!(!wanted.0.as_array().unwrap().is_empty(), "{name}: {:?}", wanted.0);

        let page = built.another();
        go(&page, SMALL, &path);
        await_banner(&page);
        // Late lines of the page before must not count for this one.
        let mut asked = built.server.to(SUITE);
        asked.retain(|request| request.path.starts_with(&format!("/{at}/")));
        assert!(asked.is_empty(), "{name}: something did not wait: {asked:?}");
        accept_and(&page, || release(&page, &built.server, at));
        let _ = page.wait_for(&format!("suite.lines.length >= {}", wanted.0.as_array().unwrap().len()), SOON);
        let found = outcome(&page);
        built.server.clear();
        if found != wanted {
            differences += &format!("\n{name}\n wanted {} {}\n found  {} {}\n", wanted.0, wanted.1, found.0, found.1);
        }
    }
    assert!(differences.is_empty(), "{differences}");
}
