//! What can go wrong while driving a browser. Every message says what was tried; none knows why it was wanted.

use std::io;

/// Result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure of a browser, of its protocol or of the local server.
#[derive(Debug, thiserror::Error)]
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
    /// A file, a socket or a process refused.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// What the system answered.
        source: io::Error,
    },
    /// The browser went away.
    #[error("the browser closed the connection during `{0}`")]
    Closed(String),
    /// The browser did not answer.
    #[error("`{command}` got no answer within {seconds} s")]
    Timeout {
        /// The protocol command.
        command: String,
        /// How long was waited.
        seconds: u64,
    },
    /// The browser answered with an error.
    #[error("`{command}` was refused: {message}")]
    Refused {
        /// The protocol command.
        command: String,
        /// The browser's words.
        message: String,
    },
    /// The browser's answer lacks what it should hold.
    #[error("`{command}` answered without {wanted}: {answer}")]
    Unexpected {
        /// The protocol command.
        command: String,
        /// What was looked for.
        wanted: String,
        /// What came, shortened.
        answer: String,
    },
    /// A page did not load.
    #[error("cannot load {url}: {reason}")]
    Navigation {
        /// The address asked for.
        url: String,
        /// The browser's words.
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
    /// An expression stayed false.
    #[error("`{expression}` did not become true within {milliseconds} ms, it last gave {last}")]
    NeverTrue {
        /// The expression, shortened.
        expression: String,
        /// How long was waited.
        milliseconds: u128,
        /// Its last value or error.
        last: String,
    },
    /// There is nothing to click.
    #[error("cannot click `{expression}`: {reason}")]
    NotClickable {
        /// The expression, shortened.
        expression: String,
        /// Why not.
        reason: String,
    },
    /// A key that the driver does not know.
    #[error(
        "no key is named `{0}`: use Tab, Enter, Space, Escape, an arrow … or one character, after Shift+, Ctrl+ or Alt+"
    )]
    UnknownKey(String),
}

impl Error {
    /// An input or output error with what was tried.
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    /// An answer that lacks what it should hold.
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
