//! How long trackers and choices may be kept in all countries. What an authority states for its own country is in
//! [`legal`](crate::legal). Each limit names its source.

/// The lifetime above which a tracker is reported, in months: charte's own limit; trackers of one year pass.
pub(super) const LONG_MONTHS: u32 = 13;
/// The longest time for which a choice counts, in months, where no authority states a shorter one: the longest that an
/// authority advises (AEPD).
pub(super) const CHOICE_MONTHS: u32 = 24;
/// Longest life of a media player's exempt session, in days: an id for a few hours (WP29 opinion 04/2012).
pub(super) const PLAYER_DAYS: f64 = 1.0;
/// Longest life of a tracker that spreads load, in days: what load balancers set by default.
pub(super) const LOAD_BALANCING_DAYS: f64 = 7.0;
