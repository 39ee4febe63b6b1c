//! A charter and the places of its parts: what the rules of law, and those that compare portals, check.

use std::collections::BTreeSet;

use crate::charter::Charter;
use crate::diagnostic::Place;
use crate::model::ConsentMode;
use crate::reader::Located;

/// A charter that is complete in form, with the places that findings point at.
pub(super) struct Draft {
    pub(super) charter: Charter,
    /// `[portal.x]`.
    pub(super) portal: Place,
    /// Keys of the portal and of its publisher, even those with a wrong value.
    pub(super) written: BTreeSet<String>,
    /// Each service's place, in the order of `charter.services`: its own table, else its name in the portal's list.
    pub(super) services: Vec<Place>,
    /// Each processing's place, in the order of `charter.processing`.
    pub(super) processing: Vec<Place>,
    /// Where the choice's lifetime was written.
    pub(super) choice_lifetime: Option<Place>,
    /// Where the banner's policy was written.
    pub(super) banner: Option<Place>,
    /// Where the domain that shares the choice was written.
    pub(super) choice_domain: Option<Place>,
    /// The vendors that get consent signals, as written.
    pub(super) consent_modes: Vec<Located<ConsentMode>>,
}
