//! Drives real browsers against a local server, so that tests see what a visitor's browser does.
//!
//! - [`Server`] is every host of the Internet at once. It serves some hosts from folders, answers stubs for all
//!   others, and logs each request.
//! - [`Chromium`] starts a headless Chromium over a pipe; [`Context`] is a visitor with a fresh jar of cookies; [`Page`]
//!   goes, clicks, types, evaluates, and tells what it asked for, what it stores and what went wrong.
//! - [`Firefox`] and [`Webkit`] do the little that a second and a third opinion need, over Marionette and WebDriver.
//! - [`axe`] runs axe-core in a page, from a source given by the caller.
//!
//! ```no_run
//! # fn main() -> charte_browser::Result<()> {
//! use charte_browser::{Chromium, Server, url};
//! let server = Server::start([("data.example.fr", "public")])?;
//! let page = Chromium::shared().page(&server)?;
//! page.goto(&url("data.example.fr", "/"))?;
//! page.click("document.querySelector('charte-banner').shadowRoot.querySelector('.refuse')")?;
//! assert!(server.others(&["data.example.fr"]).is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! A page served over http works under any host name, but only https and localhost are secure contexts: there alone a
//! `Secure` cookie is kept. [`secure_url`] gives https: Chromium gets it through interception, without certificates, the
//! others are told to accept any.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that fails should stop"))]

pub mod axe;
mod base64;
mod cdp;
mod chromium;
mod context;
mod cookie;
mod emulate;
mod error;
mod events;
mod firefox;
mod input;
mod marionette;
mod page;
mod process;
mod relay;
mod server;
mod wait;
mod watch;
mod webdriver;
mod webkit;

pub use cdp::Connection;
pub use chromium::{Chromium, Options};
pub use context::Context;
pub use cookie::Cookie;
pub use error::{Error, Result};
pub use events::{Asked, Problem, ProblemKind};
pub use firefox::{Firefox, FirefoxOptions};
pub use page::{Page, Storage};
pub use server::{Reply, Request, Server, secure_url, url};
pub use webkit::{Webkit, WebkitOptions};
