//! The law that applies to a portal: that of the publisher's country and region, with the sources of findings in it.

use super::findings::Findings;
use super::services::Known;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::legal::{DEFAULT_COUNTRY, LegalOrder};
use crate::manifest::PublisherDecl;
use crate::model::Service;
use crate::rules;
use crate::rules::country as own;
use crate::suggest;

/// The legal order of a publisher; `None` where its country or its region is none that charte knows. `host` is that of the
/// portal, and `portal` the place of its table.
pub(super) fn order(
    publisher: &PublisherDecl,
    host: Option<&str>,
    portal: &Place,
    findings: &mut Findings,
) -> Option<LegalOrder> {
    let Some(country) = &publisher.country else {
        if !publisher.written.contains("country") {
            assumed(host, portal, findings);
        }
        return regional(LegalOrder::of(DEFAULT_COUNTRY)?, publisher, portal, findings);
    };
    let code = country.value.to_ascii_uppercase();
    let Some(order) = LegalOrder::of(&code) else {
        let message =
            format!("charte does not know the law of `{}`: no page or finding can be made for it", country.value);
        let near = match code.as_str() {
            "UK" => "write `GB`".to_owned(),
            "EL" => "write `GR`".to_owned(),
            _ => format!("it knows {}", suggest::list(LegalOrder::countries())),
        };
        findings.push(own::UNKNOWN_COUNTRY.finding(message).at(country.place.clone()).help(near));
        return None;
    };
    regional(order, publisher, &country.place, findings)
}

/// The order with the authority of the publisher's region.
fn regional(
    order: LegalOrder,
    publisher: &PublisherDecl,
    place: &Place,
    findings: &mut Findings,
) -> Option<LegalOrder> {
    let is_public = publisher.public_body.as_ref().is_some_and(|flag| flag.value);
    let Some(region) = &publisher.region else {
        if order.asks_region && !publisher.written.contains("region") {
            let message = format!(
                "which authority watches over a publisher in {} depends on its region, and it does not say its own",
                order.name
            );
            let level = if is_public { Level::Warning } else { Level::Note };
            let codes = suggest::list(order.region.keys().map(String::as_str));
            let help = format!(
                "write `region` under `[publisher]`: {codes}; until then the page names {}",
                order.authority.short
            );
            findings.push(own::REGION_MISSING.finding(message).level(level).at(place.clone()).help(help));
        }
        return Some(order);
    };
    let Some(code) = order.find_region(&region.value).map(str::to_owned) else {
        let message = format!("`{}` is no region of {} that has an authority of its own", region.value, order.name);
        let help = match order.region.is_empty() {
            true => "leave it out: one authority watches over the whole country".to_owned(),
            false => format!("it has {}", suggest::list(order.region.keys().map(String::as_str))),
        };
        findings.push(own::UNKNOWN_REGION.finding(message).at(region.place.clone()).help(help));
        return None;
    };
    Some(order.in_region(&code, is_public))
}

/// Reports a host of another country than the assumed one.
fn assumed(host: Option<&str>, portal: &Place, findings: &mut Findings) {
    let country = host.and_then(LegalOrder::country_of).filter(|country| *country != DEFAULT_COUNTRY);
    if let Some(order) = country.and_then(LegalOrder::of) {
        let message = format!("the address is one of {}, and the charter names French law", order.name);
        let finding = own::COUNTRY_ASSUMED.finding(message).at(portal.clone());
        findings.push(finding.help(format!(
            "write `country = \"{}\"` under `[publisher]`, or `country = \"{DEFAULT_COUNTRY}\"` if its publisher is French",
            order.country
        )));
    }
}

/// What the catalogue says of transfers rests on the law of the European Economic Area. Where another holds, its countries stay
/// but the own one, and its mechanisms do not.
pub(super) fn adapt(services: &mut [Service], order: &LegalOrder, known: &Known<'_>) {
    if order.privacy.is_none() {
        return;
    }
    for service in services {
        let catalogued = known.catalogued(&service.id).map(|known| &known.transfer);
        let Some(transfer) =
            service.transfer.as_mut().filter(|it| catalogued.is_some_and(|known| known.as_ref() == Some(it)))
        else {
            continue;
        };
        transfer.mechanism = None;
        transfer.countries.retain(|country| *country != order.country);
        if transfer.countries.is_empty() {
            service.transfer = None;
        }
    }
}

/// Adds the country's own source to findings. Rules have the French ones.
pub(super) fn attribute(order: &LegalOrder, findings: &mut [Diagnostic]) {
    if order.country == DEFAULT_COUNTRY {
        return;
    }
    for finding in findings {
        let rule = rules::all().find(|rule| rule.code == finding.code);
        let source = rule.and_then(|rule| rule.topic).and_then(|topic| order.source(topic));
        finding.source = source.map(str::to_owned);
    }
}
