//! How long trackers, data and choices may be kept, by the law and the CNIL's guidance. Each limit names its source.

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
