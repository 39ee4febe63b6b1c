//! Waits for pages: how long for their load event, and until an expression is true. It knows no browser.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::error::{Error, Result, shorten};

/// How long a page may take to load before a test goes on without it: longer than the slowest page takes on a busy machine.
pub(crate) const LOAD_LIMIT: Duration = Duration::from_secs(30);

/// The interval between two evaluations.
const PAUSE: Duration = Duration::from_millis(10);

/// Waits until an expression is true in JavaScript's sense and returns its value. Errors of the page, as during a navigation, do
/// not end it; the end of the browser does.
pub(crate) fn wait_for(
    expression: &str,
    limit: Duration,
    mut evaluate: impl FnMut(&str) -> Result<Value>,
) -> Result<Value> {
    let start = Instant::now();
    loop {
        let last = evaluate(expression);
        match last {
            Ok(value) if is_true(&value) => return Ok(value),
            Err(error @ (Error::Closed(_) | Error::Io { .. })) => return Err(error),
            last if start.elapsed() >= limit => {
                let last = last.map_or_else(|error| error.to_string(), |value| shorten(&value.to_string()));
                let milliseconds = limit.as_millis();
                return Err(Error::NeverTrue { expression: shorten(expression), milliseconds, last });
            }
            _ => thread::sleep(PAUSE),
        }
    }
}

/// Truthiness as in JavaScript, for a value that went through JSON.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn truth_is_that_of_javascript() {
        for value in [json!(null), json!(false), json!(0), json!("")] {
            assert!(!is_true(&value), "{value}");
        }
        for value in [json!(true), json!(0.5), json!("0"), json!([]), json!({})] {
            assert!(is_true(&value), "{value}");
        }
    }
}
