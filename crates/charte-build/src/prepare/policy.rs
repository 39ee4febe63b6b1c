//! The content security policy by which a visitor's browser refuses third parties before consent, and the scripts that
//! put it into a page.

use std::collections::BTreeSet;

use charte_core::charter::{Charter, UnknownPolicy};
use charte_core::diagnostic::Diagnostic;
use charte_core::model::Service;
use charte_render::scripts::{FIRST, INLINE, INLINE_SMALL, INLINE_STATIC};
use charte_render::{consent_modes, to_script_json};
use charte_rewrite::recognise::toggle_www;
use charte_rewrite::{Form, Needs};
use serde_json::{Map, Value, json};
use url::Host;

use crate::rules;

/// Name, in charte's own folder, of the script with the hosts of every service.
pub(crate) const FILE: &str = "first.js";

/// Longest policy that all browsers and servers were observed to accept, in bytes.
const LONGEST: usize = 4096;

/// Addresses of charte's own files for one language, from the root of the host.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addresses<'a> {
    /// charte's own folder, without a last slash.
    pub(crate) folder: &'a str,
    /// The script with the banner; empty where visitors have no choice to make.
    pub(crate) script: &'a str,
}

/// A portal's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The policy before any consent; empty where undeclared third parties may load.
    strict: String,
    /// Arguments of the scripts: the regular expression that finds the choice in `document.cookie`, with the days that it counts,
    /// and the ids of all services that need consent.
    question: String,
    all: String,
    /// The hosts of each service that needs consent.
    hosts: Map<String, Value>,
    /// The vendors that get consent signals; `null` where there are none.
    modes: Value,
}

impl Policy {
    /// The policy of a portal. `workers` are those that its pages may start, since they contact no third party, by
    /// their absolute paths on its host.
    pub(crate) fn new(charter: &Charter, workers: &BTreeSet<String>) -> Policy {
        let objection = charter.objection();
        let measured = objection.as_ref().map_or(&[][..], |objection| &objection.hosts);
        let own = charter.first_party.iter().filter(|host| !measured.contains(host)).chain([&charter.host]);
        let own = own.flat_map(|host| [host.clone(), toggle_www(host)]);
        let is_stopped = |service: &&Service| {
            objection.as_ref().is_some_and(|objection| objection.services.iter().any(|other| other.id == service.id))
        };
        let exempt = charter.services.iter().filter(|service| !service.consent.is_required() && !is_stopped(service));
        let free = own.chain(charter.allow.iter().cloned()).chain(exempt.flat_map(|service| charter.hosts_of(service)));
        let waiting = charter
            .requiring_consent()
            .map(|service| (service.id.clone(), sources(charter.hosts_of(service)).join(" ").into()));
        let ids: Vec<&str> = charter.requiring_consent().map(|service| service.id.as_str()).collect();
        let workers: String = workers.iter().map(|path| format!(" https://{}{path}", charter.host)).collect();
        let lets_in = charter.unknown == UnknownPolicy::Allow;
        let strict = format!(
            "worker-src blob:{workers};default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: file: {}",
            sources(free).join(" ")
        );
        // After two spaces follow the hosts that a visitor who objects does not contact (inline.js).
        let measured = sources(measured.iter().cloned()).join(" ");
        let strict = if measured.is_empty() { strict } else { format!("{strict}  {measured}") };
        let name: String = charter.choice.name.chars().flat_map(escaped).collect();
        let answer = format!("{name}=1\\.\\d+\\.{}\\.[^;.]*", charter.fingerprint());
        let answer = if measured.is_empty() { answer } else { format!("(?:{answer}|{name}_objection=1)") };
        Policy {
            strict: if lets_in { String::new() } else { strict },
            question: format!("/(?:^|; ){answer}/g,{}", charter.choice.days),
            all: ids.join("~"),
            hosts: waiting.collect(),
            modes: if charter.consent_modes.is_empty() { Value::Null } else { consent_modes(charter) },
        }
    }

    /// The policy before any consent; empty where pages have none.
    pub fn strict(&self) -> &str {
        &self.strict
    }

    /// The finding about a policy of `portal` that is longer than all browsers and servers were observed to accept.
    pub(crate) fn too_long(&self, portal: &str) -> Option<Diagnostic> {
        let length = self.strict.len();
        let message =
            format!("the policy of `{portal}` has {length} bytes; more than {LONGEST} were not tried in browsers");
        let finding = rules::policy::POLICY_LONG.finding(message);
        let help = "allow fewer hosts: `*.example.org` in the place of its many subdomains";
        (length > LONGEST).then(|| finding.help(help))
    }

    /// What a page gets first in its head.
    pub(crate) fn head(&self, needs: Needs, addresses: Addresses<'_>) -> String {
        let Addresses { folder, script } = addresses;
        let tag = match script {
            "" => String::new(),
            _ => format!("<script src=\"{script}\" data-charte-built async fetchpriority=\"high\"></script>"),
        };
        let meta = |more: &str| match self.strict.as_str() {
            "" => String::new(),
            strict => {
                let strict = if needs.has_no_origin { strict.replace(" 'self'", "") } else { strict.to_owned() };
                format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{strict}\"{more}>")
            }
        };
        let built = " data-charte-built";
        // A network that runs all scripts late (Cloudflare's Rocket Loader) leaves this one at its place.
        let first = " data-charte-built data-cfasync=\"false\"";
        match needs.form {
            Form::File if needs.is_xml => format!("<script{first} src=\"{folder}/{FILE}\"></script>{tag}"),
            // A static policy needs an element behind it at which the block ends that takes it away.
            Form::File => format!(
                "<script{first} src=\"{folder}/{FILE}\" data-charte-next=\"{script}\"></script>{}{}",
                meta(built),
                if tag.is_empty() { format!("<script{built}></script>") } else { tag }
            ),
            Form::Static => format!(
                "<script{first}>{}</script>{}{}",
                self.inline(needs, addresses),
                meta(built),
                if tag.is_empty() { format!("<script{built}></script>") } else { tag }
            ),
            Form::Script if needs.is_xml => {
                format!("<script{first}>{}</script>{tag}", self.inline(needs, addresses))
            }
            Form::Script => format!(
                "<script{first}>{}</script><noscript{built}>{}</noscript>{tag}",
                self.inline(needs, addresses),
                meta("")
            ),
        }
    }

    /// The inline script of a page. A site's own policy has to list its hash.
    pub(crate) fn inline(&self, needs: Needs, Addresses { folder, script }: Addresses<'_>) -> String {
        let is_blocking = if self.modes.is_null() { "" } else { "1" };
        let (code, script) = match needs {
            Needs { is_xml: true, .. } => return self.whole(),
            Needs { form: Form::Static, .. } => (INLINE_STATIC, script),
            Needs { has_scripts: true, .. } => (INLINE, ""),
            _ => (INLINE_SMALL, ""),
        };
        let text = |text: &str| to_script_json(&text.into());
        let mut arguments = vec![self.question.clone(), text(&self.all), text(&self.strict)];
        arguments.push(text(&format!("{folder}/{FILE}")));
        let last = [text(script), is_blocking.to_owned()];
        arguments.extend(last.into_iter().take(if is_blocking.is_empty() {
            usize::from(!script.is_empty())
        } else {
            2
        }));
        with(code, &arguments.join(","))
    }

    /// The content of the script file `first.js` in charte's own folder.
    pub fn whole(&self) -> String {
        let table = to_script_json(&Value::Object(self.hosts.clone()));
        let strict = to_script_json(&json!(self.strict));
        let modes = if self.modes.is_null() { String::new() } else { format!(",{}", to_script_json(&self.modes)) };
        with(FIRST, &format!("{},{strict},{table}{modes}", self.question))
    }
}

/// A script with its arguments.
fn with(code: &str, arguments: &str) -> String {
    code.trim_end().trim_end_matches(';').replacen("CHARTE", arguments, 1)
}

/// A character of a name, for a regular expression.
fn escaped(letter: char) -> impl Iterator<Item = char> {
    let needs = !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-';
    needs.then_some('\\').into_iter().chain([letter])
}

/// Patterns of hosts as source expressions (CSP3), each once: there a star stands only for whole labels at the start.
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
    use crate::prepare::policy::*;

    #[test]
    fn patterns_become_sources() {
        let of = |pattern: &str| sources([pattern.to_owned()]);
        assert_eq!(of("stats.example.fr"), ["stats.example.fr"]);
        assert_eq!(of("*.example.fr"), ["*.example.fr", "example.fr"]);
        assert_eq!(of("a*.stats.example.fr"), ["*.stats.example.fr", "stats.example.fr"]);
        assert_eq!(of("été.example"), ["xn--t-ciad.example"].map(|_| "xn--t-9fab.example"));
        // A pattern for a whole top-level domain, or for every host, is left out.
        assert_eq!(of("*.fr"), [""; 0]);
        assert_eq!(of("stats.*"), [""; 0]);
        assert_eq!(of("*"), [""; 0]);
    }
}
