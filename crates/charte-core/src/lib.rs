//! The cookie model of charte: the manifest that declares it, the catalogue of known services, and the checks that turn
//! a declaration into a [`charter::Charter`]. It touches no file, clock, network, terminal or HTML: the same text gives
//! the same charter and findings.
//!
//! - [`manifest`] reads `charte.toml`; [`check`] makes charters of it. Both report every fault and go on.
//! - [`charter`], [`model`] and [`lifetime`] are the checked declaration, as all other crates see it.
//! - [`catalogue`] has the known services.
//! - [`diagnostic`] is what a finding is, [`distinct`] a list of them, [`rule`] what one is made from, [`mod@rules`] the rules
//!   of this crate.
//! - [`key`] has the keys that the reader knows, for the schema.
//! - [`fix`] mends what needs no judgement.
//! - [`legal`] has the legal orders of countries.
//! - [`objection`] says which services visitors can object to.
//! - [`levels`] are the levels that a declaration gives to rules.
//! - [`suggest`] proposes words for misspelt ones, for the messages of all crates.
//!
//! ```
//! use charte_core::catalogue::Catalogue;
//! use charte_core::diagnostic::has_errors;
//! use charte_core::{check, manifest};
//!
//! let declaration = r#"
//! version = 1
//! [publisher]
//! name = "Ville de Saint-Exemple"
//! contact = "mairie@saint-exemple.fr"
//! dpo = "dpo@saint-exemple.fr"
//! [portal.data]
//! name = "Données ouvertes"
//! url = "https://data.saint-exemple.fr"
//! input = "public"
//! updated = 2026-11-23
//! services = ["youtube"]
//! "#;
//! let (manifest, findings) = manifest::parse("charte.toml", declaration);
//! let (charters, more) = check::check(&manifest, &Catalogue::embedded());
//! assert!(!has_errors(&findings) && !has_errors(&more));
//! assert!(charters[0].has_banner(), "a player from elsewhere needs a consent");
//! ```

pub mod catalogue;
pub mod charter;
pub mod check;
pub mod diagnostic;
pub mod distinct;
pub mod fix;
pub mod key;
pub mod legal;
pub mod levels;
pub mod lifetime;
pub mod manifest;
pub mod model;
pub mod objection;
mod place;
mod reader;
pub mod rule;
pub mod rules;
mod service;
pub mod suggest;
pub mod syntax;
