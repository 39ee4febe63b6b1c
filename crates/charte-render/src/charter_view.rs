//! Makes the view of a charter page from a charter and the texts of one language.

use charte_core::charter::{Charter, Publisher};
use charte_core::model::{Localized, Service, Texts};

use crate::country;
use crate::view::{ChangeView, CharterView, LanguageView, PublisherView, Reach, ServiceView, SiteView, UseView};
use crate::words::Words;
use crate::{address, locale};

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
            rights_contact: publisher
                .dpo
                .clone()
                .or_else(|| publisher.contact.clone())
                .or_else(|| publisher.email.clone()),
            publisher,
            has_choice: charter.has_choice(),
            asks: charter.has_banner(),
            uses: self.uses(),
            contacted: self.contacted(),
            processing: self.charter.processing.iter().map(|processing| self.processing(processing)).collect(),
            authority: country::authority(charter, words),
            statistics: country::statistics(charter, words),
            objection: country::objection(charter, words),
            allowed: charter.allow.clone(),
            changes: self.changes(),
        }
    }

    pub(super) fn site(&self) -> SiteView {
        SiteView {
            name: self.charter.name_in(&self.words.language).to_owned(),
            url: self.charter.url.trim_end_matches('/').into(),
            home: self.charter.base_path.clone(),
            host: self.charter.host.clone(),
            hosts: (!self.charter.hosts.is_empty())
                .then(|| self.words.list(self.charter.hosts.iter().map(String::as_str))),
        }
    }

    fn publisher(&self, publisher: &Publisher) -> PublisherView {
        let languages = locale::fallbacks(&self.words.language);
        let link = |value: &Localized| -> Option<String> {
            let tags = languages.iter().chain(&self.charter.languages).map(String::as_str);
            value.get(tags).and_then(|value| address::link(value, &self.charter.base_path))
        };
        let reach = |value: &Option<String>| -> Option<Reach> {
            value.as_deref().and_then(|value| address::reach(value, &self.charter.base_path))
        };
        PublisherView {
            name: publisher.name.clone(),
            representative: publisher.representative.clone(),
            address: publisher.address.clone(),
            phone: publisher.phone.as_deref().map(address::phone),
            email: reach(&publisher.email).filter(|_| publisher.email != publisher.contact),
            contact: reach(&publisher.contact),
            dpo: reach(&publisher.dpo),
            dpo_name: publisher.dpo_name.clone(),
            dpo_address: publisher.dpo_address.clone(),
            dpo_phone: publisher.dpo_phone.as_deref().map(address::phone),
            privacy: link(&publisher.privacy),
            legal_notice: link(&publisher.legal_notice),
            accessibility: link(&publisher.accessibility),
        }
    }

    /// One table per purpose and consent status: a purpose may have services with and without consent.
    fn uses(&self) -> Vec<UseView> {
        let mut uses = Vec::new();
        for (purpose, own) in self.charter.headings() {
            let all = || {
                let services = self.charter.services.iter();
                services.filter(move |one| one.purpose == purpose && one.own_purpose.as_ref() == own)
            };
            let of =
                |required| all().filter(move |one| one.consent.is_required() == required && !one.trackers.is_empty());
            let is_split = of(false).next().is_some() && of(true).next().is_some();
            for required in [false, true] {
                let services: Vec<&Service> = of(required).collect();
                if !services.is_empty() {
                    let is_first = !uses.iter().any(|one: &UseView| one.required == required);
                    uses.push(UseView { is_first, ..self.use_of(&services, is_split) });
                }
            }
        }
        uses
    }

    fn use_of(&self, services: &[&Service], is_split: bool) -> UseView {
        let words = self.words;
        let id = services.first().map_or("", |service| service.purpose_id());
        let required = services.iter().any(|service| service.consent.is_required());
        let status = words.text(if required { "status.required" } else { "status.exempt" });
        let own = services.first().and_then(|service| service.own_purpose.as_ref());
        let said = |texts: &Texts, key: &str| match own {
            Some(_) => words.choose(texts).unwrap_or_default().text(),
            None => words.text(&format!("purpose.{id}.{key}")),
        };
        let none = Texts::new();
        let (title, description) = own.map_or((&none, &none), |own| (&own.title, &own.description));
        let mut heading = said(title, "heading");
        if is_split {
            let parts = [("purpose", heading.as_str()), ("status", &words.inside_sentence(&status))];
            heading = words.text_with("charter.heading_status", &parts);
        }
        UseView {
            purpose: id.to_owned(),
            anchor: if required { id.to_owned() } else { format!("{id}-exempt") },
            description: said(description, "description"),
            required,
            is_first: false,
            status_text: country::status(self.charter, words, required),
            status,
            heading,
            services: services.iter().map(|service| self.service(service)).collect(),
        }
    }

    /// The services without trackers, with their purpose, since no table has them.
    fn contacted(&self) -> Vec<ServiceView> {
        let silent = self.charter.services.iter().filter(|service| service.trackers.is_empty());
        let view = |service: &Service| {
            let purpose = self.words.purpose_title(service);
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
