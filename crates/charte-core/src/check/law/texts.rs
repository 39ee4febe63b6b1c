//! Texts of services in the languages of a portal. A text of the author's must be there in each of them; one of the
//! catalogue is shown in another language where it has no translation.

use crate::catalogue::Catalogue;
use crate::check::choice::OWN;
use crate::check::draft::Draft;
use crate::check::findings::Findings;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Retention, Service, Texts, Tracker};
use crate::rules;
use crate::suggest;

/// A text that a service, or one of its trackers, may have.
struct Slot<'a> {
    key: &'static str,
    texts: &'a Texts,
    is_required: bool,
    tracker: Option<&'a Tracker>,
}

/// Checks the texts of every service in every language of the portal.
pub(super) fn check(draft: &Draft, catalogue: &Catalogue, findings: &mut Findings) {
    let (mut languages, mut services) = (Vec::new(), Vec::new());
    for language in &draft.charter.languages {
        for (service, place) in draft.charter.services.iter().zip(&draft.services) {
            let missing: Vec<Slot<'_>> = slots(service).into_iter().filter(|slot| slot.lacks(language)).collect();
            // Themes translate the texts of the service that charte adds.
            if missing.is_empty() || service.id == OWN {
                continue;
            }
            if is_foreign(service, language, catalogue) {
                languages.push(language.as_str());
                services.push(service.id.as_str());
            } else {
                missing.iter().for_each(|slot| findings.push(slot.finding(&service.id, language, place)));
            }
        }
    }
    portal(draft, findings);
    languages.dedup();
    let services: Vec<&str> =
        draft.charter.services.iter().map(|it| it.id.as_str()).filter(|id| services.contains(id)).collect();
    if let Some(first) = languages.first() {
        let message = format!(
            "the catalogue does not speak {}: it describes {} in French and English",
            suggest::list(languages.iter().copied()),
            suggest::list(services.iter().copied())
        );
        let help = format!(
            "visitors read these texts as they are, marked as being in another language; to translate them, write \
             `description.{first} = \"…\"` and the like under `[service.…]` and its trackers"
        );
        let place = draft.charter.places.get(&format!("language.{first}")).cloned();
        findings.push(rules::law::TEXT_BORROWED.finding(message).at(place).about(services).help(help));
    }
}

/// The portal's own texts: its name, and what it processes without trackers.
fn portal(draft: &Draft, findings: &mut Findings) {
    let charter = &draft.charter;
    let mut report = |message: String, place: &Place, help: String| {
        findings.push(rules::law::TEXT_MISSING.finding(message).at(place.clone()).help(help));
    };
    for language in &charter.languages {
        if !charter.names.is_empty() && !charter.names.contains_key(language) {
            let message = format!("`name` of portal `{}` has no text in `{language}`", charter.id);
            report(message, &draft.portal, format!("write `name.{language} = \"…\"`, or one name for all languages"));
        }
        for (processing, place) in charter.processing.iter().zip(&draft.processing) {
            let texts = [
                ("name", &processing.name),
                ("description", &processing.description),
                ("data", &processing.data),
                ("recipients", &processing.recipients),
            ];
            let words = processing.retention.iter().filter_map(Retention::words).map(|texts| ("retention", texts));
            let all = texts.into_iter().chain(words).chain(processing.details.texts());
            for (key, _) in all.filter(|(_, texts)| !texts.is_empty() && !texts.contains_key(language)) {
                let message = format!("`{key}` of a processing of `{}` has no text in `{language}`", charter.id);
                report(message, place, format!("write `{key}.{language} = \"…\"` there"));
            }
        }
    }
}

/// Whether a service is the catalogue's, which has no texts in this language.
fn is_foreign(service: &Service, language: &str, catalogue: &Catalogue) -> bool {
    catalogue.get(&service.id).is_some_and(|known| !known.description.contains_key(language))
}

fn slots(service: &Service) -> Vec<Slot<'_>> {
    let own = |key, texts, is_required| Slot { key, texts, is_required, tracker: None };
    let mut slots = vec![
        own("description", &service.description, true),
        own("data", &service.data, false),
        own("refused", &service.refused, false),
        own("recipients", &service.recipients, false),
    ];
    slots.extend(
        service
            .own_purpose
            .iter()
            .flat_map(|purpose| [own("title", &purpose.title, true), own("description", &purpose.description, true)]),
    );
    slots.extend(service.retention.iter().filter_map(Retention::words).map(|texts| own("retention", texts, false)));
    slots.extend(service.details.texts().into_iter().map(|(key, texts)| own(key, texts, false)));
    for tracker in &service.trackers {
        let of = |key, texts, is_required| Slot { key, texts, is_required, tracker: Some(tracker) };
        slots.push(of("description", &tracker.description, true));
        slots.push(of("label", &tracker.label, false));
        slots.push(of("lifetime_note", &tracker.lifetime_note, false));
        slots.push(of("when", &tracker.when, false));
        slots.extend(tracker.alternatives.iter().map(|other| of("when", &other.when, false)));
    }
    slots
}

impl Slot<'_> {
    fn lacks(&self, language: &str) -> bool {
        !self.texts.contains_key(language) && (self.is_required || !self.texts.is_empty())
    }

    fn finding(&self, id: &str, language: &str, place: &Place) -> Diagnostic {
        let key = self.key;
        let (whose, table) = match self.tracker {
            Some(tracker) => (format!("tracker `{}`", tracker.name), format!("its `[[service.{id}.tracker]]`")),
            None => (format!("`{id}`"), format!("`[service.{id}]`")),
        };
        let message = format!("`{key}` of {whose} has no text in `{language}`");
        let help = format!("write `{key}.{language} = \"…\"` under {table}, or take `{language}` out of `languages`");
        rules::law::TEXT_MISSING.finding(message).at(place.clone()).about([id]).help(help)
    }
}
