//! Carries a declaration out on a built site: every page planned first, then, if all is sound, written. It prints nothing and
//! never ends the process; its module [`apply`] alone writes to disk.
//!
//! ```
//! use std::fs;
//! use std::path::PathBuf;
//!
//! use charte_build::{Declaration, Options, Task, run};
//!
//! # let folder = tempfile::tempdir()?;
//! # let root: PathBuf = folder.path().into();
//! fs::create_dir(root.join("public"))?;
//! fs::write(root.join("public/index.html"), "<!doctype html><html lang=fr><title>Plage</title><p>Marée haute à midi.</html>")?;
//! let declaration = Declaration::read(
//!     "charte.toml",
//!     r#"
//!         version = 1
//!         [publisher]
//!         name = "Ville de Saint-Exemple"
//!         contact = "mairie@saint-exemple.fr"
//!         dpo = "dpo@saint-exemple.fr"
//!         [portal.data]
//!         name = "Données ouvertes"
//!         url = "https://data.saint-exemple.fr"
//!         input = "public"
//!         updated = 2026-11-23
//!         services = ["youtube"]
//!     "#,
//!     root.clone(),
//!     &[],
//! );
//! let report = run(&declaration, &Options::of(Task::Build));
//! assert!(report.sound, "{:#?}", report.findings);
//! assert!(root.join("public/charte-cookies/index.html").is_file());
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod apply;
pub mod bundle;
pub mod csp;
pub mod first;
pub mod plan;
pub mod prepare;
mod report;
pub mod rules;
mod run;
pub mod site;

pub use report::{Named, Portal, Report};
pub use run::{Declaration, Memories, Options, Task, run, run_again};
