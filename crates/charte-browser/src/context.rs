//! A browser context: cookies and storage of one visitor. It knows no page.

use std::sync::Arc;

use serde_json::json;

use crate::cookie::Cookie;
use crate::error::Result;
use crate::events::{Problem, SentRequest};
use crate::observer::Observer;

/// A browser context: cookies, storage and pages apart from all others, as of one visitor. Chromium ignores
/// `<link rel=preconnect>` in every context but the [one that it starts with](crate::Chromium::first_context). Disposed of
/// when this and its pages are dropped.
pub struct Context {
    pub(crate) observer: Arc<Observer>,
    pub(crate) id: String,
    /// Whether it was created here: the browser's default context cannot be disposed of.
    pub(crate) is_disposable: bool,
}

impl Context {
    /// All cookies, of every host.
    pub fn cookies(&self) -> Result<Vec<Cookie>> {
        let answer =
            self.observer.connection.call(None, "Storage.getCookies", json!({ "browserContextId": self.id }))?;
        Ok(Cookie::read_all(&answer["cookies"]))
    }

    /// Sets a cookie as the page at `url` would, until `expires` (seconds since 1970) or for the session.
    pub fn set_cookie(&self, url: &str, name: &str, value: &str, expires: Option<f64>) -> Result<()> {
        let mut cookie = json!({ "url": url, "name": name, "value": value });
        if let Some(expires) = expires {
            cookie["expires"] = expires.into();
        }
        let params = json!({ "browserContextId": self.id, "cookies": [cookie] });
        self.observer.connection.call(None, "Storage.setCookies", params).map(drop)
    }

    /// Deletes all cookies.
    pub fn clear_cookies(&self) -> Result<()> {
        self.observer.connection.call(None, "Storage.clearCookies", json!({ "browserContextId": self.id })).map(drop)
    }

    /// Every request that its pages, frames and workers sent, in order.
    pub fn sent_requests(&self) -> Vec<SentRequest> {
        self.observer.requests(&self.id)
    }

    /// Every error of its pages, frames and workers, in order.
    pub fn problems(&self) -> Vec<Problem> {
        self.observer.problems(&self.id)
    }

    /// Clears the requests and errors so far.
    pub fn clear(&self) {
        self.observer.clear(&self.id);
    }

    /// Its ID in the DevTools protocol.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        if self.is_disposable {
            self.observer.connection.post(None, "Target.disposeBrowserContext", json!({ "browserContextId": self.id }));
        }
        self.observer.close_context(&self.id);
    }
}
