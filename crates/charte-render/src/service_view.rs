//! Makes the views of services, their trackers, and what is processed without trackers.

use charte_core::model::{Alternative, Consent, Details, Processing, Provider, Retention, Service, Tracker};

use crate::address;
use crate::charter_view::ViewBuilder;
use crate::names::id_of;
use crate::view::{Phrase, ProviderView, RowView, ServiceView};

/// Id of the service that charte adds for its own cookie.
const OWN: &str = "charte";

/// The most trackers of a page that are shown unfolded; with more, those of each service are folded.
const FEW: usize = 8;

impl ViewBuilder<'_> {
    pub(super) fn service(&self, service: &Service) -> ServiceView {
        let words = self.words;
        let required = service.consent.is_required();
        let (ground, evidence) = self.ground(&service.consent);
        let name = self.name(service);
        let provider = self.provider(&service.provider);
        ServiceView {
            id: service.id.clone(),
            caption: words.text_with("charter.caption", &[("service", &name)]),
            name,
            // The row of charte's own cookie says it already.
            description: words
                .choose(&service.description)
                .filter(|_| !self.is_own(service) || words.has(&service.description)),
            purpose: None,
            required,
            status: words.text(if required { "status.required" } else { "status.exempt" }),
            ground,
            evidence,
            refused: words.choose(&service.refused).filter(|_| required),
            is_long: self.charter.services.iter().map(|service| service.trackers.len()).sum::<usize>() > FEW,
            rows: service.trackers.iter().map(|tracker| self.row(service, tracker)).collect(),
            provider: provider.name,
            country: provider.country,
            role: provider.role,
            data: words.choose(&service.data),
            recipients: words.choose(&service.recipients),
            retention: self.retention(service.retention.as_ref()),
            transfer: self.transfer(service),
            transfer_title: words.text(match self.charter.order.privacy {
                None => "charter.transfer",
                Some(_) => "charter.transfer_abroad",
            }),
            hosts: (!service.hosts.is_empty()).then(|| words.list(service.hosts.iter().map(String::as_str))),
            policy: provider.policy,
            ..self.details(&service.details)
        }
    }

    /// A processing without trackers, as a service of the publisher's or of its provider.
    pub(super) fn processing(&self, processing: &Processing) -> ServiceView {
        let words = self.words;
        let provider = processing.provider.as_ref().map(|provider| self.provider(provider));
        ServiceView {
            name: words.choose(&processing.name).unwrap_or_default().text(),
            description: words.choose(&processing.description),
            provider: provider.as_ref().map(|provider| provider.name.clone()).unwrap_or_default(),
            country: provider.as_ref().and_then(|provider| provider.country.clone()),
            role: provider.as_ref().and_then(|provider| provider.role.clone()),
            policy: provider.and_then(|provider| provider.policy),
            data: words.choose(&processing.data),
            recipients: words.choose(&processing.recipients),
            retention: self.retention(processing.retention.as_ref()),
            ..self.details(&processing.details)
        }
    }

    fn details(&self, details: &Details) -> ServiceView {
        let words = self.words;
        ServiceView {
            when: words.choose(&details.when),
            legal_basis: details.legal_basis.iter().filter_map(|basis| words.choose(basis)).collect(),
            hosting: words.choose(&details.hosting),
            masking: words.choose(&details.masking),
            deletion: words.choose(&details.deletion),
            opt_out: details.opt_out.as_deref().and_then(|value| address::link(value, &self.charter.base_path)),
            ..ServiceView::default()
        }
    }

    fn provider(&self, provider: &Provider) -> ProviderView {
        let words = self.words;
        ProviderView {
            name: provider.name.clone(),
            country: provider.country.as_deref().map(|code| words.country(code)),
            role: provider.role.map(|role| words.text(&format!("role.{}", id_of(&role)))),
            policy: provider.policy.as_deref().and_then(|value| address::link(value, &self.charter.base_path)),
        }
    }

    fn retention(&self, retention: Option<&Retention>) -> Option<Phrase> {
        match retention? {
            Retention::For(lifetime) => Some(Phrase::from(self.words.retention(*lifetime).as_str())),
            Retention::Said(texts) => self.words.choose(texts),
        }
    }

    /// The ground of an exemption in words, and the address of what documents it.
    fn ground(&self, consent: &Consent) -> (Option<String>, Option<String>) {
        let Consent::Exempt { ground, evidence } = consent else { return (None, None) };
        let link = evidence.as_deref().and_then(|value| address::link(value, &self.charter.base_path));
        (Some(self.words.text(&format!("ground.{}", id_of(ground)))), link)
    }

    /// Consent status and evidence of a tracker that differs from its service.
    fn differing(&self, service: &Service, tracker: &Tracker) -> (Option<String>, Option<String>) {
        let Some(consent) = tracker.consent.as_ref().filter(|consent| **consent != service.consent) else {
            return (None, None);
        };
        let words = self.words;
        let (ground, evidence) = self.ground(consent);
        let status = words.text(if consent.is_required() { "status.required" } else { "status.exempt" });
        let said = match &ground {
            Some(ground) => words.text_with("charter.heading_status", &[("purpose", &status), ("status", ground)]),
            None => status,
        };
        (Some(said), evidence)
    }

    /// "or 2 weeks (if you tick “Remember me”)".
    fn alternative(&self, other: &Alternative) -> Phrase {
        let time = Phrase::from(self.words.lifetime(Some(other.lifetime)).as_str());
        let when = self.words.choose(&other.when).unwrap_or_default();
        self.words.compose("duration.alternative", &[("time", time), ("condition", when)])
    }

    fn row(&self, service: &Service, tracker: &Tracker) -> RowView {
        let words = self.words;
        let (consent, evidence) = self.differing(service, tracker);
        RowView {
            part: self.words.choose(&tracker.label).filter(|_| self.words.has(&tracker.label) || !self.is_own(service)),
            location: tracker.location.map(|location| words.text(&format!("location.{}", id_of(&location)))),
            name: tracker.name.clone(),
            nature: self.nature(tracker),
            description: self.description(service, tracker),
            purpose: tracker
                .purpose
                .filter(|purpose| *purpose != service.purpose)
                .map(|purpose| words.text(&format!("purpose.{}.title", purpose.id()))),
            when: words.choose(&tracker.when),
            provider: tracker.provider.as_ref().map(|provider| self.provider(provider)),
            consent,
            evidence,
            lifetime: words.lifetime(tracker.lifetime),
            alternatives: tracker.alternatives.iter().map(|other| self.alternative(other)).collect(),
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

    /// The name of a service as visitors read it: the one that charte adds has the site's name.
    fn name(&self, service: &Service) -> String {
        if self.is_own(service) { self.words.text("charter.this_site") } else { service.name.clone() }
    }

    /// Whether charte added the service for its own cookie.
    fn is_own(&self, service: &Service) -> bool {
        service.id == OWN
    }

    /// Kind, party and host.
    fn nature(&self, tracker: &Tracker) -> String {
        let mut parts = vec![self.words.text(&format!("kind.{}", id_of(&tracker.kind)))];
        parts.push(self.words.text(&format!("party.{}", id_of(&tracker.party))));
        if tracker.host.is_some() {
            parts.push(self.words.list(tracker.hosts()));
        }
        parts.join(" · ")
    }

    fn transfer(&self, service: &Service) -> Option<Phrase> {
        let (words, transfer) = (self.words, service.transfer.as_ref()?);
        let countries: Vec<String> = transfer.countries.iter().map(|code| words.country(code)).collect();
        let countries = Phrase::from(words.list(countries.iter().map(String::as_str)).as_str());
        let mechanism = words.mechanism(transfer, self.charter.order.privacy.is_none());
        let unstated = || Phrase::from(words.text("charter.transfer_unstated").as_str());
        let parts = [("countries", countries), ("mechanism", mechanism.unwrap_or_else(unstated))];
        Some(words.compose("charter.transfer_words", &parts))
    }
}
