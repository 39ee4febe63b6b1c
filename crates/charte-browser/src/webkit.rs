//! A WebKitGTK with a throw-away profile on a screen that nobody sees, for the third opinion. It knows no page's content.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cookie::Cookie;
use crate::error::{Error, Result, shorten};
use crate::firefox::{ELEMENT, LOADING, STARTING};
use crate::process::{Leash, Process, find, fresh_profile};
use crate::server::Server;
use crate::wait;
use crate::webdriver::Webdriver;

/// The browser that comes with WebKitGTK's driver, by the multiarch folders of distributions.
const BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";

/// Where libraries keep their programs.
const FOLDERS: [&str; 5] =
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib64", "/usr/lib"];

/// How to start a WebKitGTK.
#[derive(Debug, Clone, Default)]
pub struct WebkitOptions {
    /// Runs no script of any page. The driver's own still run.
    pub without_scripts: bool,
}

/// A running WebKitGTK, with one page; it ends when this is dropped.
pub struct Webkit {
    driver: Webdriver,
    _process: Process,
}

impl Webkit {
    /// Starts one for which that server is the whole Internet.
    pub fn launch(server: &Server, options: &WebkitOptions) -> Result<Self> {
        let (program, browser) = (find(&["WebKitWebDriver"])?, browser()?);
        // Without a screen nothing would start, and the reason would be hidden in a log.
        find(&["Xvfb"])?;
        let port = free_port()?;
        let process = Process::start(program, &Leash::Screen, fresh_profile()?, &[format!("--port={port}")])?;
        // The protocol's own `proxy` would have the browser speak TLS with the proxy itself.
        let mut arguments = vec![
            "--automation".to_owned(),
            format!("--proxy=http://127.0.0.1:{}", server.port()),
            "--cookies-policy=always".to_owned(),
        ];
        if options.without_scripts {
            arguments.push("--enable-javascript=false".to_owned());
        }
        let capabilities = json!({
            "acceptInsecureCerts": true,
            "timeouts": { "pageLoad": LOADING.as_millis(), "script": 10_000, "implicit": 0 },
            "unhandledPromptBehavior": "accept",
            "webkitgtk:browserOptions": { "binary": browser, "args": arguments },
        });
        let driver = Webdriver::start(port, &capabilities, STARTING);
        Ok(Self { driver: driver.map_err(|error| process.failure(error.to_string()))?, _process: process })
    }

    /// Goes to an address and waits for the load event, five seconds at most. True when the event came.
    pub fn goto(&mut self, url: &str) -> Result<bool> {
        match self.driver.post("/url", &json!({ "url": url })) {
            Ok(_) => Ok(true),
            Err(Error::Refused { message, .. }) if message.starts_with("timeout") => Ok(false),
            Err(Error::Refused { message, .. }) => Err(Error::Navigation { url: url.into(), reason: message }),
            Err(error) => Err(error),
        }
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let script = json!({ "script": format!("return ({expression}\n)"), "args": [] });
        self.driver.post("/execute/sync", &script).map_err(|error| match error {
            Error::Refused { message, .. } => Error::Threw { expression: shorten(expression), message },
            error => error,
        })
    }

    /// Waits until an expression is true and gives its value.
    pub fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<Value> {
        wait::wait_for(expression, limit, |expression| self.evaluate(expression))
    }

    /// Clicks the element that an expression gives.
    pub fn click(&mut self, expression: &str) -> Result<()> {
        let refuse = |reason: String| Error::NotClickable { expression: shorten(expression), reason };
        let value = self.evaluate(expression)?;
        let element = value[ELEMENT].as_str().ok_or_else(|| refuse("it gives no element".into()))?;
        match self.driver.post(&format!("/element/{element}/click"), &json!({})) {
            Err(Error::Refused { message, .. }) => Err(refuse(message)),
            result => result.map(drop),
        }
    }

    /// The cookies that the page's own address gets.
    pub fn cookies(&mut self) -> Result<Vec<Cookie>> {
        Ok(Cookie::read_all(&self.driver.get("/cookie")?))
    }
}

fn browser() -> Result<PathBuf> {
    let candidates = FOLDERS.iter().map(|folder| Path::new(folder).join(BROWSER));
    candidates.into_iter().find(|path| path.is_file()).ok_or_else(|| Error::Missing(BROWSER.into()))
}

/// A port that nobody listens at now: the driver cannot tell which one it chose.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    Ok(listener.map_err(Error::io("looking for a free port"))?.port())
}
