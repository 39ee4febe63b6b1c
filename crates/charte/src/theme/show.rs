//! `charte theme show`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use charte_build::theme_folder;
use charte_core::catalogue::Catalogue;
use charte_render::theme::listing::{Listing, PairLine, Written};
use serde_json::json;

use super::selection::{ThemeSelection, check_theme, selected_charter};
use crate::exit::Exit;
use crate::options::Format;
use crate::print::output::{Output, print_errors, table};

/// Arguments of `charte theme show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme show night")]
pub(crate) struct ShowOptions {
    #[command(flatten)]
    pub(crate) selection: ThemeSelection,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Shows the tokens, files and contrasts of a theme.
pub(super) fn show(options: &ShowOptions) -> Result<Exit> {
    let (charter, root) = match selected_charter(&options.selection, &options.config)? {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let listing = match theme_folder::listing(&charter, &root) {
        Ok(listing) => listing,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    let findings = check_theme(&charter, &root, &Catalogue::embedded());
    let data = ("theme", json!(listing));
    Ok(Output { command: "theme show", findings, text: text(&listing), data }.print(options.format))
}

fn text(listing: &Listing) -> String {
    let look = theme_folder::look(&listing.name).map(|look| format!("  {look}")).unwrap_or_default();
    let layers = listing.layers.join(" < ");
    let parts = [tokens(listing), files(listing), pairs(listing)];
    format!("{}{look}\nlayers: {layers}\n\n{}", listing.name, parts.join("\n"))
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn tokens(listing: &Listing) -> String {
    let mut rows = vec![row(&["token", "light", "dark", "from"])];
    let from = |light: &Written, dark: Option<&Written>| match dark {
        Some(dark) if dark.layer != light.layer => format!("{}, dark: {}", light.layer, dark.layer),
        _ => light.layer.clone(),
    };
    for token in &listing.tokens {
        let dark = token.dark.as_ref();
        let value = dark.map_or("", |dark| dark.value.as_str());
        rows.push(row(&[&token.name, &token.light.value, value, &from(&token.light, dark)]));
    }
    table("", &rows)
}

fn files(listing: &Listing) -> String {
    let mut rows = vec![row(&["file", "from"])];
    let (texts, others): (Vec<_>, Vec<_>) = listing.files.iter().partition(|file| file.path.starts_with("texts/"));
    for file in others {
        rows.push(row(&[&file.path, &file.layers.join(", ")]));
    }
    let mut by_layers: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in &texts {
        let language = file.path.trim_start_matches("texts/").trim_end_matches(".toml");
        by_layers.entry(file.layers.join(", ")).or_default().push(language);
    }
    for (layers, languages) in by_layers {
        let path = match languages.as_slice() {
            [language] => format!("texts/{language}.toml"),
            languages if languages.len() > 6 => format!("texts/ in {} languages", languages.len()),
            languages => format!("texts/ in {}", languages.join(", ")),
        };
        rows.push(row(&[&path, &layers]));
    }
    table("", &rows)
}

/// Each pair of colours with its contrast in the light and the dark scheme.
fn pairs(listing: &Listing) -> String {
    let has = |scheme| listing.pairs.iter().any(|pair| pair.scheme == scheme);
    let schemes: Vec<&str> = ["light", "dark"].into_iter().filter(|scheme| has(*scheme)).collect();
    let mut head = row(&["contrast", "at least"]);
    head.extend(schemes.iter().map(|scheme| (*scheme).to_owned()));
    let mut rows = vec![head];
    for pair in listing.pairs.iter().filter(|pair| pair.scheme == schemes[0]) {
        let mut cells = vec![format!("{} on {}", pair.front, pair.back), format!("{}:1", pair.least)];
        let same = |other: &&PairLine| other.front == pair.front && other.back == pair.back;
        cells.extend(listing.pairs.iter().filter(same).map(measured));
        rows.push(cells);
    }
    table("", &rows)
}

fn measured(pair: &PairLine) -> String {
    match pair.contrast {
        Some(contrast) if pair.passes() => format!("{contrast:.2}"),
        Some(contrast) => format!("{contrast:.2} too low"),
        None => "not measured".to_owned(),
    }
}
