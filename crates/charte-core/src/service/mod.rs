//! How a service is declared, in the catalogue as in a manifest: a [`Patch`] with the fields that were written, laid
//! over the service that is known already.

mod patch;
mod read;

pub(crate) use patch::Patch;
pub(crate) use read::{address, host_in, hosts, is_host_pattern, lifetime, read};
