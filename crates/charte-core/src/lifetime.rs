//! How long something is kept: a number and a unit as declared, and its length in days for the rules that compare it.

mod spelling;

use std::fmt;

use serde::Serialize;

/// A unit of time as declarations use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// The finest unit.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Unit {
    /// The unit's name in a manifest, singular.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Second => "second",
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

/// How long a tracker or a datum is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lifetime {
    /// Until the browser (or its tab) closes.
    Session,
    /// Until somebody deletes it.
    Persistent,
    /// A number of units, at least 1.
    Span(u32, Unit),
    /// From one number of units to another: it differs from case to case.
    Range((u32, Unit), (u32, Unit)),
}

impl Lifetime {
    /// Length in days; of a range, the longer end. Months and years have their mean length in the Gregorian calendar (13 months: 395.7 days); a
    /// session has 0 days. `None` where there is no end.
    pub fn days(self) -> Option<f64> {
        const YEAR: f64 = 365.2425;
        match self {
            Lifetime::Session => Some(0.0),
            Lifetime::Persistent => None,
            Lifetime::Range(_, (n, unit)) | Lifetime::Span(n, unit) => {
                let days = match unit {
                    Unit::Second => 1.0 / 86_400.0,
                    Unit::Minute => 1.0 / 1_440.0,
                    Unit::Hour => 1.0 / 24.0,
                    Unit::Day => 1.0,
                    Unit::Week => 7.0,
                    Unit::Month => YEAR / 12.0,
                    Unit::Year => YEAR,
                };
                Some(f64::from(n) * days)
            }
        }
    }

    /// Whether it is longer than `months` calendar months at their longest (13 months: 397 days).
    pub fn exceeds_months(self, months: u32) -> bool {
        let Some(days) = self.days() else { return true };
        let limit = f64::from(months) * 365.2425 / 12.0 + 1.5;
        match self {
            Lifetime::Span(n, Unit::Month) | Lifetime::Range(_, (n, Unit::Month)) => n > months,
            _ => days > limit,
        }
    }

    /// The range with its shorter end first, if it is written the other way round.
    pub(crate) fn turned(self) -> Option<Lifetime> {
        let Lifetime::Range(from, to) = self else { return None };
        let days = |(n, unit)| Lifetime::Span(n, unit).days();
        (days(from) > days(to)).then_some(Lifetime::Range(to, from))
    }

    /// Whether it is shorter than that many calendar months.
    pub fn falls_short_of(self, months: u32) -> bool {
        let Some(days) = self.days() else { return false };
        match self {
            Lifetime::Span(n, Unit::Month) => n < months,
            _ => days < f64::from(months) * 365.2425 / 12.0 - 1.5,
        }
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lifetime::Session => f.write_str("session"),
            Lifetime::Persistent => f.write_str("persistent"),
            Lifetime::Span(n, unit) => write!(f, "{n} {}{}", unit.name(), if *n == 1 { "" } else { "s" }),
            Lifetime::Range((n, unit), to) if *unit == to.1 => write!(f, "{n} to {}", Lifetime::Span(to.0, to.1)),
            Lifetime::Range(from, to) => {
                write!(f, "{} to {}", Lifetime::Span(from.0, from.1), Lifetime::Span(to.0, to.1))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        for text in ["session", "persistent", "1 minute", "2 weeks", "13 months", "1 year"] {
            assert_eq!(Lifetime::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "13", "months", "13 moons", "-1 days", "0 days", "99999999999 days", "1.5 years"] {
            assert!(Lifetime::parse(text).is_err(), "{text}");
        }
        for (text, read) in [
            ("Session", "session"),
            ("24h", "24 hours"),
            ("30 min", "30 minutes"),
            ("2 d", "2 days"),
            ("1 year 1 month", "13 months"),
            ("1 week 1 day", "8 days"),
            ("6 to 12 months", "6 to 12 months"),
            ("6-12 months", "6 to 12 months"),
            ("6 – 12 months", "6 to 12 months"),
            ("1 day to 2 weeks", "1 day to 2 weeks"),
            ("1 year to 1 year 1 month", "1 year to 13 months"),
        ] {
            assert_eq!(Lifetime::parse(text).unwrap().to_string(), read);
        }
    }

    #[test]
    fn what_is_meant_in_another_language_is_proposed() {
        for (text, meant) in [
            ("13 mois", "13 months"),
            ("1 an", "1 year"),
            ("1 an 1 mois", "13 months"),
            ("24 heures", "24 hours"),
            ("2 Jahre", "2 years"),
            ("permanent", "persistent"),
            ("durée de la session", "session"),
            ("6 à 12 mois", "6 to 12 months"),
            ("1 bis 2 Jahre", "1 to 2 years"),
        ] {
            let message = Lifetime::parse(text).unwrap_err();
            assert!(message.ends_with(&format!("did you mean `{meant}`?")), "{message}");
        }
        assert!(Lifetime::parse("1 month 3 days").unwrap_err().contains("one unit"));
    }

    #[test]
    fn thirteen_months_by_any_calendar_are_within_thirteen_months() {
        for text in ["13 months", "393 days", "397 days", "1 year", "session"] {
            assert!(!Lifetime::parse(text).unwrap().exceeds_months(13), "{text}");
        }
        assert!(!Lifetime::parse("6 to 13 months").unwrap().exceeds_months(13));
        assert_eq!(
            Lifetime::parse("2 years to 1 month").unwrap().turned(),
            Some(Lifetime::Range((1, Unit::Month), (2, Unit::Year)))
        );
        assert_eq!(Lifetime::parse("1 to 2 years").unwrap().turned(), None);
        for text in ["6 to 14 months", "14 months", "400 days", "2 years", "persistent"] {
            assert!(Lifetime::parse(text).unwrap().exceeds_months(13), "{text}");
        }
        for (text, is_short) in [("6 months", false), ("182 days", false), ("26 weeks", false), ("5 months", true)] {
            assert_eq!(Lifetime::parse(text).unwrap().falls_short_of(6), is_short, "{text}");
        }
    }
}
