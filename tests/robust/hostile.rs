//! Texts that would become markup without escaping, in every free field of a manifest: the page, the script and the
//! placeholder show them as text.

use serde_json::Value;

use crate::site::Site;
use crate::tree::PAGE;

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`</template></style></title></textarea>\
    {{ 1 + 1 }}{% raw %}<!-- ]]> \u{2028}&lt;";

/// A manifest in which every text is hostile and names its field.
fn manifest() -> String {
    let mut text = include_str!("hostile.toml").to_owned();
    for number in (1..=18).rev() {
        let hostile = serde_json::to_string(&format!("T{number}{HOSTILE}")).unwrap();
        text = text.replace(&format!("@{number}@"), &hostile);
    }
    text
}

fn site() -> Site {
    let site = Site::empty();
    site.write("charte.toml", manifest());
    site.write("public/index.html", PAGE.replace("www.arte.tv", "book.example.org"));
    site.write("public/charter.html", b"<!doctype html><title>x</title><div data-charte-slot=\"charter\"></div>");
    site.build();
    site
}

/// The names of the elements that start in `html`, without comments.
fn elements(html: &str) -> Vec<String> {
    let starts = html.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'));
    let name = |rest: &str| rest.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default().to_owned();
    starts.map(name).collect()
}

#[test]
fn pages_hold_no_element_of_a_text() {
    let site = site();
    for page in ["public/charter.html", "public/index.html", "public/charte-cookies/index.html"] {
        let html = site.read(page);
        // The policy's own script, inline in one form or another, contains no text of the manifest.
        let (head, code) = html.split_once("<script data-charte-built").unwrap_or((&html, "</script>"));
        let (code, rest) = code.split_once("</script>").unwrap();
        assert!(!code.contains("alert"), "{page}: {code}");
        let html = format!("{head}{rest}");
        let names = elements(&html);
        let scripts = names.iter().filter(|name| *name == "script").count();
        let own = ["<script src=\"/charte-cookies/charte.fr.js\"", "<script data-charte-held=\"guestbook\""];
        let own: usize = own.iter().map(|start| html.matches(start).count()).sum();
        assert_eq!(scripts, own, "{page}: {html}");
        for name in ["img", "style", "textarea", "!--"] {
            assert!(!names.iter().any(|found| found == name), "{page} holds <{name}>: {html}");
        }
    }
}

#[test]
fn every_text_is_there_as_it_was_written() {
    let site = site();
    let charter = site.read("public/charter.html");
    let script = site.read("public/charte-cookies/charte.fr.js");
    let escaped = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;";
    for number in 1..=18 {
        let shown = charter.contains(&format!("T{number}{escaped}")) || script.contains(&format!("T{number}\\u003c"));
        let templates = charter.contains("{{ 1 + 1 }}{% raw %}");
        assert!(shown && templates, "text {number} is not shown as it was written");
    }
}

#[test]
fn the_script_holds_its_texts_as_json_that_nothing_can_end() {
    let site = site();
    let script = site.read("public/charte-cookies/charte.fr.js");
    assert!(script.starts_with('\u{feff}'), "nothing says that it is UTF-8");
    let start = script.find("{\"").expect("the script holds its configuration");
    let mut values = serde_json::Deserializer::from_str(&script[start..]).into_iter::<Value>();
    let value = values.next().unwrap().unwrap();
    for end in ["</", "<!--", "<script"] {
        assert!(!script[start..][..values.byte_offset()].contains(end), "the configuration holds {end}");
    }
    let objects = value.as_object().unwrap().values().filter_map(Value::as_object);
    let texts: Vec<&str> = objects.flat_map(|object| object.values()).filter_map(Value::as_str).collect();
    assert!(texts.contains(&format!("T6{HOSTILE}").as_str()), "{texts:?}");
}
