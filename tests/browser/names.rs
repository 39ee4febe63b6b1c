//! Whatever a page calls its elements, does to its body or throws, the banner asks and the answer is kept.

use std::sync::Arc;

use serde_json::json;

use crate::portals::SMALL;
use crate::same::SERVICES;
use crate::site::Site;
use crate::visit::{SHOWN, Visit, WAITING, accept, await_banner, click, inner, value, wait};

/// A page: attributes of its start tags, its style sheet, and what its main content has beside an embed.
fn site(tags: &str, css: &str, html: &str) -> Arc<Site> {
    let page = format!(
        "<!doctype html><html lang=\"fr\"{tags}><head{tags}><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Noms</title>\
         <style>{css}</style></head><body{tags}><main><h1>Noms</h1>{html}<iframe src=\"https://suite.example.net/f\" title=\"Un film\"></iframe>\
         <script src=\"https://suite.example.net/suite.js\"></script><script>window.done = true</script></main><footer>Fin</footer></body></html>"
    );
    Site::small(SERVICES, &[("index.html", &page)])
}

fn visit(tags: &str, css: &str, html: &str) -> Visit {
    Visit::built(&site(tags, css, html), &[SMALL])
}

/// Nothing loads before consent, and everything after it.
#[track_caller]
fn assert_asks(visit: &Visit, name: &str) {
    println!("{name}");
    visit.go_asked(SMALL, "/");
    assert!(visit.third_parties().is_empty(), "{name}: {:?}", visit.third_parties());
    accept(&visit.page);
    wait(&visit.page, &format!("window.__ran?.length === 1 && {SHOWN}"));
}

#[test]
fn names_of_the_page_change_nothing() {
    for name in ["cookie", "charteRun", "charte", "head", "querySelectorAll"] {
        let forms =
            format!("<form name=\"{name}\" id=\"{name}\"><input name=\"value\"></form><img name=\"{name}\" alt=\"\">");
        assert_asks(&visit("", "", &forms), name);
    }
    for name in ["charteRun", "charte"] {
        assert_asks(&visit(&format!(" id=\"{name}\""), "", ""), name);
    }
}

#[test]
fn what_a_page_adds_to_all_objects_changes_nothing() {
    for script in [
        "Object.prototype.onclick = 'nothing()'",
        "Object.prototype.extra = () => 1",
        "Array.prototype.extra = 1",
        "String.prototype.at = undefined",
    ] {
        assert_asks(&visit("", "", &format!("<script>{script}</script>")), script);
    }
}

const IN_VIEW: &str = include_str!("scripts/in-view.js");

/// Whether the banner is whole, on top and within the screen.
fn in_view(visit: &Visit) -> bool {
    value(&visit.page, &format!("({IN_VIEW})({})", inner(".banner"))) == true
}

#[test]
fn the_banner_is_in_view_whatever_the_body_has() {
    for css in [
        "body { filter: grayscale(1) }",
        "body { transform: translateX(0) }",
        "body { perspective: 100px; contain: paint }",
        "body { width: 3000px }",
        "body { position: fixed; overflow: hidden; height: 50px }",
        "body > * { display: none } body > main { display: block }",
        "main { position: fixed; inset: 0; z-index: 2147483647; background: white }",
        "body { opacity: .01 }",
    ] {
        let visit = visit("", css, "<p style=\"height:4000px\">Long</p>");
        visit.page.set_viewport(800, 600, 1.0, false).unwrap();
        visit.go_asked(SMALL, "/");
        wait(&visit.page, "document.getAnimations().every(one => one.playState !== 'running')");
        assert!(in_view(&visit), "{css}");
        value(&visit.page, "scrollTo({ top: 1000, behavior: 'instant' })");
        assert!(in_view(&visit), "{css}, scrolled");
    }
}

/// Where the banner's host element is, and what it tells crawlers.
const HOST: &str = include_str!("scripts/host.js");

#[test]
fn it_is_not_the_first_of_the_body_nor_in_snippets() {
    let visit = visit("", "body > :first-child { color: rgb(1, 2, 3) }", "");
    visit.go_asked(SMALL, "/");
    assert_eq!(value(&visit.page, HOST), json!(["body", "rgb(1, 2, 3)", false, true, "all"]));
    let link = "(link => [!!link.closest('[data-nosnippet]'), !!link.closest('[data-pagefind-ignore]')])(document.querySelector('[data-charte-open]'))";
    assert_eq!(value(&visit.page, link), json!([true, true]));
}

#[test]
fn banner_and_link_come_back_when_a_script_removes_them() {
    let visit = visit("", "", "");
    visit.go_asked(SMALL, "/");
    let there = format!(
        "document.querySelector('charte-banner')?.isConnected && {}?.matches(':popover-open') && document.querySelectorAll('body > * [data-charte-open], body > [data-charte-open]').length === 1",
        inner(".banner")
    );
    for removal in [
        "document.querySelector('charte-banner').remove()",
        "document.querySelectorAll('body > [data-charte-built]').forEach(one => one.remove())",
        "document.body.innerHTML = '<main><h1>Autre</h1></main>'",
        "document.body.replaceWith(Object.assign(document.createElement('body'), { innerHTML: '<main>Nouveau</main>' }))",
        "document.documentElement.replaceChildren(document.createElement('head'), document.createElement('body'))",
    ] {
        wait(&visit.page, &there);
        value(&visit.page, &format!("(() => {{ {removal} }})()"));
        wait(&visit.page, &there);
    }
    click(&visit.page, ".banner .refuse");
    wait(&visit.page, "charte.choice()?.granted.length === 0");
    value(&visit.page, "(() => { document.body.innerHTML = '<p>Plus rien</p>' })()");
    wait(&visit.page, "document.querySelectorAll('[data-charte-open]').length === 1");
    visit.page.click("document.querySelector('[data-charte-open]')").unwrap();
    wait(&visit.page, &inner("dialog[open]"));
}

/// Replaces the body of a page, as a router does.
const SWAP: &str = include_str!("scripts/swap.js");

/// A router that swaps in another page without a load: new embeds are held, and the banner still asks.
#[test]
fn a_page_that_is_put_in_behaves_like_a_loaded_one() {
    let visit = visit("", "", "");
    visit.go_asked(SMALL, "/");
    value(&visit.page, SWAP);
    wait(&visit.page, "window.swapped");
    await_banner(&visit.page);
    wait(&visit.page, &crate::visit::in_placeholder("[data-charte-accept]"));
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    accept(&visit.page);
    visit.forget();
    value(&visit.page, &format!("(() => {{ return {SWAP} }})()"));
    wait(&visit.page, &format!("window.swapped && {SHOWN} && !{WAITING}"));
    crate::visit::until(
        || visit.third_parties().iter().any(|url| url.ends_with("/f")),
        || format!("{:?}", visit.third_parties()),
    );
}
