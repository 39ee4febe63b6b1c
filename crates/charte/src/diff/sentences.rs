//! The differences between two charters of a portal, as sentences for its visitors, in French and in English.

use charte_core::charter::Charter;
use charte_core::lifetime::{Lifetime, Unit};
use charte_core::model::{Service, Tracker};

/// One difference.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) fr: String,
    pub(super) en: String,
}

fn sentence(fr: String, en: String) -> Sentence {
    Sentence { fr, en }
}

/// The differences that concern visitors: services, their providers and purposes, whether they wait for consent, what they
/// store, and what is kept for longer. Wording is left out.
pub(super) fn differences(old: &Charter, new: &Charter) -> Vec<Sentence> {
    let find = |charter: &Charter, id: &str| charter.services.iter().find(|service| service.id == id).cloned();
    let mut sentences = Vec::new();
    for service in &new.services {
        match find(old, &service.id) {
            Some(before) => changed(&before, service, &mut sentences),
            None => sentences.push(added(service)),
        }
    }
    for service in old.services.iter().filter(|service| find(new, &service.id).is_none()) {
        let name = &service.name;
        sentences.push(sentence(format!("{name} n’est plus utilisé."), format!("{name} is no longer used.")));
    }
    sentences
}

fn added(service: &Service) -> Sentence {
    let (name, provider) = (&service.name, &service.provider.name);
    let by = if provider == name { String::new() } else { format!(" ({provider})") };
    sentence(format!("{name}{by} est désormais utilisé."), format!("{name}{by} is now used."))
}

fn changed(old: &Service, new: &Service, sentences: &mut Vec<Sentence>) {
    let name = &new.name;
    if old.provider.name != new.provider.name {
        let provider = &new.provider.name;
        sentences.push(sentence(
            format!("{name} est désormais fourni par {provider}."),
            format!("{name} is now provided by {provider}."),
        ));
    }
    if old.purpose_id() != new.purpose_id() {
        sentences.push(sentence(
            format!("{name} sert désormais à un autre usage."),
            format!("{name} now serves another purpose."),
        ));
    }
    match (old.consent.is_required(), new.consent.is_required()) {
        (false, true) => sentences.push(sentence(
            format!("{name} attend désormais votre accord."),
            format!("{name} now waits for your consent."),
        )),
        (true, false) => sentences.push(sentence(
            format!("{name} n’attend plus votre accord."),
            format!("{name} no longer waits for your consent."),
        )),
        _ => {}
    }
    trackers(old, new, sentences);
}

fn trackers(old: &Service, new: &Service, sentences: &mut Vec<Sentence>) {
    let same = |one: &Tracker, other: &Tracker| one.name == other.name && one.kind == other.kind;
    let missing_in = |service: &Service, others: &Service| {
        let names = others.trackers.iter().filter(|tracker| !service.trackers.iter().any(|known| same(known, tracker)));
        names.map(|tracker| tracker.name.clone()).collect::<Vec<_>>().join(", ")
    };
    let name = &new.name;
    let (added, removed) = (missing_in(old, new), missing_in(new, old));
    if !added.is_empty() {
        sentences.push(sentence(format!("{name} garde aussi\u{a0}: {added}."), format!("{name} also keeps: {added}.")));
    }
    if !removed.is_empty() {
        sentences.push(sentence(
            format!("{name} ne garde plus\u{a0}: {removed}."),
            format!("{name} no longer keeps: {removed}."),
        ));
    }
    for tracker in &new.trackers {
        let before = old.trackers.iter().find(|known| same(known, tracker)).and_then(Tracker::longest);
        let Some((before, now)) = before.zip(tracker.longest()).filter(|(before, now)| is_longer(*now, *before)) else {
            continue;
        };
        let kept = &tracker.name;
        sentences.push(sentence(
            format!("{kept} ({name}) est gardé plus longtemps\u{a0}: {} au lieu de {}.", french(now), french(before)),
            format!("{kept} ({name}) is kept for longer: {now} instead of {before}."),
        ));
    }
}

fn is_longer(one: Lifetime, other: Lifetime) -> bool {
    match (one.days(), other.days()) {
        (Some(one), Some(other)) => one > other,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}

/// A lifetime in French.
fn french(lifetime: Lifetime) -> String {
    let (number, unit) = match lifetime {
        Lifetime::Session => return "la session".into(),
        Lifetime::Persistent => return "sans limite".into(),
        Lifetime::Span(number, unit) => (number, unit),
        Lifetime::Range((number, one), (to, other)) if one == other => {
            return format!("{number} à {}", french(Lifetime::Span(to, other)));
        }
        Lifetime::Range(from, to) => {
            let span = |(number, unit)| french(Lifetime::Span(number, unit));
            return format!("{} à {}", span(from), span(to));
        }
    };
    let unit = match unit {
        Unit::Second => "seconde",
        Unit::Minute => "minute",
        Unit::Hour => "heure",
        Unit::Day => "jour",
        Unit::Week => "semaine",
        Unit::Month => return format!("{number} mois"),
        Unit::Year => "an",
    };
    format!("{number} {unit}{}", if number > 1 { "s" } else { "" })
}
