//! W3C WebDriver: JSON over HTTP, for one session. It knows no browser.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::http;

/// A session with a driver on a local port.
pub(crate) struct Webdriver {
    port: u16,
    path: String,
}

impl Webdriver {
    /// Starts a session as soon as the driver listens, within `limit`.
    pub(crate) fn start(port: u16, capabilities: &Value, limit: Duration) -> Result<Self> {
        let mut driver = Self { port, path: "/session".into() };
        let start = Instant::now();
        let answer = loop {
            match driver.post("", &json!({ "capabilities": { "alwaysMatch": capabilities } })) {
                Err(Error::Closed(_)) if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(20)),
                answer => break answer?,
            }
        };
        let id = answer["sessionId"].as_str();
        let id = id.ok_or_else(|| Error::unexpected("POST /session", "sessionId", &answer))?;
        driver.path = format!("/session/{id}");
        Ok(driver)
    }

    /// Reads a value of the session.
    pub(crate) fn get(&self, command: &str) -> Result<Value> {
        self.call("GET", command, "")
    }

    /// Sends a command and waits for its result.
    pub(crate) fn post(&self, command: &str, params: &Value) -> Result<Value> {
        self.call("POST", command, &params.to_string())
    }

    fn call(&self, method: &str, command: &str, body: &str) -> Result<Value> {
        let path = format!("{}{command}", self.path);
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.port,
            body.len()
        );
        let reply = http::send(self.port, &head, body.as_bytes()).map_err(|_| Error::Closed(path.clone()))?;
        let mut answer: Value = serde_json::from_slice(&reply.body)
            .map_err(|_| Error::unexpected(&path, "JSON", &String::from_utf8_lossy(&reply.body).into()))?;
        let value = answer["value"].take();
        match value.get("error").and_then(Value::as_str) {
            Some(error) if reply.status >= 400 => {
                let message = format!("{error}: {}", value["message"].as_str().unwrap_or_default());
                Err(Error::Refused { command: path, message })
            }
            _ => Ok(value),
        }
    }
}
