//! What waits, what does not, and how it is enclosed.

use proptest::prelude::*;

use super::super::Gravity;
use super::{build, text};

const TEMPLATE: &str = "<template data-charte=\"SERVICE\" data-charte-built>";
const BLOCK: &str = "<script type=\"text/plain\" data-charte=\"SERVICE\" data-charte-built>";

/// The services that something in the body waits for, and how it was enclosed.
fn gated(fragment: &str) -> (Vec<String>, String) {
    let page = format!("<!DOCTYPE html><head></head><body>{fragment}</body>");
    let (built, report) = build(page.as_bytes());
    let built = String::from_utf8(built).unwrap();
    let body = built.split("<body>").nth(1).unwrap().split("<p data-charte-built>").next().unwrap().to_owned();
    (report.gated.into_iter().map(|gated| gated.service).collect(), body)
}

fn waits_for(fragment: &str) -> String {
    let mut services = gated(fragment).0;
    services.dedup();
    services.join(" ")
}

#[test]
fn a_script_goes_into_a_template() {
    let script = "<script src=\"https://www.video.example/api.js\" async></script>";
    let wrapper = TEMPLATE.replace("SERVICE", "video");
    assert_eq!(gated(script).1, format!("{wrapper}{script}</template>"));
}

#[test]
fn anything_else_goes_into_a_data_block() {
    let wrapper = BLOCK.replace("SERVICE", "video");
    for thing in [
        "<img src=//v.example/p.gif>",
        "<link rel=\"dns-prefetch preconnect\" href=\"//v.example\">",
        "<input type=image src=//v.example>",
        "<style>@import url('//v.example/s.css');</style>",
        "<noscript><img src='//v.example'></noscript>",
        "<picture><source srcset='//v.example/1 2x'><img src=a.png></picture>",
        "<svg><g><image href='//v.example/'/></g></svg>",
        "<svg><svg></svg><use xlink:href='//v.example/#a'></use></svg>",
        "<iframe src=//v.example/e width=1 height=1></iframe>",
    ] {
        assert_eq!(gated(thing).1, format!("{wrapper}{thing}</script>"), "{thing}");
    }
}

#[test]
fn a_data_block_cannot_be_ended_from_within() {
    let noscript = "<noscript><script src=//v.example></script><!-- <\\script --><\\\\/SCRIPT></noscript>";
    let escaped = "<noscript><\\script src=//v.example><\\/script><\\!-- <\\\\script --><\\\\\\/SCRIPT></noscript>";
    let wrapper = BLOCK.replace("SERVICE", "video");
    assert_eq!(gated(noscript).1, format!("{wrapper}{escaped}</script>"));
}

#[test]
fn what_is_seen_gets_a_placeholder() {
    for thing in [
        "<iframe src=//v.example/e width=560></iframe>",
        "<embed src=//v.example/e>",
        "<object data=//v.example/e><p>x</p></object>",
        "<video poster=//v.example/e></video>",
        "<audio><source src=//v.example/e></audio>",
    ] {
        let (services, body) = gated(thing);
        assert_eq!(services, ["video"], "{thing}");
        assert!(body.contains("</script><span data-charte-for=\"video\" data-charte-built>"), "{body}");
    }
    assert!(!gated("<iframe src=//v.example/e style='DISPLAY: none'></iframe>").1.contains("span"));
    assert!(text("<head><iframe src=//v.example></iframe>").contains("<link rel=stylesheet href=/c.css"));
}

#[test]
fn addresses_are_read_as_browsers_read_them() {
    for address in [
        "https://v.example/x",
        "HTTPS://V.EXAMPLE/",
        "//v.example",
        "\\\\v.example\\x",
        "/\\v.example",
        " \n//v.example ",
        "ht\ntps://v.example",
        "https:&#47;&#x2f;v.example",
        "https&colon;//v.example",
        "https://v.example:8443/",
        "https://user:pass@v.example/",
        "https:/v.example/",
        "https:v.example",
        "http://v%2eexample/",
        "http://v.example./",
    ] {
        assert_eq!(waits_for(&format!("<img src=\"{address}\">")), "video", "{address}");
    }
    for address in [
        "",
        "/v.example",
        "v.example/x",
        "#//v.example",
        "?u=//v.example",
        "data:image/png,//v.example",
        "javascript:'//v.example'",
        "about:blank",
        "blob:https://v.example/1",
        "https://data.example.fr/",
        "//www.data.example.fr/x",
        "https://www.example.fr",
        "https://example.fr/",
        "https://allowed.example/",
        "https://count.example/i",
        "mailto:a@v.example",
    ] {
        assert_eq!(waits_for(&format!("<img src=\"{address}\">")), "", "{address}");
    }
    for address in ["https://other.example", "//127.0.0.1/", "//[::1]/", "https://sub.data.example.fr", "//x.v.example"]
    {
        assert_eq!(waits_for(&format!("<img src=\"{address}\">")), "unknown", "{address}");
    }
}

#[test]
fn relative_addresses_start_from_the_base() {
    let page = "<head><base href='//v.example/a/'><base href='/'></head><img src=b.png><img src='https://data.example.fr/c.png'>";
    assert_eq!(build(page.as_bytes()).1.gated.len(), 1);
    let page = "<head><base href='/a/'></head><img src=b.png>";
    assert_eq!(build(page.as_bytes()).1.gated.len(), 0);
}

#[test]
fn scripts_are_judged_by_type_and_text() {
    for script in [
        "<script>new Map . View( 'a' )</script>",
        "<script type=module>import x from \"https://v.example/x.js\"</script>",
        "<script type='TEXT/JavaScript'>var s = document.createElement(`script`); s.src = 'https:\\/\\/v.example/x'</script>",
        "<script language=javascript>new Image().src='//v.example/p'</script>",
        "<script type='a1b2c3-text/javascript' src=//v.example></script>",
        "<script type='text/partytown' src=//v.example></script>",
        "<script type='' src=//v.example></script>",
        "<svg><script href='//v.example'/></svg>",
        "<svg><script>fetch('https://v.example')</script></svg>",
    ] {
        assert!(!waits_for(script).is_empty(), "{script}");
    }
    for script in [
        "<script>let a = 'https://v.example'</script>",
        "<script>// new Map.View()\n/* new Map.View() */</script>",
        "<script>fetch('/api'); ns = 'http://www.w3.org/2000/svg'</script>",
        "<script type='application/ld+json'>{\"fetch(\":\"https://v.example\"}</script>",
        "<script type=text/plain data-cookieconsent=marketing src=//v.example></script>",
        "<script type=text/plain data-charte=video src=//v.example></script>",
        "<script type='text/x-handlebars'><img src=//v.example></script>",
        "<script src=counter.js></script>",
    ] {
        assert_eq!(waits_for(script), "", "{script}");
    }
    assert_eq!(waits_for("<script>ads.push([\"start\"])</script>"), "unknown");
}

#[test]
fn scripts_that_are_not_plain_javascript_are_judged_by_what_runs_them() {
    for script in [
        "<script type='0123abc-text/javascript' src=//v.example></script>",
        "<script type='0123abc-module'>import 'https://v.example/x.js'</script>",
        "<script type='0123abc-application/javascript'>new Map.View()</script>",
        "<script type='text/partytown'>new Map.View()</script>",
        "<script type=' Module ' src=//v.example></script>",
        "<script type=speculationrules>{\"prefetch\": [{\"source\": \"list\", \"urls\": [\"https://v.example/\"]}]}</script>",
        "<script type=speculationrules>{\"prerender\":[{\"urls\":[\"//v.example/\"]}]}</script>",
    ] {
        assert!(!waits_for(script).is_empty(), "{script}");
    }
    for script in [
        "<script type=speculationrules>{\"prefetch\": [{\"source\": \"document\", \"where\": {\"href_matches\": \"/*\"}}]}</script>",
        "<script type=importmap>{\"imports\": {\"x\": \"https://v.example/x.js\"}}</script>",
        "<script type='application/ld+json'>{\"embedUrl\": \"https://www.v.example/embed/x\"}</script>",
        "<script>window.site = {\"film\": \"https://v.example/watch?v=x\", \"maps\": [\"//tile.map.example\"]};</script>",
        "<script>document.getElementById('code').textContent = \"&lt;script src='https://v.example'&gt;\";</script>",
        "<script type='text/x-handlebars-template'><iframe src='https://v.example/{{id}}'></iframe><script>new Map.View()<\\/script></script>",
        "<script type='text/template'><img src='https://v.example/'></script>",
        "<script type='text/javascript; charset=utf-8' src=//v.example></script>",
        "<script type='x-shader/x-vertex'>fetch('https://v.example')</script>",
        "<pre><code>&lt;script&gt;new Map.View()&lt;/script&gt;</code></pre>",
    ] {
        assert_eq!(waits_for(script), "", "{script}");
    }
}

#[test]
fn what_others_hold_back_is_left_to_them() {
    for (fragment, manager) in [
        ("<script type=text/plain data-cookieconsent=marketing src=//v.example></script>", "Cookiebot"),
        ("<iframe data-cookieblock-src=//v.example data-cookieconsent=marketing></iframe>", "Cookiebot"),
        ("<script type=text/plain class='x trustecm' data-src=//v.example></script>", "TrustArc"),
        ("<script type=text/plain trackertype=2 src=//v.example></script>", "TrustArc"),
        (
            "<script type=text/plain data-type=application/javascript data-name=video data-src=//v.example></script>",
            "Klaro",
        ),
        ("<script type=text/plain class=optanon-category-C0002 src=//v.example></script>", "OneTrust"),
        ("<script type=didomi/javascript data-vendor=x src=//v.example></script>", "Didomi"),
        ("<script type=opt-in data-type=application/javascript data-name=x></script>", "Klaro"),
        ("<script type=text/plain data-category=analytics>new Map.View()</script>", "CookieConsent"),
        ("<template data-purposes=video><iframe src=//v.example></iframe></template>", "Orejime"),
        (
            "<script>tarteaucitron.init({ hashtag: 'x' }); (tarteaucitron.job = tarteaucitron.job || []).push('video')</script>",
            "tarteaucitron",
        ),
        ("<script src=/js/tarteaucitron.min.js?v=1></script>", "tarteaucitron"),
        ("<script>window.axeptioSettings = { clientId: 'x' }</script>", "Axeptio"),
        ("<script>window.didomiConfig = {}</script>", "Didomi"),
    ] {
        let page = format!("<!DOCTYPE html><head></head><body>{fragment}");
        let (built, report) = build(page.as_bytes());
        assert_eq!(report.managers.into_iter().collect::<Vec<_>>(), [manager], "{fragment}");
        assert!(String::from_utf8(built).unwrap().contains(&format!("<body>{fragment}")), "{fragment}");
    }
    let (_, report) =
        build(b"<script src=https://consent.cookiebot.com/uc.js></script><script type=text/plain>x</script>");
    assert_eq!(report.managers.into_iter().collect::<Vec<_>>(), ["Cookiebot"]);
    assert_eq!(report.unknown.len(), 1, "its own contact is judged like any other");
    assert!(build(b"<script type=application/json data-name=x data-category=y>{}</script>").1.managers.is_empty());
}

#[test]
fn what_waits_by_hand_for_nobody_is_told() {
    for (fragment, told) in [
        ("<template data-charte=video><img src=//v.example></template>", 0),
        ("<template data-charte='video map'><img src=//v.example></template>", 0),
        ("<template data-charte=ads><img src=//v.example></template>", 1),
        ("<script type=text/plain data-charte='video nobody'><img src=//v.example></script>", 1),
        ("<template data-charte=counter></template>", 1),
        ("<button data-charte=x></button>", 0),
    ] {
        let (_, report) = build(format!("<p>{fragment}").as_bytes());
        let codes: Vec<_> = report.findings.iter().map(|finding| (finding.code, finding.offset)).collect();
        assert_eq!(codes, vec![("waits-for-ever", 3); told], "{fragment}");
    }
}

#[test]
fn code_that_talks_to_what_waits_finds_somebody_there() {
    for (fragment, talks) in [
        ("<script>_map.push(1)</script>", true),
        ("<button onclick=\"mapTo('x')\">x</button>", true),
        ("<script>new Map.View(); _map.push(1)</script>", false),
        ("<template data-charte=map><script>_map.push(1)</script></template>", false),
        ("<script type=text/plain data-charte=map>_map.push(1)</script>", false),
        ("<script type=text/plain data-charte=map>1</script><script>_map.push(1)</script>", true),
        ("<template data-charte=map></template><script>_map.push(1)</script>", true),
    ] {
        let (built, report) = build(format!("<!DOCTYPE html><head></head>{fragment}").as_bytes());
        assert_eq!(report.talks.contains("map"), talks, "{fragment}");
        let starts =
            String::from_utf8(built).unwrap().contains("<head><script src=/c/q.js data-charte-built></script><script");
        assert_eq!(starts, talks, "{fragment}");
    }
}

#[test]
fn what_only_names_a_third_party_stays() {
    for fragment in [
        "<a href=//v.example>x</a>",
        "<form action=//v.example>",
        "<link rel=canonical href=//v.example>",
        "<link rel=alternate href=//v.example>",
        "<iframe data-src=//v.example></iframe>",
        "<img data-src=//v.example>",
        "<input src=//v.example>",
        "<!-- <img src=//v.example> -->",
        "<textarea><img src=//v.example></textarea>",
        "<template data-charte=video><img src=//v.example></template>",
        "<meta content=//v.example>",
        "<style>/* url(//v.example) */ a { background: url(data:,//v.example) }</style>",
    ] {
        assert_eq!(waits_for(fragment), "", "{fragment}");
    }
}

#[test]
fn pages_within_pages_are_looked_into() {
    assert_eq!(waits_for("<iframe srcdoc=\"<img src=&quot;//v.example&quot;>\"></iframe>"), "video");
    assert_eq!(waits_for("<iframe srcdoc='<p>x'></iframe>"), "");
    assert_eq!(waits_for("<template><img src=//v.example></template>"), "video");
    assert_eq!(waits_for("<noscript><noscript><img src=//v.example></noscript>"), "video");
}

#[test]
fn several_services_are_waited_for_together() {
    let (services, body) = gated("<video src=//v.example poster=//tile.map.example></video>");
    assert_eq!(services, ["video", "map"]);
    assert!(body.contains("data-charte=\"video map\""));
}

#[test]
fn what_has_no_end_is_enclosed_to_the_end_of_the_file() {
    for page in ["<p><script src=//v.example>", "<p><iframe src=//v.example></p>", "<p><noscript><img src=//v.example>"]
    {
        let built = text(page);
        assert!(built.ends_with("</script>") || built.ends_with("</span></span>"), "{built}");
    }
    assert!(text("<video src=//v.example><p>x").contains("<video src=//v.example></script>"));
    assert!(text("<object><img src=//v.example><p>x").contains("<object><script type=\"text/plain\""));
}

#[test]
fn what_cannot_wait_is_told() {
    let (_, report) = build(b"<p style='background: url(//v.example/x)'><td background=//v.example>");
    let findings: Vec<_> = report.findings.iter().map(|finding| (finding.gravity, finding.code)).collect();
    assert_eq!(findings, [(Gravity::Error, "loads-in-attribute"); 2]);
    let (_, report) = build(b"<svg><rect fill='url(https://v.example/a.svg#b)' filter='url(#c)'/></svg>");
    assert_eq!(report.findings[0].code, "loads-in-attribute");
    let (_, report) = build(b"<svg><image href='//v.example'/>");
    assert!(report.findings.iter().any(|finding| finding.gravity == Gravity::Error));
}

#[test]
fn a_style_waits_when_the_page_keeps_its_look_without_it() {
    let fonts = "<style>@charset 'utf-8'; @font-face { font-family: x; src: url(//v.example/a) }</style>";
    assert_eq!(waits_for(fonts), "video");
    let page = "<style>\n@import '//v.example/a';\n@font-face { src: url(//v.example/b) } p { color: red; background: url(https://other.example) }</style>";
    let (built, report) = build(page.as_bytes());
    assert!(String::from_utf8(built).unwrap().contains(page), "a style with rules stays where it is");
    let findings: Vec<_> = report.findings.iter().map(|finding| (finding.code, finding.offset)).collect();
    let place = |text: &str| page.find(text).unwrap();
    assert_eq!(findings, [("loads-in-style", place("//v.ex")), ("loads-in-style", place("https://other"))]);
    assert_eq!(report.unknown[0].offset, place("https://other"));
    assert!(build(b"<style>p { background: url(https://allowed.example/x) }</style>").1.findings.is_empty());
    assert_eq!(waits_for("<noscript><style>p { background: url(//v.example/x) }</style></noscript>"), "video");
}

#[test]
fn frames_wait_where_scripts_cannot_stand() {
    let built = text("<html><frameset><frame src=//v.example><frame src=a></frameset></html>");
    assert!(
        built.contains(
            "<noframes data-charte=\"video\" data-charte-built><frame src=//v.example></noframes><frame src=a>"
        )
    );
    assert!(!built.contains("<p "));
}

#[test]
fn the_report_tells_places_in_the_file_as_found() {
    let page = "<head></head><p>é<img src=https://other.example/p>";
    let (built, report) = build(page.as_bytes());
    assert_eq!(report.unknown[0].offset, page.find("<img").unwrap());
    assert_eq!(report.unknown[0].host.as_deref(), Some("other.example"));
    let (_, report) = build(&built);
    assert_eq!(report.unknown[0].offset, String::from_utf8(built).unwrap().find("<img").unwrap());
}

proptest! {
    #[test]
    fn nothing_outside_wrappers_waits(fragments in proptest::collection::vec(any::<u8>(), 0..12)) {
        const THINGS: [&str; 8] = [
            "<img src=//v.example>", "<script src=//v.example></script>", "<p>x</p>", "<iframe src=//v.example></iframe>",
            "<noscript><iframe src=//v.example></iframe></noscript>", "<svg><image href=//v.example></image></svg>", "<a href=x>y</a>",
            "<video><source src=//v.example></video>",
        ];
        let page: String = fragments.iter().map(|at| THINGS[usize::from(*at) % THINGS.len()]).collect();
        let (built, _) = build(page.as_bytes());
        let outside = outside_wrappers(&String::from_utf8(built).unwrap());
        prop_assert!(!outside.contains("v.example"), "{outside}");
    }
}

fn outside_wrappers(page: &str) -> String {
    let mut rest = page;
    let mut outside = String::new();
    loop {
        let starts = ["<template data-charte=", "<script type=\"text/plain\""].map(|start| rest.find(start));
        let (start, end) = match starts {
            [Some(template), Some(block)] if template < block => (template, "</template>"),
            [Some(template), None] => (template, "</template>"),
            [_, Some(block)] => (block, "</script>"),
            [None, None] => return outside + rest,
        };
        outside += &rest[..start];
        rest = rest[start..].split_once(end).unwrap().1;
    }
}
