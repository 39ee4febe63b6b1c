//! From a site that charte has never seen to its first declaration: what the pages contact and what they say of their
//! publisher, and `charte.toml` with the rest marked; and what the publisher has already, a page about cookies or the
//! configuration of another consent tool. It reads and never writes.

mod contacts;
mod draft;
mod facts;
mod generator;
mod import;
mod survey;
mod take;
mod write;

pub use contacts::{Contact, PageContacts, Standing, page_contacts};
pub use draft::{Draft, Guess, Service};
pub use facts::{Facts, facts};
pub use generator::{Generator, detect};
pub use import::{Imported, ImportedService, ImportedTracker, Obligation, Unread, import};
pub use survey::{Survey, complete, has_pages, survey};
pub use write::Open;
