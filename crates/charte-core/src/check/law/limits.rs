//! How long things may be kept, by the law and the CNIL's guidance. Each limit names its source.

/// Longest life of an exempt audience-measurement tracker, in months (deliberation 2020-092, article 5).
pub(super) const AUDIENCE_MONTHS: u32 = 13;
/// Longest retention of the data that it collects, in months (the same).
pub(super) const RETENTION_MONTHS: u32 = 25;
/// Months after which a choice is asked again (CNIL, questions and answers on deliberation 2020-092: good practice).
pub(super) const CHOICE_MONTHS: u32 = 6;
