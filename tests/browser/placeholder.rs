//! The placeholder of an embed: a document in the embed's own frame, so that it has the embed's size wherever the embed is.
//! It has all facts, also where a script made the frame, and the embed loads without moving the page.

use std::sync::Arc;

use charte_browser::Reply;
use serde_json::json;

use crate::portals::SMALL;
use crate::same::SERVICES;
use crate::shots::Album;
use crate::site::Site;
use crate::visit::{
    PLACEHOLDERS, SHOWN, Visit, WAITING, click_placeholder, has_banner, in_placeholder, inner, leave, value, wait,
};

/// Where embeds are: name, markup around `{}`, and what the author's style sheet says about it.
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

/// The embeds: what sets their size, and the author's style sheet.
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

/// The position of every element but charte's own.
const WHERE: &str = include_str!("scripts/where.js");

#[test]
fn nothing_moves_when_an_embed_comes_back() {
    let mut html = String::new();
    let mut css = String::new();
    for (name, around, rule) in PLACES {
        css += rule;
        for (size, rule) in SIZES {
            // A percentage of a size that depends on the content means something else for a frame than for a box.
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
    assert!(value(&visit.page, &format!("{PLACEHOLDERS}.length")).as_u64().unwrap() > 40);
    let before = value(&visit.page, WHERE);
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('suite')")));
    wait(&visit.page, &format!("!{WAITING}"));
    let after = value(&visit.page, WHERE);
    let read = |value: &serde_json::Value| -> Vec<String> { serde_json::from_str(value.as_str().unwrap()).unwrap() };
    let moved: Vec<_> =
        read(&before).into_iter().zip(read(&after)).filter(|(one, other)| one != other).take(9).collect();
    assert!(moved.is_empty(), "{moved:#?}");
}

#[test]
fn it_says_what_it_holds_and_gives_it_back_with_focus_and_words() {
    let frame = FRAME.replace("{}", "width=\"560\" height=\"315\"");
    let visit = Visit::built(&site(&frame, ""), &[SMALL]);
    visit.go_asked(SMALL, "/");
    let page = &visit.page;
    let text = value(page, &format!("{}.innerText", in_placeholder(".charte-placeholder")));
    for words in
        ["Suite", "Suite SAS", "Un film", "Accepter Suite", "Retenir mon choix pour Suite", "suite.example.net"]
    {
        assert!(text.as_str().unwrap().contains(words), "`{words}` in {text}");
    }
    value(page, &format!("{}.focus()", in_placeholder("[data-charte-accept]")));
    leave(page, || page.press("Enter").unwrap());
    wait(page, "document.activeElement.localName === 'iframe' && document.activeElement.title === 'Un film'");
    let status = format!("{}.textContent", inner("[role=status]"));
    wait(page, &format!("{status} === 'Le contenu est affiché. Un film'"));
}

#[test]
fn remembering_one_service_stores_that_one() {
    let visit = Visit::built(&site(&FRAME.replace("{}", ""), ""), &[SMALL]);
    visit.go_asked(SMALL, "/");
    click_placeholder(&visit.page, "[data-charte-remember]");
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    assert!(crate::visit::choice_cookie(&visit.page).value.ends_with(".suite"));
    visit.go_decided(SMALL, "/");
    wait(&visit.page, SHOWN);
}

#[test]
fn without_scripts_there_is_text_and_a_link() {
    let visit = Visit::built(&site(&FRAME.replace("{}", ""), ""), &[SMALL]);
    visit.page.disable_scripts(true).unwrap();
    visit.go(SMALL, "/");
    let seen = format!(
        "[...{PLACEHOLDERS}[0].querySelectorAll(':is(a, button, label)')].filter(one => one.checkVisibility()).map(one => one.localName)"
    );
    assert_eq!(value(&visit.page, &seen), json!(["a"]));
    assert!(visit.third_parties().is_empty());
}

/// Ways in which scripts make a frame; `to` is its address.
const MAKERS: [&str; 6] = [
    "to.insertAdjacentHTML('beforeend', '<div><iframe title=\"Fait\" src=\"https://suite.example.net/f\"></iframe></div>')",
    "to.innerHTML += '<p><iframe title=\"Fait\" width=300 height=\"200\" src=https://suite.example.net/f></iframe>'",
    "const frame = document.createElement('iframe'); frame.title = 'Fait'; frame.src = 'https://suite.example.net/f'; to.append(frame)",
    "const frame = document.createElement('iframe'); to.appendChild(frame); frame.setAttribute('title', 'Fait'); frame.setAttribute('src', '//suite.example.net/f')",
    "to.append(document.createRange().createContextualFragment('<iframe title=\"Fait\" src=\"https://suite.example.net/f\"></iframe>'))",
    "const other = document.createElement('template'); other.innerHTML = '<iframe title=\"Fait\" src=\"https://suite.example.net/f\"></iframe>'; to.append(other.content.cloneNode(true))",
];

#[test]
fn frames_that_scripts_make_get_one_too() {
    let script = "<script>const to = document.querySelector('main');</script>";
    for maker in MAKERS {
        let visit = Visit::built(&site(&format!("{script}<p>Fin</p>"), ""), &[SMALL]);
        visit.server.route("suite.example.net", "/f", Reply::new(200, "text/html", "<p>Film"));
        visit.go_asked(SMALL, "/");
        value(&visit.page, &format!("(() => {{ {maker} }})()"));
        wait(&visit.page, &in_placeholder("a[href='https://suite.example.net/f']"));
        let text = value(&visit.page, &format!("{}.innerText", in_placeholder(".charte-placeholder")));
        assert!(text.as_str().unwrap().contains("Suite SAS"), "{text}");
        assert!(visit.third_parties().is_empty(), "{maker}: {:?}", visit.third_parties());
        leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
        assert!(has_banner(&visit.page));
        value(&visit.page, &format!("(() => {{ {maker} }})()"));
        wait(&visit.page, &format!("{SHOWN}?.title === 'Fait'"));
        crate::visit::until(|| !visit.third_parties().is_empty(), || format!("{maker}: it never came"));
    }
}

/// Elements that a vendor's script would turn into an embed.
#[test]
fn where_a_script_would_put_an_embed_there_is_one() {
    let html = "<blockquote class=\"twitter-tweet\"><p>Un message</p><a href=\"https://twitter.com/x/status/1\">1</a></blockquote>\
        <script async src=\"https://platform.twitter.com/widgets.js\"></script><form><input name=\"a\"><div class=\"h-captcha\" data-sitekey=\"x\"></div></form>\
        <script async src=\"https://js.hcaptcha.com/1/api.js\"></script>";
    let page = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>x</title></head><body><main><h1>x</h1>{html}</main></body></html>"
    );
    let site = Site::small("services = [\"x\", \"hcaptcha\"]", &[("index.html", &page)]);
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    for (place, service) in [(".twitter-tweet", "x"), (".h-captcha", "hcaptcha")] {
        let shown = format!(
            "document.querySelector('{place}').shadowRoot?.querySelector('iframe').contentDocument?.querySelector('[data-charte-for={service}]')"
        );
        wait(&visit.page, &shown);
    }
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    crate::visit::accept(&visit.page);
    assert_eq!(value(&visit.page, "document.querySelectorAll('iframe').length"), 0);
    let left = "document.querySelector('.twitter-tweet').shadowRoot || document.querySelector('.h-captcha').shadowRoot";
    assert_eq!(value(&visit.page, left), json!(null));
}

/// A custom element of a library: its script is the site's own, makes a shadow root, and runs before and after a yes. The other's is
/// on a CDN and comes after a yes.
#[test]
fn where_a_custom_element_would_show_an_embed_there_is_a_placeholder() {
    let define = |name: &str, root: &str| {
        format!(
            "customElements.define('{name}', class extends HTMLElement {{ constructor() {{ super(); this.face = {root}; }} \
             connectedCallback() {{ this.face.append(document.createElement('button')); }} }})"
        )
    };
    let page = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>x</title><style>lite-youtube,lite-vimeo{display:block}</style>\
        </head><body><main><h1>x</h1><lite-youtube videoid=\"abc\"><a href=\"https://www.youtube.com/watch?v=abc\">Film</a></lite-youtube>\
        <lite-vimeo videoid=\"1\"></lite-vimeo></main><script type=\"module\" src=\"/lite.js\"></script>\
        <script src=\"https://cdn.jsdelivr.net/npm/lite-vimeo.js\" defer></script></body></html>";
    let site = Site::small(
        "services = [\"youtube\", \"vimeo\", \"jsdelivr\"]",
        &[("index.html", page), ("lite.js", &define("lite-youtube", "this.attachShadow({ mode: 'open' })"))],
    );
    let visit = Visit::built(&site, &[SMALL]);
    let library = Reply::new(200, "text/javascript", define("lite-vimeo", "this"));
    visit.server.route("cdn.jsdelivr.net", "/npm/lite-vimeo.js", library);
    visit.go_asked(SMALL, "/");
    for (name, service) in [("lite-youtube", "youtube"), ("lite-vimeo", "vimeo")] {
        let frame = format!("document.querySelector('{name} + iframe')");
        wait(&visit.page, &format!("{frame}?.contentDocument?.querySelector('[data-charte-for={service}]')"));
        assert_eq!(value(&visit.page, &format!("document.querySelector('{name}').offsetHeight")), 0, "{name}");
    }
    let link = "document.querySelector('lite-youtube + iframe').contentDocument.querySelector('a').href";
    wait(&visit.page, &format!("{link} === 'https://www.youtube.com/watch?v=abc'"));
    assert_eq!(value(&visit.page, "document.querySelector('lite-youtube').shadowRoot.children.length"), 1);
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    assert_eq!(visit.page.context().problems(), []);
    crate::visit::accept(&visit.page);
    wait(&visit.page, "document.querySelector('lite-youtube').shadowRoot?.querySelector('button')");
    wait(&visit.page, "document.querySelector('lite-vimeo button')");
    assert_eq!(value(&visit.page, "document.querySelectorAll('iframe').length"), 0);
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
            value(&visit.page, &format!("{}.hidePopover()", inner(".banner")));
            visit.page.screenshot(&album.page(&format!("placeholder-{width}-{scheme}"))).unwrap();
        }
    }
}
