//! What must hold for any theme. The input is a folder: each file is a line `== PATH` and the lines after it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use charte_core::{check as checks, manifest};
use charte_html::Syntax;
use charte_render::theme::{Folder, Theme};
use charte_render::{HeldEmbed, Renderer};
use charte_rewrite::strip;
use cssparser::{Parser, ParserInput, Token};

/// The portal's.
const LANGUAGE: &str = "fr";
/// How messages call the folder.
const PATH: &str = "theme";

const MANIFEST: &str = r#"
version = 1
[publisher]
name = "Éditeur"
contact = "contact@example.org"
dpo = "dpo@example.org"
[portal.town]
name = "Portail"
url = "https://www.example.org/docs/"
input = "public"
updated = 2026-11-23
services = ["matomo", "youtube"]
"#;

fn charter() -> &'static Charter {
    static CHARTER: OnceLock<Charter> = OnceLock::new();
    CHARTER.get_or_init(|| {
        let (manifest, _) = manifest::parse("charte.toml", MANIFEST);
        checks::check(&manifest, &Catalogue::embedded()).0.remove(0)
    })
}

/// Checks every promise for this input.
pub(crate) fn check(input: &[u8]) {
    let folder = folder(input);
    let theme = match load(&folder) {
        Ok(theme) => theme,
        Err(findings) => {
            assert_eq!(Some(&findings), load(&folder).err().as_ref(), "the same folder was read twice");
            return findings.iter().for_each(|finding| check_place(&folder, finding));
        }
    };
    theme.warnings().for_each(|finding| check_place(&folder, finding));
    match Renderer::new(&theme, charter()) {
        Err(findings) => findings.iter().for_each(|finding| check_place(&folder, finding)),
        Ok(renderer) => {
            check_styles(&folder, &renderer);
            check_pieces(&renderer);
        }
    }
}

fn load(folder: &Folder) -> Result<Theme, Vec<Diagnostic>> {
    Theme::load(charte_themes::BASE, folder)
}

/// The lines before the first such line are no file.
fn folder(input: &[u8]) -> Folder {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut path = None;
    for line in input.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"== "), &path) {
            (Some(name), _) => path = Some(String::from_utf8_lossy(name.trim_ascii()).into_owned()),
            (None, Some(path)) => files.entry(path.clone()).or_default().extend_from_slice(line),
            (None, None) => {}
        }
    }
    Folder { path: PATH.into(), files, extends: None }
}

/// The place of a finding in a file of the folder lies within that file's text.
fn check_place(folder: &Folder, finding: &Diagnostic) {
    let Some(place) = &finding.place else { return };
    assert!(place.excerpt.get(place.range.clone()).is_some(), "the range is not in the excerpt: {finding:?}");
    let name = place.file.strip_prefix(PATH).and_then(|file| file.strip_prefix('/'));
    let Some(bytes) = name.and_then(|name| folder.files.get(name)) else { return };
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let line = text.split('\n').nth(place.line - 1).unwrap_or_else(|| panic!("the text has no such line: {finding:?}"));
    assert!(place.column >= 1 && place.column <= line.chars().count() + 1, "the line is shorter: {finding:?}");
    assert_eq!(place.excerpt, line.trim_end_matches('\r'), "another line: {finding:?}");
}

/// Tokens cannot end their declaration or their rule; what an author's style sheet closes stays closed.
fn check_styles(folder: &Folder, renderer: &Renderer) {
    let mut sheets = folder.files.iter().filter(|(path, _)| path.ends_with(".css"));
    if !sheets.all(|(_, bytes)| is_closed(&String::from_utf8_lossy(bytes))) {
        return;
    }
    let (placeholder, charter) = renderer.stylesheets();
    for css in [renderer.banner_css(), placeholder, charter] {
        assert!(is_closed(&css), "something is left open: {css}");
        let has_own = folder.files.keys().any(|path| path.ends_with(".css"));
        assert!(has_own || !css.contains('<'), "a token made markup: {css}");
    }
}

/// Whether a rule written after the style sheet is a rule of its own, and nothing in the sheet closes what it has not
/// opened.
fn is_closed(css: &str) -> bool {
    const END: &str = "fuzz-end";
    let css = format!("{css}\n{END}{{x:y}}");
    let mut input = ParserInput::new(&css);
    let mut parser = Parser::new(&mut input);
    let (mut is_end, mut is_sound) = (false, true);
    while let Ok(token) = parser.next().cloned() {
        is_sound &= !token.is_parse_error();
        is_end = matches!(&token, Token::Ident(name) if &**name == END) || is_end && token == Token::CurlyBracketBlock;
    }
    is_end && is_sound
}

/// What is inserted into pages can be stripped again, and no text ends the script that contains it.
fn check_pieces(renderer: &Renderer) {
    const PAGE: &str = "<!doctype html><html><body><p>x</p>";
    let link = renderer.link(LANGUAGE).unwrap_or_else(|findings| panic!("tried before: {findings:?}"));
    let charter = renderer.charter(LANGUAGE).unwrap_or_else(|findings| panic!("tried before: {findings:?}"));
    for piece in [link, format!("<div data-charte-built>{charter}</div>")] {
        let built = format!("{PAGE}{piece}<i>y</i>");
        let stripped = strip(built.as_bytes(), Syntax::Html);
        assert_eq!(String::from_utf8_lossy(&stripped), format!("{PAGE}<i>y</i>"), "{built}");
        assert!(built.is_ascii(), "pages receive ASCII alone: {built}");
    }
    let services = ["youtube".to_owned()];
    let waiting = HeldEmbed { services: &services, address: "https://www.youtube.com/embed/x", title: Some("\"<b>") };
    renderer.placeholder(LANGUAGE, &waiting).unwrap_or_else(|findings| panic!("tried before: {findings:?}"));
    for argument in [renderer.runtime_argument(LANGUAGE), renderer.later_argument(LANGUAGE)].into_iter().flatten() {
        assert!(!argument.contains(['<', '\u{2028}', '\u{2029}', '\n']), "{argument}");
    }
}
