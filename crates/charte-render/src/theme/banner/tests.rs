//! What a theme may do to the banner's buttons.

use charte_themes::{BASE, NAMED};
use proptest::prelude::*;

use crate::theme::banner::check;
use crate::theme::{INTERFACE, more};

/// Code, line and the words that are marked of each finding.
fn found(css: &str) -> Vec<(&'static str, usize, String)> {
    let found = check("t/banner-more.css", css);
    let place = |finding: &crate::theme::banner::Diagnostic| finding.place.clone().unwrap();
    found.iter().map(|it| (it.code, place(it).line, place(it).excerpt[place(it).range].to_owned())).collect()
}

fn is_fair(css: &str) {
    assert_eq!(found(css), [], "{css}");
}

fn is_unfair(css: &str) {
    let codes: Vec<&str> = found(css).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["theme-prominence"], "{css}");
}

#[test]
fn a_rule_reaches_both_answers_or_none() {
    for css in [
        ".accept, .refuse { color: red }",
        "button { color: red }",
        "button:hover { color: red }",
        "button:not(:hover) { color: red }",
        ":is(.accept, .refuse):focus-visible { color: red }",
        ".actions > :not(.customise, .save) { color: red }",
        ".customise { color: red }",
        ".banner .actions button:last-child { color: red }",
        ".prefs .save ~ button { color: red }",
        ".left .actions { flex-flow: column }",
        ".bar :where(button)::after { content: 'x' }",
        ":host(:lang(de)) button { color: red }",
        ":host button { color: red }",
        "[class] { color: red }",
        "button:nth-child(-n + 2 of .accept, .refuse) { color: red }",
        ".actions { :is(.accept, .refuse) { color: red } &:hover { color: red } }",
        "@media (min-width: 50em) { .accept, .refuse { color: red } }",
        "@keyframes x { from { color: red } }",
        ".accept { }",
        ".accept > .nothing { color: red }",
        "/* .refuse { color: red } */",
        ".a { content: '.refuse {}' }",
        ":empty { color: red }",
    ] {
        is_fair(css);
    }
    for css in [
        ".accept { color: red }",
        ".refuse { display: none }",
        "button.refuse:hover { color: red }",
        ".banner .refuse::before { content: '' }",
        "button:first-child { color: red }",
        ".banner button:nth-of-type(2n) { color: red }",
        ".actions > * + * { margin: 0 }",
        "button:focus + button { color: red }",
        ".prefs button:last-of-type { color: red }",
        ".prefs .save + button { color: red }",
        "[class*=cept] { color: red }",
        "[class^='ref' i] { color: red }",
        "button:not(.refuse) { color: red }",
        "button:has(+ .refuse) { color: red }",
        ".left .accept { color: red }",
        ".banner:not(.left) .accept { color: red }",
        ":host(:dir(rtl)) .accept { color: red }",
        ".\\61 ccept { color: red }",
        ".actions { .refuse { color: red } }",
        ".actions { & > .refuse { color: red } }",
        ".refuse { @media (min-width: 50em) { color: red } }",
        "@media print { @supports (color: red) { .refuse { color: red } } }",
        "@layer x { button { &.accept { color: red } } }",
        ".accept, button:nth-child(3) { color: red }",
        ".accept:unheard-of(x y) { color: red }",
    ] {
        is_unfair(css);
    }
}

#[test]
fn what_is_not_read_is_reported() {
    let unread = |line, words: &str| ("theme-prominence-unchecked", line, words.to_owned());
    assert_eq!(found("a{b:c}\n@scope (.accept) { :scope { color: red } }"), [unread(2, "@scope (.accept)")]);
    assert_eq!(found("\n..accept { color: red }\nh2 { x: y }"), [unread(2, "..accept")]);
    assert_eq!(found("@import url(x.css);"), []);
}

#[test]
fn a_finding_is_at_its_place() {
    let css = "h2 {}\n\n.actions button.refuse,\nh2 { color: gray }";
    assert_eq!(found(css), [("theme-prominence", 3, ".actions button.refuse,".to_owned())]);
    assert!(check("t", css)[0].message.starts_with("`.actions button.refuse, h2` reaches"));
    let checked = check("t/banner.css", ".refuse {color: gray}\n");
    assert_eq!(checked[0].message, "`.refuse` reaches the button `.refuse` and not `.accept`");
    let css = "button {\n  color: red;\n  min-height: 20px;\n}";
    assert_eq!(found(css), [("theme-target", 3, "min-height: 20px".to_owned())]);
    assert_eq!(check("t", css)[0].message, "`min-height: 20px` leaves a button less than 24 CSS pixels");
}

#[test]
fn a_rule_leaves_targets_their_size() {
    for rule in [
        "button { height: 1em }",
        "button { MAX-HEIGHT: 20PX !important }",
        ".close { width: 18pt; block-size: 10px }",
        "input { inline-size: 1.4em }",
        ".banner a { max-width: 0 }",
        "@media print { button { min-block-size: 0 } }",
        "[type=checkbox] { height: 0.5rem; min-width: 24px }",
    ] {
        let codes: Vec<&str> = found(rule).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, ["theme-target"], "{rule}");
    }
    for rule in [
        "button { height: 24px; min-height: 0 }",
        "button { width: 0; min-width: 100% }",
        "button { min-width: 0; height: auto }",
        "button { height: calc(1px + 1vh) }",
        "button::after { width: 2px }",
        "input { min-height: 0; width: 50% }",
        "h2 { height: 1px }",
        "fieldset { min-width: 0 }",
        "button { border-width: 1px; padding: 2px }",
        ".status { height: 1px }",
    ] {
        is_fair(rule);
    }
}

#[test]
fn the_built_in_themes_are_fair() {
    let named = NAMED.iter().flat_map(|(_, files)| files.iter());
    let sheets: Vec<_> = BASE
        .iter()
        .chain(named)
        .filter(|(path, _)| INTERFACE.iter().any(|name| *path == *name || *path == more(name)))
        .collect();
    assert!(sheets.len() > 8, "{}", sheets.len());
    for (path, css) in sheets {
        assert_eq!(check(path, css), [], "{css}");
    }
}

/// The tree has what the script makes, in the same order.
#[test]
fn the_tree_has_the_classes_of_the_script() {
    let script =
        concat!(include_str!("../../../runtime/shadow.js"), include_str!("../../../runtime/shadow-preferences.js"));
    for written in [
        "class: \"banner \" + config.bannerPosition, role: \"region\", \"aria-labelledby\": \"title\"",
        "class: \"text\"",
        "class: \"actions\"",
        "class: \"prefs\", \"aria-labelledby\": \"prefs\"",
        "class: \"head\"",
        "[button(\"accept\", texts.accept, actions.accept), button(\"refuse\", texts.refuse, actions.refuse)]),",
        "button(\"save\", texts.save, actions.save), button(\"accept\", texts.accept, actions.accept), \
         button(\"refuse\", texts.refuse, actions.refuse))",
        "role: \"switch\"",
    ] {
        assert!(script.contains(written), "{written}");
    }
}

proptest! {
    /// Every theme gets a verdict.
    #[test]
    fn any_stylesheet_is_judged(css in "(button|\\.accept|\\.refuse|:host|:is|:has|:not|::after|::part|:nth-child|&|@media|@scope|\\(|\\)|\\{|\\}|[ >+~,;:*a-z0-9\"'\\\\/é]){0,40}") {
        check("t", &css);
    }
}
