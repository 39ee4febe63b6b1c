//! The box in place of an embed: it takes the embed's room wherever it stands, it says what there is to know, and what
//! it held comes back without moving the page.

use std::sync::Arc;

use charte_audit::Reply;
use serde_json::json;

use crate::same::SERVICES;
use crate::shots::Album;
use crate::site::{SMALL, Site};
use crate::visit::{Visit, await_banner, inner, value, wait};

/// Where embeds stand: name, markup around `{}`, and what the author's stylesheet says of it.
const PLACES: [(&str, &str, &str); 9] = [
    ("paragraph", "<p>Avant {} après</p>", ""),
    ("figure", "<figure>{}<figcaption>Légende</figcaption></figure>", ""),
    ("cell", "<table><tr><td>{}</td><td>À côté</td></tr></table>", ""),
    ("list", "<ul><li>{}</li><li>Après</li></ul>", ""),
    ("flex", "<div class=\"flex\">{}<p>À côté</p></div>", ".flex { display: flex; gap: 1rem }"),
    (
        "grid",
        "<div class=\"grid\">{}<p>À côté</p></div>",
        ".grid { display: grid; grid-template-columns: auto 1fr; justify-items: start; align-items: start }",
    ),
    ("main", "{}", ""),
    ("inline", "<span>Avant {} après</span>", ""),
    ("centred", "<center>{}</center>", ""),
];

/// The embeds: what sizes them, and the author's stylesheet.
const SIZES: [(&str, &str); 6] = [
    ("width=\"560\" height=\"315\" frameborder=\"0\"", ""),
    ("width=\"480\" height=\"360\"", ""),
    ("width=\"100%\" height=\"400\" style=\"border:0\"", ""),
    ("style=\"width:500px;height:20em;border:3px solid black;margin:1em 0\"", ""),
    ("class=\"film\" frameborder=\"0\"", ".film { width: 100%; aspect-ratio: 16 / 9 }"),
    ("frameborder=\"0\" style=\"width:90%;aspect-ratio:16/10\"", ""),
];

const FRAME: &str = "<iframe src=\"https://suite.example.net/f\" title=\"Un film\" {}></iframe>";

fn site(html: &str, css: &str) -> Arc<Site> {
    let page = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Boîte</title><style>body {{ font: 16px/1.5 sans-serif }} {css}</style></head><body><main>{html}\
         <p id=\"below\">Dessous</p></main></body></html>"
    );
    Site::small(SERVICES, &[("index.html", &page)])
}

/// Where everything stands, but charte's own.
const WHERE: &str = "JSON.stringify([...document.querySelectorAll('main *:not(iframe, [data-charte-built], [data-charte-built] *)')]
    .map(one => { const box = one.getBoundingClientRect(); return [one.localName, box.left, box.top + scrollY, box.width, box.height].map(it => it.toFixed ? Math.round(it * 10) / 10 : it).join(' ') }))";

#[test]
fn nothing_moves_when_an_embed_comes_back() {
    let mut html = String::new();
    let mut css = String::new();
    for (name, around, rule) in PLACES {
        css += rule;
        for (size, rule) in SIZES {
            // A percentage of what is as wide as its content is another thing for a frame than for any box.
            if matches!(name, "cell" | "flex" | "grid") && (size.contains('%') || !rule.is_empty()) {
                continue;
            }
            html += &around.replace("{}", &FRAME.replace("{}", size));
        }
    }
    css += SIZES.map(|(_, rule)| rule).concat().as_str();
    let visit = Visit::built(&site(&html, &css), &[SMALL]);
    visit.server.route("suite.example.net", "/f", Reply::new(200, "text/html", "<p>Film"));
    visit.page.set_viewport(1280, 900, 1.0, false).unwrap();
    visit.go_asked(SMALL, "/");
    let boxes = "document.querySelectorAll('.charte-placeholder').length";
    assert!(value(&visit.page, boxes).as_u64().unwrap() > 40);
    value(
        &visit.page,
        "window.shifts = []; new PerformanceObserver(list => shifts.push(...list.getEntries().map(one => one.value)))\
         .observe({ type: 'layout-shift' }); 0",
    );
    let before = value(&visit.page, WHERE);
    value(&visit.page, "charte.grant('suite')");
    wait(&visit.page, &format!("{boxes} === 0"));
    value(&visit.page, "new Promise(done => setTimeout(done, 500))");
    let after = value(&visit.page, WHERE);
    let read = |value: &serde_json::Value| -> Vec<String> { serde_json::from_str(value.as_str().unwrap()).unwrap() };
    let moved: Vec<_> =
        read(&before).into_iter().zip(read(&after)).filter(|(one, other)| one != other).take(9).collect();
    assert!(moved.is_empty(), "{moved:#?}");
    assert_eq!(value(&visit.page, "shifts"), json!([]));
}

#[test]
fn it_says_what_it_holds_and_gives_it_back_with_focus_and_words() {
    let frame = FRAME.replace("{}", "width=\"560\" height=\"315\"");
    let visit = Visit::built(&site(&frame, ""), &[SMALL]);
    visit.go_asked(SMALL, "/");
    let page = &visit.page;
    let text = value(page, "document.querySelector('.charte-placeholder').innerText");
    for words in
        ["Suite", "Suite SAS", "Un film", "Accepter Suite", "Retenir mon choix pour Suite", "suite.example.net"]
    {
        assert!(text.as_str().unwrap().contains(words), "`{words}` in {text}");
    }
    value(page, "document.querySelector('[data-charte-accept]').focus()");
    page.press("Enter").unwrap();
    wait(page, "document.activeElement.localName === 'iframe' && document.activeElement.title === 'Un film'");
    let status = format!("{}.textContent", inner("[role=status]"));
    wait(page, &format!("{status} === 'Le contenu est affiché. Un film'"));
}

#[test]
fn remembering_one_service_stores_that_one() {
    let visit = Visit::built(&site(&FRAME.replace("{}", ""), ""), &[SMALL]);
    visit.go_asked(SMALL, "/");
    visit.page.click("document.querySelector('[data-charte-remember]')").unwrap();
    visit.page.click("document.querySelector('[data-charte-accept]')").unwrap();
    assert!(crate::visit::choice_cookie(&visit.page).value.ends_with(".suite"));
    visit.go_decided(SMALL, "/");
    wait(&visit.page, "document.querySelector('iframe')");
}

#[test]
fn without_scripts_there_is_text_and_a_link() {
    let visit = Visit::built(&site(&FRAME.replace("{}", ""), ""), &[SMALL]);
    visit.page.disable_scripts(true).unwrap();
    visit.go(SMALL, "/");
    let seen = "[...document.querySelectorAll('.charte-placeholder :is(a, button, label)')].filter(one => one.checkVisibility()).map(one => one.localName)";
    assert_eq!(value(&visit.page, seen), json!(["a"]));
    assert!(visit.strangers().is_empty());
}

#[test]
fn what_comes_later_waits_and_comes_back_by_itself() {
    let visit = Visit::built(&site(&FRAME.replace("{}", "id=\"first\""), ""), &[SMALL]);
    visit.go_asked(SMALL, "/");
    let page = &visit.page;
    // As htmx would, and the author's own element beside it is left alone.
    let add = |id: &str| {
        value(
            page,
            &format!(
                "document.querySelector('main').insertAdjacentHTML('beforeend', '<div><script type=\"text/plain\" data-charte=\"suite\"><iframe id=\"{id}\" title=\"t\" src=\"https://suite.example.net/f\"></iframe></scr' + 'ipt><i data-charte=\"suite\">mine</i></div>'); 0"
            ),
        );
    };
    add("early");
    value(page, "new Promise(done => setTimeout(done, 300))");
    assert_eq!(value(page, "document.querySelectorAll('iframe').length"), 0);
    assert!(visit.strangers().is_empty());
    value(page, "charte.grant('suite')");
    wait(page, "document.querySelector('#first') && document.querySelector('#early')");
    add("late");
    wait(page, "document.querySelector('#late')");
    assert_eq!(value(page, "document.querySelectorAll('i[data-charte]').length"), 2);
    // As Turbo does: another body. The banner, not answered yet, is back on demand.
    value(page, "document.body.replaceWith(document.createElement('body')); charte.scan()");
    await_banner(page);
    wait(page, "document.querySelector('charte-banner').isConnected");
}

#[test]
fn placeholders_can_be_pictured() {
    let album = Album::open();
    let html = FRAME.replace("{}", "width=\"560\" height=\"315\" frameborder=\"0\"")
        + &PLACES[2].1.replace("{}", &FRAME.replace("{}", "width=\"300\" height=\"200\""));
    let visit = Visit::built(
        &site(&html, "@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }"),
        &[SMALL],
    );
    for width in album.few([200, 320, 1280]) {
        for scheme in album.few(["light", "dark"]) {
            visit.page.set_viewport(width, 900, 1.0, false).unwrap();
            visit.page.emulate_media(&[("prefers-color-scheme", scheme)]).unwrap();
            visit.go_asked(SMALL, "/");
            value(&visit.page, "document.querySelector('charte-banner').remove()");
            visit.page.screenshot(&album.page(&format!("placeholder-{width}-{scheme}"))).unwrap();
        }
    }
}
