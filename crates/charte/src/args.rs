//! The command line's grammar.

mod common;
mod first;
mod reference;
mod theme;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use url::Url;

use common::Serving;

pub(crate) use common::Format;
pub(crate) use first::{InitOptions, ScanOptions};
pub(crate) use reference::{ExplainFormat, ExplainOptions, ServicesCommand, ServicesOptions};
pub(crate) use theme::{
    CheckOptions, EjectOptions, FromOptions, ListOptions, NewOptions, PreviewOptions, ShowOptions, ThemeCommand, Which,
};

/// Cookie charter, consent banner and gated embeds for a built site, from one declaration.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 findings of level error (nothing was written), 2 wrong usage, 3 a file could not be read or written."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a first declaration from a built site
    Init(InitOptions),
    /// Show what a built site contacts today, and write nothing
    Scan(ScanOptions),
    /// Write charter, banner and gated pages into the built site
    Build(BuildOptions),
    /// Check the declaration, without looking at the site
    Check(Options),
    /// Build again at every change, and show the result while you write
    #[command(after_long_help = PORTS)]
    Watch(WatchOptions),
    /// Undo a build: every page as its author wrote it, byte for byte
    Strip(BuildOptions),
    /// List, show, preview, check and make themes
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Search the catalogue of services
    Services(ServicesOptions),
    /// Say why a finding is one, and how to mend it
    Explain(ExplainOptions),
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// Only this portal; can be repeated [default: all]
    #[arg(short, long = "portal", value_name = "ID")]
    pub(crate) portals: Vec<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What commands that write take besides.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildOptions {
    #[command(flatten)]
    pub(crate) common: Options,
    /// Tell what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

/// How the addresses of `charte watch` come about.
const PORTS: &str = "\
One portal is shown at the port itself. Of several, each has a port of its own, counted on from there, because pages name \
their files from the root of their host: the first port then shows a list of them. Forward these ports as they are, or \
reach them through any proxy that keeps the host name `localhost`; to answer under other names, bind to another address \
than 127.0.0.1 with `--host`, which lets everybody in who can reach it.";

/// What `charte watch` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct WatchOptions {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// Only this portal; can be repeated [default: all]
    #[arg(short, long = "portal", value_name = "ID")]
    pub(crate) portals: Vec<String>,
    #[command(flatten)]
    pub(crate) serving: Serving,
    /// Only build: for those who have a server
    #[arg(long, conflicts_with_all = ["open", "proxy"])]
    pub(crate) no_serve: bool,
    /// Show what another development server makes instead of the built site, charter, banner and gating added on the fly
    #[arg(long, value_name = "URL", value_parser = upstream)]
    pub(crate) proxy: Option<Url>,
}

/// The address of a server, also as `localhost:1313`.
fn upstream(text: &str) -> Result<Url, String> {
    let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) };
    match url {
        Ok(url) if url.scheme() == "http" => Ok(url),
        Ok(url) => Err(format!("a development server speaks `http`, not `{}`", url.scheme())),
        Err(error) => Err(format!("{error}: write it as `http://localhost:1313`")),
    }
}
