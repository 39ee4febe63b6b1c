//! `charte theme eject`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::apply;
use charte_build::theme_folder;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use charte_render::theme::draft::Draft;
use charte_render::theme::{Folder, listing};

use super::new::declared_path;
use super::selection::portal_charter;
use crate::exit::Exit;
use crate::out;
use crate::print::output::print_errors;
use crate::rules;

/// Arguments of `charte theme eject`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme eject banner.css --to themes/town")]
#[command(group(clap::ArgGroup::new("target").args(["portal", "to"]).required(true).multiple(true)))]
pub(crate) struct EjectOptions {
    /// A file of a theme, such as `banner.css` or `texts/fr.toml`
    pub(crate) file: String,
    /// The built-in theme to copy it from [default: the one under the portal's, else base]
    #[arg(long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// Into the theme folder of this portal
    #[arg(short, long, value_name = "ID")]
    pub(crate) portal: Option<String>,
    /// Into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: Option<PathBuf>,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
}

/// Copies one file of a theme to where it can be edited.
pub(super) fn eject(options: &EjectOptions) -> Result<Exit> {
    let declared = match &options.portal {
        Some(id) => match portal_charter(&options.config, id)? {
            Ok(found) => Some(found),
            Err(exit) => return Ok(exit),
        },
        None => None,
    };
    match Ejection::new(options, declared).and_then(Ejection::carry_out) {
        Ok(text) => {
            out::print!("{text}");
            Ok(Exit::Done)
        }
        Err(findings) => Ok(print_errors(&findings)),
    }
}

/// A copy that can be made.
struct Ejection<'a> {
    file: &'a str,
    /// The built-in theme to copy from, without the portal's own files.
    base: Folder,
    /// The name of that theme.
    theme: String,
    target: PathBuf,
    /// The line that the declaration needs, unless it names the target already.
    line: Option<String>,
}

impl<'a> Ejection<'a> {
    fn new(options: &'a EjectOptions, declared: Option<(Charter, PathBuf)>) -> Result<Self, Vec<Diagnostic>> {
        let root = options.config.parent().unwrap_or(Path::new(""));
        let own = declared.as_ref().map(|(charter, root)| (charter, root.join(&charter.folders.theme)));
        let folder = own.as_ref().filter(|(charter, _)| !theme_folder::is_built_in(&charter.folders.theme));
        let target = match (&options.to, folder) {
            (Some(to), _) => to.clone(),
            (None, Some((_, folder))) => folder.clone(),
            (None, None) => return Err(vec![no_folder(options, own.map(|(charter, _)| charter))]),
        };
        let layered = match (&options.theme, &declared) {
            (Some(theme), _) => theme_folder::find(theme, Path::new(""), None)?.0,
            // The slash at the end makes it a folder, even when a built-in theme has the same name.
            (None, _) if target.is_dir() => {
                theme_folder::find(&format!("{}/", target.display()), Path::new(""), None)?.0
            }
            (None, Some((charter, root))) if folder.is_none() => theme_folder::open(charter, root)?.0,
            _ => Folder::default(),
        };
        // Only what is below the target folder: its own files can be edited already.
        let theme = listing::under(&layered);
        let base = Folder { extends: Some(theme.clone()), ..Folder::default() };
        let is_named = folder.is_some_and(|(_, folder)| *folder == target);
        let line = (!is_named).then(|| format!("theme = \"{}\"", declared_path(&target, root)));
        Ok(Ejection { file: &options.file, base, theme, target, line })
    }

    /// Writes the copy and returns the text to print.
    fn carry_out(self) -> Result<String, Vec<Diagnostic>> {
        let text = match self.file {
            "theme.toml" => Draft::over(&self.theme)?.text(),
            file => listing::file(&self.base, file)?,
        };
        let path = self.target.join(self.file);
        if path.exists() {
            let message = "the theme has this file already, and nothing is replaced";
            let help = "edit it, or move it away to have a fresh copy";
            let finding = rules::THEME_FILE_EXISTS.finding(message).path(path.display().to_string());
            return Err(vec![finding.help(help)]);
        }
        let mut files = [(self.file.to_owned(), text)].into_iter().collect::<std::collections::BTreeMap<_, _>>();
        // Without it the folder would extend `base`, and not the theme that the copy was taken from.
        if self.theme != theme_folder::BASE && self.file != "theme.toml" && !self.target.join("theme.toml").exists() {
            let draft = Draft { extends: Some(self.theme.clone()), ..Draft::default() };
            files.insert("theme.toml".into(), draft.text());
        }
        apply::add(&self.target, &files).map_err(|fault| vec![Diagnostic::from(*fault)])?;
        Ok(self.message(&path, files.len() > 1))
    }

    fn message(&self, path: &Path, has_theme_toml: bool) -> String {
        let shown = self.target.display();
        let also =
            if has_theme_toml { format!(", beside a theme.toml that extends `{}`", self.theme) } else { String::new() };
        let mut text = format!("{} is now a copy of what `{}` has{also}.\n\nNext:\n", path.display(), self.theme);
        text += "  edit it: from the next build on it stands in place of the built-in one; delete it to go back\n";
        text += &format!("  charte theme preview {shown}   shows the theme while you edit\n");
        if let Some(line) = &self.line {
            text += &format!("  {line}   in charte.toml, under [site] or a portal, takes this folder\n");
        }
        text
    }
}

/// The finding that the portal has no theme folder for the copy.
fn no_folder(options: &EjectOptions, charter: Option<&Charter>) -> Diagnostic {
    let (id, theme) = charter.map_or(("", "base"), |charter| (charter.id.as_str(), charter.folders.theme.as_str()));
    let place = charter.and_then(|charter| charter.places.get("theme").cloned());
    let message = format!("portal `{id}` has the built-in theme `{theme}`, and no folder for files of its own");
    let finding = rules::THEME_BUILT_IN.finding(message).at(place);
    let finding = if finding.place.is_none() { finding.path(options.config.display().to_string()) } else { finding };
    finding.help(format!(
        "make one: `charte theme eject {} --portal {id} --to themes/{id}`, then write `theme = \"themes/{id}\"` here",
        options.file
    ))
}
