//! Makes a first declaration. A site is surveyed: what its pages contact, and what they say about their publisher. A page
//! about cookies, or the configuration of another consent tool, is imported. What is not known is marked in `charte.toml`.
//! It reads and never writes.

mod contacts;
mod draft;
mod facts;
mod generator;
mod import;
mod survey;
mod take;
mod titles;
mod write;

pub use contacts::{Contact, PageContacts, Standing, page_contacts};
pub use draft::{Draft, Guess, Service};
pub use facts::{Facts, facts};
pub use generator::{Generator, detect};
pub use import::{Imported, ImportedService, ImportedTracker, Obligation, Unread, import};
pub use survey::{Survey, complete, has_pages, survey};
pub use write::Open;
