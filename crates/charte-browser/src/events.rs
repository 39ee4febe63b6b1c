//! Reads events of the DevTools protocol as requests and errors. It knows no session.

use serde_json::Value;

/// A request that a page, frame or worker of a context sent, whether or not it was answered. What reached the server is
/// a [`Request`](crate::Request).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentRequest {
    /// The absolute URL.
    pub url: String,
    /// The resource type of the DevTools protocol: `Document`, `Script`, `Image`, `Fetch`, `WebSocket` …
    pub kind: String,
    /// The target type of the sender: `page`, `iframe`, `worker`, `service_worker` …
    pub sender: String,
}

/// Where a [`Problem`] was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// `console.error` or a failed assertion.
    Console,
    /// An exception that nobody caught.
    Exception,
    /// A violation of a Content-Security-Policy.
    Csp,
    /// The browser's own errors in the console, such as a 404.
    Browser,
}

/// An error that the browser's developer tools show and the page does not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Where it was reported.
    pub kind: ProblemKind,
    /// The message.
    pub text: String,
    /// The URL that it is about, or empty.
    pub url: String,
}

/// The request that an event reports, if it goes over the network.
pub(crate) fn sent_request(sender: &str, method: &str, params: &Value) -> Option<SentRequest> {
    let (url, kind) = match method {
        "Network.requestWillBeSent" => (&params["request"]["url"], text(&params["type"])),
        "Network.webSocketCreated" => (&params["url"], "WebSocket".into()),
        _ => return None,
    };
    let url = text(url);
    let is_network = ["http:", "https:", "ws:", "wss:"].iter().any(|scheme| url.starts_with(scheme));
    is_network.then(|| SentRequest { url, kind, sender: sender.into() })
}

/// The error that an event reports.
pub(crate) fn problem(method: &str, params: &Value) -> Option<Problem> {
    match method {
        "Runtime.exceptionThrown" => Some(Problem {
            kind: ProblemKind::Exception,
            text: exception_message(&params["exceptionDetails"]),
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

/// The message of an exception, or whatever was thrown.
pub(crate) fn exception_message(details: &Value) -> String {
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
    fn only_requests_over_the_network_count() {
        let request = |url: &str| {
            sent_request("page", "Network.requestWillBeSent", &json!({ "request": { "url": url }, "type": "Image" }))
        };
        assert_eq!(request("https://a.example/p.gif").unwrap().kind, "Image");
        assert_eq!(request("data:image/gif,x"), None);
        assert_eq!(sent_request("page", "Network.dataReceived", &json!({})), None);
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
    fn whatever_was_thrown_has_a_message() {
        assert_eq!(exception_message(&json!({ "exception": { "description": "Error: a" } })), "Error: a");
        assert_eq!(exception_message(&json!({ "exception": { "value": 3 } })), "3");
        assert_eq!(exception_message(&json!({ "text": "Uncaught" })), "Uncaught");
    }
}
