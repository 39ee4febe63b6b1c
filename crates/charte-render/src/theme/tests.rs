//! What a theme may contain, how a portal's folder replaces parts of the base, and what the built-in texts must have in
//! common.

mod built_in;
mod languages;
mod parts;

use charte_core::diagnostic::Place;
use charte_themes::BASE;

use crate::fixtures::rich;
use crate::keys::key;
use crate::theme::*;
use crate::{HeldEmbed, Renderer};

fn load(files: &[(&str, &str)]) -> Result<Theme, Vec<Diagnostic>> {
    let files = files.iter().map(|(path, text)| ((*path).to_string(), text.as_bytes().to_vec())).collect();
    Theme::load(BASE, &Folder { path: "themes/ville/".into(), files, extends: None })
}

fn codes(files: &[(&str, &str)]) -> Vec<&'static str> {
    load(files).err().unwrap_or_default().iter().map(|finding| finding.code).collect()
}

fn file(name: &str) -> &'static str {
    BASE.iter().find(|(path, _)| *path == name).map(|(_, text)| *text).unwrap()
}

#[test]
fn the_base_theme_is_sound_and_can_be_read() {
    let theme = load(&[]).unwrap();
    assert_eq!(theme.warnings().count(), 0, "{:?}", theme.warnings().collect::<Vec<_>>());
    assert!(theme.languages().any(|language| language == "fr") && theme.languages().any(|language| language == "en"));
}

#[test]
fn french_is_set_with_its_own_spaces_and_marks() {
    let mut findings = Vec::new();
    for entry in reader::read("fr", file("texts/fr.toml"), &["language.checked"], &mut findings) {
        let text = &entry.value;
        assert!(!text.contains('\''), "{}: {text}", entry.key);
        for wrong in [" :", " ;", " ?", " !", " »", "« ", "\""] {
            assert!(entry.key.ends_with("_url") || !text.contains(wrong), "{}: {text}", entry.key);
        }
    }
}

#[test]
fn a_portal_changes_what_it_names_and_nothing_else() {
    let theme = load(&[
        ("theme.toml", "requires = \"1\"\n[tokens]\naccent = \"#630\"\nposition = \"left\"\n[dark]\naccent = \"#fc9\""),
        ("texts/fr.toml", "[banner]\ntitle = \"Biscuits de {site}\"\n[own]\nword = \"mot\""),
        ("link.html", "<p data-charte-built>{{ text(key=\"own.word\") }}</p>"),
        ("charter.html", "{% extends \"base/charter.html\" %}{% block what %}<p>Rien.</p>{% endblock %}"),
    ])
    .unwrap();
    let mut charter = rich();
    charter.languages = vec!["fr".into()];
    let renderer = Renderer::new(&theme, &charter).unwrap();
    assert!(renderer.banner_css().contains("--charte-accent:#630") && renderer.banner_css().contains(":#fc9"));
    let config = renderer.runtime_config("fr").unwrap();
    assert_eq!(config[key!(bannerPosition)], "left");
    assert_eq!(config[key!(interfaceTexts)][key!(bannerHeading)], "Biscuits de Open data de Saint-Malo Agglomération");
    assert_eq!(config[key!(interfaceTexts)][key!(accept)], "Tout accepter");
    assert_eq!(renderer.link("fr").unwrap(), "<p data-charte-built>mot</p>");
    let page = renderer.charter("fr").unwrap();
    assert!(page.contains("<p>Rien.</p>") && page.contains("Vos droits") && !page.contains("suite d"));
}

#[test]
fn a_copy_of_the_base_is_the_base() {
    let copy = load(BASE).unwrap();
    let plain = load(&[]).unwrap();
    let charter = rich();
    let [one, other] = [&copy, &plain].map(|theme| Renderer::new(theme, &charter).unwrap());
    assert_eq!(one.charter("fr").unwrap(), other.charter("fr").unwrap());
    assert_eq!(one.stylesheets(), other.stylesheets());
    let waiting = HeldEmbed::default();
    assert_eq!(one.placeholder("en", &waiting).unwrap(), other.placeholder("en", &waiting).unwrap());
}

#[test]
fn a_language_may_be_added_whole() {
    let albanian = file("texts/en.toml").replace("Accept all", "Prano të gjitha");
    let theme = load(&[("texts/sq.toml", &albanian)]).unwrap();
    let mut charter = rich();
    charter.languages.push("sq".into());
    let renderer = Renderer::new(&theme, &charter).unwrap();
    assert_eq!(renderer.runtime_config("sq").unwrap()[key!(interfaceTexts)][key!(accept)], "Prano të gjitha");
    let partial = albanian.replace("accept    =", "own_accept =");
    assert_eq!(codes(&[("texts/sq.toml", &partial)]), ["text-unknown-key"]);
    let partial = partial.replace("own_accept = \"Prano të gjitha\"", "");
    let theme = load(&[("texts/sq.toml", &partial)]).unwrap();
    let findings = Renderer::new(&theme, &charter).err().unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "texts are missing in `sq`: `banner.accept`");
}

#[test]
fn all_faults_are_reported_at_their_place() {
    let theme = "requires = \"2\"\n[tokens]\nacent = \"red\"\nfont = \"a;b\"\nradius = 6\nposition = \"top\"\n[darc]\na = \"b\"";
    let findings = load(&[
        ("theme.toml", theme),
        ("charter.htm", ""),
        ("page.html", "{% if %}"),
        ("placeholder.html", "{{ nothing | nofilter }}"),
        ("texts/fr.toml", "[baner]\ntitle = \"x\"\n[banner]\nintro = \"{nam}\""),
    ])
    .err()
    .unwrap();
    let mut found: Vec<(&str, usize)> =
        findings.iter().map(|it| (it.code, it.place.as_ref().map_or(0, |place| place.line))).collect();
    found.sort_unstable();
    let expected = [
        ("text-unknown-key", 2),
        ("text-unknown-variable", 4),
        ("theme-requires", 1),
        ("theme-template", 0),
        ("theme-template", 1),
        ("theme-token-value", 4),
        ("theme-token-value", 6),
        ("theme-unknown-file", 0),
        ("theme-unknown-key", 8),
        ("theme-unknown-token", 3),
        ("wrong-type", 5),
    ];
    assert_eq!(found, expected, "{findings:#?}");
    let place = findings.iter().filter_map(|finding| finding.place.as_ref()).next().unwrap();
    assert!(place.file.starts_with("themes/ville/"), "{}", place.file);
}

#[test]
fn toml_and_encoding_faults_are_findings() {
    assert_eq!(codes(&[("theme.toml", "requires = \"1\"\n[tokens\n")]), ["toml-syntax"]);
    assert_eq!(codes(&[("theme.toml", "")]), ["theme-requires"]);
    let files = [("charter.css".to_string(), vec![0xff])].into();
    let findings = Theme::load(BASE, &Folder { path: "t".into(), files, extends: None }).err().unwrap();
    assert_eq!(findings[0].code, "theme-not-utf8");
}

/// The findings about the colours of a folder's `theme.toml`, and of those that its manifest changes.
fn judged(tokens: &str, manifest: &[(&str, &str)]) -> Vec<Diagnostic> {
    let theme = load(&[("theme.toml", &format!("requires = \"1\"\n{tokens}"))]).unwrap();
    let mut charter = rich();
    for (name, value) in manifest {
        charter.tokens.insert((*name).into(), (*value).into());
        let place = Place::of("charte.toml", &format!("{name} = {value}"), 0..1);
        charter.places.insert(format!("token.{name}"), place);
    }
    match Renderer::new(&theme, &charter) {
        Ok(renderer) => renderer.unchecked_colours().to_vec(),
        Err(findings) => findings,
    }
}

fn parts(finding: &Diagnostic) -> (Level, &str, usize, &str, &str) {
    let place = finding.place.as_ref().unwrap();
    (finding.level, &place.file, place.line, &finding.message, finding.help.as_deref().unwrap())
}

#[test]
fn colours_without_contrast_stop_the_build() {
    let findings = judged("[tokens]\nmuted = \"#aaa\"", &[]);
    assert_eq!(findings.len(), 1, "{findings:#?}");
    let message = "`muted` (#aaa) is too close to `background` (2.32:1, must be 4.5:1) and `surface` (2.12:1, must be \
                   4.5:1) on a light screen";
    let help = "people must be able to read it (WCAG 2.2, 1.4.3; RGAA 3.2); the nearest colour of the same hue that passes \
                is `#707070`";
    assert_eq!(parts(&findings[0]), (Level::Error, "themes/ville/theme.toml", 3, message, help));
    assert!(judged("[tokens]\nmuted = \"#707070\"", &[]).is_empty());
}

#[test]
fn the_one_that_the_portal_wrote_is_to_change_wherever_it_wrote_it() {
    let findings = judged("[dark]\nbackground = \"#555\"", &[("border", "rgb(200 200 200)")]);
    let found: Vec<_> = findings.iter().map(|finding| (parts(finding).1, parts(finding).2)).collect();
    assert_eq!(found, [("charte.toml", 1), ("themes/ville/theme.toml", 3)], "{findings:#?}");
    assert!(findings[1].message.starts_with("`background` (#555) is too close to `muted`"), "{findings:#?}");
    assert!(findings[1].message.ends_with("on a dark screen"));
}

#[test]
fn a_scheme_that_is_never_shown_is_not_checked() {
    let dark = "[dark]\ntext = \"#333\"";
    assert_eq!(judged(dark, &[]).len(), 1);
    assert!(judged(dark, &[("scheme", "light")]).is_empty());
    let light = "[tokens]\nscheme = \"dark\"\ntext = \"#eee\"";
    assert!(judged(light, &[]).is_empty());
}

#[test]
fn colours_that_depend_on_the_page_are_reported_as_not_checked() {
    let findings =
        judged("[tokens]\nborder = \"color-mix(in srgb, currentcolor 40%, white)\"\nsurface = \"#fff8\"", &[]);
    let names: Vec<_> = findings.iter().map(|finding| (finding.code, finding.level, parts(finding).2)).collect();
    let expected = [("theme-contrast-unchecked", Level::Warning, 4), ("theme-contrast-unchecked", Level::Warning, 3)];
    assert_eq!(names, expected, "{findings:#?}");
    // A token that names another one counts like that one.
    assert!(judged("[tokens]\nborder = \"var(--charte-muted)\"", &[]).is_empty());
}

#[test]
fn a_fixed_scheme_has_one_set_of_colours() {
    let css = |scheme: &str| {
        let tokens = format!("requires = \"1\"\n[tokens]\nscheme = \"{scheme}\"");
        Renderer::new(&load(&[("theme.toml", &tokens)]).unwrap(), &rich()).unwrap().banner_css()
    };
    assert!(css("auto").contains("@media (prefers-color-scheme:dark)") && css("auto").contains("#ffffff"));
    for (scheme, with, without) in [("light", "#ffffff", "#151a1b"), ("dark", "#151a1b", "#ffffff")] {
        let css = css(scheme);
        assert!(css.contains(with) && !css.contains(without) && !css.contains("prefers-color-scheme"), "{css}");
    }
}

#[test]
fn beside_a_site_of_one_scheme_only_what_the_author_said_follows_the_visitor() {
    let follows = |tokens: &str| {
        let text = format!("requires = \"1\"\n[tokens]\n{tokens}");
        let renderer = Renderer::new(&load(&[("theme.toml", &text)]).unwrap(), &rich()).unwrap().beside_one_scheme();
        let (banner, sheets) = (renderer.banner_css(), renderer.stylesheets());
        let all = [banner.as_str(), &sheets.0, &sheets.1].map(|css| css.contains("prefers-color-scheme:dark"));
        assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
        all[0]
    };
    assert!(!follows("accent = \"#333\""));
    assert!(follows("scheme = \"auto\""));
    assert!(!follows("scheme = \"dark\""));
}

#[test]
fn what_is_added_to_a_stylesheet_comes_after_it() {
    let theme =
        load(&[("banner-more.css", ".more{}"), ("charter-more.css", ".too{}"), ("banner.css", ".own{}")]).unwrap();
    let renderer = Renderer::new(&theme, &rich()).unwrap();
    assert_eq!(renderer.banner_css(), ".own{}.more{}");
    assert!(renderer.stylesheets().1.ends_with(".too{}") && renderer.stylesheets().1.len() > 1000);
    assert_eq!(codes(&[("page-more.css", "")]), ["theme-unknown-file"]);
}

#[test]
fn a_folder_may_lie_over_a_theme_that_is_built_in() {
    let extends = |name: &str| load(&[("theme.toml", &format!("requires = \"1\"\nextends = \"{name}\""))]);
    assert!(extends("base").is_ok());
    let findings = extends("bsae").err().unwrap();
    assert_eq!(parts(&findings[0]).2, 2);
    assert_eq!((findings[0].code, findings[0].help.as_deref()), ("theme-extends", Some("did you mean `base`?")));
}

#[test]
fn token_values_cannot_leave_their_declaration() {
    for value in ["a;b", "a}b", "{", "</style", "\\", "a/*b", "url(", "(]", "'", "a\nb", "", " ", "red !important"] {
        let theme = format!("requires = \"1\"\n[tokens]\nfont = {}", toml::Value::from(value));
        assert_eq!(codes(&[("theme.toml", &theme)]), ["theme-token-value"], "{value}");
    }
    for value in ["Marianne, system-ui", "\"Open Sans\", serif", "rgb(1 2 3 / 50%)", "var(--site-font)"] {
        let theme = format!("requires = \"1\"\n[tokens]\nfont = {}", toml::Value::from(value));
        assert!(load(&[("theme.toml", &theme)]).is_ok(), "{value}");
    }
}

#[test]
fn a_template_that_could_not_be_taken_out_again_stops_the_build() {
    for (name, html) in [
        ("link.html", "<p><a href=x>a</a></p>"),
        ("link.html", "<p data-charte-built>a</p><p>b</p>"),
        ("charter.html", "text"),
    ] {
        let theme = load(&[(name, html)]).unwrap();
        let findings = Renderer::new(&theme, &rich()).err().unwrap();
        assert!(findings.iter().all(|finding| finding.code == "theme-insertion"), "{findings:?}");
    }
    let theme = load(&[("charter.html", "<div data-charte-built>{{ sit.name }}</div>")]).unwrap();
    let findings = Renderer::new(&theme, &rich()).err().unwrap();
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!((findings[0].code, place.file.as_str()), ("theme-template", "themes/ville/charter.html"));
}
