//! A Chromium, and the server that stands in for every host: navigation, and what was seen. It knows no consent.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use charte_browser::{Chromium, ChromiumOptions, Error, Page, ProblemKind, Request, Result, Server, secure_url};
use serde_json::{Value, json};

use crate::site::{GeneratedSite, HOST};
use crate::{silence, vendors};

/// A page is silent when it has contacted no host, its own site included, for so long.
const SILENCE: Duration = Duration::from_millis(500);

/// The longest wait, for pages that are never silent.
const NOISE: Duration = Duration::from_secs(8);

/// The limit for an event of the page: long enough for a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Svelte logs as a warning what is an error in the others.
const WARNINGS: &str = include_str!("warnings.js");

/// How far a page has loaded, and what it still waits for.
const PENDING: &str = include_str!("pending.js");

/// What was seen since the last call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// How often each address was requested, without its query.
    pub(crate) requests: BTreeMap<String, usize>,
    /// The third parties to which connections were opened.
    pub(crate) connections: BTreeSet<String>,
    /// The site's own files.
    pub(crate) own: BTreeSet<String>,
    /// What the console showed: kind, text, address.
    pub(crate) problems: Vec<(ProblemKind, String, String)>,
}

/// A browser of its own, so that no connection of another one is reused.
pub(crate) struct Tab {
    server: Server,
    page: Page,
    /// The profile exists as long as its pages.
    _browser: Chromium,
}

impl Tab {
    pub(crate) fn open() -> Result<Self> {
        let server = Server::start([] as [(&str, &str); 0])?;
        vendors::answer(&server);
        let browser = Chromium::launch_for(&server, ChromiumOptions::default())?;
        let page = browser.first_context()?.page()?;
        page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WARNINGS }))?;
        // All frames are the vendors', and none is attached to: a browser sometimes never loads a frame that has to wait for
        // the debugger.
        page.call(
            "Target.setAutoAttach",
            json!({ "autoAttach": false, "waitForDebuggerOnStart": false, "flatten": true }),
        )?;
        Ok(Self { server, page, _browser: browser })
    }

    /// Serves a folder on a host that was not visited before.
    pub(crate) fn serve(&self, host: &str, folder: &std::path::Path) {
        self.server.site(host, folder);
    }

    /// Leaves the page for good: no late request and no connection of its counts for the next one.
    pub(crate) fn leave(&self) -> Result<()> {
        self.page.goto("about:blank")?;
        self.settle_for(SILENCE / 3);
        self.server.hang_up();
        self.forget();
        Ok(())
    }

    /// Clears what was seen.
    pub(crate) fn forget(&self) {
        self.server.clear();
        self.page.context().clear();
    }

    /// Loads a page, and waits for silence.
    pub(crate) fn load(&self, host: &str, path: &str) -> Result<()> {
        let url = secure_url(host, path);
        if !self.page.goto(&url)? && self.wait("document.readyState === 'complete'").is_err() {
            let asked: Vec<String> = self.server.requests().iter().map(Request::url).collect();
            let state = self.value(PENDING)?;
            let reason = format!("it never ends to load: {state}; it asked for {}", asked.join(" "));
            return Err(Error::Navigation { url, reason });
        }
        self.settle();
        Ok(())
    }

    /// Follows a link of the page to another, and waits for silence. Some generators write links without the last slash.
    pub(crate) fn follow(&self, site: &GeneratedSite, page: &str) -> Result<()> {
        let path = site.path(page);
        let path = json!(path.trim_end_matches('/'));
        let leads =
            format!("(({{ host, pathname }}) => host === location.host && pathname.replace(/\\/$/, '') === {path})");
        let link = format!("[...document.links].find({leads})");
        self.wait(&format!("{link} && ({link}.click(), true)"))?;
        self.wait(&format!(
            "{leads}(location) && document.readyState === 'complete' && \
             document.querySelector('h1')?.textContent.toLowerCase().includes({page:?})"
        ))?;
        self.settle();
        Ok(())
    }

    /// The value of an expression.
    pub(crate) fn value(&self, expression: &str) -> Result<Value> {
        self.page.evaluate(expression)
    }

    /// Waits until an expression is true.
    pub(crate) fn wait(&self, expression: &str) -> Result<Value> {
        self.page.wait_for(expression, PATIENCE)
    }

    /// Clicks an element as a visitor does.
    pub(crate) fn click(&self, expression: &str) -> Result<()> {
        self.page.click(expression)
    }

    /// Waits until no host is contacted any more.
    pub(crate) fn settle(&self) {
        self.settle_for(SILENCE);
    }

    fn settle_for(&self, silence: Duration) {
        silence::wait(silence, NOISE, || self.server.requests().len() + self.server.connections().len());
    }

    /// What was seen since the last call.
    pub(crate) fn look(&self) -> Seen {
        let mut seen = Seen::default();
        for request in self.server.requests() {
            let path = request.path.split(['?', '#']).next().unwrap_or_default();
            if request.method == "CONNECT" || path == "/favicon.ico" {
                continue;
            }
            if vendors::is_third(&request.host) {
                *seen.requests.entry(format!("{}{path}", request.host)).or_default() += 1;
            } else if request.host.ends_with(HOST) {
                seen.own.insert(path.to_owned());
            }
        }
        seen.connections = self.server.connections().into_iter().filter(|host| vendors::is_third(host)).collect();
        let problems = self.page.problems().into_iter();
        seen.problems = problems.map(|problem| (problem.kind, problem.text, problem.url)).collect();
        self.forget();
        seen
    }
}
