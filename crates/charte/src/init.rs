//! `charte init`: the first declaration, from what a built site says and contacts.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use charte_build::first::{self, Draft, Guess, Imported};
use charte_build::real_path;
use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::{Diagnostic, Level};

use crate::clock;
use crate::exit::Exit;
use crate::out;
use crate::print::output::print_errors;
use crate::print::print_findings;
use crate::rules;
use crate::scan::{self, Place};
use crate::schema;
use crate::verbosity;

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

/// `charte init`.
pub(crate) fn init(options: &InitOptions) -> Result<Exit> {
    if options.config.exists() && !options.force {
        let finding = rules::DECLARATION_EXISTS.finding("there is a declaration already");
        let help = "edit it, name another with `-c FILE`, or replace it with `--force`; `charte scan` shows what the site contacts";
        return Ok(print_errors(&[finding.path(options.config.display().to_string()).help(help)]));
    }
    let imported = match import(&options.from)? {
        Ok(imported) => imported,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    let root = options.config.parent().unwrap_or(Path::new("")).to_owned();
    let place = match (scan::find(&options.site), imported.is_empty()) {
        (Ok(place), true) => Some(place),
        (Ok(place), false) => Some(place).filter(is_site),
        (Err(finding), true) => return Ok(print_errors(&[*finding])),
        (Err(_), false) => None,
    };
    if let Some(finding) = place.as_ref().and_then(|place| is_published(place, &root)) {
        return Ok(print_errors(&[finding]));
    }
    let mut draft = match draft(place.as_ref(), &options.site, &root) {
        Ok(draft) => draft,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    draft.updated = Some(clock::today());
    imported.iter().for_each(|imported| draft.take(imported));
    let site = place.as_ref().map(|place| place.site.display().to_string());
    let sources: Vec<String> = site.into_iter().chain(imported.iter().map(|imported| imported.file.clone())).collect();
    draft.origin = format!("made from {} by `charte init`", sources.join(" and "));
    if !options.yes && io::stdin().is_terminal() {
        ask(&mut draft, &mut io::stdin().lock(), &mut anstream::stdout().lock())?;
    }
    let findings = match &place {
        Some(_) => match first::complete(&mut draft, &root) {
            Ok(findings) => findings,
            Err(findings) => return Ok(print_errors(&findings)),
        },
        None => Vec::new(),
    };
    let text = format!("{}\n{}", schema::DIRECTIVE, draft.to_toml());
    fs::write(&options.config, text).with_context(|| format!("cannot write {}", options.config.display()))?;
    schema::write_beside(&options.config)?;
    report(&draft, &options.config, place.as_ref(), &findings, &imported);
    Ok(Exit::Done)
}

/// Reads the files to import; the error of any of them.
fn import(files: &[PathBuf]) -> Result<Result<Vec<Imported>, Vec<Diagnostic>>> {
    let catalogue = Catalogue::embedded();
    let (mut imported, mut findings) = (Vec::new(), Vec::new());
    for file in files {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        match first::import(&file.display().to_string(), &bytes, &catalogue) {
            Ok(one) => imported.push(one),
            Err(found) => findings.extend(found),
        }
    }
    Ok(if findings.is_empty() { Ok(imported) } else { Err(findings) })
}

/// Whether a folder is a site to read. The working folder is a site only if a generator builds in it: with a file to import,
/// charte can be run anywhere.
fn is_site(place: &Place) -> bool {
    let is_here = place.generator.is_none() && place.site == Path::new(".");
    !is_here && first::has_pages(&place.site)
}

/// The declaration of a site, or of one that is not built yet.
fn draft(place: Option<&Place>, folder: &Path, root: &Path) -> Result<Draft, Vec<Diagnostic>> {
    if let Some(place) = place {
        return Ok(Draft::of(&first::facts(&place.site)?, &relative(&place.site, root)));
    }
    let mut draft = Draft::default();
    let usual = || if folder == Path::new(".") { PathBuf::from("public") } else { folder.to_owned() };
    draft.input = first::detect(folder).map_or_else(usual, |generator| relative(&folder.join(generator.output), root));
    draft.input = draft.input.strip_prefix(".").map(Path::to_owned).unwrap_or(draft.input);
    draft.is_input_missing = true;
    Ok(draft)
}

/// Why a declaration must not be in a folder: it is the built site, of which everything is published.
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

/// The site as the declaration names it: relative to its own folder.
fn relative(site: &Path, root: &Path) -> PathBuf {
    site.strip_prefix(root).unwrap_or(site).to_owned()
}

/// Asks for what only the publisher knows; an empty answer keeps what was read.
fn ask(draft: &mut Draft, answers: &mut impl io::BufRead, prompts: &mut impl io::Write) -> Result<()> {
    writeln!(prompts, "Five questions; Enter keeps what is in brackets, or leaves it for later.")?;
    for (question, guess) in [
        ("Address of the site", &mut draft.url),
        ("Name of the site", &mut draft.name),
        ("Who publishes it (commune, ministry, company)", &mut draft.publisher),
        ("E-mail or web address of the publisher", &mut draft.contact),
        ("E-mail or web address of the data-protection officer", &mut draft.dpo),
    ] {
        let known = guess.value().map(|value| format!(" [{value}]")).unwrap_or_default();
        write!(prompts, "{question}{known}: ")?;
        prompts.flush()?;
        let mut answer = String::new();
        answers.read_line(&mut answer)?;
        let answer = answer.trim();
        if !answer.is_empty() {
            *guess = Guess::Said(answer.to_owned());
        } else if let Some(value) = guess.value() {
            *guess = Guess::Said(value.to_owned());
        }
    }
    Ok(())
}

/// What was written, what is left to do, and the next step.
fn report(draft: &Draft, config: &Path, place: Option<&Place>, findings: &[Diagnostic], imported: &[Imported]) {
    // What only the publisher knows is listed below, once.
    let errors: Vec<Diagnostic> = findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    print_findings(&errors);
    if verbosity::is_quiet() {
        return;
    }
    out::println!("Wrote {}, and {} for editors.\n", config.display(), schema::FILE);
    out::print!("{}", read(imported));
    out::print!("{}", services(draft, place.is_some(), !imported.is_empty()));
    let open = draft.open();
    let lines = open
        .iter()
        .map(|open| format!("  {}:{}  {}\n", config.display(), open.line + schema::DIRECTIVE_LINES, open.text));
    out::print!("{}{}", if open.is_empty() { "" } else { "\nLeft to you:\n" }, lines.collect::<String>());
    imported.iter().for_each(|imported| out::print!("{}", left_over(imported)));
    let file = if config == Path::new("charte.toml") { String::new() } else { format!(" -c {}", config.display()) };
    match place.and_then(|place| place.generator.as_ref()) {
        Some(generator) => out::println!("\nThen, at each build:\n  {} && charte build{file}", generator.command),
        None => out::println!("\nThen, after each build of the site:\n  charte build{file}"),
    }
}

/// What each file was read as.
fn read(imported: &[Imported]) -> String {
    let line = |imported: &Imported| {
        let language = imported.language.as_ref().map(|language| format!(", `{language}`")).unwrap_or_default();
        let count = match imported.tracker_count {
            1 => "1 tracker".to_owned(),
            count => format!("{count} trackers"),
        };
        format!("  read       {}: {}{language}: {count}\n", imported.file, imported.kind)
    };
    imported.iter().map(line).collect()
}

/// The services that are declared: those of the catalogue, and those that are not in it.
fn services(draft: &Draft, has_site: bool, has_files: bool) -> String {
    let (known, own): (Vec<_>, Vec<_>) = draft.services.iter().partition(|service| service.is_known);
    if draft.services.is_empty() && has_site {
        return "  Nothing on the site contacts a third party.\n".to_owned();
    }
    let line = |(title, services): (&str, Vec<&first::Service>)| {
        let ids = services.iter().map(|service| service.id.as_str()).collect::<Vec<_>>().join(", ");
        if ids.is_empty() { ids } else { format!("  {title:<10} {ids}\n") }
    };
    [("declared", known), (if has_files { "own" } else { "unknown" }, own)].into_iter().map(line).collect()
}

/// What the law requires and a file lacks, and what of the file is not in the declaration.
fn left_over(imported: &Imported) -> String {
    const WIDEST: usize = 100;
    let mut text = String::new();
    if !imported.unmet.is_empty() {
        text += &format!("\nWhat the law asks for and {} does not do:\n", imported.file);
    }
    text.extend(imported.unmet.iter().map(|it| format!("  {} ({})\n", it.text, it.source)));
    if !imported.unread.is_empty() {
        text += "\nNot in the declaration, for you to read:\n";
    }
    text.extend(imported.unread.iter().map(|unread| {
        let short: String = unread.text.chars().take(WIDEST).collect();
        let more = if unread.text.chars().count() > WIDEST { "…" } else { "" };
        format!("  {}:{}  {short}{more}\n", imported.file, unread.line)
    }));
    text
}

#[cfg(test)]
mod tests {
    use std::io::BufRead as _;

    use charte_build::first::{Draft, Guess};

    use super::ask;

    #[test]
    fn at_most_five_answers_are_asked_for() {
        let mut answers = &b"https://www.example.fr\nVille\nCommune\n\ndpo@example.fr\nleft over\n"[..];
        let (mut draft, mut prompts) = (Draft::default(), Vec::new());
        ask(&mut draft, &mut answers, &mut prompts).unwrap();
        let prompts = String::from_utf8(prompts).unwrap();
        assert_eq!(prompts.matches(": ").count(), 5, "{prompts}");
        assert_eq!(answers.lines().map(Result::unwrap).collect::<Vec<_>>(), ["left over"]);
        assert!(matches!(&draft.publisher, Guess::Said(name) if name == "Commune"));
        assert_eq!(draft.contact.value(), None);
    }
}
