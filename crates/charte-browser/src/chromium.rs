//! A headless Chromium with a throw-away profile. It knows no page's content.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use serde_json::json;

use crate::cdp::Connection;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::page::Page;
use crate::process::{Leash, Process, find, fresh_profile};
use crate::server::Server;
use crate::watch::{Watch, attach_all};

/// Names under which Chromium is installed.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// What the browser must not do of its own accord, and what a machine without a screen needs.
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
    // Upgrades would turn the http pages of the local server into https ones; the checks would ask before it is reached; what
    // was learnt from visits before a withdrawal would open connections that no page asks for.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,LocalNetworkAccessChecks,Translate,\
     LoadingPredictorUseLocalPredictions,OptimizationHints,MediaRouter,PaintHolding,AutofillServerCommunication",
    // Nothing may leave the machine: each context has the local server as its proxy.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/// Chromium asks before it lets third parties set cookies unless told: a false clean bill.
const PREFERENCES: &str = r#"{"profile":{"cookie_controls_mode":0}}"#;

/// How to start a Chromium.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The program; by default the first of the usual names in PATH.
    pub program: Option<PathBuf>,
    /// Keeps Chromium's sandbox, which root and many containers cannot have. Local pages need none.
    pub sandbox: bool,
    /// More command-line flags.
    pub flags: Vec<String>,
}

/// A running Chromium; it ends when this is dropped. One serves many tests at once, each with its own [`Context`].
pub struct Chromium {
    watch: Arc<Watch>,
    process: Process,
}

impl Chromium {
    /// Starts one and waits until it answers.
    pub fn launch(options: &Options) -> Result<Self> {
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
        let mut process = Process::start(program, &Leash::Pipe, profile, &arguments)?;
        let (reader, writer) = process.pipe().ok_or_else(|| process.failure("it has no pipe"))?;
        let (connection, events) = Connection::open(reader, writer);
        let watch = Watch::start(connection, events);
        let attach = watch.connection.call_within(Duration::from_secs(30), None, "Target.setAutoAttach", attach_all());
        attach.map_err(|error| process.failure(error.to_string()))?;
        Ok(Self { watch, process })
    }

    /// Starts one for which every host lives at that server, over connections of its own instead of a proxy's: so the server
    /// sees also what is opened before anything is asked. Only its [first context](Self::first_context) does that.
    pub fn launch_for(server: &Server, mut options: Options) -> Result<Self> {
        let everywhere = format!("--host-resolver-rules=MAP * 127.0.0.1:{}", server.port());
        options.flags.extend([everywhere, "--no-proxy-server".into(), "--ignore-certificate-errors".into()]);
        Self::launch(&options)
    }

    /// The one of this test program, started at first use; panics when it cannot. It ends, and its profile goes,
    /// with the program.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Chromium> = OnceLock::new();
        SHARED.get_or_init(|| match Self::launch(&Options::default()) {
            Ok(browser) => browser,
            Err(error) => panic!("{error}"),
        })
    }

    /// A context with cookies and storage of its own, for which that server is the whole Internet.
    pub fn context(&self, server: &Server) -> Result<Arc<Context>> {
        let command = "Target.createBrowserContext";
        // Chromium never asks a proxy for local addresses unless told to.
        let proxy =
            json!({ "proxyServer": format!("http://127.0.0.1:{}", server.port()), "proxyBypassList": "<-loopback>" });
        let answer = self.watch.connection.call(None, command, proxy)?;
        let id = answer["browserContextId"].as_str();
        let id = id.ok_or_else(|| Error::unexpected(command, "browserContextId", &answer))?.to_string();
        self.watch.open_context(&id, Some(server.port()));
        Ok(Arc::new(Context { watch: Arc::clone(&self.watch), id, is_own: true }))
    }

    /// A context with cookies and storage of its own that reaches 127.0.0.1, at any port, and nothing else.
    pub fn direct(&self) -> Result<Arc<Context>> {
        let command = "Target.createBrowserContext";
        let answer = self.watch.connection.call(None, command, json!({}))?;
        let id = answer["browserContextId"].as_str();
        let id = id.ok_or_else(|| Error::unexpected(command, "browserContextId", &answer))?.to_string();
        self.watch.open_context(&id, Some(0));
        Ok(Arc::new(Context { watch: Arc::clone(&self.watch), id, is_own: true }))
    }

    /// The context that the browser starts with. In one of [`launch_for`](Self::launch_for) it reaches the server, and opens
    /// connections ahead of requests as a visitor's browser does.
    pub fn first_context(&self) -> Result<Arc<Context>> {
        let command = "Target.getTargets";
        let answer = self.watch.connection.call(None, command, json!({}))?;
        let mut targets = answer["targetInfos"].as_array().into_iter().flatten();
        let id = targets.find(|target| target["type"] == "page").and_then(|target| target["browserContextId"].as_str());
        let id = id.ok_or_else(|| Error::unexpected(command, "a page with its browserContextId", &answer))?.to_string();
        self.watch.open_context(&id, None);
        Ok(Arc::new(Context { watch: Arc::clone(&self.watch), id, is_own: false }))
    }

    /// A page in a context of its own, for tests that need just one.
    pub fn page(&self, server: &Server) -> Result<Page> {
        self.context(server)?.page()
    }

    /// The folder of the profile, gone once the browser is.
    pub fn profile(&self) -> &std::path::Path {
        self.process.profile()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The connection's writer lives on in the watching thread, so closing the pipe would not reach the browser.
        self.watch.connection.post(None, "Browser.close", json!({}));
    }
}
