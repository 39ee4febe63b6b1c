//! Protocol events read as what a test wants to know: what was asked for, what went wrong. It knows no session.

use serde_json::Value;

/// A request that some page, frame or worker of a context made, whether or not it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The whole address.
    pub url: String,
    /// What for: `Document`, `Script`, `Image`, `Fetch`, `WebSocket` …
    pub kind: String,
    /// By what: `page`, `iframe`, `worker`, `service_worker` …
    pub by: String,
}

/// Where a [`Problem`] was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// `console.error` or a failed assertion.
    Console,
    /// An exception that nobody caught.
    Exception,
    /// Something that a Content-Security-Policy forbids.
    Csp,
    /// The browser's own errors in the console, such as a 404.
    Browser,
}

/// An error that a visitor does not see but the console shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it was told.
    pub kind: ProblemKind,
    /// The message.
    pub text: String,
    /// The address it is about, or empty.
    pub url: String,
}

/// The request that an event tells of, if it leaves the machine.
pub(crate) fn asked(by: &str, method: &str, params: &Value) -> Option<Asked> {
    let (url, kind) = match method {
        "Network.requestWillBeSent" => (&params["request"]["url"], text(&params["type"])),
        "Network.webSocketCreated" => (&params["url"], "WebSocket".into()),
        _ => return None,
    };
    let url = text(url);
    let goes_out = ["http:", "https:", "ws:", "wss:"].iter().any(|scheme| url.starts_with(scheme));
    goes_out.then(|| Asked { url, kind, by: by.into() })
}

/// The problem that an event tells of.
pub(crate) fn problem(method: &str, params: &Value) -> Option<Problem> {
    match method {
        "Runtime.exceptionThrown" => Some(Problem {
            kind: ProblemKind::Exception,
            text: thrown(&params["exceptionDetails"]),
            url: text(&params["exceptionDetails"]["url"]),
        }),
        "Runtime.consoleAPICalled" if matches!(params["type"].as_str(), Some("error" | "assert")) => {
            let arguments = params["args"].as_array().into_iter().flatten();
            let words = arguments
                .map(|value| value["description"].as_str().map_or_else(|| text(&value["value"]), String::from));
            let text = words.collect::<Vec<_>>().join(" ");
            Some(Problem { kind: ProblemKind::Console, text, url: String::new() })
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            let entry = &params["entry"];
            Some(Problem { kind: ProblemKind::Browser, text: text(&entry["text"]), url: text(&entry["url"]) })
        }
        "Audits.issueAdded" => csp(&params["issue"]["details"]["contentSecurityPolicyIssueDetails"]),
        _ => None,
    }
}

fn csp(details: &Value) -> Option<Problem> {
    let directive = details["violatedDirective"].as_str()?;
    let (kind, url) = (text(&details["contentSecurityPolicyViolationType"]), text(&details["blockedURL"]));
    Some(Problem { kind: ProblemKind::Csp, text: format!("{directive} ({kind})"), url })
}

/// A JSON string's text, any other value as JSON writes it, nothing for null.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The words of an exception.
pub(crate) fn thrown(details: &Value) -> String {
    let exception = &details["exception"];
    let words = exception["description"].as_str().map(String::from);
    let words = words.or_else(|| exception.get("value").map(Value::to_string));
    words.unwrap_or_else(|| details["text"].as_str().unwrap_or("something without words").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_leaves_the_machine_is_asked_for() {
        let ask = |url: &str| {
            asked("page", "Network.requestWillBeSent", &json!({ "request": { "url": url }, "type": "Image" }))
        };
        assert_eq!(ask("https://a.example/p.gif").unwrap().kind, "Image");
        assert_eq!(ask("data:image/gif,x"), None);
        assert_eq!(asked("page", "Network.dataReceived", &json!({})), None);
    }

    #[test]
    fn warnings_are_no_problem() {
        let log = |kind: &str| {
            problem("Runtime.consoleAPICalled", &json!({ "type": kind, "args": [{ "value": "a" }, { "value": 1 }] }))
        };
        assert_eq!(log("error").unwrap().text, "a 1");
        assert_eq!(log("warning"), None);
    }

    #[test]
    fn whatever_was_thrown_has_words() {
        assert_eq!(thrown(&json!({ "exception": { "description": "Error: a" } })), "Error: a");
        assert_eq!(thrown(&json!({ "exception": { "value": 3 } })), "3");
        assert_eq!(thrown(&json!({ "text": "Uncaught" })), "Uncaught");
    }
}
