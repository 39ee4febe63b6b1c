//! The grammar of the commands for a site that has no declaration yet.

use std::path::PathBuf;

use super::common::Format;

/// What `charte scan` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte scan public\n  charte scan --format json")]
pub(crate) struct ScanOptions {
    /// The built site, or the project of a generator that has built one
    #[arg(value_name = "SITE", default_value = ".")]
    pub(crate) site: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What `charte init` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte init            # in the project of a generator\n  charte init public     # of a built site\n  charte init --yes      # without questions\n  charte init --from cookies.md public   # also from the text that the site has today"
)]
pub(crate) struct InitOptions {
    /// The built site, or the project of a generator that has built one; with `--from`, it need not be there yet
    #[arg(value_name = "SITE", default_value = ".")]
    pub(crate) site: PathBuf,
    /// A page about cookies, or the configuration of another consent tool, to begin with; can be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Vec<PathBuf>,
    /// The declaration to write
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// Ask nothing: what is not known is marked in the file
    #[arg(short, long)]
    pub(crate) yes: bool,
    /// Replace a declaration that is there
    #[arg(long)]
    pub(crate) force: bool,
}
