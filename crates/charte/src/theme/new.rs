//! `charte theme new`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::apply;
use charte_build::theme_folder;
use charte_core::diagnostic::Diagnostic;
use charte_render::theme::draft::Draft;

use crate::exit::Exit;
use crate::out;
use crate::print::output::print_errors;
use crate::rules;
use crate::verbosity;

/// Arguments of `charte theme new`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme new themes/town")]
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

/// Creates a theme folder with every token of the theme that it extends.
pub(super) fn new(options: &NewOptions) -> Result<Exit> {
    let root = options.config.parent().unwrap_or(Path::new(""));
    let name = options.folder.trim_end_matches('/');
    let is_bare = !name.contains(['/', '\\']) && !name.starts_with('.');
    if is_bare && theme_folder::is_built_in(name) {
        let message = format!("`{name}` is a theme that is built in");
        let help =
            format!("give yours another name; to begin with that one: `charte theme new my-town --extends {name}`");
        return Ok(print_errors(&[rules::THEME_EXISTS.finding(message).help(help)]));
    }
    let folder = if is_bare { root.join("themes").join(name) } else { PathBuf::from(name) };
    if let Some(fault) = conflict(&folder) {
        return Ok(print_errors(&[fault]));
    }
    let mut draft = match Draft::over(&options.extends) {
        Ok(draft) => draft,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    draft.head = vec![
        "A theme of your own. What you take away here is as in the theme under it. Colours may be written in any way that CSS".into(),
        "knows; `charte theme check` says which of them some visitors could not read, and the nearest that they can.".into(),
    ];
    write(&folder, "has every token, to be changed", &draft, root)
}

/// Writes a new theme, and prints what it is (`description`, the end of a sentence) and what to do next. `root` is the folder
/// of the declaration.
pub(super) fn write(folder: &Path, description: &str, draft: &Draft, root: &Path) -> Result<Exit> {
    let files = [("theme.toml".to_owned(), draft.text())].into();
    if let Err(fault) = apply::add(folder, &files) {
        return Ok(print_errors(&[(*fault).into()]));
    }
    if verbosity::is_quiet() {
        return Ok(Exit::Done);
    }
    let shown = folder.display();
    out::println!("{} {description}.\n", folder.join("theme.toml").display());
    out::println!("Next:");
    out::println!("  charte theme preview {shown}   shows it while you edit");
    out::println!("  theme = \"{}\"   in charte.toml, under [site] or a portal, takes it", declared_path(folder, root));
    Ok(Exit::Done)
}

/// The finding that a new theme would replace something in `folder`; `None` when the folder is missing or empty.
pub(super) fn conflict(folder: &Path) -> Option<Diagnostic> {
    let is_empty = !folder.exists() || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let finding = rules::THEME_EXISTS.finding("there is something there already, and a new theme replaces nothing");
    let finding = finding.path(folder.display().to_string());
    (!is_empty).then(|| {
        finding
            .help("name another folder; `charte theme eject FILE --to FOLDER` adds one file to a theme that is there")
    })
}

/// The path of a folder relative to the declaration in `root`, as the declaration names it.
pub(super) fn declared_path(folder: &Path, root: &Path) -> String {
    let path = match root.as_os_str().is_empty() {
        true => folder,
        false => folder.strip_prefix(root).unwrap_or(folder),
    };
    path.display().to_string().trim_start_matches("./").to_owned()
}
