//! The rules that a declaration can break.

pub mod declaration;
pub mod exemption;
pub mod form;
pub mod information;
pub mod law;
pub mod tracker;

use crate::rule::Rule;

/// Every rule of this crate.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [declaration::ALL, form::ALL, law::ALL, exemption::ALL, information::ALL, tracker::ALL]
        .into_iter()
        .flatten()
        .copied()
}
