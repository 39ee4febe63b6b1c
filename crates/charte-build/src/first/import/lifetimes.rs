//! Lifetimes as people write them in five languages: `13 mois`, `2 Wochen`, `session`.

use charte_core::lifetime::{Lifetime, Unit};

use super::fold::{fold, has_any};

const UNITS: [(Unit, &[&str]); 7] = [
    (Unit::Second, &["s", "sec", "seconde", "second", "sekunde", "sekunden", "segundo", "secondo", "secondi"]),
    (Unit::Minute, &["min", "mn", "minute", "minuten", "minuto", "minuti"]),
    (Unit::Hour, &["h", "heure", "hour", "stunde", "stunden", "hora", "ora", "ore"]),
    (Unit::Day, &["j", "d", "jour", "day", "tag", "tage", "tagen", "dia", "giorno", "giorni"]),
    (Unit::Week, &["semaine", "week", "woche", "wochen", "semana", "settimana", "settimane"]),
    (Unit::Month, &["mois", "month", "monat", "monate", "monaten", "mes", "mese", "mesi", "meses"]),
    (Unit::Year, &["an", "annee", "year", "yr", "jahr", "jahre", "jahren", "ano", "anno", "anni"]),
];

const NUMBERS: [(u32, &[&str]); 6] = [
    (1, &["un", "une", "a", "an", "one", "ein", "eine", "einen", "einem", "una", "uno"]),
    (2, &["deux", "two", "zwei", "dos", "due"]),
    (3, &["trois", "three", "drei", "tres", "tre"]),
    (6, &["six", "sechs", "seis", "sei"]),
    (12, &["douze", "twelve", "zwolf", "doce", "dodici"]),
    (13, &["treize", "thirteen", "dreizehn", "trece", "tredici"]),
];

const SESSION: [&str; 6] =
    ["session", "sesion", "sitzung", "fermeture du navigateur", "browser is closed", "schliessen des browsers"];
const PERSISTENT: [&str; 8] =
    ["persisten", "persistant", "permanent", "unbegrenzt", "illimit", "unlimited", "dauerhaft", "never expires"];
/// Words around a lifetime that add nothing to it.
const FILLERS: [&str; 15] = [
    "expires after",
    "expires in",
    "expire apres",
    "conserve",
    "conserve pendant",
    "duree",
    "pendant",
    "stored for",
    "kept for",
    "for",
    "after",
    "caduca a los",
    "scade dopo",
    "gespeichert fur",
    "nach",
];

/// A lifetime, and the rest of the text. What cannot be read is all in the second.
pub(super) fn read(text: &str) -> (Option<Lifetime>, Option<String>) {
    let folded = fold(text);
    let words = words(&folded);
    let spans = spans(&words);
    let letters: Vec<char> = text.chars().collect();
    let whole = || Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let (lifetime, from, to) = match spans.as_slice() {
        [] if has_any(&folded, &SESSION) => return (Some(Lifetime::Session), whole().filter(|_| words.len() > 6)),
        [] if has_any(&folded, &PERSISTENT) => {
            return (Some(Lifetime::Persistent), whole().filter(|_| words.len() > 6));
        }
        [one] => (Lifetime::Span(one.number, one.unit), one.from, one.to),
        [years, months] if years.unit == Unit::Year && months.unit == Unit::Month && months.from <= years.to + 5 => {
            let months_in_all = years.number.saturating_mul(12).saturating_add(months.number);
            (Lifetime::Span(months_in_all, Unit::Month), years.from, months.to)
        }
        _ => return (None, whole()),
    };
    let rest: String = letters[..from].iter().chain([&' ']).chain(&letters[to..]).collect();
    let says_more = rest.contains(|letter: char| letter.is_ascii_digit()) || has_any(&fold(&rest), &SESSION);
    if says_more {
        return (None, whole());
    }
    let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    let rest = rest.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let says_nothing = rest.is_empty() || FILLERS.contains(&fold(&rest).as_str());
    (Some(lifetime), (!says_nothing).then_some(rest))
}

/// Whether a text is a lifetime and little else.
pub(super) fn is_lifetime(text: &str) -> bool {
    let folded = fold(text);
    let words = words(&folded);
    text.chars().count() <= 40 && read(text).0.is_some() && (!spans(&words).is_empty() || words.len() <= 4)
}

struct Word<'t> {
    text: &'t str,
    /// Places in characters.
    from: usize,
    to: usize,
}

struct Span {
    number: u32,
    unit: Unit,
    from: usize,
    to: usize,
}

/// Runs of letters and runs of digits.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let sort = |letter: char| (letter.is_ascii_digit(), letter.is_alphanumeric());
    let mut start: Option<(usize, usize, bool)> = None;
    for (place, (at, letter)) in text.char_indices().enumerate() {
        let (is_digit, is_part) = sort(letter);
        if let Some((from, from_at, was_digit)) = start
            && (!is_part || is_digit != was_digit)
        {
            words.push(Word { text: &text[from_at..at], from, to: place });
            start = None;
        }
        if is_part && start.is_none() {
            start = Some((place, at, is_digit));
        }
    }
    if let Some((from, from_at, _)) = start {
        words.push(Word { text: &text[from_at..], from, to: text.chars().count() });
    }
    words
}

/// A number before a unit, each time there is one.
fn spans(words: &[Word<'_>]) -> Vec<Span> {
    let pair = |pair: &[Word<'_>]| {
        let [number, unit] = pair else { return None };
        let value = number
            .text
            .parse()
            .ok()
            .or_else(|| NUMBERS.iter().find(|(_, names)| names.contains(&number.text)).map(|(value, _)| *value))?;
        let (unit_found, _) = UNITS.iter().find(|(_, names)| {
            names.contains(&unit.text) || unit.text.strip_suffix('s').is_some_and(|one| names.contains(&one))
        })?;
        (value > 0).then_some(Span { number: value, unit: *unit_found, from: number.from, to: unit.to })
    };
    words.windows(2).filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_read_in_five_languages() {
        for (text, lifetime, note) in [
            ("13 mois", "13 months", None),
            ("1 an", "1 year", None),
            ("2 semaines par défaut", "2 weeks", Some("par défaut")),
            ("un an", "1 year", None),
            ("24h", "24 hours", None),
            ("Session", "session", None),
            ("Fin de la session", "session", None),
            ("6 Monate", "6 months", None),
            ("30 Minuten (maximal)", "30 minutes", Some("maximal")),
            ("Sitzung", "session", None),
            ("2 años", "2 years", None),
            ("sesión", "session", None),
            ("6 mesi", "6 months", None),
            ("1 giorno", "1 day", None),
            ("1 year", "1 year", None),
            ("1 an 1 mois", "13 months", None),
            ("1 year and 1 month", "13 months", None),
            ("Persistent", "persistent", None),
            ("180 days", "180 days", None),
            ("Expires after 2 years", "2 years", None),
        ] {
            let (read, said) = read(text);
            assert_eq!(read.map(|lifetime| lifetime.to_string()).as_deref(), Some(lifetime), "{text}");
            assert_eq!(said.as_deref(), note, "{text}");
        }
    }

    #[test]
    fn what_is_no_lifetime_is_kept_whole() {
        for text in ["6 à 12 mois", "2 jours, 2 semaines si vous cochez la case", "selon votre navigateur", "0 jour"] {
            assert_eq!(read(text), (None, Some(text.to_owned())), "{text}");
        }
    }
}
