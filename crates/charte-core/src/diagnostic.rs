//! A finding as data: a stable code, a level, where it is, what is wrong and how to mend it. It knows no rule by name.

use serde::Serialize;

use crate::fix::Fix;

pub use crate::place::{Lines, Place};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Allowed by the author of the declaration, who says why: see [`Levels`](crate::levels::Levels).
    Allow,
    /// For information; nothing has to be changed.
    Note,
    /// The build is carried out; the author should check it.
    Warning,
    /// Nothing is written until it is mended.
    Error,
}

impl Level {
    /// Every level, the gravest last, with its name.
    pub const ALL: [(Level, &'static str); 4] =
        [(Level::Allow, "allow"), (Level::Note, "note"), (Level::Warning, "warning"), (Level::Error, "error")];

    /// Its name in a declaration and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What a finding is about. The exit code of a program depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The content of a file: the declaration, the theme, the site.
    #[default]
    Content,
    /// A file or folder that could not be read or written.
    InputOutput,
}

/// One finding. Made by [`Rule::finding`](crate::rule::Rule::finding), then completed by the methods below.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The stable code of its rule: see [`Rule::code`](crate::rule::Rule::code).
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What it is about.
    #[serde(skip)]
    pub kind: Kind,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The file or folder concerned, when there is no line to show.
    pub path: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// Whom it is about: ids of services, and hosts of third parties that are not declared. They stand in the message too; this
    /// is for programs, which can then tell the findings that concern a page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// What it rests on in the publisher's country, where that is not France: its act, or its authority's guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why the declaration gives it a lower level than its rule's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The change of the file that mends it, where that needs no judgement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// With another level than its rule's: a rule can be graver in one case than in another.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With its place, when that is known.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// With the file or folder that it is about.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// With the services and undeclared hosts that it is about, besides those that it has.
    #[must_use]
    pub fn about<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.subjects.extend(subjects.into_iter().map(Into::into));
        self
    }

    /// With the change that mends it, when there is one.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// With advice on how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Whether one of the findings stops the build.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    has_level(findings, Level::Error)
}

/// Whether one of the findings is of this level or a graver one.
pub fn has_level(findings: &[Diagnostic], level: Level) -> bool {
    findings.iter().any(|finding| finding.level >= level)
}
