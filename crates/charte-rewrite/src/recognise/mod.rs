//! Which address or inline script belongs to which service, and whether that service waits for consent. Pure: it reads
//! neither disk nor network, and knows no HTML.

mod address;
mod compact;
mod hosts;
mod literal;
mod managers;
mod owners;
mod paths;
pub mod reach;
mod recogniser;
mod scope;
mod script;
#[cfg(test)]
pub mod tests;
pub mod ungoverned;
mod verdict;
pub mod worker;

pub use crate::recognise::address::Address;
pub use crate::recognise::owners::twin;
pub use crate::recognise::recogniser::Recogniser;
pub use crate::recognise::scope::scope;
pub use crate::recognise::script::{Inline, ScriptFile, Start};
pub use crate::recognise::verdict::{Manner, Verdict};
