//! The parts of a theme: every token, file and pair of colours, with the layer that each comes from.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, has_errors};
use serde::Serialize;

use crate::rules;
use crate::theme::contrast::PAIRS;
use crate::theme::contrast::colour::Colour;
use crate::theme::tokens::{Scheme, TOKENS_FILE, token_names};
use crate::theme::{Folder, MORE, Theme, Tokens, more, unknown_file};

/// A theme, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Listing {
    /// The theme as the declaration names it.
    pub name: String,
    /// Its layers, the lowest first: built-in themes, a folder, the manifest.
    pub layers: Vec<String>,
    /// The tokens, in the order of the base theme.
    pub tokens: Vec<TokenLine>,
    /// The files that it has.
    pub files: Vec<FileLine>,
    /// The pairs of colours that are shown together.
    pub pairs: Vec<PairLine>,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TokenLine {
    /// Its name.
    pub name: String,
    /// On a light screen.
    pub light: Written,
    /// On a dark screen, where it differs.
    pub dark: Option<Written>,
}

/// The value of a token, and the layer that sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Written {
    /// As it is written.
    pub value: String,
    /// The layer that sets it.
    pub layer: String,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileLine {
    /// Its path in the theme's folder.
    pub path: String,
    /// The layers whose file has an effect, the lowest first. A file replaces those of lower layers, but tokens, texts and
    /// `-more` files add to each other.
    pub layers: Vec<String>,
}

/// Two colours that are shown together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PairLine {
    /// `light` or `dark`.
    pub scheme: &'static str,
    /// The token in front.
    pub front: &'static str,
    /// The token behind it.
    pub back: &'static str,
    /// Their contrast, rounded down; `None` where a colour depends on the page.
    pub contrast: Option<f64>,
    /// The least contrast that is allowed.
    pub least: f64,
}

// Contrasts are numbers of two decimals, never "not a number".
impl Eq for PairLine {}

impl PairLine {
    /// Whether the contrast is enough; true where it was not measured.
    pub fn passes(&self) -> bool {
        self.contrast.is_none_or(|contrast| contrast >= self.least)
    }
}

impl Listing {
    /// Lists a theme: `folder` has the portal's own files, `charter` the tokens that the manifest sets.
    ///
    /// # Errors
    /// Every fault of the theme's files, except too little contrast.
    pub fn of(name: &str, folder: &Folder, charter: Option<&Charter>) -> Result<Listing, Vec<Diagnostic>> {
        let theme = Theme::load(charte_themes::BASE, folder)?;
        let mut tokens = theme.tokens.clone();
        let mut layers: Vec<String> = layers(folder).into_iter().map(|layer| layer.name).collect();
        let mut findings = Vec::new();
        for (charter, (name, value)) in
            charter.iter().flat_map(|charter| charter.tokens.iter().map(move |set| (charter, set)))
        {
            let place = charter.places.get(&format!("token.{name}")).cloned();
            let file = place.as_ref().map(|place| place.file.clone());
            layers.extend(file.filter(|file| !layers.contains(file)));
            findings.extend(tokens.set(name, value.clone(), place).err().map(|finding| *finding));
        }
        if has_errors(&findings) {
            return Err(findings);
        }
        Ok(Listing {
            name: name.to_owned(),
            layers,
            tokens: token_lines(&tokens),
            files: file_lines(folder),
            pairs: pair_lines(&tokens),
        })
    }
}

/// The text of a theme's file with all layers applied, to be copied into the portal's folder and edited there.
///
/// # Errors
/// No theme has such a file, or a copy of it would change nothing.
pub fn file(folder: &Folder, path: &str) -> Result<String, Vec<Diagnostic>> {
    let base = |path: &str| charte_themes::BASE.iter().find(|(known, _)| *known == path).map(|(_, text)| *text);
    if let Some(sheet) = path.strip_suffix(MORE).map(|name| format!("{name}.css")).filter(|sheet| base(sheet).is_some())
    {
        let message = format!("there is nothing to copy for `{path}`: what is in it is added to `{sheet}`");
        let help =
            format!("write your own rules into a new file of that name, or take `{sheet}` to change those there are");
        return Err(vec![rules::files::THEME_FILE.finding(message).help(help)]);
    }
    let Some(text) = base(path) else {
        let mut finding = unknown_file(path, path, charte_themes::BASE);
        finding.path = None;
        return Err(vec![finding]);
    };
    let theme = Theme::load(charte_themes::BASE, folder)?;
    if let Some(css) = theme.stylesheets.get(path) {
        return Ok(css.clone());
    }
    let of_folder = folder.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    Ok(of_folder.unwrap_or(text).to_owned())
}

/// One layer of a theme.
pub(super) struct LayerFiles<'a> {
    /// `base`, the name of another built-in theme, or the folder.
    pub(super) name: String,
    paths: BTreeSet<&'a str>,
}

/// The layers under and in a theme's folder, the lowest first.
pub(super) fn layers(folder: &Folder) -> Vec<LayerFiles<'_>> {
    let built_in = |name: &str, files: &'static [(&'static str, &'static str)]| LayerFiles {
        name: name.to_owned(),
        paths: files.iter().map(|(path, _)| *path).collect(),
    };
    let mut layers = vec![built_in(charte_themes::BASE_NAME, charte_themes::BASE)];
    if let Some((name, files)) = Theme::default().extended(folder) {
        layers.push(built_in(name, files));
    }
    if !folder.path.is_empty() {
        let paths = folder.files.keys().map(String::as_str).collect();
        layers.push(LayerFiles { name: folder.path.clone(), paths });
    }
    layers
}

fn token_lines(tokens: &Tokens) -> Vec<TokenLine> {
    let written = |name: &str, scheme| {
        let value = tokens.value(name, scheme)?.to_owned();
        let file = tokens.place(name, scheme).map(|place| place.file.as_str()).unwrap_or_default();
        Some(Written { value, layer: layer_of(file) })
    };
    let line = |name: String| {
        let light = written(&name, Scheme::Light)?;
        let dark = written(&name, Scheme::Dark).filter(|dark| *dark != light);
        Some(TokenLine { name, light, dark })
    };
    token_names().into_iter().filter_map(line).collect()
}

/// The layer of a file of tokens: `card` for `<theme card>/theme.toml`.
fn layer_of(file: &str) -> String {
    let name = file.strip_suffix(TOKENS_FILE).map_or(file, |folder| folder.trim_end_matches('/'));
    let built_in = name.strip_prefix("<theme ").and_then(|name| name.strip_suffix('>'));
    built_in.unwrap_or(name).to_owned()
}

fn file_lines(folder: &Folder) -> Vec<FileLine> {
    let layers = layers(folder);
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for layer in &layers {
        for path in &layer.paths {
            let adds = *path == TOKENS_FILE || path.ends_with(MORE) || crate::theme::language_of(path).is_some();
            let line = lines.entry(path).or_default();
            if !adds {
                line.clear();
            }
            line.push(layer.name.clone());
        }
        // Replacing a style sheet also drops what lower layers added to it.
        let replaced = layer.paths.iter().filter(|path| path.ends_with(".css") && !path.ends_with(MORE));
        for path in replaced {
            if let Some(over) = lines.get_mut(more(path).as_str()) {
                over.retain(|name| *name == layer.name);
            }
        }
    }
    lines.retain(|_, layers| !layers.is_empty());
    lines.into_iter().map(|(path, layers)| FileLine { path: path.to_owned(), layers }).collect()
}

fn pair_lines(tokens: &Tokens) -> Vec<PairLine> {
    let mut lines = Vec::new();
    for scheme in tokens.schemes().iter().copied() {
        let colour = |name| tokens.resolved(name, scheme).as_deref().and_then(Colour::read);
        for (front, back, least) in PAIRS {
            let contrast = colour(front)
                .zip(colour(back).filter(|back| back.is_opaque()))
                .map(|(front, back)| (front.contrast(back) * 100.0).floor() / 100.0);
            let scheme = if scheme == Scheme::Dark { "dark" } else { "light" };
            lines.push(PairLine { scheme, front, back, contrast, least });
        }
    }
    lines
}

/// The name of the built-in theme that a folder extends.
pub fn under(folder: &Folder) -> String {
    Theme::default().extended(folder).map_or(charte_themes::BASE_NAME, |(name, _)| name).to_owned()
}
