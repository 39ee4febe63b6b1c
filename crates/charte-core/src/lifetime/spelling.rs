//! How lifetimes are spelt: numbers with English units, and what was meant by words of other languages.

use super::{Lifetime, Unit};

/// The units as a declaration may spell them. `m` is left out: it could be minutes or months.
const ENGLISH: Units = [
    (Unit::Second, &["second", "seconds", "sec", "s"]),
    (Unit::Minute, &["minute", "minutes", "min"]),
    (Unit::Hour, &["hour", "hours", "h"]),
    (Unit::Day, &["day", "days", "d"]),
    (Unit::Week, &["week", "weeks"]),
    (Unit::Month, &["month", "months"]),
    (Unit::Year, &["year", "years"]),
];

/// The units in French, Spanish, German, Italian and Dutch, and short forms: proposed, never accepted.
const FOREIGN: Units = [
    (Unit::Second, &["seconde", "secondes", "segundo", "segundos", "sekunde", "sekunden", "secondi", "seconden"]),
    (Unit::Minute, &["minuto", "minutos", "minuti", "minuten", "minuut"]),
    (Unit::Hour, &["hr", "hrs", "heure", "heures", "hora", "horas", "stunde", "stunden", "ora", "ore", "uur"]),
    (
        Unit::Day,
        &[
            "jour", "jours", "j", "día", "días", "dia", "dias", "tag", "tage", "tagen", "giorno", "giorni", "dag",
            "dagen",
        ],
    ),
    (
        Unit::Week,
        &[
            "wk",
            "wks",
            "semaine",
            "semaines",
            "semana",
            "semanas",
            "woche",
            "wochen",
            "settimana",
            "settimane",
            "weken",
        ],
    ),
    (
        Unit::Month,
        &["mo", "mos", "mois", "mes", "meses", "monat", "monate", "monaten", "mese", "mesi", "maand", "maanden"],
    ),
    (
        Unit::Year,
        &[
            "yr", "yrs", "y", "an", "ans", "année", "années", "año", "años", "jahr", "jahre", "jahren", "anno", "anni",
            "jaar", "jaren",
        ],
    ),
];

/// The units, each with its names.
type Units = [(Unit, &'static [&'static str]); 7];

/// Words for a lifetime without end.
const ENDLESS: [&str; 9] = [
    "permanent",
    "permanente",
    "illimité",
    "illimitée",
    "unlimited",
    "forever",
    "unbegrenzt",
    "illimitato",
    "ilimitado",
];

impl Lifetime {
    /// Reads `session`, `persistent`, whole numbers with their units (`13 months`, `24 h`, `1 year 1 month`), or a range of
    /// these (`6 to 12 months`).
    ///
    /// # Errors
    /// A message for the author that says what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let words = text.to_lowercase();
        match words.as_str() {
            "session" => return Ok(Lifetime::Session),
            "persistent" => return Ok(Lifetime::Persistent),
            _ => {}
        }
        if let Some(parts) = parts(&words, &[&ENGLISH]) {
            return joined(text, &parts);
        }
        if let Some(range) = range(&words, &["to", "-", "–"], &[&ENGLISH]) {
            return Ok(range);
        }
        Err(match meant(&words) {
            Some(meant) => format!("`{text}` is not a lifetime; did you mean `{meant}`?"),
            None => format!(
                "`{text}` is not a lifetime; write `session`, `persistent`, or a number and a unit such as `13 months` \
                 (seconds, minutes, hours, days, weeks, months, years)"
            ),
        })
    }
}

impl Lifetime {
    /// The only lifetime that `text` can mean: one in the units of another language, or a word for one without end.
    pub(crate) fn certain(text: &str) -> Option<Self> {
        let words = text.trim().to_lowercase();
        if ENDLESS.contains(&words.as_str()) {
            return Some(Lifetime::Persistent);
        }
        joined(&words, &parts(&words, &[&ENGLISH, &FOREIGN])?).ok()
    }
}

/// What was most likely meant.
fn meant(words: &str) -> Option<Lifetime> {
    if words.split(|letter: char| !letter.is_alphabetic()).any(|word| word.trim_end_matches('s') == "session") {
        return Some(Lifetime::Session);
    }
    if ENDLESS.contains(&words) {
        return Some(Lifetime::Persistent);
    }
    let all = [&ENGLISH, &FOREIGN];
    match parts(words, &all) {
        Some(parts) => joined(words, &parts).ok(),
        None => range(words, &["to", "à", "a", "bis", "tot", "-", "–"], &all),
    }
}

/// Two lengths with a word or a dash between them; the first may have the unit of the second: `6 to 12 months`.
fn range(words: &str, between: &[&str], languages: &[&Units]) -> Option<Lifetime> {
    let span = |text: &str| match joined(text, &parts(text, languages)?).ok()? {
        Lifetime::Span(number, unit) => Some((number, unit)),
        _ => None,
    };
    between.iter().find_map(|word| {
        let is_sign = !word.chars().all(char::is_alphabetic);
        let (from, to) = if is_sign { words.split_once(word)? } else { words.split_once(&format!(" {word} "))? };
        let to = span(to)?;
        let from = match from.trim().parse::<u32>() {
            Ok(number) => (number, to.1),
            Err(_) => span(from)?,
        };
        (from.0 > 0 && from != to).then_some(Lifetime::Range(from, to))
    })
}

/// Numbers, each with its unit: `1 year 1 month`, `24h`.
fn parts(words: &str, languages: &[&Units]) -> Option<Vec<(u32, Unit)>> {
    let mut parts = Vec::new();
    let mut rest = words.trim();
    while !rest.is_empty() {
        let digits = rest.find(|letter: char| !letter.is_ascii_digit())?;
        let number = rest[..digits].parse().ok()?;
        let after = rest[digits..].trim_start();
        let end = after.find(|letter: char| !letter.is_alphabetic()).unwrap_or(after.len());
        let name = &after[..end];
        let unit = languages.iter().flat_map(|units| units.iter()).find(|(_, names)| names.contains(&name))?.0;
        parts.push((number, unit));
        rest = after[end..].trim_start();
    }
    (!parts.is_empty()).then_some(parts)
}

/// Several parts in the smallest of their units.
fn joined(text: &str, parts: &[(u32, Unit)]) -> Result<Lifetime, String> {
    let smallest = parts.iter().map(|(_, unit)| *unit).min().unwrap_or(Unit::Day);
    let sum = parts
        .iter()
        .try_fold(0_u32, |sum, (number, unit)| sum.checked_add(number.checked_mul(ratio(*unit, smallest)?)?));
    match sum {
        Some(0) => Err(format!("`{text}` keeps nothing; leave the tracker out, or write `session`")),
        Some(sum) => Ok(Lifetime::Span(sum, smallest)),
        None => Err(format!("`{text}` mixes units of no fixed ratio; write it in one unit, such as `13 months`")),
    }
}

/// How many of the smaller unit are in the larger; months and years have no fixed number of days.
fn ratio(unit: Unit, smaller: Unit) -> Option<u32> {
    const SECONDS: [(Unit, u32); 5] =
        [(Unit::Second, 1), (Unit::Minute, 60), (Unit::Hour, 3_600), (Unit::Day, 86_400), (Unit::Week, 604_800)];
    let seconds = |wanted: Unit| SECONDS.iter().find(|(unit, _)| *unit == wanted).map(|(_, seconds)| *seconds);
    match (unit, smaller) {
        (Unit::Year, Unit::Month) => Some(12),
        (unit, smaller) if unit == smaller => Some(1),
        (unit, smaller) => Some(seconds(unit)? / seconds(smaller)?),
    }
}
