//! A headless Firefox with a throw-away profile, for the second opinion. It knows no page's content.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cookie::Cookie;
use crate::error::{Error, Result, shorten};
use crate::marionette::Marionette;
use crate::process::{Leash, Process, find, fresh_profile};
use crate::server::Server;
use crate::wait;

/// Names under which Firefox is installed.
const PROGRAMS: [&str; 2] = ["firefox-esr", "firefox"];

/// The member of an object that names an element in the protocol.
pub(crate) const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long a start may take on a busy machine.
pub(crate) const STARTING: Duration = Duration::from_secs(120);

/// How long a page may take to load before the test goes on without it.
pub(crate) const LOADING: Duration = Duration::from_secs(5);

/// How to start a Firefox.
#[derive(Debug, Clone, Default)]
pub struct FirefoxOptions {
    /// The program; by default the first of the usual names in PATH.
    pub program: Option<PathBuf>,
    /// Runs no script in any page. Then nothing can be evaluated or clicked; navigating and the server's log work.
    pub without_scripts: bool,
    /// Finds every host at the server itself instead of asking it as a proxy: so the server sees also what is opened before
    /// anything is asked, which no Firefox does through a proxy. STUN servers are found on this machine, too.
    pub direct: bool,
    /// More preferences, which win over the usual ones.
    pub preferences: Vec<(String, Value)>,
}

/// A running Firefox, with one page; it ends when this is dropped.
pub struct Firefox {
    marionette: Marionette,
    _process: Process,
}

impl Firefox {
    /// Starts one for which that server is the whole Internet.
    pub fn launch(server: &Server, options: &FirefoxOptions) -> Result<Self> {
        let program = options.program.clone().map_or_else(|| find(&PROGRAMS), Ok)?;
        let profile = fresh_profile()?;
        std::fs::write(profile.path().join("user.js"), user_js(server.port(), options))
            .map_err(Error::io("writing Firefox's preferences"))?;
        let folder = profile.path().display().to_string();
        let arguments = ["--headless", "--marionette", "--no-remote", "--profile", &folder].map(String::from);
        let process = Process::start(program, &Leash::Killed, profile, &arguments)?;
        let mut marionette = connect(&process)?;
        let timeouts = json!({ "pageLoad": LOADING.as_millis(), "script": 10_000, "implicit": 0 });
        // Unlike a driver over HTTP, Marionette takes the capabilities as they are and ignores what encloses them.
        let capabilities = json!({
            "acceptInsecureCerts": true, "timeouts": timeouts, "unhandledPromptBehavior": "accept",
        });
        marionette.call("WebDriver:NewSession", capabilities)?;
        Ok(Self { marionette, _process: process })
    }

    /// Goes to an address and waits for the load event, five seconds at most. True when the event came.
    pub fn goto(&mut self, url: &str) -> Result<bool> {
        match self.marionette.call("WebDriver:Navigate", json!({ "url": url })) {
            Ok(_) => Ok(true),
            Err(Error::Refused { message, .. }) if message.starts_with("timeout") => Ok(false),
            Err(Error::Refused { message, .. }) => Err(Error::Navigation { url: url.into(), reason: message }),
            Err(error) => Err(error),
        }
    }

    /// The value of a JavaScript expression, as JSON; a promise is awaited.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        // Without a name for its sandbox a script sees the page's own globals.
        let params = json!({ "script": format!("return ({expression}\n)"), "args": [], "sandbox": null });
        match self.marionette.call("WebDriver:ExecuteScript", params) {
            Ok(mut answer) => Ok(answer["value"].take()),
            Err(Error::Refused { message, .. }) => Err(Error::Threw { expression: shorten(expression), message }),
            Err(error) => Err(error),
        }
    }

    /// Waits until an expression is true and gives its value.
    pub fn wait_for(&mut self, expression: &str, limit: Duration) -> Result<Value> {
        wait::wait_for(expression, limit, |expression| self.evaluate(expression))
    }

    /// Clicks the element that an expression gives, inside open shadow roots too.
    pub fn click(&mut self, expression: &str) -> Result<()> {
        let refuse = |reason: String| Error::NotClickable { expression: shorten(expression), reason };
        let value = self.evaluate(expression)?;
        let element = value[ELEMENT].as_str().ok_or_else(|| refuse("it gives no element".into()))?;
        match self.marionette.call("WebDriver:ElementClick", json!({ "id": element })) {
            Err(Error::Refused { message, .. }) => Err(refuse(message)),
            result => result.map(drop),
        }
    }

    /// The cookies that the page's own address gets; Marionette tells no others.
    pub fn cookies(&mut self) -> Result<Vec<Cookie>> {
        let answer = self.marionette.call("WebDriver:GetCookies", json!({}))?;
        Ok(Cookie::read_all(if answer.is_array() { &answer } else { &answer["value"] }))
    }
}

/// Firefox chooses its port and writes it into the profile, so that no two ever want the same.
fn connect(process: &Process) -> Result<Marionette> {
    let file = process.profile().join("MarionetteActivePort");
    let start = Instant::now();
    while start.elapsed() < STARTING {
        let port = std::fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok());
        if let Some(marionette) = port.and_then(|port| Marionette::connect(port, STARTING).ok()) {
            return Ok(marionette);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(process.failure("it opened no Marionette port"))
}

/// Preferences that send every request to the local server and keep Firefox from making any of its own.
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
    fn given_preferences_come_last() {
        let preferences = vec![("privacy.globalprivacycontrol.enabled".to_string(), json!(true))];
        let text = user_js(81, &FirefoxOptions { without_scripts: true, preferences, ..FirefoxOptions::default() });
        assert!(text.starts_with("user_pref(\"network.proxy.http_port\", 81);\n"));
        assert!(text.contains("user_pref(\"javascript.enabled\", false);\n"));
        assert!(text.ends_with("user_pref(\"privacy.globalprivacycontrol.enabled\", true);\n"));
        let text = user_js(81, &FirefoxOptions { direct: true, ..FirefoxOptions::default() });
        assert!(text.contains("user_pref(\"network.socket.forcePort\", \"80=81;443=81\");\n"));
    }
}
