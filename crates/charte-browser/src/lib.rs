//! Drives real browsers against a local server, so that tests see what a visitor's browser does.
//!
//! - [`Server`] stands in for every host of the Internet. It serves some hosts from folders, replies with stubs for all
//!   others, and logs each [`Request`].
//! - [`Chromium`] starts a headless Chromium and drives it over a pipe. A [`Context`] has the cookies and storage of one
//!   visitor; a [`Page`] navigates, clicks, types and evaluates, and reports its requests, storage and errors.
//! - [`Firefox`] and [`Webkit`] drive one page each, over Marionette and WebDriver, to test in other engines.
//! - [`axe`] runs axe-core in a page, from a source that the caller provides.
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
//! A page served over http works under any host name, but only https and localhost are secure contexts, in which browsers
//! store `Secure` cookies. [`secure_url`] makes an https URL. Chromium needs no certificate for it, since its https requests
//! are intercepted; the other browsers are set to accept any certificate.
//!
//! Only Unix is supported: a shell supervises each browser, so that it ends with the test.

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
mod http;
mod input;
mod intercept;
mod marionette;
mod observer;
mod page;
mod process;
mod results;
mod server;
mod wait;
mod webdriver;
mod webkit;

pub use chromium::{Chromium, ChromiumOptions};
pub use context::Context;
pub use cookie::Cookie;
pub use error::{Error, Result};
pub use events::{Problem, ProblemKind, SentRequest};
pub use firefox::{Firefox, FirefoxOptions};
pub use page::{Page, Storage};
pub use server::{Reply, Request, Server, secure_url, url};
pub use webkit::{Webkit, WebkitOptions};
