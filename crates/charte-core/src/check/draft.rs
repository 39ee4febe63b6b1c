//! What the rules of law and the agreement between portals judge: a charter, and where its parts were written.

use std::collections::BTreeSet;

use crate::charter::Charter;
use crate::diagnostic::Place;
use crate::model::ConsentMode;
use crate::reader::Located;

/// A charter that is complete in form, with the places that the rules of law point at.
pub(super) struct Draft {
    pub(super) charter: Charter,
    /// `[portal.x]`.
    pub(super) portal: Place,
    /// Keys that the portal and its publisher have, with a sound value or not.
    pub(super) written: BTreeSet<String>,
    /// Each service's place, in the order of `charter.services`: its own table, else its name in the portal's list.
    pub(super) services: Vec<Place>,
    /// Where the choice's lifetime was written.
    pub(super) keep: Option<Place>,
    /// Where the banner's policy was written.
    pub(super) banner: Option<Place>,
    /// Where the domain that shares the choice was written.
    pub(super) domain: Option<Place>,
    /// The vendors to be told of consent, as written.
    pub(super) consent_modes: Vec<Located<ConsentMode>>,
}
