//! A tracker as a declaration gives it, and how it is laid over a known one.

use super::consent;
use super::provider::whole;
use super::values::{lifetime, texts, value};
use crate::diagnostic::Place;
use crate::lifetime::Lifetime;
use crate::model::{Alternative, Consent, Location, Party, Provider, Purpose, Texts, Tracker, TrackerKind};
use crate::reader::{Located, Table};
use crate::rules::form;

const KINDS: [(TrackerKind, &str); 7] = [
    (TrackerKind::Cookie, "cookie"),
    (TrackerKind::LocalStorage, "local-storage"),
    (TrackerKind::SessionStorage, "session-storage"),
    (TrackerKind::IndexedDb, "indexed-db"),
    (TrackerKind::Cache, "cache"),
    (TrackerKind::Pixel, "pixel"),
    (TrackerKind::Fingerprint, "fingerprint"),
];
const PARTIES: [(Party, &str); 2] = [(Party::First, "first"), (Party::Third, "third")];
const LOCATIONS: [(Location, &str); 3] =
    [(Location::Front, "front"), (Location::Back, "back"), (Location::Both, "both")];

/// The fields of a tracker that a declaration gives; `name` says which.
#[derive(Debug, Clone)]
pub(crate) struct TrackerPatch {
    pub(crate) name: String,
    /// Where its name is written.
    pub(crate) place: Place,
    pub(crate) kind: Option<TrackerKind>,
    party: Option<Party>,
    location: Option<Location>,
    /// The hosts that keep it.
    pub(crate) hosts: Option<Vec<String>>,
    consent: Option<Located<Consent>>,
    purpose: Option<Purpose>,
    provider: Option<Provider>,
    when: Texts,
    label: Texts,
    description: Texts,
    lifetime: Option<Lifetime>,
    alternatives: Vec<Alternative>,
    lifetime_note: Texts,
}

impl TrackerPatch {
    /// The tracker that `table` declares.
    pub(super) fn read(table: Table<'_, '_>) -> Option<TrackerPatch> {
        let place = table.place();
        let name = table.string("name");
        let purposes = Purpose::ALL.map(|purpose| (purpose, purpose.id()));
        let patch = TrackerPatch {
            name: name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
            place: name.as_ref().map_or(&place, |name| &name.place).clone(),
            kind: value(table.choice("kind", &KINDS)),
            party: value(table.choice("party", &PARTIES)),
            location: value(table.choice("location", &LOCATIONS)),
            hosts: table.one_or_more("host"),
            consent: consent::read(&table),
            purpose: value(table.choice("purpose", &purposes)),
            provider: whole(&table),
            when: texts(&table, "when"),
            label: texts(&table, "label"),
            description: texts(&table, "description"),
            lifetime: value(lifetime(&table, "lifetime")),
            alternatives: table.tables("alternative").into_iter().filter_map(alternative).collect(),
            lifetime_note: texts(&table, "lifetime_note"),
        };
        if name.is_none() {
            let finding = form::TRACKER_WITHOUT_NAME.finding("a tracker has no `name`").at(place);
            table.doc.report(finding.help("write the cookie's or entry's name, with `*` for what varies"));
        }
        table.finish(&[]);
        name.is_some().then_some(patch)
    }

    /// The host that distinguishes it from others of its name.
    pub(super) fn host(&self) -> Option<&String> {
        self.hosts.as_ref().and_then(|hosts| hosts.first())
    }

    /// Whether it is that tracker by all that identifies one. Without a kind, it is a cookie.
    pub(super) fn is(&self, tracker: &Tracker) -> bool {
        let kind = self.kind.unwrap_or(TrackerKind::Cookie);
        tracker.name == self.name && tracker.host.as_ref() == self.host() && tracker.kind == kind
    }

    /// Whether it can change that tracker: one of the same name whose host and kind it does not contradict.
    pub(super) fn matches(&self, tracker: &Tracker) -> bool {
        let agrees = |host: &String| tracker.host.as_ref().is_none_or(|known| known == host);
        tracker.name == self.name && self.kind.is_none_or(|kind| kind == tracker.kind) && self.host().is_none_or(agrees)
    }

    pub(super) fn apply(&self, tracker: &mut Tracker) {
        set(&mut tracker.kind, &self.kind);
        set(&mut tracker.party, &self.party);
        set_some(&mut tracker.location, &self.location);
        if let Some(hosts) = &self.hosts {
            tracker.host = hosts.first().cloned();
            tracker.more_hosts = hosts.iter().skip(1).cloned().collect();
        }
        set_some(&mut tracker.consent, &self.consent.as_ref().map(|consent| consent.value.clone()));
        set_some(&mut tracker.purpose, &self.purpose);
        set_some(&mut tracker.provider, &self.provider);
        tracker.when.extend(self.when.clone());
        tracker.label.extend(self.label.clone());
        tracker.description.extend(self.description.clone());
        set_some(&mut tracker.lifetime, &self.lifetime);
        // A declared lifetime replaces all known ones.
        if self.lifetime.is_some() || !self.alternatives.is_empty() {
            tracker.alternatives.clone_from(&self.alternatives);
        }
        tracker.lifetime_note.extend(self.lifetime_note.clone());
    }

    /// A tracker that is not in the catalogue: a first-party cookie unless said otherwise.
    pub(super) fn to_tracker(&self) -> Tracker {
        let mut tracker = Tracker::new(&self.name);
        self.apply(&mut tracker);
        tracker
    }
}

/// Another lifetime, with the condition under which the tracker has it.
fn alternative(table: Table<'_, '_>) -> Option<Alternative> {
    let place = table.place();
    let (lifetime, when) = (value(lifetime(&table, "lifetime")), texts(&table, "when"));
    if !table.holds("lifetime") || !table.holds("when") {
        let finding = form::ALTERNATIVE_INCOMPLETE.finding("another lifetime needs its `lifetime` and its `when`");
        let help = "write `alternative = [{ lifetime = \"2 weeks\", when = { fr = \"si vous cochez « Se souvenir de moi »\" } }]`";
        table.doc.report(finding.at(place).help(help));
    }
    table.finish(&[]);
    Some(Alternative { lifetime: lifetime?, when }).filter(|alternative| !alternative.when.is_empty())
}

/// Sets a field that the patch gives.
pub(super) fn set<T: Clone>(field: &mut T, value: &Option<T>) {
    if let Some(value) = value {
        *field = value.clone();
    }
}

/// The same for a field that may be without value.
pub(super) fn set_some<T: Clone>(field: &mut Option<T>, value: &Option<T>) {
    if value.is_some() {
        field.clone_from(value);
    }
}
