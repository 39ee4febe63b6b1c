//! What a page says of its publisher and of itself: names, addresses, the day of its last change.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use super::blocks::{Document, Kind};
use super::fold::{fold, has_any};
use super::lookup::Lookup;

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("https?://[^\\s<>\"'()\\[\\]«»|]+").ok());
static MAIL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+").ok());
/// `12/03/2024`, `12.3.2024`, `2024-03-12`, `12 mars 2024`, `12. März 2024`, `12 de marzo de 2024`, `March 12, 2024`.
static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})|(?P<dw>\d{1,2})(?:er|\.)?\s+(?:de\s+)?(?P<w>\p{Alphabetic}{3,10})\.?\s+(?:de\s+)?(?P<yw>\d{4})|(?P<ew>\p{Alphabetic}{3,9})\s+(?P<ed>\d{1,2}),?\s+(?P<ey>\d{4})",
    )
    .ok()
});

const OFFICER: [&str; 10] = [
    "dpo",
    "dpd",
    "delegue",
    "data protection officer",
    "data-protection officer",
    "datenschutzbeauftragte",
    "delegado de proteccion",
    "responsabile della protezione",
    "rgpd",
    "gdpr",
];
const UPDATED: [&str; 13] = [
    "mise a jour",
    "mis a jour",
    "derniere modification",
    "en vigueur",
    "last updated",
    "last update",
    "last modified",
    "stand:",
    "letzte aktualisierung",
    "zuletzt geandert",
    "ultima actualizacion",
    "ultimo aggiornamento",
    "version du",
];
/// Hosts that charters link to and that are no portal's: authorities, browsers, help pages of vendors.
const ELSEWHERE: [&str; 22] = [
    "cnil.fr",
    "google.",
    "mozilla.",
    "apple.com",
    "microsoft.com",
    "opera.com",
    "youronlinechoices",
    "legifrance",
    "aepd.es",
    "garanteprivacy",
    "ico.org",
    "bfdi.bund",
    "europa.eu",
    "matomo.org",
    "allaboutcookies",
    "aboutcookies",
    "facebook.com",
    "twitter.com",
    "linkedin.com",
    "w3.org",
    "vimeo.com",
    "youtube.com",
];
const MONTHS: [(&[&str], u32); 12] = [
    (&["jan", "gen", "ene"], 1),
    (&["fev", "feb"], 2),
    (&["mars", "mar", "marz"], 3),
    (&["avr", "apr", "abr"], 4),
    (&["mai", "may", "mag"], 5),
    (&["juin", "jun", "giu"], 6),
    (&["juil", "jul", "lug"], 7),
    (&["aou", "aug", "ago"], 8),
    (&["sep", "set"], 9),
    (&["oct", "okt", "ott"], 10),
    (&["nov"], 11),
    (&["dec", "dez", "dic"], 12),
];

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) url: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) dpo: Option<String>,
    pub(super) updated: Option<String>,
}

/// Reads it.
pub(super) fn read(document: &Document, lookup: &Lookup<'_>) -> About {
    let mut about = About { url: address(document, lookup), ..About::default() };
    let mut is_officer_near = false;
    for block in &document.blocks {
        let Some(text) = block.text() else { continue };
        let folded = fold(text);
        let is_officer = has_any(&folded, &OFFICER);
        for mail in MAIL.as_ref().into_iter().flat_map(|mail| mail.find_iter(text)) {
            let is_for_officer = is_officer || is_officer_near || has_any(&fold(mail.as_str()), &OFFICER);
            let place = if is_for_officer { &mut about.dpo } else { &mut about.contact };
            place.get_or_insert_with(|| mail.as_str().to_owned());
        }
        is_officer_near = is_officer && (matches!(block.kind, Kind::Heading(_) | Kind::Term(_)) || text.ends_with(':'));
        if has_any(&folded, &UPDATED) {
            about.updated = about.updated.or_else(|| day(text));
        }
        about.publisher = about.publisher.or_else(|| text.split(". ").find_map(publisher));
    }
    for (address, _) in &document.links {
        if let Some(mail) = address.strip_prefix("mailto:") {
            let mail = mail.split('?').next().unwrap_or_default().to_owned();
            let place = if has_any(&fold(&mail), &OFFICER) { &mut about.dpo } else { &mut about.contact };
            place.get_or_insert(mail);
        }
    }
    about
}

/// The site's address: what the page calls its own, else one in a heading, else one in a text about the site. Addresses of
/// known third parties do not count.
fn address(document: &Document, lookup: &Lookup<'_>) -> Option<String> {
    let origin = |text: &str| Url::parse(text).ok().filter(Url::has_host).map(|url| url.origin().ascii_serialization());
    if let Some(own) = document.canonical.as_deref().and_then(origin) {
        return Some(own);
    }
    let is_elsewhere = |address: &str| {
        let host = Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        host.is_empty() || ELSEWHERE.iter().any(|part| host.contains(part)) || lookup.host(&host).is_some()
    };
    let in_text = |is: &dyn Fn(&Kind) -> bool| {
        let texts = document.blocks.iter().filter(|block| is(&block.kind)).filter_map(|block| block.text());
        let found: Vec<String> = texts.flat_map(addresses).filter(|address| !is_elsewhere(address)).collect();
        found.into_iter().next()
    };
    let site = ["plateforme", "site", "portail", "platform", "website", "portal", "sitio", "sito", "seite"];
    in_text(&|kind| matches!(kind, Kind::Heading(_)))
        .or_else(|| in_text(&|kind| matches!(kind, Kind::Text(text) | Kind::Item(text) if has_any(&fold(text), &site))))
        .map(|address| address.trim_end_matches('/').to_owned())
}

/// Every web address in a text.
fn addresses(text: &str) -> Vec<String> {
    let found = ADDRESS.as_ref().into_iter().flat_map(|address| address.find_iter(text));
    found.map(|found| found.as_str().trim_end_matches(['.', ',', ';', ':', '!', '?']).to_owned()).collect()
}

/// The name in `Responsable du traitement : Commune de X` and the like.
fn publisher(text: &str) -> Option<String> {
    const KEYS: [&str; 13] = [
        "responsable de traitement",
        "responsable du traitement",
        "responsable des traitements",
        "editeur du site",
        "editeur",
        "data controller",
        "controller",
        "publisher",
        "verantwortlicher",
        "verantwortliche stelle",
        "responsable del tratamiento",
        "titolare del trattamento",
        "herausgeber",
    ];
    const VERBS: [&str; 6] = [" est ", " is ", " ist ", " es ", " è ", " : "];
    let folded = fold(text);
    let (key, value) = text.split_once(':').filter(|_| folded.find(':').is_some_and(|at| at < 60)).or_else(|| {
        let (at, verb) = VERBS.iter().filter_map(|verb| Some((text.find(verb)?, verb))).min()?;
        Some((&text[..at], &text[at + verb.len()..]))
    })?;
    let key = fold(key);
    let key = key.trim().trim_start_matches(['l', 'e', 'a', 'd', 'r', 's', 't', 'h', 'i', ' ', '\'']);
    let is_key = KEYS.iter().any(|known| known.ends_with(key) && key.len() * 2 > known.len());
    let value =
        value.trim().split([',', ';', '(', '–']).next().unwrap_or_default().split(". ").next().unwrap_or_default();
    let value = value.trim().trim_end_matches('.');
    (is_key && (2..=100).contains(&value.chars().count()) && !value.contains("http")).then(|| value.to_owned())
}

/// The first day in a text, as TOML writes it.
fn day(text: &str) -> Option<String> {
    let found = DAY.as_ref()?.captures_iter(text).find_map(|found| {
        let part = |name: &str| found.name(name).map(|part| part.as_str());
        let number = |name: &str| part(name).and_then(|part| part.parse::<u32>().ok());
        if let Some(iso) = part("iso") {
            return Some(iso.to_owned());
        }
        let (day, month, year) = match (part("m"), part("w"), part("ew")) {
            (Some(_), ..) => (number("d")?, number("m")?, number("y")?),
            (_, Some(word), _) => (number("dw")?, month(word)?, number("yw")?),
            (_, _, Some(word)) => (number("ed")?, month(word)?, number("ey")?),
            _ => return None,
        };
        ((1..=31).contains(&day) && (1..=12).contains(&month)).then(|| format!("{year:04}-{month:02}-{day:02}"))
    })?;
    // A day that no calendar has would make the whole declaration unreadable.
    found.parse::<toml::value::Datetime>().is_ok().then_some(found)
}

fn month(word: &str) -> Option<u32> {
    let folded = fold(word);
    MONTHS.iter().find(|(names, _)| names.iter().any(|name| folded.starts_with(name))).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, expected) in [
            ("Dernière mise à jour : 12/03/2024", "2024-03-12"),
            ("Mise à jour le 1er février 2025", "2025-02-01"),
            ("Last updated: March 4, 2023", "2023-03-04"),
            ("Stand: 7. März 2022", "2022-03-07"),
            ("Última actualización: 3 de agosto de 2024", "2024-08-03"),
            ("Ultimo aggiornamento: 9 luglio 2021", "2021-07-09"),
            ("2026-01-31", "2026-01-31"),
        ] {
            assert_eq!(day(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(day("31/02/2024"), None);
    }

    #[test]
    fn the_publisher_is_read() {
        for (text, expected) in [
            ("Responsable du traitement : Commune d’Exemple, place de la Mairie", Some("Commune d’Exemple")),
            ("Le responsable du traitement est la Ville de Dax.", Some("la Ville de Dax")),
            ("Verantwortlicher: Stadt Musterstadt", Some("Stadt Musterstadt")),
            ("The data controller is Example Council.", Some("Example Council")),
            ("Un cookie est un fichier", None),
        ] {
            assert_eq!(publisher(text).as_deref(), expected, "{text}");
        }
    }
}
