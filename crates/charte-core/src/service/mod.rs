//! How a service is declared, in the catalogue and in a manifest alike: a [`Patch`] of the fields that were written,
//! laid over what is already known.

mod patch;
mod read;

pub use patch::Patch;
pub(crate) use read::{address, hosts, is_host_pattern, read};
