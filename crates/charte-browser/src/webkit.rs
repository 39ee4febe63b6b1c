//! A WebKitGTK with a throw-away profile on a virtual display, to test in a third engine. It knows no page's content.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cookie::Cookie;
use crate::error::{Error, Result};
use crate::process::{Process, Supervisor, find, fresh_profile};
use crate::results::{self, START_LIMIT};
use crate::server::Server;
use crate::wait;
use crate::webdriver::Webdriver;

/// The browser that comes with WebKitGTK's driver, relative to one of [`FOLDERS`].
const BROWSER: &str = "webkit2gtk-4.1/MiniBrowser";

/// Where distributions install the programs of libraries.
const FOLDERS: [&str; 5] =
    ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/libexec", "/usr/lib64", "/usr/lib"];

/// How to start a WebKitGTK.
#[derive(Debug, Clone, Default)]
pub struct WebkitOptions {
    /// Runs no script in any page. `evaluate` still works.
    pub without_scripts: bool,
}

/// How often a port is looked for that nobody else takes before the driver does.
const TRIES: usize = 5;

/// A running WebKitGTK with one page; it is ended on drop.
pub struct Webkit {
    driver: Webdriver,
    _process: Process,
}

impl Webkit {
    /// Starts one whose requests all reach that server, and waits until it responds, two minutes at most.
    pub fn launch(server: &Server, options: &WebkitOptions) -> Result<Self> {
        let (program, browser) = (find(&["WebKitWebDriver"])?, browser()?);
        // Without Xvfb the browser would not start, and the reason would only be in its log.
        find(&["Xvfb"])?;
        // With the protocol's `proxy` capability the browser would use TLS to the proxy itself.
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
            "timeouts": results::timeouts(),
            "unhandledPromptBehavior": "accept",
            "webkitgtk:browserOptions": { "binary": browser, "args": arguments },
        });
        let mut tries = 0;
        loop {
            let port = free_port()?;
            let arguments = [format!("--port={port}")];
            let process = Process::start(program.clone(), &Supervisor::VirtualDisplay, fresh_profile()?, &arguments)?;
            match Webdriver::start(port, &capabilities, START_LIMIT) {
                Ok(driver) => return Ok(Self { driver, _process: process }),
                Err(error) => {
                    let failure = process.failure(error.to_string());
                    drop(process);
                    tries += 1;
                    // Where somebody else has taken the port meanwhile, that one has answered in the driver's place.
                    if tries == TRIES || TcpListener::bind(("127.0.0.1", port)).is_ok() {
                        return Err(failure);
                    }
                }
            }
        }
    }

    /// Navigates to a URL and waits for the load event, 30 seconds at most. False when the event has not come by then.
    pub fn goto(&mut self, url: &str) -> Result<bool> {
        results::loaded(url, self.driver.post("/url", &json!({ "url": url })))
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let script = json!({ "script": results::function_body(expression), "args": [] });
        results::evaluated(expression, self.driver.post("/execute/sync", &script))
    }

    /// Waits until an expression is true (in JavaScript's sense) and returns its value.
    pub fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<Value> {
        wait::wait_for(expression, limit, |expression| self.evaluate(expression))
    }

    /// Clicks the element that an expression returns, inside open shadow roots too.
    pub fn click(&mut self, expression: &str) -> Result<()> {
        let value = self.evaluate(expression)?;
        results::click(expression, &value, |id| self.driver.post(&format!("/element/{id}/click"), &json!({})))
    }

    /// The cookies that are sent to the page's own URL; WebDriver returns no others.
    pub fn cookies(&mut self) -> Result<Vec<Cookie>> {
        Ok(Cookie::read_all(&self.driver.get("/cookie")?))
    }
}

fn browser() -> Result<PathBuf> {
    let candidates = FOLDERS.iter().map(|folder| Path::new(folder).join(BROWSER));
    candidates.into_iter().find(|path| path.is_file()).ok_or_else(|| Error::Missing(BROWSER.into()))
}

/// A free port: the driver must be given one, since it does not report which one it would choose.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| listener.local_addr());
    Ok(listener.map_err(Error::io("looking for a free port"))?.port())
}
