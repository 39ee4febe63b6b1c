//! A port of the server, and the portal that it serves.

use std::sync::Arc;

use super::state::{PortalView, Snapshot};

/// What a port serves.
pub(super) enum Listener {
    /// The first port: the only portal, or the list of several.
    First,
    /// A portal's own port, by its ID.
    Portal(String),
}

impl Listener {
    /// The portal that it serves; `None` for the list of portals, and for a portal that is not declared any more.
    pub(super) fn portal<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a Arc<PortalView>> {
        match self {
            Listener::Portal(id) => snapshot.portal(id),
            Listener::First if snapshot.portals.len() == 1 => snapshot.portals.first(),
            Listener::First => None,
        }
    }
}
