//! What a site's own content security policies let through. It knows policies, addresses and texts of scripts: no page,
//! and nothing of what charte does with the answer.
//!
//! Several policies on one page intersect: what one refuses is refused. Parsing and matching are those of the
//! `content-security-policy` crate, which a browser engine uses; here is who asks, and what would have to be added.

pub mod files;
mod finding;
mod judge;
mod policies;
mod remedy;
#[cfg(test)]
mod tests;

pub use finding::findings;
pub use judge::{Judgement, Need, Obstacle, Ours};
pub use policies::{Arrival, Delivery, Policies, Policy, hash};
