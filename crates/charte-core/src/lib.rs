//! The ground floor of charte: the cookie model, the manifest that declares it, the catalogue of known services, and
//! the checks that turn a declaration into a [`charter::Charter`]. It touches no file, clock, network, terminal or HTML.
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
//! assert!(charters[0].asks(), "a player from elsewhere needs a consent");
//! ```

pub mod catalogue;
pub mod charter;
pub mod check;
pub mod diagnostic;
pub mod lifetime;
pub mod manifest;
pub mod model;
mod reader;
pub mod rule;
pub mod rules;
pub mod service;
pub mod suggest;
mod syntax;
