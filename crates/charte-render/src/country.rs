//! The parts of a charter page that depend on the publisher's country, and the switch to object.

use charte_core::charter::Charter;
use charte_core::legal::AudienceStatus;
use charte_core::model::{Ground, Tracker};
use charte_core::objection::OBJECTION_DAYS;

use crate::address::folder;
use crate::cookie_names::cookie_names;
use crate::names::OBJECTION_SCRIPT;
use crate::view::{AuthorityView, ObjectionView, Phrase};
use crate::words::Words;

/// The authority that visitors complain to.
pub(super) fn authority(charter: &Charter, words: &Words) -> AuthorityView {
    let order = &charter.order;
    let (lang, name) = order.authority.name_in(&words.language);
    let own = order.languages.first().map_or("en", String::as_str);
    let complaint = order.authority.complaint_in(&words.language);
    AuthorityView {
        name: phrase(lang, name, words),
        address: order.authority.address.as_deref().map(|address| phrase(own, address, words)),
        complaint: complaint.map(|(_, address)| address.to_owned()),
        complaint_lang: complaint.map(|(lang, _)| lang.to_owned()).unwrap_or_default(),
    }
}

/// The sentence on the consent that trackers need or not, with the act of the country.
pub(super) fn status(charter: &Charter, words: &Words, is_required: bool) -> Phrase {
    let key = if is_required { "status.required_text" } else { "status.exempt_text" };
    let (lang, law) = charter.order.citation(&words.language);
    words.compose(key, &[("law", phrase(lang, law, words))])
}

/// What the country's authority says about trackers for statistics: the conditions of an exemption, or that they need consent.
pub(super) fn statistics(charter: &Charter, words: &Words) -> String {
    let has_exempt = || charter.services.iter().any(|it| it.consent.ground() == Some(Ground::AudienceMeasurement));
    match charter.order.audience_status() {
        AudienceStatus::Exempt => {}
        AudienceStatus::CaseByCase if has_exempt() => {}
        _ => return words.text("charter.statistics_required"),
    }
    let conditions = words.text("charter.statistics_status");
    let has_limits = charter.order.tracker_months().is_some() && charter.order.data_months().is_some();
    if has_limits { format!("{conditions} {}", words.text("charter.statistics_limits")) } else { conditions }
}

/// The switch to object, if there is a measurement to object to.
pub(super) fn objection(charter: &Charter, words: &Words) -> Option<ObjectionView> {
    let objection = charter.objection()?;
    let names = words.list(objection.services.iter().map(|service| service.name.as_str()));
    // A cookie that a service which stays also declares is not deleted.
    let stays = |tracker: &&Tracker| {
        let others = charter.services.iter().filter(|one| !objection.services.iter().any(|it| it.id == one.id));
        !others.flat_map(|one| &one.trackers).any(|other| other.name == tracker.name)
    };
    let trackers: Vec<&Tracker> =
        objection.services.iter().flat_map(|service| &service.trackers).filter(stays).collect();
    Some(ObjectionView {
        text: words.text_with("charter.objection", &[("names", &names)]),
        cookie: charter.objection_cookie(),
        path: if charter.choice.domain.is_some() { "/".into() } else { charter.base_path.clone() },
        domain: charter.choice.domain.clone(),
        days: OBJECTION_DAYS,
        erased: cookie_names(&trackers),
        script: format!("{}{OBJECTION_SCRIPT}", folder(charter)),
    })
}

/// A text, marked as such if it is in another language than the page.
fn phrase(lang: &str, text: &str, words: &Words) -> Phrase {
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    if base(lang) == base(&words.language) { Phrase::from(text) } else { Phrase::in_language(lang, text) }
}
