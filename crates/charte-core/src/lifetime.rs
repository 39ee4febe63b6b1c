//! How long something is kept: a number and a unit as declared, and its length in days for the rules that compare it.

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
}

impl Lifetime {
    /// Reads `session`, `persistent`, or a whole number and a unit (`13 months`, `2 weeks`, `1 year`).
    ///
    /// # Errors
    /// A message for the author that says what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text {
            "session" => return Ok(Lifetime::Session),
            "persistent" => return Ok(Lifetime::Persistent),
            _ => {}
        }
        let expected = || {
            format!(
                "`{text}` is not a lifetime; write `session`, `persistent`, or a number and a unit such as `13 months`"
            )
        };
        let (number, unit) = text.split_once(' ').ok_or_else(expected)?;
        let number: u32 = number.parse().map_err(|_| expected())?;
        let unit = match unit.trim().trim_end_matches('s') {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return Err(expected()),
        };
        if number == 0 {
            return Err("a lifetime of 0 keeps nothing; leave the tracker out, or write `session`".into());
        }
        Ok(Lifetime::Span(number, unit))
    }

    /// Length in days. Months and years have their mean length in the Gregorian calendar (13 months: 395.7 days); a
    /// session has 0 days. `None` where there is no end.
    pub fn days(self) -> Option<f64> {
        const YEAR: f64 = 365.2425;
        match self {
            Lifetime::Session => Some(0.0),
            Lifetime::Persistent => None,
            Lifetime::Span(n, unit) => {
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
            Lifetime::Span(n, Unit::Month) => n > months,
            _ => days > limit,
        }
    }
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lifetime::Session => f.write_str("session"),
            Lifetime::Persistent => f.write_str("persistent"),
            Lifetime::Span(n, unit) => write!(f, "{n} {}{}", unit.name(), if *n == 1 { "" } else { "s" }),
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
    }

    #[test]
    fn thirteen_months_by_any_calendar_are_within_thirteen_months() {
        for text in ["13 months", "393 days", "397 days", "1 year", "session"] {
            assert!(!Lifetime::parse(text).unwrap().exceeds_months(13), "{text}");
        }
        for text in ["14 months", "400 days", "2 years", "persistent"] {
            assert!(Lifetime::parse(text).unwrap().exceeds_months(13), "{text}");
        }
    }
}
