//! Which address or inline script belongs to which service, and whether that service waits for consent. Pure: it reads
//! neither disk nor network, and knows no HTML.

mod address;
mod compact;
pub mod css;
mod hosts;
mod literal;
mod managers;
mod owners;
mod paths;
pub(crate) mod reach;
mod recogniser;
mod scope;
mod script;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod ungoverned;
mod verdict;
pub(crate) mod worker;

pub use address::Address;
pub(crate) use owners::twin;
pub use recogniser::Recogniser;
pub use scope::scope;
pub use script::{Inline, Start};
pub use verdict::{Manner, Verdict};
