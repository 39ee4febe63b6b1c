//! The arguments of `charte watch`.

use std::ffi::OsString;
use std::path::PathBuf;

use url::Url;

use crate::options::Serving;

/// Which address shows which portal, for `charte watch --help`.
pub(crate) const PORTS_HELP: &str = "\
Examples:
  charte watch --open
  charte watch -- hugo server
  charte watch --no-serve -- npx eleventy --watch
  charte watch --proxy localhost:1313

A command after `--` is the development server of your generator: charte starts it, finds its address in what it prints, shows its \
pages with everything added, and both end together. With `--no-serve` the command writes the site and serves nothing.

One portal is shown at the port itself. Of several, each has a port of its own, counted on from there, because pages name \
their files from the root of their host: the first port then shows a list of them. Forward these ports as they are, or \
reach them through any proxy that keeps the host name `localhost`; to answer under other names, bind to another address \
than 127.0.0.1 with `--host`, which lets everybody in who can reach it.";

/// Arguments of `charte watch`.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  charte watch --open\n  charte watch -- hugo server\n  charte watch --proxy localhost:1313"
)]
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
    /// End when the standard input does, for programs that start charte beside themselves: it then never outlives them
    #[arg(long)]
    pub(crate) end_with_input: bool,
    /// Start this beside charte, and end both together: the development server of the site's generator
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

/// Parses the URL of a server; the scheme may be left out, as in `localhost:1313`.
fn upstream(text: &str) -> Result<Url, String> {
    let url = if text.contains("://") { Url::parse(text) } else { Url::parse(&format!("http://{text}")) };
    match url {
        Ok(url) if url.scheme() == "http" => Ok(url),
        Ok(url) => Err(format!("a development server speaks `http`, not `{}`", url.scheme())),
        Err(error) => Err(format!("{error}: write it as `http://localhost:1313`")),
    }
}
