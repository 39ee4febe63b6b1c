//! The cookie model: services, the trackers that they set, their purposes and their consent. Plain data: it knows
//! neither where it was declared nor how it is shown.

mod consent;
mod consent_mode;
mod details;
mod embed;
mod localized;
mod placeholder;
mod processing;
mod provider;
mod purpose;
mod retention;
mod service;
mod texts;
mod tracker;
mod transfer;

pub use consent::{Consent, Ground};
pub use consent_mode::ConsentMode;
pub use details::Details;
pub use embed::EmbedSelector;
pub use localized::Localized;
pub use placeholder::PlaceholderKind;
pub use processing::Processing;
pub use provider::{Provider, Role};
pub use purpose::{OwnPurpose, Purpose};
pub use retention::Retention;
pub use service::{Facts, Service};
pub use texts::Texts;
pub use tracker::{Alternative, Location, Party, Tracker, TrackerKind};
pub use transfer::{Holds, Mechanism, Safeguard, Transfer};
