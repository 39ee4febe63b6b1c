//! Errors of driving a browser. Every message says what was tried.

use std::io;

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of a browser, of its protocol or of the local server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No program of that kind is installed.
    #[error("no browser found in PATH, tried {0}")]
    Missing(String),
    /// The program was found but did not become ready.
    #[error("{program} did not start: {reason}; its last words: {log}")]
    Start {
        /// The program that was run.
        program: String,
        /// What was waited for.
        reason: String,
        /// The end of what the program printed.
        log: String,
    },
    /// An operation on a file, a socket or a process failed.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// The error of the system.
        source: io::Error,
    },
    /// The browser closed the connection.
    #[error("the browser closed the connection during `{0}`")]
    Closed(String),
    /// The browser did not answer.
    #[error("`{command}` got no answer within {seconds} s")]
    Timeout {
        /// The protocol command.
        command: String,
        /// The limit, in seconds.
        seconds: u64,
    },
    /// The browser answered with an error.
    #[error("`{command}` was refused: {message}")]
    Refused {
        /// The protocol command.
        command: String,
        /// The browser's error message.
        message: String,
    },
    /// The browser's answer lacks a part.
    #[error("`{command}` answered without {wanted}: {answer}")]
    Unexpected {
        /// The protocol command.
        command: String,
        /// The part that is missing.
        wanted: String,
        /// The answer, shortened.
        answer: String,
    },
    /// A page did not load.
    #[error("cannot load {url}: {reason}")]
    Navigation {
        /// The URL that was requested.
        url: String,
        /// The browser's error message.
        reason: String,
    },
    /// An expression threw in the page.
    #[error("evaluating `{expression}` threw: {message}")]
    Threw {
        /// The expression, shortened.
        expression: String,
        /// What was thrown.
        message: String,
    },
    /// An expression did not become true.
    #[error("`{expression}` did not become true within {milliseconds} ms, it last gave {last}")]
    NeverTrue {
        /// The expression, shortened.
        expression: String,
        /// The limit, in milliseconds.
        milliseconds: u128,
        /// Its last value or error.
        last: String,
    },
    /// An expression's value cannot be clicked.
    #[error("cannot click `{expression}`: {reason}")]
    NotClickable {
        /// The expression, shortened.
        expression: String,
        /// Why not.
        reason: String,
    },
    /// A key is not known to the driver.
    #[error(
        "no key is named `{0}`: use Tab, Enter, Space, Escape, an arrow … or one character, after Shift+, Ctrl+ or Alt+"
    )]
    UnknownKey(String),
}

impl Error {
    /// Makes an I/O error of what was tried.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    /// Makes the error of an answer that lacks a part.
    pub(crate) fn unexpected(command: &str, wanted: &str, answer: &serde_json::Value) -> Self {
        Self::Unexpected { command: command.into(), wanted: wanted.into(), answer: shorten(&answer.to_string()) }
    }
}

/// The first 200 characters, so that a message stays readable.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortening_counts_characters_not_bytes() {
        assert_eq!(shorten("é"), "é");
        assert_eq!(shorten(&"é".repeat(300)).chars().count(), 202);
    }
}
