//! One port of the server, and the portal that is behind it.

use std::sync::Arc;

use super::stage::{Shown, View};

/// Which port it is.
pub(super) enum Door {
    /// The first: the portal if there is one, else the list of them.
    Front,
    /// A portal's own.
    Of(String),
}

impl Door {
    /// The portal that is behind it.
    pub(super) fn view<'a>(&self, shown: &'a Shown) -> Option<&'a Arc<View>> {
        match self {
            Door::Of(id) => shown.portal(id),
            Door::Front if shown.portals.len() == 1 => shown.portals.first(),
            Door::Front => None,
        }
    }
}
