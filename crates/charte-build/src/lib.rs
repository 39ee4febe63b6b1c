//! Builds the cookie charter, the banner and the held pages of the sites in a declaration. All pages are planned first;
//! only if there is no error, the plans are carried out. It prints nothing and never ends the process; its module
//! [`apply`] alone writes to disk.
//!
//! [`run`] does all of it, [`run_again`] as well at the cost of what has changed since the last run. The public modules
//! are its steps, for callers that need one of them: [`prepare`] makes a portal of a charter, [`bundle`] the files of
//! charte's own folder, [`plan`] all writes for a site, and [`apply`] carries them out. [`theme_folder`] finds the
//! theme of a portal, [`harvest`] proposes one from the style sheets of a site. [`rules`] has every rule of charte.
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
//!     None,
//! );
//! let report = run(&declaration, &Options::new(Task::Build));
//! assert!(report.is_sound, "{:#?}", report.findings);
//! assert!(root.join("public/charte-cookies/index.html").is_file());
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod apply;
pub mod bundle;
mod csp;
pub mod first;
mod options;
mod packing;
pub mod plan;
pub mod prepare;
mod progress;
mod recall;
mod report;
pub mod rules;
mod run;
mod shard;
mod site;
mod timing;

pub use apply::Applied;
pub use bundle::CharterPage;
pub use options::{Denied, Options, Task};
pub use plan::{Forms, Memory, Sighting, SinglePage, Summary, UnknownHost, Waiting, single_page};
pub use progress::Progress;
pub use report::{Named, PortalReport, Report};
pub use run::{Declaration, Memories, run, run_again};
pub use shard::Shard;
pub use site::path::real_path;
pub use site::stylesheets::harvest;
pub use site::{IoFault, is_page_name, theme_folder};
pub use timing::Phase;
