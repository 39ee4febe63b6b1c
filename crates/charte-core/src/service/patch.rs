//! The fields of a service that a declaration gives, and how they are laid over a known service. It does not know TOML.

use std::collections::BTreeSet;

use super::provider::ProviderPatch;
use super::tracker::{TrackerPatch, set, set_some};
use crate::model::{
    Consent, Details, EmbedSelector, Facts, OwnPurpose, PlaceholderKind, Purpose, Retention, Service, Texts, Tracker,
    Transfer,
};
use crate::reader::Located;

/// The fields of a service that a declaration gives.
#[derive(Debug, Clone, Default)]
pub(crate) struct Patch {
    pub(crate) name: Option<String>,
    pub(crate) provider: ProviderPatch,
    pub(crate) purpose: Option<Purpose>,
    /// A purpose that is not a known one, until the declaration's own purposes are looked up.
    pub(crate) other_purpose: Option<Located<String>>,
    pub(crate) own_purpose: Option<OwnPurpose>,
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
    pub(crate) retention: Option<Retention>,
    pub(crate) recipients: Texts,
    pub(crate) transfer: Option<Transfer>,
    pub(crate) without: Vec<Located<String>>,
    pub(crate) trackers: Vec<TrackerPatch>,
    pub(crate) details: Details,
    pub(crate) facts: Option<Facts>,
    /// Every key of the table, even one with a wrong value: such a key is not reported as missing.
    pub(crate) written: BTreeSet<String>,
    /// Whether a value of the table could not be read.
    pub(crate) is_faulty: bool,
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
        self.provider.apply(&mut service.provider);
        set(&mut service.purpose, &self.purpose);
        if self.purpose.is_some() {
            service.own_purpose.clone_from(&self.own_purpose);
        }
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
        service.details.extend(&self.details);
        service.settle();
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
        let again = trackers.find(|tracker| !seen.insert((&tracker.name, tracker.host(), tracker.kind)));
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
