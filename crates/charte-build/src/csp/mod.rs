//! What a site's own content security policies allow (CSP3, Trusted Types). It knows policies, addresses and texts of
//! scripts, and no page.
//!
//! Several policies on one page intersect: what one refuses is refused. The `content-security-policy` crate, which is
//! Servo's, parses and matches them; this module has charte's requests, and what a policy lacks for them.

pub(crate) mod files;
mod finding;
mod judge;
mod policies;
mod remedy;
#[cfg(test)]
mod tests;

pub(crate) use finding::findings;
pub(crate) use judge::{Judgement, Need, Obstacle, Ours};
pub(crate) use policies::Policies;
