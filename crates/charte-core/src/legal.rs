//! The legal order of a publisher's country: its act on trackers, its authority, the limits and exemptions that its
//! authority states, and its official languages. There is one file in `legal` for each country of the European Economic
//! Area, Switzerland and the United Kingdom; each fact in it has its source and the month of its last check. The first lines
//! of a file name the facts that still have to be checked at their source.
//!
//! What a country does not state is `None`: nothing is taken over from another country.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Texts;

mod adequacy;
mod provisions;

pub use adequacy::{Adequacy, DPF};
pub use provisions::{EEA, Privacy, Topic};

include!(concat!(env!("OUT_DIR"), "/legal.rs"));

/// The country of a publisher that does not say its own.
pub const DEFAULT_COUNTRY: &str = "FR";

/// The provision behind the acts of all countries: nothing is stored or read on a device before consent, with two exceptions.
/// It is named where the act of a country is not known.
pub const DIRECTIVE: &str = "directive 2002/58/EC, article 5(3)";

/// The legal order of one country.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LegalOrder {
    /// Two letters (ISO 3166-1).
    #[serde(default)]
    pub country: String,
    /// The country's name in English, as within a sentence.
    pub name: String,
    /// Official languages of the country or of parts of it, the one with most speakers first.
    pub languages: Vec<String>,
    /// Whether its authority depends on the region, as for the public bodies of a German Land.
    #[serde(default)]
    pub asks_region: bool,
    /// What obliges public bodies to inform in one of `languages`.
    pub language_duty: Option<Source>,
    /// The act that transposes article 5(3) of directive 2002/58/EC.
    pub act: Option<Act>,
    /// The authority that visitors complain to.
    pub authority: Authority,
    /// Where the authority says which trackers are exempt.
    pub exemptions: Option<Source>,
    /// Whether audience measurement can be exempt.
    pub audience: Option<Audience>,
    /// How long a choice may be kept.
    pub choice: Option<ChoiceLimits>,
    /// The provisions on personal data where the GDPR is not in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Privacy>,
    /// Regions with an authority of their own, by their code.
    #[serde(default, skip_serializing)]
    pub region: BTreeMap<String, Region>,
}

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Source {
    /// An act and its article, or a page of the authority by its name.
    pub source: String,
    /// The month in which it was checked, `YYYY-MM`.
    pub checked: String,
}

/// The act on trackers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Act {
    /// Its name with the article, by language, without an article or a capital that only a sentence needs.
    pub citation: Texts,
    /// Where the fact comes from.
    pub source: String,
    /// The month in which it was checked, `YYYY-MM`.
    pub checked: String,
}

/// An authority for data protection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Authority {
    /// The short name that it uses for itself.
    pub short: String,
    /// Its name, by language.
    pub name: Texts,
    /// Its postal address, where that is known.
    pub address: Option<String>,
    /// Its page about complaints, or its home page, by language.
    pub complaint: Texts,
    /// Where the fact comes from.
    pub source: String,
    /// The month in which it was checked, `YYYY-MM`.
    pub checked: String,
}

/// What an authority, or the act itself, says about the measurement of a site's own audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AudienceStatus {
    /// It needs no consent, under conditions.
    Exempt,
    /// There is no written exemption; a narrow one is accepted in single cases.
    CaseByCase,
    /// It needs consent.
    Consent,
}

/// Whether audience measurement can be exempt, and its limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Audience {
    /// Whether it can.
    pub status: AudienceStatus,
    /// Longest life of an exempt tracker, in months.
    pub tracker_months: Option<u32>,
    /// Longest retention of its data, in months.
    pub data_months: Option<u32>,
    /// Where the fact comes from.
    pub source: String,
    /// The month in which it was checked, `YYYY-MM`.
    pub checked: String,
}

/// How long a choice may be kept, in months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ChoiceLimits {
    /// The time before which visitors may not be asked again.
    pub shortest_months: Option<u32>,
    /// The longest time that the authority advises.
    pub advised_months: Option<u32>,
    /// The time beyond which a choice does not count any more.
    pub longest_months: Option<u32>,
    /// Where the fact comes from.
    pub source: String,
    /// The month in which it was checked, `YYYY-MM`.
    pub checked: String,
}

/// A region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Region {
    /// Its name.
    pub name: String,
    /// Its authority; that of the country where it has none.
    pub authority: Option<Authority>,
    /// Its authority for publishers that are no public bodies, where that is another one.
    pub private_authority: Option<Authority>,
}

impl LegalOrder {
    /// The order of a country, by its two letters.
    pub fn of(country: &str) -> Option<LegalOrder> {
        let (_, text) = FILES.iter().find(|(code, _)| *code == country)?;
        let order: LegalOrder = toml::from_str(text).ok()?;
        Some(LegalOrder { country: country.into(), ..order })
    }

    /// The code of the country whose letters end a host, if charte knows that country.
    pub fn country_of(host: &str) -> Option<&'static str> {
        let end = host.rsplit('.').next()?.to_ascii_uppercase();
        let code = if end == "UK" { "GB" } else { &end };
        LegalOrder::countries().find(|known| *known == code)
    }

    /// The codes of all countries that charte knows.
    pub fn countries() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(code, _)| *code)
    }

    /// The code of the region that a word names: by its code, perhaps after that of the country (`DE-BW`), or by its name.
    pub fn find_region(&self, word: &str) -> Option<&str> {
        let code = word.strip_prefix(&self.country).and_then(|rest| rest.strip_prefix('-')).unwrap_or(word);
        let fits = |(key, region): &(&String, &Region)| {
            key.eq_ignore_ascii_case(code) || region.name.to_lowercase() == word.to_lowercase()
        };
        self.region.iter().find(fits).map(|(key, _)| key.as_str())
    }

    /// This order with the authority of a region, for a public body or for another publisher.
    #[must_use]
    pub fn in_region(mut self, code: &str, is_public: bool) -> LegalOrder {
        let Some(region) = self.region.get(code) else { return self };
        let private = region.private_authority.as_ref().filter(|_| !is_public);
        if let Some(authority) = private.or(region.authority.as_ref()) {
            self.authority = authority.clone();
        }
        self
    }

    /// The act with its article, and the language of that text: the wanted one, else English, else the country's own. Where
    /// the act is not known, the directive behind it, in English.
    pub fn citation(&self, language: &str) -> (&str, &str) {
        let texts = self.act.as_ref().map(|act| &act.citation);
        texts.and_then(|texts| choose(texts, language)).unwrap_or(("en", DIRECTIVE))
    }

    /// The act in the country's own language, for messages about its source.
    pub fn own_citation(&self) -> &str {
        self.citation(self.languages.first().map_or("en", String::as_str)).1
    }

    /// The source of a rule on this topic in this country. `None` where there is none besides what all countries share.
    pub fn source(&self, topic: Topic) -> Option<&str> {
        let act = || self.act.as_ref().map(|_| self.own_citation());
        match topic {
            Topic::Act => act(),
            Topic::Exemptions => self.exemptions.as_ref().map(|fact| fact.source.as_str()).or_else(act),
            Topic::Audience => self.audience.as_ref().map(|fact| fact.source.as_str()).or_else(act),
            Topic::Choice => self.choice.as_ref().map(|fact| fact.source.as_str()).or_else(|| self.own(Topic::Consent)),
            Topic::Language => self.language_duty.as_ref().map(|fact| fact.source.as_str()),
            _ => self.own(topic),
        }
    }

    /// The provision on personal data that this country has in place of the GDPR's.
    fn own(&self, topic: Topic) -> Option<&str> {
        self.privacy.as_ref().and_then(|privacy| privacy.provision(topic))
    }

    /// The provision on personal data to name in a message: the country's own, else the GDPR's.
    pub fn provision(&self, topic: Topic) -> &str {
        self.own(topic).unwrap_or(provisions::gdpr(topic))
    }

    /// Whether every public body must have a data-protection officer.
    pub fn owes_officer(&self) -> bool {
        self.privacy.as_ref().is_none_or(|privacy| privacy.officer.is_some())
    }

    /// The countries that data may go to without a mechanism, as within a sentence.
    pub fn area(&self) -> String {
        match self.privacy {
            None => "the European Economic Area".to_owned(),
            Some(_) => format!("{} and the European Economic Area", self.name),
        }
    }

    /// Whether data that goes to a country leaves the area of this order: the European Economic Area, with the country itself.
    /// Switzerland and the United Kingdom hold that area to protect data as well as they do.
    pub fn is_abroad(&self, country: &str) -> bool {
        country != self.country && !EEA.contains(&country)
    }

    /// Longest life of an exempt audience tracker, in months.
    pub fn tracker_months(&self) -> Option<u32> {
        self.audience.as_ref().and_then(|audience| audience.tracker_months)
    }

    /// Longest retention of the data of an exempt audience measurement, in months.
    pub fn data_months(&self) -> Option<u32> {
        self.audience.as_ref().and_then(|audience| audience.data_months)
    }

    /// Whether audience measurement can be exempt. Without a statement of the authority, each case needs its own reasons.
    pub fn audience_status(&self) -> AudienceStatus {
        self.audience.as_ref().map_or(AudienceStatus::CaseByCase, |audience| audience.status)
    }
}

impl Authority {
    /// Its name and the language of that text: the wanted one, else English, else its own.
    pub fn name_in(&self, language: &str) -> (&str, &str) {
        choose(&self.name, language).unwrap_or(("en", &self.short))
    }

    /// Its page about complaints and the language of that page.
    pub fn complaint_in(&self, language: &str) -> Option<(&str, &str)> {
        choose(&self.complaint, language)
    }
}

/// The text in a language, or in the one that a regional language belongs to; else in English, else in any.
fn choose<'a>(texts: &'a Texts, language: &str) -> Option<(&'a str, &'a str)> {
    let base = language.split('-').next().unwrap_or(language);
    let wanted = [language, base, "en"].into_iter().find_map(|tag| texts.get_key_value(tag));
    wanted.or_else(|| texts.iter().next()).map(|(tag, text)| (tag.as_str(), text.as_str()))
}

#[cfg(test)]
mod tests;
