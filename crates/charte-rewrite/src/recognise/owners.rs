//! The owners of hosts and paths: the portal, the services that it declares and those of the catalogue. It reads no script.

use charte_core::catalogue::Claims;
use charte_core::charter::{Charter, UnknownPolicy};
use charte_core::model::{EmbedSelector, Service};

use crate::recognise::address::Address;
use crate::recognise::hosts::Hosts;
use crate::recognise::paths::Paths;
use crate::recognise::verdict::{Manner, Verdict};

/// What is known of a service.
#[derive(Debug, Clone)]
struct KnownService {
    id: String,
    standing: Standing,
    /// Whether it follows or counts visitors, or loads services that do.
    tracks: bool,
    /// Whether a visitor can object to it: it measures without consent.
    can_be_stopped: bool,
    /// Whether other scripts may call it through a queue before it has loaded.
    has_queue: bool,
    hosts: Vec<String>,
    /// Ids of the services whose signatures its own scripts have too.
    instead_of: Vec<String>,
}

/// Whether a service waits for consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Waits,
    Exempt,
    Undeclared,
}

/// The owners of hosts and paths, for one portal.
#[derive(Debug)]
pub(crate) struct Owners {
    services: Vec<KnownService>,
    /// The portal's host, with and without `www.`. No host pattern of a service applies to them.
    portal: [String; 2],
    own: Hosts<()>,
    allowed: Hosts<()>,
    hosts: Hosts<usize>,
    paths: Paths<usize>,
    blocks_unknown: bool,
    /// Whether files of the site belong to services, so that relative addresses have to be resolved.
    pub(crate) has_files: bool,
}

impl Owners {
    /// For a portal, from the result of [`service_claims`].
    pub(super) fn new(charter: &Charter, claims: &[ServiceClaims<'_>]) -> Self {
        let mut hosts = Hosts::default();
        for (alias, id) in &charter.delegated {
            if let Some(index) = claims.iter().position(|claims| claims.service.id == *id) {
                hosts.add(alias, index);
            }
        }
        for (index, service) in claims.iter().enumerate() {
            service.hosts.iter().for_each(|host| hosts.add(host, index));
        }
        let numbered = || claims.iter().enumerate();
        let files = charter.services.iter().enumerate().flat_map(|(index, service)| {
            service.files.iter().map(move |file| {
                (format!("{}{}{}", charter.host, charter.base_path, file.trim_start_matches('/')), index)
            })
        });
        let paths = numbered()
            .flat_map(|(index, service)| service.paths.iter().map(move |path| ((*path).into(), index)))
            .chain(files);
        Owners {
            paths: Paths::new(paths),
            services: claims.iter().map(|claims| claims.service.clone()).collect(),
            portal: [charter.host.to_ascii_lowercase(), toggle_www(&charter.host.to_ascii_lowercase())],
            own: own_hosts(charter),
            allowed: patterns(&charter.allow),
            hosts,
            blocks_unknown: charter.unknown == UnknownPolicy::Block,
            has_files: charter.services.iter().any(|service| !service.files.is_empty()),
        }
    }

    /// Whether third parties that are not declared are blocked.
    pub(super) fn blocks_unknown(&self) -> bool {
        self.blocks_unknown
    }

    /// Whether a service needs the visitor's consent; `None` when the portal does not declare it.
    pub(super) fn needs_consent(&self, id: &str) -> Option<bool> {
        let service = self.services.iter().find(|service| service.id == id)?;
        (service.standing != Standing::Undeclared).then_some(service.standing == Standing::Waits)
    }

    /// Whether the hosts of a service are known.
    pub(super) fn has_hosts(&self, id: &str) -> bool {
        self.services.iter().any(|service| service.id == id && !service.hosts.is_empty())
    }

    /// The owner of an address; see [`Recogniser::address`](crate::recognise::Recogniser::address).
    pub(super) fn address(&self, address: &Address<'_>) -> Verdict<'_> {
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

    /// The owner of a host that no pattern with a path matches.
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

    /// Whether a visitor can object to a service that measures without consent.
    pub(super) fn can_be_stopped(&self, id: &str) -> bool {
        self.services.iter().any(|service| service.id == id && service.can_be_stopped)
    }

    /// The verdict for the service with this index.
    pub(super) fn standing(&self, index: usize) -> Verdict<'_> {
        let service = &self.services[index];
        match service.standing {
            Standing::Waits => Verdict::Waits(&service.id),
            Standing::Exempt => Verdict::Exempt(&service.id),
            Standing::Undeclared => Verdict::Undeclared(&service.id),
        }
    }

    /// Whether a script with the signatures of both services belongs to the first only.
    pub(super) fn replaces(&self, first: usize, second: usize) -> bool {
        self.services[first].instead_of.contains(&self.services[second].id)
    }

    /// How a file with a signature of a service contacts it; `None` when it only calls the service through its queue.
    pub(super) fn manner(&self, index: usize, loads: bool) -> Option<Manner> {
        let service = &self.services[index];
        match (service.tracks, loads) {
            (true, true) => Some(Manner::Loads),
            (true, false) if service.has_queue => None,
            _ => Some(Manner::Starts),
        }
    }

    /// Whether an address belongs to a service that follows or counts visitors.
    pub(super) fn tracks(&self, address: &Address<'_>) -> bool {
        let host = address.host.as_deref().unwrap_or(&self.portal[0]);
        let index = self.paths.find(host, &address.path).or_else(|| Some(self.hosts.find(host)?.1));
        index.is_some_and(|index| self.services[index].tracks)
    }

    /// The owner of a host of which only a prefix is known, as in `"https://stats." + domain`: that of the first declared host with
    /// this prefix.
    pub(super) fn host_with_prefix(&self, prefix: &str) -> Verdict<'_> {
        let is_declared = |index: &usize| self.services[*index].standing != Standing::Undeclared;
        if let Some(index) = self.hosts.first_with_prefix(prefix, is_declared) {
            return self.standing(index);
        }
        let is_own = self.portal.iter().any(|host| host.starts_with(prefix))
            || self.own.first_with_prefix(prefix, |()| true).is_some();
        match is_own {
            true => Verdict::Own,
            false if self.allowed.first_with_prefix(prefix, |()| true).is_some() => Verdict::Allowed,
            false => Verdict::Unknown,
        }
    }

    /// Whether a service may be on the portal's own host: it declares one of these, or no host and the script that starts it names no
    /// unknown host either.
    pub(super) fn may_be_first_party(&self, id: &str, names_unknown: bool) -> bool {
        let Some(service) = self.services.iter().find(|service| service.id == id) else { return false };
        let is_own = |host: &String| self.portal.contains(host) || self.own.find(host).is_some();
        service.hosts.iter().any(is_own) || (service.hosts.is_empty() && !names_unknown)
    }
}

/// The services of a portal, then those of the catalogue that it does not declare.
pub(super) fn service_claims<'a>(
    charter: &'a Charter,
    catalogue: impl IntoIterator<Item = Claims>,
) -> Vec<ServiceClaims<'a>> {
    let is_declared = |claims: &Claims| charter.services.iter().any(|declared| declared.id == claims.id);
    let others = catalogue.into_iter().filter(|claims| !is_declared(claims));
    let objection = charter.objection();
    let can_be_stopped = |id: &str| objection.iter().any(|it| it.services.iter().any(|service| service.id == id));
    let declared = charter.services.iter().map(|it| ServiceClaims::declared(it, can_be_stopped(&it.id)));
    declared.chain(others.map(ServiceClaims::known)).collect()
}

/// A service, and the hosts, paths and texts of scripts by which it is recognised.
pub(super) struct ServiceClaims<'a> {
    service: KnownService,
    hosts: Vec<&'a str>,
    paths: Vec<&'a str>,
    pub(super) signatures: Vec<&'a str>,
    /// The names of custom elements that its scripts fill.
    pub(super) elements: Vec<&'a str>,
}

impl<'a> ServiceClaims<'a> {
    fn declared(service: &'a Service, can_be_stopped: bool) -> Self {
        let all = |texts: &'a [String]| texts.iter().map(String::as_str).collect();
        ServiceClaims {
            service: KnownService {
                id: service.id.clone(),
                standing: if service.consent.is_required() { Standing::Waits } else { Standing::Exempt },
                instead_of: service.instead_of.clone(),
                tracks: tracks(service.purpose.id()),
                hosts: service.hosts.clone(),
                can_be_stopped,
                has_queue: !service.queues.is_empty() || !service.calls.is_empty(),
            },
            hosts: all(&service.hosts),
            paths: all(&service.paths),
            signatures: all(&service.signatures),
            elements: service.embeds.iter().filter_map(EmbedSelector::custom_element).collect(),
        }
    }

    fn known(claims: Claims) -> Self {
        ServiceClaims {
            service: KnownService {
                id: claims.id.into(),
                standing: Standing::Undeclared,
                instead_of: claims.instead_of.iter().map(|id| (*id).into()).collect(),
                tracks: tracks(claims.purpose),
                hosts: claims.hosts.iter().map(|host| (*host).to_owned()).collect(),
                can_be_stopped: false,
                has_queue: claims.has_calls,
            },
            hosts: claims.hosts.to_vec(),
            paths: claims.paths.to_vec(),
            signatures: claims.signatures.to_vec(),
            elements: claims.elements.to_vec(),
        }
    }
}

/// Whether services of this purpose follow or count visitors, or load services that do.
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
        own.add(&toggle_www(host), ());
    }
    own
}

/// The host without `www.`, or with it if it has none.
pub fn toggle_www(host: &str) -> String {
    match host.strip_prefix("www.") {
        Some(bare) => bare.to_owned(),
        None => format!("www.{host}"),
    }
}
