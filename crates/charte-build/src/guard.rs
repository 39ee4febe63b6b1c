//! The script by which the browser holds back what a site's own scripts contact: no wrapper in a page can. It runs first
//! and states whom the page may contact, as a content security policy, until the visitor has agreed to more.

use charte_core::charter::{Charter, GuardPolicy, UnknownPolicy};
use charte_core::model::Service;
use serde_json::{Map, Value, json};
use url::Host;

use crate::recognise::twin;
use crate::render::to_script;

/// Its name in charte's own folder.
pub const FILE: &str = "guard.js";

/// The script, minified; the configuration is its argument.
const SCRIPT: &str = include_str!("../runtime/guard.min.js");

/// Whether some page of the portal may be guarded.
pub fn is_possible(charter: &Charter) -> bool {
    charter.guard != GuardPolicy::Never && charter.unknown == UnknownPolicy::Block
}

/// The script for a portal.
pub fn script(charter: &Charter) -> String {
    let own = charter.first_party.iter().chain([&charter.host]).flat_map(|host| [host.clone(), twin(host)]);
    let exempt = charter.services.iter().filter(|service| !service.consent.is_required());
    let free = own.chain(charter.allow.iter().cloned()).chain(exempt.flat_map(|service| hosts(service, charter)));
    let asked: Map<String, Value> =
        charter.asked().map(|service| (service.id.clone(), json!(sources(hosts(service, charter))))).collect();
    let config = json!({
        "cookie": charter.choice.name,
        "fp": charter.fingerprint(),
        "free": sources(free),
        "asked": asked,
    });
    format!("{}({});\n", SCRIPT.trim_end().trim_end_matches(';'), to_script(&config))
}

/// The patterns of hosts that are a service's.
fn hosts(service: &Service, charter: &Charter) -> Vec<String> {
    let of_path = service.paths.iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned()));
    let aliases = charter.delegated.iter().filter(|(_, id)| **id == service.id).map(|(alias, _)| alias.clone());
    service.hosts.iter().cloned().chain(of_path).chain(aliases).collect()
}

/// Patterns of hosts as a policy writes them, each once: there a star stands only for whole labels at the start.
fn sources(patterns: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut sources: Vec<String> = Vec::new();
    let each = patterns.into_iter().flat_map(|pattern| match pattern.rsplit_once('*') {
        None => [source("", &pattern), None],
        // Such a pattern means the domain itself too.
        Some((_, rest)) => match rest.split_once('.') {
            Some((_, domain)) if domain.contains('.') => [source("*.", domain), source("", domain)],
            _ => [None, None],
        },
    });
    for source in each.flatten() {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn source(star: &str, host: &str) -> Option<String> {
    let host = Host::parse(host.trim_end_matches('.')).ok()?;
    Some(format!("{star}{host}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_sources() {
        let of = |pattern: &str| sources([pattern.to_owned()]);
        assert_eq!(of("stats.example.fr"), ["stats.example.fr"]);
        assert_eq!(of("*.example.fr"), ["*.example.fr", "example.fr"]);
        assert_eq!(of("a*.stats.example.fr"), ["*.stats.example.fr", "stats.example.fr"]);
        assert_eq!(of("été.example"), ["xn--t-ciad.example"].map(|_| "xn--t-9fab.example"));
        // What would let in a whole top-level domain, or everybody, lets in nobody.
        assert_eq!(of("*.fr"), [""; 0]);
        assert_eq!(of("stats.*"), [""; 0]);
        assert_eq!(of("*"), [""; 0]);
    }
}
