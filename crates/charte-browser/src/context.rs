//! A visitor of Chromium's: cookies and storage apart from all others. It knows no page.

use std::sync::Arc;

use serde_json::json;

use crate::cookie::Cookie;
use crate::error::Result;
use crate::events::{Asked, Problem};
use crate::watch::Watch;

/// Cookies, storage and pages apart from all others. Chromium preconnects to nobody on behalf of a context, whatever a
/// page's `<link rel=preconnect>` says, but of the one that it [starts with](crate::Chromium::first_context). Closed when this and its
/// pages are dropped.
pub struct Context {
    pub(crate) watch: Arc<Watch>,
    pub(crate) id: String,
    /// Whether it was made for a test. The first one cannot be closed.
    pub(crate) is_own: bool,
}

impl Context {
    /// All cookies, of every host.
    pub fn cookies(&self) -> Result<Vec<Cookie>> {
        let answer = self.watch.connection.call(None, "Storage.getCookies", json!({ "browserContextId": self.id }))?;
        Ok(Cookie::read_all(&answer["cookies"]))
    }

    /// Sets a cookie as the page at `url` would, until `expires` (seconds since 1970) or for the session.
    pub fn set_cookie(&self, url: &str, name: &str, value: &str, expires: Option<f64>) -> Result<()> {
        let mut cookie = json!({ "url": url, "name": name, "value": value });
        if let Some(expires) = expires {
            cookie["expires"] = expires.into();
        }
        let params = json!({ "browserContextId": self.id, "cookies": [cookie] });
        self.watch.connection.call(None, "Storage.setCookies", params).map(drop)
    }

    /// Forgets all cookies.
    pub fn clear_cookies(&self) -> Result<()> {
        self.watch.connection.call(None, "Storage.clearCookies", json!({ "browserContextId": self.id })).map(drop)
    }

    /// Every address that its pages, frames and workers asked for, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.watch.asked(&self.id)
    }

    /// Every error of its pages, frames and workers, in order.
    pub fn problems(&self) -> Vec<Problem> {
        self.watch.problems(&self.id)
    }

    /// Forgets what was asked and what went wrong so far.
    pub fn clear(&self) {
        self.watch.clear(&self.id);
    }

    /// The browser's name for it.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        if self.is_own {
            self.watch.connection.post(None, "Target.disposeBrowserContext", json!({ "browserContextId": self.id }));
        }
        self.watch.close_context(&self.id);
    }
}
