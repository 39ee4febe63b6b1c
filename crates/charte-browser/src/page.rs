//! A page of a Chromium: navigation, evaluation, storage, screenshots. It knows no banner and no consent.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::base64;
use crate::context::Context;
use crate::cookie::Cookie;
use crate::error::{Error, Result, shorten};
use crate::events::{Problem, SentRequest, exception_message};
use crate::observer::Observer;
use crate::wait::{self, LOAD_LIMIT};

/// An open page. It closes with its context.
pub struct Page {
    observer: Arc<Observer>,
    context: Arc<Context>,
    target: String,
    session: String,
}

/// What a page's origin stores on the device, without its cookies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Storage {
    /// Keys and values of `localStorage`, sorted.
    pub local: Vec<(String, String)>,
    /// Keys and values of `sessionStorage`, sorted.
    pub session: Vec<(String, String)>,
    /// Names of IndexedDB databases, sorted.
    pub databases: Vec<String>,
}

impl Page {
    pub(crate) fn new(observer: Arc<Observer>, context: Arc<Context>, target: String, session: String) -> Self {
        Self { observer, context, target, session }
    }

    /// Sends a command of the DevTools protocol to the page, for what has no method here.
    pub fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.observer.connection.call(Some(&self.session), method, params)
    }

    /// Sends a command to all frames of the context, those to come included.
    pub(crate) fn send_to_all_frames(&self, method: &str, params: &Value) -> Result<()> {
        self.observer.send_to_all_frames(self.context.id(), method, params);
        // Commands of a session are carried out in order: once this one returns, so has the one before.
        self.call("Page.getFrameTree", json!({})).map(drop)
    }

    /// The context that it belongs to.
    pub fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// Navigates to a URL and waits for the load event, 30 seconds at most. False when the event has not come by then:
    /// a page whose third party never answers can be tested all the same.
    pub fn goto(&self, url: &str) -> Result<bool> {
        self.goto_within(url, LOAD_LIMIT)
    }

    /// The same with a limit of its own.
    pub fn goto_within(&self, url: &str, limit: Duration) -> Result<bool> {
        let answer = self.call("Page.navigate", json!({ "url": url }))?;
        self.await_load(url, &answer, limit)
    }

    /// Loads the page again and waits as [`goto`](Self::goto) does.
    pub fn reload(&self) -> Result<bool> {
        let url = self.url()?;
        self.goto(url.split('#').next().unwrap_or_default())
    }

    fn await_load(&self, url: &str, answer: &Value, limit: Duration) -> Result<bool> {
        if let Some(reason) = answer["errorText"].as_str() {
            return Err(Error::Navigation { url: url.into(), reason: reason.into() });
        }
        // Without a loader only the fragment has changed, and the document is the same.
        let Some(loader) = answer["loaderId"].as_str() else { return Ok(true) };
        let crashed = || Error::Navigation { url: url.into(), reason: "the page crashed".into() };
        self.observer.wait_load(&self.session, loader, limit).ok_or_else(crashed)
    }

    /// The page's URL.
    pub fn url(&self) -> Result<String> {
        Ok(self.evaluate("location.href")?.as_str().unwrap_or_default().to_string())
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited. Works with scripts disabled, too, and
    /// under any Content-Security-Policy.
    pub fn evaluate(&self, expression: &str) -> Result<Value> {
        let params = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        self.evaluation(expression, params).map(|mut result| result["value"].take())
    }

    /// The remote object ID of the node that an expression returns; `None` for anything but a node.
    pub(crate) fn handle(&self, expression: &str) -> Result<Option<String>> {
        let params = json!({ "expression": expression, "awaitPromise": true });
        let result = self.evaluation(expression, params)?;
        Ok((result["subtype"] == "node").then(|| result["objectId"].as_str().map(String::from)).flatten())
    }

    fn evaluation(&self, expression: &str, params: Value) -> Result<Value> {
        let mut answer = self.call("Runtime.evaluate", params)?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(Error::Threw { expression: shorten(expression), message: exception_message(details) }),
            None => Ok(answer["result"].take()),
        }
    }

    /// Waits until an expression is true (in JavaScript's sense) and returns its value. Goes on across navigations.
    pub fn wait_for(&self, expression: &str, limit: Duration) -> Result<Value> {
        wait::wait_for(expression, limit, |expression| self.evaluate(expression))
    }

    /// All cookies of the context, of every host.
    pub fn cookies(&self) -> Result<Vec<Cookie>> {
        self.context.cookies()
    }

    /// What the page's own origin stores on the device.
    pub fn storage(&self) -> Result<Storage> {
        let dump = self.evaluate(
            "(async () => ({ local: Object.entries(localStorage).sort(), session: Object.entries(sessionStorage).sort(), \
             databases: (await indexedDB.databases()).map(database => database.name).sort() }))()",
        )?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let list = |key: &str| dump[key].as_array().cloned().unwrap_or_default();
        let pairs = |key: &str| list(key).iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
        let databases = list("databases").iter().map(text).collect();
        Ok(Storage { local: pairs("local"), session: pairs("session"), databases })
    }

    /// Writes a screenshot of the viewport into a PNG file.
    pub fn screenshot(&self, path: &Path) -> Result<()> {
        let command = "Page.captureScreenshot";
        let answer = self.call(command, json!({ "format": "png" }))?;
        let picture = answer["data"].as_str().and_then(base64::decode);
        let picture = picture.ok_or_else(|| Error::unexpected(command, "a picture", &answer))?;
        std::fs::write(path, picture).map_err(Error::io(format!("writing {}", path.display())))
    }

    /// Every request of the context so far, in order.
    pub fn sent_requests(&self) -> Vec<SentRequest> {
        self.context.sent_requests()
    }

    /// Every error of the context so far, in order.
    pub fn problems(&self) -> Vec<Problem> {
        self.context.problems()
    }

    /// Closes the page; its context stays open.
    pub fn close(self) -> Result<()> {
        self.observer.connection.call(None, "Target.closeTarget", json!({ "targetId": self.target })).map(drop)
    }
}

impl Context {
    /// Opens an empty page.
    pub fn page(self: &Arc<Self>) -> Result<Page> {
        let command = "Target.createTarget";
        let params = json!({ "url": "about:blank", "browserContextId": self.id, "newWindow": true });
        let answer = self.observer.connection.call(None, command, params)?;
        let target = answer["targetId"].as_str();
        let target = target.ok_or_else(|| Error::unexpected(command, "targetId", &answer))?;
        let session = self.observer.session_of(target, Duration::from_secs(10));
        let session = session.ok_or_else(|| Error::unexpected(command, "a session that attached", &answer))?;
        let page = Page::new(Arc::clone(&self.observer), Arc::clone(self), target.into(), session);
        // Commands of a session are carried out in order: once this one returns, the page runs and its events are recorded.
        page.call("Page.getFrameTree", json!({}))?;
        Ok(page)
    }
}
