//! How long trackers, data and choices may be kept, by the law and the CNIL's guidance, and where data may go. Each limit
//! names its source.

/// Longest life of an exempt audience-measurement tracker, in months (deliberation 2020-092, article 5).
pub(super) const AUDIENCE_MONTHS: u32 = 13;
/// Longest retention of the data that such a tracker collects, in months (the same article).
pub(super) const RETENTION_MONTHS: u32 = 25;
/// How long a choice should be kept at most, in months (CNIL, questions and answers on deliberation 2020-092: good practice).
pub(super) const CHOICE_MONTHS: u32 = 6;
/// Longest life of a media player's exempt session, in days: an id for a few hours (WP29 opinion 04/2012).
pub(super) const PLAYER_DAYS: f64 = 1.0;
/// Longest life of a tracker that spreads load, in days: what load balancers set by default.
pub(super) const LOAD_BALANCING_DAYS: f64 = 7.0;
/// The European Economic Area: data that stays there is not transferred (GDPR, chapter V).
pub(super) const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];
