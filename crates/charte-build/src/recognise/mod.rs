//! Which address or inline script belongs to which service, and whether that service waits for consent. Pure: it reads
//! neither disk nor network, and knows no HTML.

mod address;
mod compact;
pub mod css;
mod hosts;
mod literal;
mod managers;
mod paths;
pub(crate) mod reach;
mod scope;
mod script;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod ungoverned;
pub(crate) mod worker;

use charte_core::catalogue::Claims;
use charte_core::charter::{Charter, UnknownPolicy};
use charte_core::model::Service;

pub use address::Address;
pub use scope::scope;
pub use script::{Inline, Manner, Start};

use hosts::Hosts;
use paths::Paths;
use script::Scripts;

/// Whose an address is, and what that means for the visitor's consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// The portal's own.
    Own,
    /// Allowed without consent by the declaration.
    Allowed,
    /// A declared service's, exempt from consent.
    Exempt(&'a str),
    /// A declared service's, which waits.
    Waits(&'a str),
    /// A service's that the catalogue knows and this portal does not declare.
    Undeclared(&'a str),
    /// Nobody's that was declared or is known.
    Unknown,
}

impl Verdict<'_> {
    /// Whether it is a third party that visitors have to agree to.
    pub fn must_wait(self) -> bool {
        matches!(self, Verdict::Waits(_) | Verdict::Undeclared(_) | Verdict::Unknown)
    }
}

/// A service, as far as recognising goes.
#[derive(Debug, Clone)]
struct Known {
    id: String,
    standing: Standing,
    /// Whether it follows or counts visitors, or loads what does.
    tracks: bool,
    /// Whether other scripts may talk to it before it has loaded.
    has_queue: bool,
    hosts: Vec<String>,
    instead_of: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Waits,
    Exempt,
    Undeclared,
}

/// Recognises what one portal's pages contact.
#[derive(Debug)]
pub struct Recogniser {
    services: Vec<Known>,
    /// The portal's host, which no service's pattern takes away from it, and its twin with or without `www.`.
    portal: [String; 2],
    own: Hosts<()>,
    allowed: Hosts<()>,
    hosts: Hosts<usize>,
    paths: Paths<usize>,
    scripts: Scripts,
    blocks_unknown: bool,
    /// Whether files of the site belong to services, so that relative addresses have to be followed.
    pub(crate) has_files: bool,
}

impl Recogniser {
    /// For a portal. The services of the catalogue that it does not declare are recognised too, so that what is found can be
    /// told by name.
    pub fn new(charter: &Charter, catalogue: impl IntoIterator<Item = Claims>) -> Self {
        let is_declared = |claims: &Claims| charter.services.iter().any(|declared| declared.id == claims.id);
        let others = catalogue.into_iter().filter(|claims| !is_declared(claims));
        let sources: Vec<Source<'_>> =
            charter.services.iter().map(Source::declared).chain(others.map(Source::known)).collect();
        let mut hosts = Hosts::default();
        for (alias, id) in &charter.delegated {
            if let Some(index) = sources.iter().position(|source| source.service.id == *id) {
                hosts.add(alias, index);
            }
        }
        for (index, source) in sources.iter().enumerate() {
            source.hosts.iter().for_each(|host| hosts.add(host, index));
        }
        let numbered = || sources.iter().enumerate();
        let files = charter.services.iter().enumerate().flat_map(|(index, service)| {
            service.files.iter().map(move |file| {
                (format!("{}{}{}", charter.host, charter.base_path, file.trim_start_matches('/')), index)
            })
        });
        let paths = numbered()
            .flat_map(|(index, source)| source.paths.iter().map(move |path| ((*path).into(), index)))
            .chain(files);
        let signatures =
            numbered().flat_map(|(index, source)| source.signatures.iter().map(move |text| (*text, index)));
        Recogniser {
            paths: Paths::new(paths),
            scripts: Scripts::new(signatures),
            services: sources.iter().map(|source| source.service.clone()).collect(),
            portal: [charter.host.to_ascii_lowercase(), twin(&charter.host.to_ascii_lowercase())],
            own: own_hosts(charter),
            allowed: patterns(&charter.allow),
            hosts,
            blocks_unknown: charter.unknown == UnknownPolicy::Block,
            has_files: charter.services.iter().any(|service| !service.files.is_empty()),
        }
    }

    /// Whether third parties that nobody declared wait too, for a consent that cannot be given.
    pub fn blocks_unknown(&self) -> bool {
        self.blocks_unknown
    }

    /// Whether visitors are asked about a service; `None` when the portal does not declare it.
    pub fn asks(&self, id: &str) -> Option<bool> {
        let service = self.services.iter().find(|service| service.id == id)?;
        (service.standing != Standing::Undeclared).then_some(service.standing == Standing::Waits)
    }

    /// Whether the hosts of a service are known.
    pub fn has_hosts(&self, id: &str) -> bool {
        self.services.iter().any(|service| service.id == id && !service.hosts.is_empty())
    }

    /// The consent manager, other than charte, whose script has this address.
    pub fn manager(&self, address: &Address<'_>) -> Option<&'static str> {
        managers::of_script(address.host.as_deref(), &address.path)
    }

    /// The consent manager, other than charte, that holds an element with these attributes back.
    pub fn holder(&self, attributes: &[(String, String)]) -> Option<&'static str> {
        managers::of_mark(attributes)
    }

    /// Whose an address is. A pattern of paths says more than one of hosts, a longer one more than a shorter one, and of two
    /// equal ones the declared service's counts.
    pub fn address(&self, address: &Address<'_>) -> Verdict<'_> {
        let host = address.host.as_deref().unwrap_or(&self.portal[0]);
        let is_allowed = || self.allowed.find(host).is_some();
        if let Some(index) = self.paths.find(host, &address.path) {
            return match self.standing(index) {
                Verdict::Undeclared(_) if is_allowed() => Verdict::Allowed,
                verdict => verdict,
            };
        }
        if address.host.is_none() || self.portal.iter().any(|portal| portal == host) {
            return Verdict::Own;
        }
        self.host(host)
    }

    fn host(&self, host: &str) -> Verdict<'_> {
        let service = self.hosts.find(host).map(|(weight, index)| (weight, self.standing(index)));
        let own = self.own.find(host).map(|(weight, ())| weight);
        let allowed = self.allowed.find(host).map(|(weight, ())| weight);
        match service {
            Some((weight, verdict)) if !matches!(verdict, Verdict::Undeclared(_)) => {
                let others = own.max(allowed).unwrap_or_default();
                if weight >= others {
                    return verdict;
                }
            }
            _ => {}
        }
        match (own, allowed, service) {
            (Some(_), ..) => Verdict::Own,
            (None, Some(_), _) => Verdict::Allowed,
            (None, None, Some((_, verdict))) => verdict,
            (None, None, None) => Verdict::Unknown,
        }
    }

    fn standing(&self, index: usize) -> Verdict<'_> {
        let service = &self.services[index];
        match service.standing {
            Standing::Waits => Verdict::Waits(&service.id),
            Standing::Exempt => Verdict::Exempt(&service.id),
            Standing::Undeclared => Verdict::Undeclared(&service.id),
        }
    }

    /// Whether, of two services whose signatures a script bears, the first stands in for the second.
    fn stands_in(&self, first: usize, second: usize) -> bool {
        self.services[first].instead_of.contains(&self.services[second].id)
    }

    /// What an inline script starts or contacts.
    pub fn inline_script(&self, text: &[u8]) -> Inline<'_> {
        self.scripts.judge(text, self)
    }

    /// The third parties that must wait and that a text names in its strings, each once; `…` stands for what a script adds.
    pub fn mentions(&self, text: &[u8]) -> Vec<String> {
        literal::mentions(text, self)
    }

    /// Whether an inline script starts a service that may be on the portal's own host, where no policy can refuse it.
    pub fn is_at_home(&self, id: &str, inline: &Inline<'_>) -> bool {
        let Some(index) = self.services.iter().position(|service| service.id == id) else { return false };
        let is_own = |host: &String| self.portal.contains(host) || self.own.find(host).is_some();
        let own = self.services[index].hosts.iter().any(is_own);
        own || (self.services[index].hosts.is_empty() && inline.unknown.is_empty())
    }

    /// How a file that holds a signature of a service concerns it; `None` when it only talks to the service.
    fn manner(&self, index: usize, loads: bool) -> Option<Manner> {
        let service = &self.services[index];
        match (service.tracks, loads) {
            (true, true) => Some(Manner::Loads),
            (true, false) if service.has_queue => None,
            _ => Some(Manner::Starts),
        }
    }

    /// Whether an address is a service's that follows or counts visitors.
    fn tracks(&self, address: &Address<'_>) -> bool {
        let host = address.host.as_deref().unwrap_or(&self.portal[0]);
        let index = self.paths.find(host, &address.path).or_else(|| Some(self.hosts.find(host)?.1));
        index.is_some_and(|index| self.services[index].tracks)
    }

    /// Whose a host is of which only the start is known: the first that was declared and starts so.
    fn host_from(&self, start: &str) -> Verdict<'_> {
        let is_declared = |index: &usize| self.services[*index].standing != Standing::Undeclared;
        if let Some(index) = self.hosts.first_from(start, is_declared) {
            return self.standing(index);
        }
        let is_own =
            self.portal.iter().any(|host| host.starts_with(start)) || self.own.first_from(start, |()| true).is_some();
        match is_own {
            true => Verdict::Own,
            false if self.allowed.first_from(start, |()| true).is_some() => Verdict::Allowed,
            false => Verdict::Unknown,
        }
    }
}

/// A service and what it is recognised by.
struct Source<'a> {
    service: Known,
    hosts: Vec<&'a str>,
    paths: Vec<&'a str>,
    signatures: Vec<&'a str>,
}

impl<'a> Source<'a> {
    fn declared(service: &'a Service) -> Self {
        let all = |texts: &'a [String]| texts.iter().map(String::as_str).collect();
        Source {
            service: Known {
                id: service.id.clone(),
                standing: if service.consent.is_required() { Standing::Waits } else { Standing::Exempt },
                instead_of: service.instead_of.clone(),
                tracks: tracks(service.purpose.id()),
                hosts: service.hosts.clone(),
                has_queue: !service.queues.is_empty() || !service.calls.is_empty(),
            },
            hosts: all(&service.hosts),
            paths: all(&service.paths),
            signatures: all(&service.signatures),
        }
    }

    fn known(claims: Claims) -> Self {
        Source {
            service: Known {
                id: claims.id.into(),
                standing: Standing::Undeclared,
                instead_of: claims.instead_of.iter().map(|id| (*id).into()).collect(),
                tracks: tracks(claims.purpose),
                hosts: claims.hosts.iter().map(|host| (*host).to_owned()).collect(),
                has_queue: claims.talks,
            },
            hosts: claims.hosts.to_vec(),
            paths: claims.paths.to_vec(),
            signatures: claims.signatures.to_vec(),
        }
    }
}

/// Whether services of this purpose follow or count visitors, or load what does.
fn tracks(purpose: &str) -> bool {
    matches!(purpose, "audience-measurement" | "advertising" | "tag-manager")
}

fn patterns(list: &[String]) -> Hosts<()> {
    let mut hosts = Hosts::default();
    list.iter().for_each(|pattern| hosts.add(pattern, ()));
    hosts
}

fn own_hosts(charter: &Charter) -> Hosts<()> {
    let mut own = patterns(&charter.first_party);
    for host in charter.first_party.iter().filter(|host| !host.starts_with('*')) {
        own.add(&twin(host), ());
    }
    own
}

/// The same host with `www.`, or without.
pub(crate) fn twin(host: &str) -> String {
    match host.strip_prefix("www.") {
        Some(bare) => bare.to_owned(),
        None => format!("www.{host}"),
    }
}
