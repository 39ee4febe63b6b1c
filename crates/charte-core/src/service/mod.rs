//! How a service is declared, in the catalogue as in a manifest: a [`Patch`] with the fields that were written, laid
//! over the service that is known already.

mod consent;
mod details;
mod patch;
mod provider;
mod read;
mod tracker;
mod values;

pub(crate) use details::read as details;
pub(crate) use patch::Patch;
pub(crate) use provider::whole as provider;
pub(crate) use read::read;
pub(crate) use values::{address, host_in, hosts, is_host_pattern, lifetime, retention, texts};
