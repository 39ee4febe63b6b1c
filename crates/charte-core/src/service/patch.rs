//! The fields of a service that a declaration gives, and how they are laid over a known service. It does not know TOML.

use std::collections::BTreeSet;

use crate::diagnostic::Place;
use crate::lifetime::Lifetime;
use crate::model::{
    Consent, EmbedSelector, Facts, Location, Party, PlaceholderKind, Purpose, Service, Texts, Tracker, TrackerKind,
    Transfer,
};
use crate::reader::Located;

/// The fields of a service that a declaration gives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patch {
    pub(crate) name: Option<String>,
    pub(crate) provider: ProviderPatch,
    pub(crate) purpose: Option<Purpose>,
    pub(crate) consent: Option<Located<Consent>>,
    pub(crate) never_exempt: Option<String>,
    pub(crate) placeholder: Option<PlaceholderKind>,
    pub(crate) embeds: Option<Vec<EmbedSelector>>,
    pub(crate) hosts: Option<Vec<String>>,
    pub(crate) paths: Option<Vec<String>>,
    pub(crate) signatures: Option<Vec<String>>,
    pub(crate) instead_of: Option<Vec<Located<String>>>,
    pub(crate) files: Option<Vec<String>>,
    pub(crate) queues: Option<Vec<String>>,
    pub(crate) calls: Option<Vec<String>>,
    pub(crate) description: Texts,
    pub(crate) data: Texts,
    pub(crate) refused: Texts,
    pub(crate) retention: Option<Lifetime>,
    pub(crate) recipients: Texts,
    pub(crate) transfer: Option<Transfer>,
    pub(crate) without: Vec<Located<String>>,
    pub(crate) trackers: Vec<TrackerPatch>,
    pub(crate) facts: Option<Facts>,
    /// Every key of the table, even one with a wrong value: such a key is not reported as missing.
    pub(crate) written: BTreeSet<String>,
    /// Whether a value of the table could not be read.
    pub(crate) is_faulty: bool,
}

/// The fields of a provider that a declaration gives.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProviderPatch {
    pub(crate) name: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) policy: Option<String>,
}

/// The fields of a tracker that a declaration gives; `name` says which.
#[derive(Debug, Clone)]
pub(crate) struct TrackerPatch {
    pub(crate) name: String,
    /// Where its name is written.
    pub(crate) place: Place,
    pub(crate) kind: Option<TrackerKind>,
    pub(crate) party: Option<Party>,
    pub(crate) location: Option<Location>,
    pub(crate) host: Option<String>,
    pub(crate) label: Texts,
    pub(crate) description: Texts,
    pub(crate) lifetime: Option<Lifetime>,
    pub(crate) lifetime_note: Texts,
}

impl Patch {
    /// Lays the patch over `base`, or makes a service of it.
    ///
    /// # Errors
    /// The names of the keys that a new service lacks. The list is empty when each key is there and one has a wrong value.
    pub(crate) fn apply(&self, id: &str, base: Option<&Service>) -> Result<Service, Vec<&'static str>> {
        let mut service = match base {
            Some(base) => base.clone(),
            None => self.blank(id)?,
        };
        set(&mut service.name, &self.name);
        set(&mut service.provider.name, &self.provider.name);
        set_some(&mut service.provider.country, &self.provider.country);
        set_some(&mut service.provider.policy, &self.provider.policy);
        set(&mut service.purpose, &self.purpose);
        set(&mut service.consent, &self.consent.as_ref().map(|consent| consent.value.clone()));
        set_some(&mut service.never_exempt, &self.never_exempt);
        set_some(&mut service.placeholder, &self.placeholder);
        set(&mut service.embeds, &self.embeds);
        set(&mut service.hosts, &self.hosts);
        set(&mut service.paths, &self.paths);
        set(&mut service.signatures, &self.signatures);
        let ids = |ids: &Vec<Located<String>>| ids.iter().map(|id| id.value.clone()).collect();
        set(&mut service.instead_of, &self.instead_of.as_ref().map(ids));
        set(&mut service.files, &self.files);
        set(&mut service.queues, &self.queues);
        set(&mut service.calls, &self.calls);
        service.description.extend(self.description.clone());
        service.data.extend(self.data.clone());
        service.refused.extend(self.refused.clone());
        set_some(&mut service.retention, &self.retention);
        service.recipients.extend(self.recipients.clone());
        set_some(&mut service.transfer, &self.transfer);
        set_some(&mut service.facts, &self.facts);
        service.trackers.retain(|tracker| !self.without.iter().any(|name| name.value == tracker.name));
        self.apply_trackers(&mut service.trackers);
        Ok(service)
    }

    /// Changes the trackers that are known, and adds the others. Name, host and kind identify a tracker; where a patch
    /// leaves host or kind out, it changes the known tracker of that name that no other patch has changed.
    fn apply_trackers(&self, trackers: &mut Vec<Tracker>) {
        let mut unchanged: Vec<usize> = (0..trackers.len()).collect();
        for patch in &self.trackers {
            let same = trackers.iter().position(|tracker| patch.is(tracker));
            let like =
                || unchanged.iter().copied().find(|&at| trackers.get(at).is_some_and(|known| patch.matches(known)));
            let found = same.or_else(like);
            unchanged.retain(|at| Some(*at) != found);
            match found.and_then(|at| trackers.get_mut(at)) {
                Some(known) => patch.apply(known),
                None => trackers.push(patch.to_tracker()),
            }
        }
    }

    /// The name of a tracker that is written twice with the same host and kind.
    pub(crate) fn repeated_tracker(&self) -> Option<&str> {
        let mut seen = BTreeSet::new();
        let mut trackers = self.trackers.iter();
        let again = trackers.find(|tracker| !seen.insert((&tracker.name, &tracker.host, tracker.kind)));
        again.map(|tracker| tracker.name.as_str())
    }

    /// A service with its purpose alone, if the patch has every key that a new service needs.
    fn blank(&self, id: &str) -> Result<Service, Vec<&'static str>> {
        let mut missing = Vec::new();
        if self.name.is_none() {
            missing.push("name");
        }
        if self.purpose.is_none() {
            missing.push("purpose");
        }
        if self.consent.is_none() {
            missing.push("consent");
        }
        if self.provider.name.is_none() {
            missing.push("provider.name");
        }
        if self.description.is_empty() {
            missing.push("description");
        }
        let (true, Some(purpose)) = (missing.is_empty(), self.purpose) else {
            missing.retain(|key| !self.written.contains(*key));
            return Err(missing);
        };
        Ok(Service::new(id, purpose, Consent::Required))
    }
}

impl TrackerPatch {
    /// Whether it is that tracker by all that identifies one. Without a kind, it is a cookie.
    fn is(&self, tracker: &Tracker) -> bool {
        let kind = self.kind.unwrap_or(TrackerKind::Cookie);
        tracker.name == self.name && tracker.host == self.host && tracker.kind == kind
    }

    /// Whether it can change that tracker: one of the same name whose host and kind it does not contradict.
    fn matches(&self, tracker: &Tracker) -> bool {
        let agrees = |host: &String| tracker.host.as_ref().is_none_or(|known| known == host);
        tracker.name == self.name
            && self.kind.is_none_or(|kind| kind == tracker.kind)
            && self.host.as_ref().is_none_or(agrees)
    }

    fn apply(&self, tracker: &mut Tracker) {
        set(&mut tracker.kind, &self.kind);
        set(&mut tracker.party, &self.party);
        set_some(&mut tracker.location, &self.location);
        set_some(&mut tracker.host, &self.host);
        tracker.label.extend(self.label.clone());
        tracker.description.extend(self.description.clone());
        set_some(&mut tracker.lifetime, &self.lifetime);
        tracker.lifetime_note.extend(self.lifetime_note.clone());
    }

    /// A tracker that is not in the catalogue: a first-party cookie unless said otherwise.
    fn to_tracker(&self) -> Tracker {
        let mut tracker = Tracker::new(&self.name);
        self.apply(&mut tracker);
        tracker
    }
}

fn set<T: Clone>(field: &mut T, value: &Option<T>) {
    if let Some(value) = value {
        *field = value.clone();
    }
}

fn set_some<T: Clone>(field: &mut Option<T>, value: &Option<T>) {
    if value.is_some() {
        field.clone_from(value);
    }
}
