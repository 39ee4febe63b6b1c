//! The grammar of `charte theme`.

use std::path::PathBuf;

use clap::{ArgGroup, Subcommand};

use super::common::{Format, Serving};

/// What to do with themes.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// List the themes that are built in, and which portal uses which
    List(ListOptions),
    /// Show what a theme is made of: tokens, files, contrasts, and where each comes from
    Show(ShowOptions),
    /// Look at a theme in every state, on one page that follows its files
    Preview(PreviewOptions),
    /// Check themes: contrast, files, tokens, templates, texts
    Check(CheckOptions),
    /// Begin a theme of your own: a folder with every token to change
    New(NewOptions),
    /// Copy one file of a theme into a portal's theme folder, to be edited there
    Eject(EjectOptions),
    /// Propose a theme in the colours that a site has already
    From(FromOptions),
}

/// What `charte theme list` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ListOptions {
    /// The declaration [default: charte.toml, if there is one]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Which theme is meant.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "theme")]
pub(crate) struct Which {
    /// A theme that is built in, or a theme's folder
    pub(crate) name: Option<String>,
    /// The theme of this portal, with what the declaration changes in it
    #[arg(short, long, value_name = "ID")]
    pub(crate) portal: Option<String>,
}

/// What `charte theme show` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct ShowOptions {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What `charte theme check` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckOptions {
    /// Themes that are built in, or folders of themes [default: those of all portals]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// The declaration that the portals are in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What `charte theme new` takes.
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

/// What `charte theme eject` takes.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("target").args(["portal", "to"]).required(true).multiple(true)))]
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

/// What `charte theme from` takes.
#[derive(Debug, clap::Args)]
#[command(group(ArgGroup::new("source").args(["site", "portal"]).required(true)))]
pub(crate) struct FromOptions {
    /// The folder of a built site
    pub(crate) site: Option<PathBuf>,
    /// The site of this portal
    #[arg(short, long, value_name = "ID")]
    pub(crate) portal: Option<String>,
    /// Write it as a new theme into this folder [default: print it]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: Option<PathBuf>,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
}

/// What `charte theme preview` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct PreviewOptions {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    pub(crate) serving: Serving,
}
