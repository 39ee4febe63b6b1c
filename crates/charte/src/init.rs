//! `charte init`: the first declaration, from what a built site says and contacts.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use charte_build::first::{self, Draft, Guess};
use charte_build::real_path;
use charte_core::diagnostic::{Diagnostic, Level};

use crate::clock;
use crate::exit::Exit;
use crate::print::output::print_errors;
use crate::print::print_findings;
use crate::rules;
use crate::scan::{self, Place};
use crate::verbosity;

/// What `charte init` takes.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte init            # in the project of a generator\n  charte init public     # of a built site\n  charte init --yes      # without questions"
)]
pub(crate) struct InitOptions {
    /// The built site, or the project of a generator that has built one
    #[arg(value_name = "SITE", default_value = ".")]
    pub(crate) site: PathBuf,
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

/// `charte init`.
pub(crate) fn init(options: &InitOptions) -> Result<Exit> {
    if options.config.exists() && !options.force {
        let finding = rules::DECLARATION_EXISTS.finding("there is a declaration already");
        let help = "edit it, name another with `-c FILE`, or replace it with `--force`; `charte scan` shows what the site contacts";
        return Ok(print_errors(&[finding.path(options.config.display().to_string()).help(help)]));
    }
    let place = match scan::find(&options.site) {
        Ok(place) => place,
        Err(finding) => return Ok(print_errors(&[*finding])),
    };
    let root = options.config.parent().unwrap_or(Path::new("")).to_owned();
    if let Some(finding) = is_published(&place, &root) {
        return Ok(print_errors(&[finding]));
    }
    let facts = match first::facts(&place.site) {
        Ok(facts) => facts,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    let mut draft = Draft::of(&facts, &relative(&place.site, &root));
    draft.updated = Some(clock::today());
    draft.origin = format!("made from {} by `charte init`", place.site.display());
    if !options.yes && io::stdin().is_terminal() {
        ask(&mut draft)?;
    }
    let findings = match first::complete(&mut draft, &root) {
        Ok(findings) => findings,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    fs::write(&options.config, draft.to_toml())
        .with_context(|| format!("cannot write {}", options.config.display()))?;
    report(&draft, &options.config, &place, &findings);
    Ok(Exit::Done)
}

/// Why a declaration must not stand in a folder: it is the built site, which is published with all that is in it.
fn is_published(place: &Place, root: &Path) -> Option<Diagnostic> {
    let (root, site) =
        (real_path(if root.as_os_str().is_empty() { Path::new(".") } else { root }), real_path(&place.site));
    root.starts_with(&site).then(|| {
        let name = site.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let finding = rules::DECLARATION_PUBLISHED.finding("the declaration would be published with the site");
        finding
            .path(site.display().to_string())
            .help(format!("go to the folder above and run `charte init {name}` there"))
    })
}

/// The site as the declaration writes it: relative to its own folder.
fn relative(site: &Path, root: &Path) -> PathBuf {
    site.strip_prefix(root).unwrap_or(site).to_owned()
}

/// Asks what only the publisher knows; an empty answer keeps what was read.
fn ask(draft: &mut Draft) -> Result<()> {
    anstream::println!("Five questions; Enter keeps what is in brackets, or leaves it for later.");
    for (question, guess) in [
        ("Address of the site", &mut draft.url),
        ("Name of the site", &mut draft.name),
        ("Who publishes it (commune, ministry, company)", &mut draft.publisher),
        ("E-mail or web address of the publisher", &mut draft.contact),
        ("E-mail or web address of the data-protection officer", &mut draft.dpo),
    ] {
        let known = guess.value().map(|value| format!(" [{value}]")).unwrap_or_default();
        anstream::print!("{question}{known}: ");
        io::stdout().flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        let answer = answer.trim();
        if !answer.is_empty() {
            *guess = Guess::Said(answer.to_owned());
        } else if let Some(value) = guess.value() {
            *guess = Guess::Said(value.to_owned());
        }
    }
    Ok(())
}

/// What was written, what is left to do, and what comes next.
fn report(draft: &Draft, config: &Path, place: &Place, findings: &[Diagnostic]) {
    // What only the publisher knows is listed below, once.
    let errors: Vec<Diagnostic> = findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    print_findings(&errors);
    if verbosity::is_quiet() {
        return;
    }
    anstream::println!("Wrote {}.\n", config.display());
    print_services(draft);
    let open = draft.open();
    if !open.is_empty() {
        anstream::println!("\nLeft to you:");
        for open in open {
            anstream::println!("  {}:{}  {}", config.display(), open.line, open.text);
        }
    }
    let file = if config == Path::new("charte.toml") { String::new() } else { format!(" -c {}", config.display()) };
    match &place.generator {
        Some(generator) => anstream::println!("\nThen, at each build:\n  {} && charte build{file}", generator.command),
        None => anstream::println!("\nThen, after each build of the site:\n  charte build{file}"),
    }
}

/// The services that the declaration names, those of the catalogue first.
fn print_services(draft: &Draft) {
    let (known, own): (Vec<_>, Vec<_>) = draft.services.iter().partition(|service| service.is_known);
    let names = |services: &[&first::Service]| {
        services.iter().map(|service| service.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    match (known.is_empty(), own.is_empty()) {
        (true, true) => anstream::println!("  Nothing on the site contacts a third party."),
        _ => {
            if !known.is_empty() {
                anstream::println!("  declared   {}", names(&known));
            }
            if !own.is_empty() {
                anstream::println!("  unknown    {}", names(&own));
            }
        }
    }
}
