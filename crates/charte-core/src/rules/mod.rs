//! The rules that a declaration can break.

pub mod country;
pub mod declaration;
pub mod exemption;
pub mod form;
pub mod information;
pub mod law;
pub mod tracker;

use crate::diagnostic::Level;
use crate::rule::Rule;

/// Every rule of this crate.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [declaration::ALL, form::ALL, law::ALL, country::ALL, exemption::ALL, information::ALL, tracker::ALL]
        .into_iter()
        .flatten()
        .copied()
}

/// The errors that are about duties of the publisher, who answers for them. The output is complete without them, and nothing
/// loads before consent because of them.
static DUTIES: [&Rule; 3] = [&law::CHOICE_LIFETIME_DIFFERS, &law::DPO_MISSING, &law::TEXT_MISSING];

/// Whether a declaration may give a rule a lower level: any note or warning, and errors about duties of the publisher. After
/// other errors nothing can be built, or a promise to the visitors would be broken.
pub fn can_be_lowered(rule: &Rule) -> bool {
    rule.level != Level::Error || DUTIES.iter().any(|duty| duty.code == rule.code)
}
