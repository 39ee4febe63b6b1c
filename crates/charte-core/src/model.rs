//! The cookie model: services, the trackers that they set, their purposes and their consent. Plain data: it knows
//! neither where it was declared nor how it is shown.

mod consent;
mod consent_mode;
mod embed;
mod placeholder;
mod purpose;
mod service;
mod texts;
mod tracker;

pub use consent::{Consent, Ground};
pub use consent_mode::ConsentMode;
pub use embed::EmbedSelector;
pub use placeholder::PlaceholderKind;
pub use purpose::Purpose;
pub use service::{Facts, Provider, Service, Transfer};
pub use texts::Texts;
pub use tracker::{Location, Party, Tracker, TrackerKind};
