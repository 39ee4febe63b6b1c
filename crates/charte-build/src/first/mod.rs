//! From a site that charte has never seen to its first declaration: what the pages contact and what they say of their
//! publisher, and `charte.toml` with the rest marked. It reads and never writes.

mod draft;
mod facts;
mod generator;
mod survey;

pub use draft::{Draft, Guess, Open, Service};
pub use facts::{Facts, facts};
pub use generator::{Generator, detect};
pub use survey::{Survey, complete, survey};
