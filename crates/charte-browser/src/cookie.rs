//! A cookie as both browser protocols return it. It knows no consent and no service.

use serde_json::Value;

/// A cookie that a browser stores.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The host, with a leading dot when its subdomains get the cookie too.
    pub domain: String,
    /// The path it is sent to.
    pub path: String,
    /// Seconds since 1970; `None` for a session cookie.
    pub expires: Option<f64>,
    /// Whether it is sent over https only.
    pub secure: bool,
    /// Whether it is hidden from scripts.
    pub http_only: bool,
    /// `Strict`, `Lax` or `None`; nothing when the attribute is not set.
    pub same_site: Option<String>,
}

impl Cookie {
    /// Reads the object of either protocol: they differ only in the name of the expiry.
    pub(crate) fn read(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_string();
        let expires = value["expires"].as_f64().or_else(|| value["expiry"].as_f64());
        Self {
            name: text("name"),
            value: text("value"),
            domain: text("domain"),
            path: text("path"),
            expires: expires.filter(|seconds| *seconds >= 0.0),
            secure: value["secure"].as_bool().unwrap_or(false),
            http_only: value["httpOnly"].as_bool().unwrap_or(false),
            same_site: value["sameSite"].as_str().map(String::from),
        }
    }

    /// Reads a list of cookies, sorted by domain and name so that tests can compare it.
    pub(crate) fn read_all(list: &Value) -> Vec<Self> {
        let mut cookies: Vec<Self> = list.as_array().into_iter().flatten().map(Self::read).collect();
        cookies.sort_by(|one, other| (&one.domain, &one.name).cmp(&(&other.domain, &other.name)));
        cookies
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_spellings_of_the_expiry_are_read() {
        assert_eq!(Cookie::read(&json!({ "name": "a", "expires": -1 })).expires, None);
        assert_eq!(Cookie::read(&json!({ "name": "a", "expires": 12.5 })).expires, Some(12.5));
        assert_eq!(Cookie::read(&json!({ "name": "a", "expiry": 12 })).expires, Some(12.0));
    }
}
