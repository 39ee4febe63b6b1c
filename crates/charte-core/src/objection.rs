//! The objection of visitors to a measurement that loads without consent (GDPR, article 21): the services that can be
//! stopped for one visitor, and the cookie that records it.
//!
//! A visitor who objects gets a policy without the hosts of these services. So only a service with hosts of its own can be
//! stopped: one that loads from the portal's host cannot be distinguished from the site.

use crate::charter::{Charter, UnknownPolicy};
use crate::model::{Ground, Service};

/// The lifetime of the cookie, in days: 13 months, as long as exempt trackers may live where that is limited.
pub const OBJECTION_DAYS: u32 = 395;

/// The services that visitors of a portal can object to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection<'a> {
    /// The services, as declared.
    pub services: Vec<&'a Service>,
    /// The patterns of their hosts.
    pub hosts: Vec<String>,
}

impl Charter {
    /// The services that visitors can object to on the charter page; `None` where there are none.
    pub fn objection(&self) -> Option<Objection<'_>> {
        let services: Vec<&Service> = self.services.iter().filter(|service| self.can_be_stopped(service)).collect();
        let hosts: Vec<String> =
            services.iter().flat_map(|service| self.hosts_of(service)).filter(|host| is_some_host(host)).collect();
        (!services.is_empty()).then_some(Objection { services, hosts })
    }

    /// Name of the cookie that records an objection.
    pub fn objection_cookie(&self) -> String {
        format!("{}_objection", self.choice.name)
    }

    /// The patterns of a service's hosts, with those of its paths and its DNS aliases.
    pub fn hosts_of(&self, service: &Service) -> Vec<String> {
        let of_path = service.paths.iter().filter_map(|path| Some(path.split_once('/')?.0.to_owned()));
        let aliases = self.delegated.iter().filter(|(_, id)| **id == service.id).map(|(alias, _)| alias.clone());
        service.hosts.iter().cloned().chain(of_path).chain(aliases).collect()
    }

    /// Whether a policy without its hosts stops an exempt measurement: none of them is allowed for another reason.
    fn can_be_stopped(&self, service: &Service) -> bool {
        if !measures(service) || self.unknown == UnknownPolicy::Allow {
            return false;
        }
        let hosts: Vec<String> = self.hosts_of(service).into_iter().filter(|host| is_some_host(host)).collect();
        let others = self.services.iter().filter(|other| other.id != service.id && !measures(other));
        let others = others.filter(|other| !other.consent.is_required()).flat_map(|other| self.hosts_of(other));
        // A host in `first_party` that is the measurement's own host does not count as the site's.
        let own = self.first_party.iter().filter(|own| !hosts.contains(own)).cloned();
        let www = [format!("www.{}", self.host), self.host.trim_start_matches("www.").to_owned()];
        let free = own.chain(self.allow.iter().cloned()).chain(others).chain([self.host.clone()]).chain(www);
        let free: Vec<String> = free.filter(|host| is_some_host(host)).collect();
        !hosts.is_empty() && !hosts.iter().any(|host| free.iter().any(|free| overlap(host, free)))
    }
}

/// Whether a service measures the audience without consent.
fn measures(service: &Service) -> bool {
    service.consent.ground() == Some(Ground::AudienceMeasurement)
}

/// Whether a pattern names a host and is not a bare `*`.
fn is_some_host(pattern: &str) -> bool {
    pattern.trim_start_matches("*.").contains('.')
}

/// Whether some host matches both patterns.
pub(crate) fn overlap(one: &str, other: &str) -> bool {
    let fits = |pattern: &str, host: &str| match pattern.strip_prefix("*.") {
        Some(domain) => host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
        None => host == pattern,
    };
    let bare = |pattern: &str| pattern.trim_start_matches("*.").to_ascii_lowercase();
    fits(&one.to_ascii_lowercase(), &bare(other)) || fits(&other.to_ascii_lowercase(), &bare(one))
}
