//! Which service an address or a script belongs to, and whether that service waits for consent. It knows no HTML, no disk and no
//! network.
//!
//! A [`Recogniser`] is made from one portal's declaration ([`scope`] says which part of it matters) and the catalogue. It answers
//! for an [`Address`] with a [`Verdict`], for an inline script with an [`InlineScript`], and for a file with a [`ScriptFile`]. A
//! [`ReachReader`] finds what a file contacts where no policy of a page applies to it.

mod address;
mod compact;
mod hosts;
mod literal;
mod managers;
mod owners;
mod paths;
mod reach;
mod recogniser;
mod scope;
mod script;
mod speculation;
#[cfg(test)]
pub mod tests;
mod ungoverned;
mod verdict;
mod worker;

pub use crate::recognise::address::Address;
pub use crate::recognise::owners::toggle_www;
pub use crate::recognise::reach::{Reach, ReachReader, UNKNOWN_SERVICE, Usage};
pub use crate::recognise::recogniser::Recogniser;
pub use crate::recognise::scope::scope;
pub use crate::recognise::script::{InlineScript, ScriptContact, ScriptFile};
pub use crate::recognise::ungoverned::{Means, UngovernedContact};
pub use crate::recognise::verdict::{Manner, Verdict};
pub use crate::recognise::worker::{StartedWorker, WorkerKind};
