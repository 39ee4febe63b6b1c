//! A headless Chromium with a throw-away profile. It knows no page's content.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde_json::json;

use crate::cdp::Connection;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::observer::{Observer, auto_attach};
use crate::page::Page;
use crate::process::{Process, Supervisor, find, fresh_profile};
use crate::server::Server;

/// Names under which Chromium is installed.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Flags that keep the browser from making requests of its own, and that a machine without a display needs.
const FLAGS: [&str; 18] = [
    "--headless=new",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--password-store=basic",
    // HttpsUpgrades would turn the http pages of the local server into https ones; LocalNetworkAccessChecks would prompt before
    // it is reached; predictions from earlier visits would open connections that belong to no page; the address bar's menus are
    // pages, which start with every window.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LocalNetworkAccessChecks,Translate,\
     LoadingPredictorUseLocalPredictions,OptimizationHints,MediaRouter,PaintHolding,AutofillServerCommunication,\
     WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
    // No request may leave the machine: each context has the local server as its proxy.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/// Allows third-party cookies. Chromium blocks them in some contexts by default, and a test would miss cookies that visitors get.
const PREFERENCES: &str = r#"{"profile":{"cookie_controls_mode":0}}"#;

/// How to start a Chromium.
#[derive(Debug, Clone, Default)]
pub struct ChromiumOptions {
    /// The program; by default the first of the usual names in PATH.
    pub program: Option<PathBuf>,
    /// Keeps Chromium's sandbox, which does not work for root and in many containers. Local pages need none.
    pub sandbox: bool,
    /// More command-line flags.
    pub flags: Vec<String>,
}

/// A running Chromium; it is ended on drop. Many tests can share one, each with its own [`Context`].
pub struct Chromium {
    observer: Arc<Observer>,
    process: Process,
}

impl Chromium {
    /// Starts one and waits until it responds, 30 seconds at most.
    pub fn launch(options: &ChromiumOptions) -> Result<Self> {
        let program = options.program.clone().map_or_else(|| find(&PROGRAMS), Ok)?;
        let profile = fresh_profile()?;
        let folder = profile.path().join("Default");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(folder.join("Preferences"), PREFERENCES))
            .map_err(Error::io("writing Chromium's preferences"))?;
        let mut arguments: Vec<String> = FLAGS.iter().map(ToString::to_string).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        if !options.sandbox {
            arguments.push("--no-sandbox".into());
        }
        arguments.extend(options.flags.iter().cloned());
        arguments.push("about:blank".into());
        let mut process = Process::start(program, &Supervisor::Pipe, profile, &arguments)?;
        let (reader, writer) = process.pipe().ok_or_else(|| process.failure("it has no pipe"))?;
        let (connection, events) = Connection::open(reader, writer);
        let observer = Observer::start(connection, events);
        let limit = Duration::from_secs(30);
        let attach = observer.connection.call_within(limit, None, "Target.setAutoAttach", auto_attach());
        attach.map_err(|error| process.failure(error.to_string()))?;
        Ok(Self { observer, process })
    }

    /// Starts one that resolves every host to that server instead of using it as a proxy. Then the server also sees
    /// connections that are opened ahead of a request; only the [first context](Self::first_context) opens such.
    pub fn launch_for(server: &Server, mut options: ChromiumOptions) -> Result<Self> {
        let resolver = format!("--host-resolver-rules=MAP * 127.0.0.1:{}", server.port());
        options.flags.extend([resolver, "--no-proxy-server".into(), "--ignore-certificate-errors".into()]);
        Self::launch(&options)
    }

    /// The one that all tests of this program share, started at first use. It ends, and its profile is removed, with the
    /// program.
    ///
    /// # Panics
    ///
    /// When it does not start.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Chromium> = OnceLock::new();
        SHARED.get_or_init(|| match Self::launch(&ChromiumOptions::default()) {
            Ok(browser) => browser,
            Err(error) => panic!("{error}"),
        })
    }

    /// A new context with cookies and storage of its own, whose requests all reach that server.
    pub fn context(&self, server: &Server) -> Result<Arc<Context>> {
        let command = "Target.createBrowserContext";
        // By default Chromium bypasses a proxy for local addresses.
        let proxy =
            json!({ "proxyServer": format!("http://127.0.0.1:{}", server.port()), "proxyBypassList": "<-loopback>" });
        let answer = self.observer.connection.call(None, command, proxy)?;
        let id = answer["browserContextId"].as_str();
        let id = id.ok_or_else(|| Error::unexpected(command, "browserContextId", &answer))?.to_string();
        self.observer.open_context(&id, Some(server.port()));
        Ok(Arc::new(Context { observer: Arc::clone(&self.observer), id, is_disposable: true }))
    }

    /// A new context with cookies and storage of its own that reaches 127.0.0.1, at any port, and no other host.
    pub fn direct(&self) -> Result<Arc<Context>> {
        let command = "Target.createBrowserContext";
        let answer = self.observer.connection.call(None, command, json!({}))?;
        let id = answer["browserContextId"].as_str();
        let id = id.ok_or_else(|| Error::unexpected(command, "browserContextId", &answer))?.to_string();
        self.observer.open_context(&id, Some(0));
        Ok(Arc::new(Context { observer: Arc::clone(&self.observer), id, is_disposable: true }))
    }

    /// The context that the browser starts with. After [`launch_for`](Self::launch_for) it reaches the server and opens
    /// connections ahead of requests, as a visitor's browser does.
    pub fn first_context(&self) -> Result<Arc<Context>> {
        let command = "Target.getTargets";
        let answer = self.observer.connection.call(None, command, json!({}))?;
        let mut targets = answer["targetInfos"].as_array().into_iter().flatten();
        let id = targets.find(|target| target["type"] == "page").and_then(|target| target["browserContextId"].as_str());
        let id = id.ok_or_else(|| Error::unexpected(command, "a page with its browserContextId", &answer))?.to_string();
        self.observer.open_context(&id, None);
        Ok(Arc::new(Context { observer: Arc::clone(&self.observer), id, is_disposable: false }))
    }

    /// A page in a context of its own, for tests that need just one.
    pub fn page(&self, server: &Server) -> Result<Page> {
        self.context(server)?.page()
    }

    /// The folder of the profile, removed when the browser ends.
    pub fn profile(&self) -> &std::path::Path {
        self.process.profile()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The observer's thread keeps the connection's writer, so dropping ours would not close the pipe.
        self.observer.connection.post(None, "Browser.close", json!({}));
    }
}
