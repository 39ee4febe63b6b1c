//! What waits, what does not, and how it is held.

use proptest::prelude::*;

use crate::Form;
use crate::tests::{build, text};

/// The services that something in the body waits for, and how it is held.
fn gated(fragment: &str) -> (Vec<String>, String) {
    let page = format!("<!DOCTYPE html><head></head><body>{fragment}</body>");
    let (built, report) = build(page.as_bytes());
    let built = String::from_utf8(built).unwrap();
    let body = built.split("<body>").nth(1).unwrap().split("<p data-charte-built>").next().unwrap().to_owned();
    (report.gated.into_iter().map(|gated| gated.service).collect(), body)
}

pub(super) fn waits_for(fragment: &str) -> String {
    let mut services = gated(fragment).0;
    services.dedup();
    services.join(" ")
}

/// Each of the fragments is held as written here, with `~` for the prefix of a name and `^` for the mark.
#[track_caller]
fn expect_held(fragments: &[&str]) {
    for fragment in fragments {
        let bare = fragment.replace(['~', '^'], "").replace("charteRun()//", "").replace("charteRun()", "");
        let bare = bare.replace(" type=\"text/plain\"", "").replace(" src=\"data:,\"", "");
        let bare = bare.replace(" disabled=\"\" media=\"not all\"", "");
        let held = fragment.replace('~', "data-charte-").replace('^', " data-charte-held=\"video\"");
        assert_eq!(gated(&bare), (vec!["video".to_owned()], held), "{bare}");
    }
}

#[test]
fn a_script_writes_itself_in_its_place_after_a_yes() {
    expect_held(&[
        "<script^ ~src=\"https://www.video.example/api.js\">charteRun()</script>",
        "<script^ defer ~src=//v.example ~type='text/javascript' integrity=x nonce=y onload=z>charteRun()</script>",
        "<script^ ~type=module ~src=//v.example>charteRun()</script>",
        "<SCRIPT^ ~SRC=//v.example ~Src=/2>charteRun() </SCRIPT>",
        // Its text is no script as long as the element has an address.
        "<script^ ~src=//v.example>charteRun()//{\"a\": 1}</script>",
        "<script^ type=\"text/plain\" ~src=//v.example>\n{\"a\": 1}</script>",
        // No service waits for these.
        "<script^ type=\"text/plain\" src=\"data:,\" ~src=//v.example async></script>",
        "<script^ type=\"text/plain\" ~src=//v.example async>//</script>",
        "<svg><script^ ~href='//v.example'/></svg>",
        "<svg><script^ xlink:~href='//v.example'></script></svg>",
    ]);
}

#[test]
fn addresses_get_other_names() {
    expect_held(&[
        "<img^ ~src=//v.example/p.gif alt=x>",
        "<img^ ~srcset='a 1x, //v.example/p.gif 2x' ~src=a>",
        "<link^ rel=\"dns-prefetch preconnect\" ~href=\"//v.example\">",
        "<link^ ~rel=preload as=image ~href=//v.example/p.gif>",
        "<link^ ~href=//v.example/p.js ~rel='ModulePreload' crossorigin>",
        "<input^ type=image ~src=//v.example>",
        "<noscript><img^ ~src='//v.example'></noscript>",
        "<picture><source^ ~srcset='//v.example/1 2x'><img src=a.png></picture>",
        "<svg><g><image^ ~href='//v.example/'/></g></svg>",
        "<svg><svg></svg><use^ xlink:~href='//v.example/#a'></use></svg>",
        "<embed^ ~src=//v.example/e>",
        "<object^ ~data=//v.example/e><p>x</p></object>",
        "<video^ ~poster=//v.example/e></video>",
        "<audio><source^ ~src=//v.example/e></audio>",
        "<table^ ~background=//v.example></table>",
        "<template><img^ ~src=//v.example></template>",
    ]);
    let built = text("<html><frameset><frame src=//v.example><frame src=a></frameset></html>");
    assert!(built.contains("<frame data-charte-held=\"video\" data-charte-src=//v.example><frame src=a>"), "{built}");
}

#[test]
fn style_sheets_are_switched_off() {
    expect_held(&[
        "<link^ disabled=\"\" media=\"not all\" rel=stylesheet href=//v.example>",
        "<style^ type=\"text/plain\">@import url('//v.example/s.css');</style>",
    ]);
    assert_eq!(
        gated("<link rel=stylesheet href=//v.example disabled>").1,
        "<link rel=stylesheet href=//v.example disabled>"
    );
}

#[test]
fn frames_show_a_placeholder_and_keep_their_address() {
    let held = |attributes: &str| gated(&format!("<iframe {attributes}></iframe>")).1;
    let shown = "<iframe data-charte-held=\"video\" srcdoc=\"&lt;p class=&quot;video&quot;>1&lt;/p>\" ";
    assert_eq!(held("src=//v.example/e width=560"), format!("{shown}src=//v.example/e width=560></iframe>"));
    assert_eq!(held("sandbox src=//v.example"), format!("{shown}data-charte-sandbox src=//v.example></iframe>"));
    let own = "srcdoc='<img src=//v.example>'";
    assert_eq!(held(own), format!("{shown}data-charte-{own}></iframe>"));
    for hidden in ["style='DISPLAY: none'", "hidden", "width=1 height=0"] {
        let empty = format!("<iframe data-charte-held=\"video\" srcdoc=\"\" src=//v.example {hidden}></iframe>");
        assert_eq!(held(&format!("src=//v.example {hidden}")), empty);
    }
}

#[test]
fn a_script_of_a_service_on_the_portals_own_host_is_data_until_a_yes() {
    // The portal's own policy allows what it contacts: no policy could hold it.
    let (services, body) = gated("<script>_own.start()</script>");
    assert_eq!(services, ["own"]);
    assert_eq!(body, "<script data-charte-held=\"own\" type=\"text/plain\">_own.start()</script>");
    let (_, body) = gated("<script type='text/javascript'>_own.start()</script>");
    assert!(
        body.starts_with("<script data-charte-held=\"own\" type=\"text/plain\" data-charte-type='text/javascript'>")
    );
}

#[test]
fn what_a_script_or_a_style_starts_is_left_to_the_policy() {
    for fragment in [
        "<script>new Map.View()</script>",
        "<script>fetch('https://v.example')</script>",
        "<svg><script>fetch('https://v.example')</script></svg>",
        "<style>@font-face { font-family: x; src: url(//v.example/a) }</style>",
        "<noscript><style>p { background: url(//v.example/x) }</style></noscript>",
    ] {
        let page = format!("<!DOCTYPE html><head></head><body>{fragment}</body>");
        let (built, report) = build(page.as_bytes());
        assert!(String::from_utf8(built).unwrap().contains(&format!("<body>{fragment}")), "{fragment}");
        assert!(!report.gated.is_empty() && report.gated.iter().all(|gated| gated.is_refused), "{fragment}");
        assert_eq!(report.needs.form, Form::Script, "{fragment}");
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
        ("<template data-purposes=video><p>x</p></template>", "Orejime"),
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
fn a_template_that_waits_for_no_service_is_reported() {
    for (fragment, count) in [
        ("<template data-charte=video><img src=//v.example></template>", 0),
        ("<template data-charte='video map'><img src=//v.example></template>", 0),
        ("<template data-charte=ads><img src=//v.example></template>", 1),
        ("<template data-charte='video nobody'></template>", 1),
        ("<template data-charte=counter></template>", 1),
        ("<button data-charte=x></button>", 0),
    ] {
        let (_, report) = build(format!("<p>{fragment}").as_bytes());
        let codes: Vec<_> = report.findings.iter().map(|finding| (finding.rule.code, finding.offset)).collect();
        assert_eq!(codes, vec![("waits-for-ever", 3); count], "{fragment}");
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
    assert!(body.contains("data-charte-held=\"video map\""));
}

#[test]
fn what_has_no_end_is_held_too() {
    for (page, held) in [
        ("<p><script src=//v.example>", "<script data-charte-held=\"video\" data-charte-src=//v.example>charteRun()"),
        ("<p><iframe src=//v.example></p>", "\" src=//v.example></p>"),
        (
            "<p><noscript><img src=//v.example>",
            "<noscript><img data-charte-held=\"video\" data-charte-src=//v.example>",
        ),
        (
            "<object><img src=//v.example><p>x",
            "<object><img data-charte-held=\"video\" data-charte-src=//v.example><p>x",
        ),
    ] {
        assert!(text(page).contains(held), "{}", text(page));
    }
}

/// Chromium and WebKit fetch the imports of a style before a script can add a policy.
#[test]
fn a_style_that_imports_beside_its_rules_needs_the_policy_in_the_html() {
    let page = "<style>\n@import '//v.example/a';\n@font-face { src: url(//v.example/b) } p { color: red; background: url(https://other.example) }</style>";
    let (built, report) = build(page.as_bytes());
    let held = page.replacen("<style>", "<style data-charte-held=\"video unknown\">@layer data-charte;", 1);
    assert!(String::from_utf8(built).unwrap().contains(&held), "preload scanners stop at the first rule");
    let place = |text: &str| page.find(text).unwrap();
    let offsets: Vec<_> = report.gated.iter().map(|gated| (gated.offset, gated.is_refused)).collect();
    assert_eq!(offsets, ["//v.example/a", "//v.example/b", "https://other"].map(|text| (place(text), false)));
    assert_eq!(report.unknown[0].offset, place("https://other"));
    assert_eq!(report.needs.form, Form::Static);
    let (_, report) = build(b"<style>p { background: url(https://allowed.example/x) }</style>");
    assert_eq!((report.needs.form, report.gated.len()), (Form::Script, 0));
}

/// Where an author wrote what a build would insert, removing it would not restore the page.
#[test]
fn tags_that_look_held_are_left_to_a_policy_in_the_html() {
    for fragment in [
        "<img data-charte-src=a src=//v.example>",
        "<iframe data-charte-SRCDOC=x src=//v.example></iframe>",
        "<script DATA-CHARTE-TYPE=module src=//v.example></script>",
    ] {
        let (built, report) = build(format!("<head></head><body>{fragment}").as_bytes());
        assert!(String::from_utf8(built).unwrap().contains(fragment), "{fragment}");
        assert_eq!(report.needs.form, Form::Static, "{fragment}");
        assert!(report.gated[0].is_refused, "{fragment}");
    }
}

#[test]
fn what_an_author_holds_back_by_hand_waits_for_its_own_services_too() {
    let (_, body) = gated("<template data-charte=map><img src=//v.example><img src=a></template>");
    assert_eq!(
        body,
        "<template data-charte=map><img data-charte-held=\"video map\" data-charte-src=//v.example><img src=a></template>"
    );
}

#[test]
fn what_waits_for_a_name_that_is_no_service_waits_for_ever_whatever_the_name_holds() {
    for name in ["nobody", "'\"'", "'!video'", "'map\" src=\"'", "&quot;", "é", "<", "&amp;quot;"] {
        let page = format!("<head></head><template data-charte={name}><img src=//v.example></template>");
        let (built, _) = build(page.as_bytes());
        let shown = String::from_utf8(built.clone()).unwrap();
        assert!(shown.contains(" unknown\" data-charte-src=//v.example>"), "{shown}");
        assert_eq!(
            String::from_utf8(crate::tests::strip(&built, charte_html::Syntax::Html).into_owned()).unwrap(),
            page,
            "{name}"
        );
    }
}

#[test]
fn places_in_the_report_are_those_of_the_file() {
    let page = "<head></head><p>é<img src=https://other.example/p>";
    let (built, report) = build(page.as_bytes());
    assert_eq!(report.unknown[0].offset, page.find("<img").unwrap());
    assert_eq!(report.unknown[0].host.as_deref(), Some("other.example"));
    let (_, report) = build(&built);
    assert_eq!(report.unknown[0].offset, String::from_utf8(built).unwrap().find("<img").unwrap());
}

proptest! {
    #[test]
    fn nothing_that_waits_keeps_its_address(fragments in proptest::collection::vec(any::<u8>(), 0..12)) {
        const THINGS: [&str; 8] = [
            "<img src=//v.example>", "<script src=//v.example></script>", "<p>x</p>", "<iframe src=//v.example></iframe>",
            "<noscript><iframe src=//v.example></iframe></noscript>", "<svg><image href=//v.example></image></svg>", "<a title=x>y</a>",
            "<video><source src=//v.example></video>",
        ];
        let page: String = fragments.iter().map(|at| THINGS[usize::from(*at) % THINGS.len()]).collect();
        let (built, _) = build(page.as_bytes());
        let built = String::from_utf8(built).unwrap();
        for address in [" src=//", " href=//"] {
            // A frame keeps its address, and shows a document of charte's instead.
            let mut tags = built.split('<').filter(|tag| tag.contains(address));
            prop_assert!(tags.all(|tag| tag.contains("</p>\"") || tag.contains("/p>\" src=")), "{built}");
        }
    }
}
