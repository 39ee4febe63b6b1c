//! `charte scan`: what a built site contacts today, before anything is declared.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::UnknownHost;
use charte_build::first::{self, Facts, Generator, Survey};
use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::Diagnostic;
use charte_core::model::Consent;
use serde_json::json;

use crate::exit::Exit;
use crate::options::Format;
use crate::print::output::{Output, print_errors, table};
use crate::rules;

/// What `charte scan` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte scan public\n  charte scan --format json")]
pub(crate) struct ScanOptions {
    /// The built site, or a folder that holds one, such as the project of a generator
    #[arg(value_name = "SITE", default_value = ".")]
    pub(crate) site: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// `charte scan`.
pub(crate) fn scan(options: &ScanOptions) -> Result<Exit> {
    let place = match find(&options.site) {
        Ok(place) => place,
        Err(finding) => return Ok(print_errors(&[*finding])),
    };
    let read = first::facts(&place.site).and_then(|facts| Ok((first::survey(&place.site, &facts)?, facts)));
    let (survey, facts) = match read {
        Ok(read) => read,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    let text = human(&place, &facts, &survey);
    let data = json!({
        "site": place.site.display().to_string(),
        "generator": place.generator.as_ref().map(|generator| generator.name),
        "name": facts.name,
        "url": facts.url,
        "languages": facts.languages,
        "pages": survey.pages,
        "third_parties": survey.third_parties,
        "named": survey.named,
        "managers": survey.managers,
    });
    Ok(Output { command: "scan", findings: Vec::new(), text, data: ("scan", data) }.print(options.format))
}

/// Where a site is, and which generator built it.
#[derive(Debug)]
pub(crate) struct Place {
    /// The built site.
    pub(crate) site: PathBuf,
    /// The generator whose project the folder is.
    pub(crate) generator: Option<Generator>,
}

/// Where most tools and people put a built site.
const USUAL: [&str; 8] = ["public", "dist", "_site", "build", "out", "site", "www", "html"];

/// The built site in a folder: the output of its generator, a folder of a usual name if no page is beside it, or the folder itself.
pub(crate) fn find(folder: &Path) -> Result<Place, Box<Diagnostic>> {
    if !folder.is_dir() {
        let finding = rules::SITE_MISSING.finding("there is no such folder").path(folder.display().to_string());
        return Err(Box::new(finding.help("name the folder of the built site, or of the project that builds it")));
    }
    let inside = |name: &Path| if folder == Path::new(".") { name.to_owned() } else { folder.join(name) };
    let Some(generator) = first::detect(folder) else {
        let has_page = |site: &Path| site.join("index.html").is_file();
        let usual = USUAL.iter().map(|name| inside(Path::new(name))).find(|site| has_page(site) && !has_page(folder));
        return Ok(Place { site: usual.unwrap_or_else(|| folder.to_owned()), generator: None });
    };
    let site = inside(&generator.output);
    if !site.is_dir() {
        let message = format!("this is a project of {}, whose site is not built yet", generator.name);
        let finding = rules::SITE_MISSING.finding(message).path(site.display().to_string());
        return Err(Box::new(
            finding.help(format!("run `{}` first, or name the folder that it writes", generator.command)),
        ));
    }
    Ok(Place { site, generator: Some(generator) })
}

/// The results, for people.
fn human(place: &Place, facts: &Facts, survey: &Survey) -> String {
    let by = place.generator.as_ref().map(|generator| format!(", built by {}", generator.name)).unwrap_or_default();
    let pages = if survey.pages == 1 { "1 page".to_owned() } else { format!("{} pages", survey.pages) };
    let mut text = format!("{}: {pages}{by}\n", place.site.display());
    let languages = Some(facts.languages.join(", ")).filter(|languages| !languages.is_empty());
    for (name, value) in [("name", &facts.name), ("address", &facts.url), ("languages", &languages)] {
        if let Some(value) = value {
            // Writing to a String never fails.
            let _ = writeln!(text, "  {name:<10} {value}");
        }
    }
    if survey.third_parties.is_empty() {
        text.push_str("\nNo page, script or style sheet contacts a third party.\n");
    } else {
        let catalogue = Catalogue::embedded();
        let rows: Vec<Vec<String>> = survey.third_parties.iter().map(|party| row(party, &catalogue)).collect();
        let _ = write!(text, "\nContacted today, without consent:\n{}", table("  ", &rows));
    }
    if !survey.named.is_empty() {
        let names = survey.named.iter().map(|sighting| sighting.name.as_str()).collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "\nNamed by scripts of the site: {names}");
    }
    for manager in &survey.managers {
        let _ = writeln!(
            text,
            "\nAnother consent manager is in the pages: {} (in {}).",
            manager.name,
            pages_of(&manager.pages, manager.page_count)
        );
    }
    let _ = writeln!(text, "\n`charte init {}` writes a declaration of it.", place.site.display());
    text
}

/// A third party: its name, whether the law requires consent, its hosts, where it was seen.
fn row(party: &UnknownHost, catalogue: &Catalogue) -> Vec<String> {
    let consent = match party.known_as.as_deref().and_then(|id| catalogue.get(id)).map(|service| &service.consent) {
        Some(Consent::Required) => "needs consent",
        Some(Consent::Exempt { .. }) => "may be exempt",
        None => "not known",
    };
    let name = party.known_as.as_ref().unwrap_or(&party.host);
    let hosts = party.hosts.iter().filter(|host| *host != name).cloned().collect::<Vec<_>>().join(", ");
    let pages = match party.page_count {
        1 => party.pages.first().cloned().unwrap_or_default(),
        count => format!("{count} pages and files"),
    };
    vec![name.clone(), consent.to_owned(), pages, hosts]
}

/// The first of so many pages.
fn pages_of(pages: &[String], count: usize) -> String {
    let first = pages.iter().take(2).map(String::as_str).collect::<Vec<_>>();
    match count.saturating_sub(first.len()) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
