//! A result of `charte doctor`. It knows no single check.

use serde::Serialize;

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// Nothing has to be done.
    Fine,
    /// Something works less well than it could.
    Note,
    /// Something does not work.
    Hinders,
}

/// What was checked, and the outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Answer {
    pub(super) topic: &'static str,
    pub(super) state: State,
    pub(super) text: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) advice: Option<String>,
}

impl Answer {
    pub(super) fn fine(topic: &'static str, text: impl Into<String>) -> Answer {
        Answer { topic, state: State::Fine, text: text.into(), advice: None }
    }

    pub(super) fn note(topic: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Answer {
        Answer { state: State::Note, advice: Some(advice.into()), ..Answer::fine(topic, text) }
    }

    pub(super) fn hinders(topic: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Answer {
        Answer { state: State::Hinders, ..Answer::note(topic, text, advice) }
    }
}
