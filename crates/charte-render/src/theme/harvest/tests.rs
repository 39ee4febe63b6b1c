//! Style sheets as authors write them, and as they should not be written.

use proptest::prelude::*;

use crate::theme::contrast::PAIRS;
use crate::theme::contrast::colour::Colour;
use crate::theme::harvest::cascade::{Cascade, colour};
use crate::theme::harvest::settle::{Colours, failures, settle};
use crate::theme::harvest::{propose, roles, sheet};
use crate::theme::tokens::Scheme;

fn cascade(css: &str) -> Cascade {
    Cascade::new(sheet::read("site.css", 1, css))
}

/// The accent of the proposal for a style sheet.
fn accent(css: &str) -> Option<String> {
    let draft = propose::draft(&cascade(css), "site", 1)?;
    draft.light.iter().find(|line| line.token == "accent").map(|line| line.value.clone())
}

fn token(css: &str, name: &str) -> Option<String> {
    let draft = propose::draft(&cascade(css), "site", 1)?;
    draft.light.iter().find(|line| line.token == name).map(|line| line.value.clone())
}

fn background(css: &str, scheme: Scheme) -> Option<String> {
    let found = cascade(css).find(roles::page, &["background-color", "background"], scheme, colour);
    found.map(|found| found.value.hex())
}

#[test]
fn rules_are_read_with_their_scheme_and_place() {
    let css = "@charset \"utf-8\"; /* a */\nbody, .a > .b:is(c, d) { color: red !important; }\n\
               @media screen { @supports (color: red) { a { color: blue } } }\n\
               @media (prefers-color-scheme:dark) { a { color: cyan } }\n\
               p { color: green; @media (prefers-color-scheme: dark) { color: lime } &:hover { color: red } margin: 0 }\n\
               @media print { a { color: black } } @font-face { color: red } @media not screen { a { color: black } }";
    let rules = sheet::read("a.css", 10, css);
    let seen: Vec<String> = rules
        .iter()
        .map(|rule| {
            let all: Vec<_> =
                rule.declarations.iter().map(|one| format!("{}={} {}", one.property, one.value, one.place)).collect();
            format!("{} {:?} {}", rule.selector, rule.scheme, all.join(", "))
        })
        .collect();
    assert_eq!(
        seen,
        [
            "body None color=red a.css:11",
            ".a > .b:is(c, d) None color=red a.css:11",
            "a None color=blue a.css:12",
            "a Some(Dark) color=cyan a.css:13",
            "p None color=green a.css:14, margin=0 a.css:14",
            "p Some(Dark) color=lime a.css:14",
        ]
    );
}

#[test]
fn custom_properties_and_light_dark_are_resolved() {
    let css = ":root { --a: var(--b, red); --b: #010203 } body { background: var(--missing, var(--a)) }
               @media (prefers-color-scheme: dark) { :root { --b: #040506 } }";
    assert_eq!(background(css, Scheme::Light).as_deref(), Some("#010203"));
    assert_eq!(background(css, Scheme::Dark).as_deref(), Some("#040506"));
    let css = "body { background: light-dark(rgb(1, 2, 3), #040506) no-repeat }";
    assert_eq!(background(css, Scheme::Light).as_deref(), Some("#010203"));
    assert_eq!(background(css, Scheme::Dark).as_deref(), Some("#040506"));
    // As minifiers leave it: inserted words do not join those beside them.
    let css = ":root{--s:1rem;--l:1.5;--f:Georgia,serif}body{color:red;font:var(--s)/var(--l)var(--f)}";
    assert_eq!(token(css, "font").as_deref(), Some("Georgia,serif"));
}

#[test]
fn the_accent_is_that_of_buttons_then_links_then_names() {
    assert_eq!(
        accent("a { color: #006400 } .btn-primary { background: #00008b } .btn { background: #8b0000 }").as_deref(),
        Some("#00008b")
    );
    assert_eq!(accent("a { color: #006400 } .btn { background: #eee }").as_deref(), Some("#006400"));
    assert_eq!(
        accent("a { color: inherit } :root { --color-primary: #006400; --color-primary-hover: red }").as_deref(),
        Some("#006400")
    );
    assert_eq!(
        accent("body { color: #333 } header { background: #00008b } header a { color: #fff }").as_deref(),
        Some("#00008b")
    );
    assert_eq!(
        accent("body { color: #333 } a:hover { color: red } .btn:focus { background: red }").as_deref(),
        Some("#333333")
    );
    assert_eq!(accent("p { margin: 0 } .x { color: red }"), None);
}

#[test]
fn shapes_are_taken_as_far_as_a_banner_can_have_them() {
    for (css, radius) in [
        ("border-radius: 4px", Some("4px")),
        ("border-radius: .5rem 0 0", Some(".5rem")),
        ("border-radius: 99px", Some("24px")),
        ("border-radius: 50%", None),
        ("border-radius: 0", Some("0")),
        ("border-radius: calc(1px + 2px)", None),
    ] {
        assert_eq!(token(&format!("body {{ color: red }} button {{ {css} }}"), "radius").as_deref(), radius, "{css}");
    }
    for (css, font) in [
        ("font-family: inherit", None),
        ("font: italic 700 1rem/1.5 'A B', serif", Some("'A B', serif")),
        ("font: 1rem / 1.5 Georgia", Some("Georgia")),
        ("font: clamp(1rem, 2vw, 2rem) Georgia", Some("Georgia")),
        ("font: inherit", None),
        ("font-family: \"a\\\"; } evil", None),
    ] {
        assert_eq!(token(&format!("body {{ color: red; {css} }}"), "font").as_deref(), font, "{css}");
    }
}

#[test]
fn hostile_style_sheets_are_survived() {
    let deep = "@media screen {".repeat(50_000) + "a { color: red }" + &"}".repeat(50_000);
    assert_eq!(sheet::read("", 1, &deep), []);
    let nested = "a { color: red; ".to_owned() + &"@media (prefers-color-scheme: dark) { ".repeat(50_000);
    assert_eq!(sheet::read("", 1, &nested).len(), 1);
    assert_eq!(background(":root { --a: var(--b); --b: var(--a) } body { background: var(--a) }", Scheme::Light), None);
    let doubling: String = (0..40).map(|n| format!("--v{n}: var(--v{}) var(--v{});", n + 1, n + 1)).collect();
    assert_eq!(
        background(&format!(":root {{ {doubling} --v40: red }} body {{ background: var(--v0) }}"), Scheme::Light),
        None
    );
    for css in [
        "body { background: var(",
        "body { background: light-dark(",
        "body { background: var() }",
        "}}}",
        "body{color:\u{0}\u{fffd}",
    ] {
        assert_eq!(background(css, Scheme::Light), None, "{css}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_the_colours_what_is_settled_passes(colours in proptest::collection::vec(any::<[u8; 3]>(), 8)) {
        let tokens = ["background", "surface", "text", "muted", "accent", "on-accent", "border", "focus"];
        let read = |[red, green, blue]: [u8; 3]| Colour::read(&format!("rgb({red} {green} {blue})")).unwrap();
        let wanted: Colours = tokens.into_iter().zip(colours.into_iter().map(read)).collect();
        let settled = settle(&wanted);
        for (front, ..) in PAIRS {
            prop_assert_eq!(failures(front, settled[front], &settled), Vec::<String>::new(), "{}", front);
        }
        prop_assert_eq!(settled["background"], wanted["background"]);
        // A pair that passes is left as it is.
        prop_assert_eq!(&settle(&settled), &settled);
    }
}
