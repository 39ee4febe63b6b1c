//! What the files of a small site come to.

use charte_core::catalogue::Catalogue;
use charte_core::{check, manifest};

use crate::plan::own_files::*;
use crate::prepare;

/// What these files come to, on a portal below a folder.
fn inspected(files: &[(&str, &str)]) -> Inspection {
    let folder = tempfile::tempdir().unwrap();
    let text = "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@example.org\"\ndpo = \"a@example.org\"\n[portal.town]\nname = \
                \"A\"\nurl = \"https://www.example.org/town/\"\ninput = \"public\"\nupdated = 2026-11-23\nservices = [\"youtube\", \
                \"google-fonts\"]\n";
    let (manifest, _) = manifest::parse("charte.toml", text);
    let (charters, _) = check::check(&manifest, &Catalogue::embedded());
    for (name, content) in files {
        let path = folder.path().join("public").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let charter = &charters[0];
    let portal = prepare::ready(charter, folder.path(), &Catalogue::embedded()).map_err(|_| "no portal").unwrap();
    let roots = Roots::of(charter, folder.path());
    let mut cache = FileCache::of(site::list(&roots.input, &charter.folders.folder));
    inspect(&mut cache, &roots, &portal)
}

fn described(inspection: &Inspection) -> Vec<(&str, String)> {
    let file = |finding: &Diagnostic| finding.message.split([' ', ',']).next().unwrap_or_default().to_owned();
    inspection.findings.iter().map(|finding| (finding.code, file(finding))).collect()
}

#[test]
fn workers_are_clean_with_all_that_they_bring() {
    let inspection = inspected(&[
        ("js/app.js", "new Worker('/town/js/count.js'); new Worker(new URL('./named.js', import.meta.url))"),
        ("js/count.js", "onmessage = e => postMessage(e.data + 1)"),
        ("js/named.js", "x = 1"),
        ("sw.js", "importScripts('lib/a.js'); addEventListener('install', go)"),
        ("lib/a.js", "x = 1"),
        ("bad-sw.js", "importScripts('lib/b.js'); addEventListener('fetch', go)"),
        ("lib/b.js", "importScripts('https://cdn.example.net/x.js')"),
        ("lost.js", "importScripts('no-such-file.js')"),
    ]);
    let workers: Vec<&str> = inspection.workers.iter().map(String::as_str).collect();
    assert_eq!(workers, ["/town/js/count.js", "/town/js/named.js", "/town/sw.js"]);
    let mut described = described(&inspection);
    described.sort();
    let expected = ["bad-sw.js", "lib/b.js", "lost.js"].map(|file| ("worker-contacts", file.to_owned()));
    assert_eq!(described, expected);
    let message = |name: &str| {
        let of = |finding: &&Diagnostic| finding.message.starts_with(name);
        inspection.findings.iter().find(of).map(|finding| finding.message.clone()).unwrap()
    };
    assert!(message("bad-sw.js").contains("cdn.example.net") && message("bad-sw.js").contains("goes on"));
    assert!(message("lost.js").contains("no file of the site"));
}

#[test]
fn documents_are_reported_with_what_they_need() {
    let inspection = inspected(&[
        (
            "plan.svg",
            "<svg xmlns='http://www.w3.org/2000/svg'><style>@import url(https://fonts.googleapis.com/css?family=A);</style></svg>",
        ),
        ("uses.svg", "<svg xmlns='http://www.w3.org/2000/svg'><use href='/town/plan.svg#a'/></svg>"),
        ("quiet.svg", "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"),
        ("feed.xml", "<?xml-stylesheet type='text/xsl' href='feed.xsl'?><rss/>"),
        (
            "feed.xsl",
            "<x:stylesheet xmlns:x='http://www.w3.org/1999/XSL/Transform'><img src='https://cdn.example.net/a.png'/></x:stylesheet>",
        ),
    ]);
    let documents: Vec<(&str, Vec<&str>)> = inspection
        .documents
        .iter()
        .map(|(name, shown)| (name.as_str(), shown.services.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(
        documents,
        [
            ("feed.xml", vec!["unknown"]),
            ("feed.xsl", vec!["unknown"]),
            ("plan.svg", vec!["google-fonts"]),
            ("uses.svg", vec!["google-fonts"])
        ]
    );
    let names = ["feed.xml", "plan.svg", "uses.svg"];
    assert_eq!(described(&inspection), names.map(|name| ("document-contacts", name.to_owned())));
}

#[test]
fn what_waits_in_files_is_reported_once() {
    let inspection = inspected(&[
        (
            "a.css",
            "@import 'https://fonts.googleapis.com/css?family=A'; @font-face{src:url(https://fonts.gstatic.com/a)}",
        ),
        ("b.css", "p{background:url(https://pictures.example.net/a.png)}"),
        ("player.js", "button.onclick = () => new YT.Player('film', {})"),
        ("module.js", "import a from 'https://esm.example.net/a.js'"),
        ("call.js", "new RTCPeerConnection({iceServers:[{urls:'stun:stun.example.net'}]})"),
        ("form.php", "<html><?php echo 1 ?></html>"),
        ("about", "<!doctype html><p>x"),
    ]);
    let mut described = described(&inspection);
    described.sort();
    assert_eq!(
        described,
        [
            ("import-refused", "module.js".to_owned()),
            ("server-code", "it".to_owned()),
            ("waits-in-stylesheet", "a.css".to_owned()),
            ("webrtc-contacts", "call.js".to_owned()),
        ]
    );
    let unknown: Vec<&String> = inspection.figures.unknown.keys().collect();
    assert_eq!(unknown, ["esm.example.net", "pictures.example.net"]);
}

#[test]
fn a_search_index_that_quotes_code_contacts_nobody() {
    let text = "importScripts(\\'https://cdn.example.net/x.js\\'); workbox.precaching.precacheAndRoute([])";
    let index = format!("window.search = Object.assign(window.search, JSON.parse('{{\"body\":\"{text}\"}}'));");
    let inspection = inspected(&[("searchindex.js", &index)]);
    assert_eq!(described(&inspection), []);
    assert!(inspection.lists.is_empty());
}
