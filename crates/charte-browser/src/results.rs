//! Results of WebDriver commands, which Marionette and WebDriver return alike, and the limits that both get. It knows no
//! browser and no transport.

use std::time::Duration;

use serde_json::{Value, json};

use crate::error::{Error, Result, shorten};
use crate::wait::LOAD_LIMIT;

/// The key under which WebDriver returns a reference to an element (W3C WebDriver, "web element identifier").
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long a browser may take to start on a busy machine.
pub(crate) const START_LIMIT: Duration = Duration::from_secs(120);

/// The `timeouts` capability of a session, in milliseconds.
pub(crate) fn timeouts() -> Value {
    json!({ "pageLoad": LOAD_LIMIT.as_millis(), "script": 10_000, "implicit": 0 })
}

/// Whether the page has loaded within the session's limit, from the result of a navigation.
pub(crate) fn loaded(url: &str, result: Result<Value>) -> Result<bool> {
    match result {
        Ok(_) => Ok(true),
        Err(Error::Refused { message, .. }) if message.starts_with("timeout") => Ok(false),
        Err(Error::Refused { message, .. }) => Err(Error::Navigation { url: url.into(), reason: message }),
        Err(error) => Err(error),
    }
}

/// The body of a function that returns an expression's value. The line break ends a comment in the expression.
pub(crate) fn function_body(expression: &str) -> String {
    format!("return ({expression}\n)")
}

/// The value of an evaluated expression; an error of the command is what the expression threw.
pub(crate) fn evaluated(expression: &str, result: Result<Value>) -> Result<Value> {
    result.map_err(|error| match error {
        Error::Refused { message, .. } => Error::Threw { expression: shorten(expression), message },
        error => error,
    })
}

/// Clicks, by the driver's own command, the element that an expression returned.
pub(crate) fn click(expression: &str, value: &Value, command: impl FnOnce(&str) -> Result<Value>) -> Result<()> {
    let not_clickable = |reason: String| Error::NotClickable { expression: shorten(expression), reason };
    let element = value[ELEMENT_KEY].as_str().ok_or_else(|| not_clickable("it gives no element".into()))?;
    match command(element) {
        Err(Error::Refused { message, .. }) => Err(not_clickable(message)),
        result => result.map(drop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(message: &str) -> Result<Value> {
        Err(Error::Refused { command: "Navigate".into(), message: message.into() })
    }

    #[test]
    fn a_timeout_of_a_navigation_is_no_error() {
        assert!(loaded("http://a.example/", Ok(Value::Null)).unwrap());
        assert!(!loaded("http://a.example/", refused("timeout: 5000 ms")).unwrap());
        let error = loaded("http://a.example/", refused("unknown error")).unwrap_err();
        assert!(matches!(error, Error::Navigation { .. }), "{error}");
    }

    #[test]
    fn a_value_without_an_element_cannot_be_clicked() {
        let error = click("null", &Value::Null, |_| Ok(Value::Null)).unwrap_err();
        assert_eq!(error.to_string(), "cannot click `null`: it gives no element");
        click("document.body", &json!({ ELEMENT_KEY: "e1" }), |id| Ok(id.into())).unwrap();
    }
}
