//! The files of charte's own folder: the charter in each language, the scripts with their texts, the style sheets. It
//! reads the pages whose frame a charter takes, and writes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use charte_core::diagnostic::Diagnostic;
use charte_core::suggest;
use charte_html::Syntax;
use charte_render::{
    BYTE_ORDER_MARK, CHARTER_STYLESHEET, OBJECTION_SCRIPT, PLACEHOLDER_STYLESHEET, later_file_name, locale, scripts,
};
use charte_rewrite::{Markup, Needs, frame};
use serde::{Deserialize, Serialize};

use crate::prepare::policy;
use crate::prepare::portal::Portal;
use crate::rules;
use crate::site::path::slashed;
use crate::site::{self, IoFault};

/// The page of the charter in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CharterPage {
    /// Its language.
    pub language: String,
    /// Path below the site's root, with `/` between folders.
    pub path: String,
    /// Whether it is a page of the site with a slot (`data-charte-slot`).
    pub slot: bool,
}

/// The placeholder in scripts for the argument that a portal puts in.
const ARGUMENT: &str = "CHARTE";
/// Makes Chromium compile the whole script while it downloads, in another thread (Explicit JavaScript Compile Hints).
const HINT: &str = "//# allFunctionsCalledOnLoad\n";

/// The files of charte's own folder.
#[non_exhaustive]
pub struct Bundle {
    /// Content by path in the folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The page of the charter in each language.
    pub pages: Vec<CharterPage>,
    /// Findings that are not errors.
    pub findings: Vec<Diagnostic>,
}

/// The page of the charter in each language: the first of `slots` in that language, else a page in charte's own folder.
pub fn charter_pages(portal: &Portal, slots: &[CharterPage]) -> Vec<CharterPage> {
    let charter = &portal.charter;
    let own = |language: &str| CharterPage {
        language: language.into(),
        path: format!("{}/{}", charter.folders.folder, own_path(charter.languages.first(), language)),
        slot: false,
    };
    let page = |language: &String| {
        slots.iter().find(|slot| slot.language == *language).cloned().unwrap_or_else(|| own(language))
    };
    charter.languages.iter().map(page).collect()
}

/// The address of a page as visitors see it, from the root of the host.
pub fn address(portal: &Portal, page: &CharterPage) -> String {
    format!("{}{}", portal.charter.base_path, page.path.strip_suffix("index.html").unwrap_or(&page.path))
}

/// The addresses of charters in pages of the site, by language.
pub(crate) fn addresses(portal: &Portal, pages: &[CharterPage]) -> BTreeMap<String, String> {
    pages.iter().filter(|page| page.slot).map(|page| (page.language.clone(), address(portal, page))).collect()
}

/// Makes the files. `input` is the root of the site, `pages` the result of [`charter_pages`].
///
/// # Errors
/// Templates that fail, frames that cannot be read or have no `<main>`.
pub fn make(portal: &Portal, input: &Path, pages: Vec<CharterPage>) -> Result<Bundle, Vec<Diagnostic>> {
    let charter = &portal.charter;
    let mut bundle = Bundle { files: BTreeMap::new(), pages: Vec::new(), findings: Vec::new() };
    let mut faults = Vec::new();
    bundle.findings.extend(unstyled(portal, &pages));
    bundle.files.insert(policy::FILE.into(), portal.policy.whole().into_bytes());
    if charter.objection().is_some() {
        bundle.files.insert(OBJECTION_SCRIPT.into(), scripts::OBJECTION.into());
    }
    for page in &pages {
        let language = page.language.as_str();
        let content = if page.slot { Ok(moved(portal, page)) } else { own_page(portal, input, language) };
        match content {
            Ok(content) => drop(bundle.files.insert(own_path(charter.languages.first(), language), content)),
            Err(findings) => faults.extend(findings),
        }
        if portal.has_script() {
            let (banner, later) = match portal.renderer.is_dsfr() {
                true => (scripts::DSFR_BANNER, scripts::DSFR_LATER),
                false => (scripts::BANNER, scripts::LATER),
            };
            let parts = [
                (
                    format!("charte.{language}.js"),
                    format!("{BYTE_ORDER_MARK}{HINT}{banner}"),
                    portal.renderer.runtime_argument(language),
                ),
                (
                    later_file_name(language),
                    format!("{BYTE_ORDER_MARK}{later}"),
                    portal.renderer.later_argument(language),
                ),
            ];
            for (name, script, argument) in parts {
                match argument {
                    Ok(argument) => {
                        let script = script.replacen(ARGUMENT, &argument, 1);
                        bundle.files.insert(name, script.into_bytes());
                    }
                    Err(findings) => faults.extend(findings),
                }
            }
        }
    }
    let (placeholders, charter_css) = portal.renderer.stylesheets();
    bundle.files.insert(PLACEHOLDER_STYLESHEET.into(), placeholders.into_bytes());
    bundle.files.insert(CHARTER_STYLESHEET.into(), charter_css.into_bytes());
    bundle.pages = pages;
    faults.extend(portal.faults());
    if faults.is_empty() { Ok(bundle) } else { Err(faults) }
}

/// charte's script of a portal, changed so that it assigns its configuration to the global variable `name`, for a
/// preview. `None` for any other file.
pub fn with_named_argument(script: &[u8], name: &str) -> Option<Vec<u8>> {
    [scripts::BANNER, scripts::DSFR_BANNER].into_iter().find_map(|whole| {
        let start = format!("{BYTE_ORDER_MARK}{HINT}{}", whole.split(ARGUMENT).next().unwrap_or_default());
        let rest = script.strip_prefix(start.as_bytes())?;
        Some([start.as_bytes(), name.as_bytes(), b"=", rest].concat())
    })
}

/// `index.html` for the portal's first language, `en/index.html` for another.
fn own_path(first: Option<&String>, language: &str) -> String {
    if first.is_some_and(|first| first == language) { "index.html".into() } else { format!("{language}/index.html") }
}

/// The charter page of charte's own folder, in the frame of a page of the site, else of the theme.
fn own_page(portal: &Portal, input: &Path, language: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Some(frame) = portal.charter.folders.frame(language) else {
        return portal
            .renderer
            .page(language, &portal.head(language, Needs { has_scripts: true, ..Needs::default() }))
            .map(String::into_bytes);
    };
    let path = input.join(frame);
    if !path.is_file() {
        let finding = rules::look::FRAME_MISSING.finding("the page that lends its frame is not there");
        let places = &portal.charter.places;
        let place = places.get(&format!("frame.{language}")).or_else(|| places.get("frame.")).cloned();
        let help = match nearest_page(portal, input, frame) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct `frame`: a page of the built site, relative to `input`".into(),
        };
        return Err(vec![finding.at(place).path(path.display().to_string()).help(help)]);
    }
    let bytes = fs::read(&path).map_err(|error| vec![Diagnostic::from(IoFault::on("read it", &path)(error))])?;
    let folder = &portal.charter.folders.folder;
    let target = format!("{folder}/{}", own_path(portal.charter.languages.first(), language));
    let page = frame::Framed {
        page: &charte_rewrite::strip(&bytes, Syntax::of_file(&path)),
        from: frame,
        to: &target,
        language,
        direction: locale::direction(language),
        title: &portal.renderer.title(language)?,
        canonical: &portal.renderer.url(language),
        alternates: &portal.renderer.alternates(),
        // A slot, which the rewriting fills as it fills an author's.
        content: "<div data-charte-slot=\"charter\"></div>",
    };
    let Some(page) = page.make() else {
        let finding = rules::look::FRAME_WITHOUT_MAIN.finding("the page that lends its frame has no `<main>` to fill");
        let help = "put its content in a `<main>` element, name another page, or leave `frame` out";
        return Err(vec![finding.path(path.display().to_string()).help(help)]);
    };
    let address = format!("{}{target}", portal.charter.url);
    Ok(charte_rewrite::rewrite(&page, &portal.rules(Path::new(&target), Some(&address))).edits.apply(&page))
}

/// The page of the site whose path is nearest to one that is not there.
fn nearest_page(portal: &Portal, input: &Path, missing: &str) -> Option<String> {
    let files = site::list(input, &portal.charter.folders.folder).folders.into_iter().flat_map(|folder| folder.files);
    let pages: Vec<String> =
        files.filter(|file| site::is_page_name(&file.path)).map(|file| slashed(Ok(&file.path))).collect();
    suggest::nearest(missing, pages.iter().map(String::as_str)).map(str::to_owned)
}

/// Pages that lack the style sheets of the State's design system: they come with a page of the site, which gives its frame.
fn unstyled(portal: &Portal, pages: &[CharterPage]) -> Option<Diagnostic> {
    let has_frame = |page: &CharterPage| page.slot || portal.charter.folders.frame(&page.language).is_some();
    let without = pages.iter().filter(|page| portal.renderer.is_dsfr() && !has_frame(page));
    let languages: Vec<&str> = without.map(|page| page.language.as_str()).collect();
    languages.first()?;
    let message = format!("nothing gives the charter page in {} the State's design system", suggest::list(languages));
    let help = "name a page of the site that loads it, such as `frame = \"mentions-legales/index.html\"`, or put \
                `<div data-charte-slot=\"charter\"></div>` into one";
    let place = portal.charter.places.get("theme").cloned();
    Some(rules::look::THEME_FRAME_MISSING.finding(message).at(place).help(help))
}

/// A page in charte's own folder that leads to the page of the site with the charter: its address is the same on every
/// portal.
fn moved(portal: &Portal, page: &CharterPage) -> Vec<u8> {
    let address = escape(&address(portal, page));
    let title = portal.renderer.title(&page.language).map(|title| escape(&title)).unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={address}\">\n<link rel=\"canonical\" href=\"{address}\">\n</head>\n\
         <body><p><a href=\"{address}\">{title}</a></p></body>\n</html>\n",
        page.language,
        locale::direction(&page.language)
    )
    .into_bytes()
}

/// Text as HTML, for content and attributes in double quotes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
