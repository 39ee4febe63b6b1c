//! `charte services`: the catalogue, searched and shown.

use std::fmt::Write as _;

use anyhow::Result;
use charte_core::catalogue::Catalogue;
use charte_core::model::{Consent, Ground, Retention, Service, Texts};
use charte_render::mechanism;
use clap::Subcommand;
use serde_json::json;

use crate::exit::Exit;
use crate::options::Format;
use crate::print::output::{Output, table};

/// What `charte services` takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  charte services map\n  charte services show matomo")]
pub(crate) struct ServicesOptions {
    #[command(subcommand)]
    pub(crate) command: Option<ServicesCommand>,
    /// Only services in whose id, other names, name, provider, purpose or hosts this word stands
    #[arg(value_name = "WORD")]
    pub(crate) word: Option<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What to do with the catalogue.
#[derive(Debug, Subcommand)]
pub(crate) enum ServicesCommand {
    /// Show all that is known of a service, and what it is recognised by
    #[command(after_help = "Examples:\n  charte services show matomo\n  charte services show ga4 --format json")]
    Show {
        /// Its id or another name of it
        #[arg(value_name = "ID")]
        id: String,
        /// How to print the result
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
}

/// `charte services`.
pub(crate) fn services(options: &ServicesOptions) -> Result<Exit> {
    let catalogue = Catalogue::embedded();
    if let Some(ServicesCommand::Show { id, format }) = &options.command {
        let Some(service) = catalogue.find(id).and_then(|id| catalogue.get(id)) else {
            let near = catalogue.misspelt(id).map(|near| format!("; did you mean `{near}`?"));
            let near = near.unwrap_or_default();
            anstream::eprintln!(
                "error: the catalogue has no service `{id}`{near}\n\n`charte services WORD` searches it."
            );
            return Ok(Exit::Usage);
        };
        let data = ("service", serde_json::to_value(service)?);
        return Ok(Output {
            command: "services show",
            findings: Vec::new(),
            text: shown(service, catalogue.aliases(&service.id)),
            data,
        }
        .print(*format));
    }
    let word = options.word.as_deref().map(str::to_lowercase);
    let named = word.as_deref().and_then(|word| catalogue.find(word));
    let is_found = |service: &&Service| match word.as_deref() {
        Some(word) => named == Some(&service.id) || bears(service, catalogue.aliases(&service.id), word),
        None => true,
    };
    let found: Vec<&Service> = catalogue.services().filter(is_found).collect();
    let rows: Vec<Vec<String>> = found.iter().map(|service| row(service)).collect();
    let text = match (found.len(), &options.word) {
        (0, Some(word)) => format!(
            "No service of the catalogue bears `{word}`. Declare one of your own: `[service.my-id]` in charte.toml.\n"
        ),
        _ => format!("{}\n{NEXT}", table("", &rows)),
    };
    let services: Vec<_> = found
        .iter()
        .map(|service| {
            json!({ "id": service.id, "name": service.name, "provider": service.provider.name, "purpose": service.purpose,
                    "consent": service.consent, "hosts": service.hosts })
        })
        .collect();
    Ok(Output { command: "services", findings: Vec::new(), text, data: ("services", services.into()) }
        .print(options.format))
}

const NEXT: &str =
    "`charte services show ID` tells all that is known of one; `services = [\"ID\"]` in charte.toml declares it.\n";

/// Whether one of a service's names contains a word.
fn bears(service: &Service, aliases: &[&str], word: &str) -> bool {
    let texts = [&service.id, &service.name, &service.provider.name];
    let described = service.description.values();
    texts.into_iter().chain(&service.hosts).chain(described).any(|text| text.to_lowercase().contains(word))
        || service.purpose.id().contains(word)
        || aliases.iter().any(|alias| alias.contains(word))
}

fn row(service: &Service) -> Vec<String> {
    vec![service.id.clone(), service.name.clone(), service.purpose.id().to_owned(), consent(service)]
}

/// Whether a service waits, in words.
fn consent(service: &Service) -> String {
    status(&service.consent)
}

fn status(consent: &Consent) -> String {
    match consent {
        Consent::Required => "needs consent".to_owned(),
        Consent::Exempt { ground, .. } => format!("exempt: {}", ground_name(*ground)),
    }
}

fn ground_name(ground: Ground) -> &'static str {
    Ground::ALL.iter().find(|(known, _)| *known == ground).map_or("", |(_, name)| name)
}

/// All that is known of a service.
fn shown(service: &Service, aliases: &[&str]) -> String {
    let mut text = format!("{} ({})\n{}\n\n", service.name, service.id, english(&service.description));
    let provider = [Some(&service.provider.name), service.provider.country.as_ref(), service.provider.policy.as_ref()];
    let provider = provider.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    let transfer = service.transfer.as_ref().map(|transfer| {
        let by = mechanism(transfer, "en");
        let by = by.as_deref().unwrap_or("what allows it is not stated in the sources");
        format!("{}: {by}", transfer.countries.join(", "))
    });
    let retention = service.retention.as_ref().map(|kept| match kept {
        Retention::For(time) => time.to_string(),
        Retention::Said(texts) => english(texts).to_owned(),
    });
    let facts = service.facts.as_ref().map(|facts| format!("{} ({})", facts.source, facts.checked));
    let rows = [
        ("also called", Some(aliases.join(", "))),
        ("purpose", Some(service.purpose.id().to_owned())),
        ("consent", Some(consent(service))),
        ("provider", Some(provider)),
        ("data", Some(english(&service.data).to_owned())),
        ("kept for", retention),
        ("received by", Some(english(&service.recipients).to_owned())),
        ("outside the EEA", transfer),
        ("if refused", Some(english(&service.refused).to_owned())),
        ("never exempt", service.never_exempt.clone()),
        ("known by hosts", Some(service.hosts.join(", "))),
        ("addresses", Some(service.paths.join(", "))),
        ("code", Some(service.signatures.join("   "))),
        ("source", facts),
    ];
    for (name, value) in rows {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            // Writing to a String never fails.
            let _ = writeln!(text, "{name:<16} {}", value.trim());
        }
    }
    let trackers: Vec<Vec<String>> = service.trackers.iter().map(tracker).collect();
    if !trackers.is_empty() {
        let _ = write!(text, "\nIt keeps:\n{}", table("  ", &trackers));
    }
    let _ = write!(text, "\nDeclare it with `services = [\"{0}\"]`; `[service.{0}]` changes any field.\n", service.id);
    text
}

fn tracker(tracker: &charte_core::model::Tracker) -> Vec<String> {
    let kind = serde_json::to_value(tracker.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
    let mut kept = tracker.lifetime.map_or_else(|| "not stated".to_owned(), |kept| kept.to_string());
    for other in &tracker.alternatives {
        kept.push_str(&format!(", or {} ({})", other.lifetime, english(&other.when)));
    }
    let mut description = english(&tracker.description).to_owned();
    if let Some(own) = &tracker.consent {
        description.push_str(&format!(" ({})", status(own)));
    }
    vec![tracker.name.clone(), kind.unwrap_or_default(), kept, description]
}

/// A text in the language of the command line.
fn english(texts: &Texts) -> &str {
    texts.get("en").or_else(|| texts.values().next()).map_or("", String::as_str)
}
