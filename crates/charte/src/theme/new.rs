//! `charte theme new`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::apply;
use charte_build::site::theme_folder;
use charte_core::diagnostic::Diagnostic;
use charte_render::theme::draft::Draft;

use super::answer::refused;
use crate::exit::Exit;
use crate::rules;

/// Arguments of `charte theme new`.
#[derive(Debug, clap::Args)]
pub(crate) struct NewOptions {
    /// The new folder; a bare name is one under `themes` beside the declaration
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: String,
    /// The built-in theme to begin with
    #[arg(long, value_name = "NAME", default_value = "base")]
    pub(crate) extends: String,
    /// The declaration that is to name it
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
}

/// Begins a theme.
pub(super) fn new(options: &NewOptions) -> Result<Exit> {
    let root = options.config.parent().unwrap_or(Path::new(""));
    let name = options.folder.trim_end_matches('/');
    let is_bare = !name.contains(['/', '\\']) && !name.starts_with('.');
    if is_bare && theme_folder::is_built_in(name) {
        let message = format!("`{name}` is a theme that is built in");
        let help =
            format!("give yours another name; to begin with that one: `charte theme new my-town --extends {name}`");
        return Ok(refused(&[rules::THEME_EXISTS.finding(message).help(help)]));
    }
    let folder = if is_bare { root.join("themes").join(name) } else { PathBuf::from(name) };
    if let Some(fault) = taken(&folder) {
        return Ok(refused(&[fault]));
    }
    let mut draft = match Draft::over(&options.extends) {
        Ok(draft) => draft,
        Err(findings) => return Ok(refused(&findings)),
    };
    draft.head = vec![
        "A theme of your own. What you take away here is as in the theme under it. Colours may be written in any way that CSS".into(),
        "knows; `charte theme check` says which of them some visitors could not read, and the nearest that they can.".into(),
    ];
    write((&folder, "has every token, to be changed"), &draft, root)
}

/// Writes a new theme and says what it is and what to do with it. `root` is where the declaration is.
pub(super) fn write((folder, what): (&Path, &str), draft: &Draft, root: &Path) -> Result<Exit> {
    let files = [("theme.toml".to_owned(), draft.text())].into();
    if let Err(fault) = apply::add(folder, &files) {
        return Ok(refused(&[(*fault).into()]));
    }
    let shown = folder.display();
    anstream::println!("{} {what}.\n", folder.join("theme.toml").display());
    anstream::println!("Next:");
    anstream::println!("  charte theme preview {shown}   shows it while you edit");
    anstream::println!("  theme = \"{}\"   in charte.toml, under [site] or a portal, takes it", named(folder, root));
    Ok(Exit::Done)
}

/// Why a new theme cannot be made in a folder.
pub(super) fn taken(folder: &Path) -> Option<Diagnostic> {
    let is_empty = !folder.exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let finding = rules::THEME_EXISTS.finding("there is something there already, and a new theme replaces nothing");
    let finding = finding.path(folder.display().to_string());
    (!is_empty).then(|| {
        finding
            .help("name another folder; `charte theme eject FILE --to FOLDER` adds one file to a theme that is there")
    })
}

/// A folder as the declaration in `root` names it.
pub(super) fn named(folder: &Path, root: &Path) -> String {
    let path = match root.as_os_str().is_empty() {
        true => folder,
        false => folder.strip_prefix(root).unwrap_or(folder),
    };
    path.display().to_string().trim_start_matches("./").to_owned()
}
