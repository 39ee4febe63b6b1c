//! Makes the view of a charter page from a charter and the texts of one language.

use charte_core::charter::{Charter, Publisher};
use charte_core::model::{Consent, Party, Purpose, Service, Tracker, TrackerKind};
use serde::Serialize;

use crate::address;
use crate::country;
use crate::view::{
    ChangeView, CharterView, LanguageView, Phrase, PublisherView, Reach, RowView, ServiceView, SiteView, UseView,
};
use crate::words::Words;

/// Id of the service that charte adds for its own cookie.
const OWN: &str = "charte";

/// So many trackers of a page are shown at once; where there are more, each service's are folded.
const FEW: usize = 8;

/// One portal in one language.
pub(super) struct ViewBuilder<'a> {
    pub(super) charter: &'a Charter,
    pub(super) words: &'a Words,
}

impl ViewBuilder<'_> {
    pub(super) fn charter(&self, languages: Vec<LanguageView>, stylesheet: Option<String>) -> CharterView {
        let (charter, words) = (self.charter, self.words);
        let publisher = self.publisher(&charter.publisher);
        CharterView {
            lang: self.words.language.clone(),
            dir: self.words.direction,
            languages,
            site: self.site(),
            stylesheet,
            updated: charter.updated.as_deref().map(|day| self.words.day(day)),
            rights_contact: publisher.dpo.clone().or_else(|| publisher.contact.clone()),
            publisher,
            has_choice: charter.has_choice(),
            asks: charter.has_banner(),
            uses: self.uses(),
            contacted: self.contacted(),
            authority: country::authority(charter, words),
            statistics: country::statistics(charter, words),
            objection: country::objection(charter, words),
            allowed: charter.allow.clone(),
            changes: self.changes(),
        }
    }

    pub(super) fn site(&self) -> SiteView {
        SiteView {
            name: self.charter.name.clone(),
            url: self.charter.url.trim_end_matches('/').into(),
            home: self.charter.base_path.clone(),
            host: self.charter.host.clone(),
        }
    }

    fn publisher(&self, publisher: &Publisher) -> PublisherView {
        let link = |value: &Option<String>| -> Option<String> {
            value.as_deref().and_then(|value| address::link(value, &self.charter.base_path))
        };
        let reach = |value: &Option<String>| -> Option<Reach> {
            value.as_deref().and_then(|value| address::reach(value, &self.charter.base_path))
        };
        PublisherView {
            name: publisher.name.clone(),
            address: publisher.address.clone(),
            contact: reach(&publisher.contact),
            dpo: reach(&publisher.dpo),
            privacy: link(&publisher.privacy),
            legal_notice: link(&publisher.legal_notice),
            accessibility: link(&publisher.accessibility),
        }
    }

    /// One table per purpose and consent status: a purpose may have services with and without consent.
    fn uses(&self) -> Vec<UseView> {
        let mut uses = Vec::new();
        for purpose in Purpose::ALL {
            let all = || self.charter.services.iter().filter(move |service| service.purpose == purpose);
            let of =
                |required| all().filter(move |one| one.consent.is_required() == required && !one.trackers.is_empty());
            let is_split = of(false).next().is_some() && of(true).next().is_some();
            for required in [false, true] {
                let services: Vec<&Service> = of(required).collect();
                if !services.is_empty() {
                    let is_first = !uses.iter().any(|one: &UseView| one.required == required);
                    uses.push(UseView { is_first, ..self.use_of(purpose, &services, is_split) });
                }
            }
        }
        uses
    }

    fn use_of(&self, purpose: Purpose, services: &[&Service], is_split: bool) -> UseView {
        let words = self.words;
        let id = purpose.id();
        let required = services.iter().any(|service| service.consent.is_required());
        let status = words.text(if required { "status.required" } else { "status.exempt" });
        let mut heading = words.text(&format!("purpose.{id}.heading"));
        if is_split {
            let parts = [("purpose", heading.as_str()), ("status", &words.inside_sentence(&status))];
            heading = words.text_with("charter.heading_status", &parts);
        }
        UseView {
            purpose: id,
            anchor: if required { id.to_owned() } else { format!("{id}-exempt") },
            description: words.text(&format!("purpose.{id}.description")),
            required,
            is_first: false,
            status_text: country::status(self.charter, words, required),
            status,
            heading,
            services: services.iter().map(|service| self.service(service)).collect(),
        }
    }

    fn row(&self, service: &Service, tracker: &Tracker) -> RowView {
        let words = self.words;
        RowView {
            part: self.words.choose(&tracker.label).filter(|_| self.words.has(&tracker.label) || !self.is_own(service)),
            location: tracker.location.map(|location| words.text(&format!("location.{}", id_of(&location)))),
            name: tracker.name.clone(),
            nature: self.nature(tracker),
            description: self.description(service, tracker),
            lifetime: words.lifetime(tracker.lifetime),
            lifetime_note: words.choose(&tracker.lifetime_note),
        }
    }

    /// The purpose of a tracker. For charte's own cookie every language has a text.
    fn description(&self, service: &Service, tracker: &Tracker) -> Phrase {
        if self.is_own(service) && tracker.name == self.charter.objection_cookie() {
            return Phrase::from(self.words.text("charter.objection_cookie").as_str());
        }
        if self.is_own(service) && !self.words.has(&tracker.description) {
            return Phrase::from(self.words.text("ground.choice").as_str());
        }
        self.words.choose(&tracker.description).unwrap_or_default()
    }

    /// The name of a service as visitors read it: what charte adds is the site's own.
    fn name(&self, service: &Service) -> String {
        if self.is_own(service) { self.words.text("charter.this_site") } else { service.name.clone() }
    }

    /// Whether charte added the service for its own cookie.
    fn is_own(&self, service: &Service) -> bool {
        service.id == OWN
    }

    /// Kind, party and host; `None` for a plain first-party cookie, the usual case.
    fn nature(&self, tracker: &Tracker) -> Option<String> {
        let third = tracker.party == Party::Third;
        if tracker.kind == TrackerKind::Cookie && !third && tracker.host.is_none() {
            return None;
        }
        let mut parts = vec![self.words.text(&format!("kind.{}", id_of(&tracker.kind)))];
        parts.push(self.words.text(&format!("party.{}", id_of(&tracker.party))));
        parts.extend(tracker.host.clone());
        Some(parts.join(" · "))
    }

    fn service(&self, service: &Service) -> ServiceView {
        let words = self.words;
        let required = service.consent.is_required();
        let (ground, evidence) = match &service.consent {
            Consent::Required => (None, None),
            Consent::Exempt { ground, evidence } => {
                (Some(words.text(&format!("ground.{}", id_of(ground)))), evidence.as_deref())
            }
        };
        let name = self.name(service);
        ServiceView {
            id: service.id.clone(),
            caption: words.text_with("charter.caption", &[("service", &name)]),
            name,
            // What charte adds has said it all in its row.
            description: words
                .choose(&service.description)
                .filter(|_| !self.is_own(service) || words.has(&service.description)),
            purpose: None,
            required,
            status: words.text(if required { "status.required" } else { "status.exempt" }),
            ground,
            evidence: evidence.and_then(|value| address::link(value, &self.charter.base_path)),
            refused: words.choose(&service.refused).filter(|_| required),
            is_long: self.charter.services.iter().map(|service| service.trackers.len()).sum::<usize>() > FEW,
            rows: service.trackers.iter().map(|tracker| self.row(service, tracker)).collect(),
            provider: service.provider.name.clone(),
            country: service.provider.country.as_deref().map(|code| words.country(code)),
            data: words.choose(&service.data),
            recipients: words.choose(&service.recipients),
            retention: service.retention.map(|lifetime| words.retention(lifetime)),
            transfer: self.transfer(service),
            hosts: (!service.hosts.is_empty()).then(|| words.list(service.hosts.iter().map(String::as_str))),
            policy: service.provider.policy.as_deref().and_then(|value| address::link(value, &self.charter.base_path)),
        }
    }

    fn transfer(&self, service: &Service) -> Option<Phrase> {
        let transfer = service.transfer.as_ref()?;
        let countries: Vec<String> = transfer.countries.iter().map(|code| self.words.country(code)).collect();
        let countries = Phrase::from(self.words.list(countries.iter().map(String::as_str)).as_str());
        Some(match transfer.mechanism.as_ref().and_then(|texts| self.words.choose(texts)) {
            None => countries,
            Some(mechanism) => {
                let parts = [("countries", countries), ("mechanism", mechanism)];
                self.words.compose("charter.transfer_words", &parts)
            }
        })
    }

    /// The services without trackers, with their purpose, since they are in no table.
    fn contacted(&self) -> Vec<ServiceView> {
        let silent = self.charter.services.iter().filter(|service| service.trackers.is_empty());
        let view = |service: &Service| {
            let purpose = self.words.text(&format!("purpose.{}.title", service.purpose.id()));
            ServiceView { purpose: Some(purpose), ..self.service(service) }
        };
        silent.map(view).collect()
    }

    fn changes(&self) -> Vec<ChangeView> {
        let changes = self.charter.changes.iter();
        changes
            .filter_map(|change| {
                let text = self.words.choose(&change.text)?;
                Some(ChangeView { date: self.words.day(&change.date), text })
            })
            .collect()
    }
}

/// The name of one of the model's words, as in a manifest.
pub(super) fn id_of(word: &impl Serialize) -> String {
    let value = serde_json::to_value(word).ok();
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_string()
}
