//! A headless Firefox with a throw-away profile, to test in a second engine. It knows no page's content.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cookie::Cookie;
use crate::error::{Error, Result};
use crate::marionette::Marionette;
use crate::process::{Process, Supervisor, find, fresh_profile};
use crate::results::{self, START_LIMIT};
use crate::server::Server;
use crate::wait;

/// Names under which Firefox is installed.
const PROGRAMS: [&str; 2] = ["firefox-esr", "firefox"];

/// How to start a Firefox.
#[derive(Debug, Clone, Default)]
pub struct FirefoxOptions {
    /// The program; by default the first of the usual names in PATH.
    pub program: Option<PathBuf>,
    /// Runs no script in any page. Then nothing can be evaluated or clicked; navigating and the server's log work.
    pub without_scripts: bool,
    /// Resolves every host to the server instead of using it as a proxy. Then the server also sees connections that are
    /// opened ahead of a request, which Firefox does not open through a proxy. STUN servers resolve to this machine, too.
    pub direct: bool,
    /// More preferences, which override those set here.
    pub preferences: Vec<(String, Value)>,
}

/// A running Firefox with one page; it is ended on drop.
pub struct Firefox {
    marionette: Marionette,
    _process: Process,
}

impl Firefox {
    /// Starts one whose requests all reach that server, and waits until it responds, two minutes at most.
    pub fn launch(server: &Server, options: &FirefoxOptions) -> Result<Self> {
        let program = options.program.clone().map_or_else(|| find(&PROGRAMS), Ok)?;
        let profile = fresh_profile()?;
        std::fs::write(profile.path().join("user.js"), user_js(server.port(), options))
            .map_err(Error::io("writing Firefox's preferences"))?;
        let folder = profile.path().display().to_string();
        let arguments = ["--headless", "--marionette", "--no-remote", "--profile", &folder].map(String::from);
        let process = Process::start(program, &Supervisor::Kill, profile, &arguments)?;
        let mut marionette = connect(&process)?;
        // Unlike a WebDriver over HTTP, Marionette takes the capabilities themselves and ignores `alwaysMatch` around them.
        let capabilities = json!({
            "acceptInsecureCerts": true, "timeouts": results::timeouts(), "unhandledPromptBehavior": "accept",
        });
        marionette.call("WebDriver:NewSession", capabilities)?;
        Ok(Self { marionette, _process: process })
    }

    /// Navigates to a URL and waits for the load event, 30 seconds at most. False when the event has not come by then.
    pub fn goto(&mut self, url: &str) -> Result<bool> {
        results::loaded(url, self.marionette.call("WebDriver:Navigate", json!({ "url": url })))
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        // Without a named sandbox a script sees the page's own globals.
        let params = json!({ "script": results::function_body(expression), "args": [], "sandbox": null });
        let result = self.marionette.call("WebDriver:ExecuteScript", params);
        results::evaluated(expression, result.map(|mut answer| answer["value"].take()))
    }

    /// Waits until an expression is true (in JavaScript's sense) and returns its value.
    pub fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<Value> {
        wait::wait_for(expression, limit, |expression| self.evaluate(expression))
    }

    /// Clicks the element that an expression returns, inside open shadow roots too.
    pub fn click(&mut self, expression: &str) -> Result<()> {
        let value = self.evaluate(expression)?;
        let marionette = &mut self.marionette;
        results::click(expression, &value, |id| marionette.call("WebDriver:ElementClick", json!({ "id": id })))
    }

    /// The cookies that are sent to the page's own URL; WebDriver returns no others.
    pub fn cookies(&mut self) -> Result<Vec<Cookie>> {
        let answer = self.marionette.call("WebDriver:GetCookies", json!({}))?;
        Ok(Cookie::read_all(if answer.is_array() { &answer } else { &answer["value"] }))
    }
}

/// Connects as soon as Firefox listens. It chooses its port itself and writes it into the profile, so that no two collide.
fn connect(process: &Process) -> Result<Marionette> {
    let file = process.profile().join("MarionetteActivePort");
    let start = Instant::now();
    while start.elapsed() < START_LIMIT {
        let port = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok());
        if let Some(marionette) = port.and_then(|port| Marionette::connect(port, START_LIMIT).ok()) {
            return Ok(marionette);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(process.failure("it opened no Marionette port"))
}

/// Preferences that direct every request to the local server and keep Firefox from making requests of its own.
fn user_js(port: u16, options: &FirefoxOptions) -> String {
    let mut text =
        format!("user_pref(\"network.proxy.http_port\", {port});\nuser_pref(\"network.proxy.ssl_port\", {port});\n");
    text.push_str(include_str!("firefox.js"));
    if options.without_scripts {
        text.push_str("user_pref(\"javascript.enabled\", false);\n");
    }
    if options.direct {
        let _ = write!(
            text,
            "user_pref(\"network.proxy.type\", 0);\nuser_pref(\"network.dns.forceResolve\", \"127.0.0.1\");\n\
             user_pref(\"network.socket.forcePort\", \"80={port};443={port}\");\n\
             user_pref(\"media.peerconnection.ice.loopback\", true);\n"
        );
    }
    for (name, value) in &options.preferences {
        let _ = writeln!(text, "user_pref({}, {value});", json!(name));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_of_the_caller_come_last() {
        let preferences = vec![("privacy.globalprivacycontrol.enabled".to_string(), json!(true))];
        let text = user_js(81, &FirefoxOptions { without_scripts: true, preferences, ..FirefoxOptions::default() });
        assert!(text.starts_with("user_pref(\"network.proxy.http_port\", 81);\n"));
        assert!(text.contains("user_pref(\"javascript.enabled\", false);\n"));
        assert!(text.ends_with("user_pref(\"privacy.globalprivacycontrol.enabled\", true);\n"));
        let text = user_js(81, &FirefoxOptions { direct: true, ..FirefoxOptions::default() });
        assert!(text.contains("user_pref(\"network.socket.forcePort\", \"80=81;443=81\");\n"));
    }
}
