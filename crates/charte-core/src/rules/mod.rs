//! The rules that a declaration can break.

pub mod declaration;
pub mod form;
pub mod law;

use crate::rule::Rule;

/// Every rule of this crate.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [declaration::ALL, form::ALL, law::ALL].into_iter().flatten().copied()
}
