//! A rule as data: what a finding is made from, and what explains it. Each crate has a table of its own.

use crate::diagnostic::{Diagnostic, Kind, Level};

/// One rule that a declaration, a theme or a site can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its stable code, in lower case with hyphens: for filters and documentation.
    pub code: &'static str,
    /// How grave it is to break it.
    pub level: Level,
    /// What a finding of it is about.
    pub kind: Kind,
    /// What is wrong, in one line without a full stop.
    pub title: &'static str,
    /// The consequences for visitors or for the publisher.
    pub why: &'static str,
    /// Where the rule comes from: an article of law, a specification, or `charte` for its own.
    pub source: &'static str,
    /// The shortest lines that break it.
    pub example: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

impl Rule {
    /// An error with empty texts, which [`rules!`](crate::rules!) fills in by struct update syntax.
    pub const ERROR: Rule = Rule {
        code: "",
        level: Level::Error,
        kind: Kind::Content,
        title: "",
        why: "",
        source: "charte",
        example: "",
        mend: "",
    };
    /// The same for a warning.
    pub const WARNING: Rule = Rule { level: Level::Warning, ..Rule::ERROR };
    /// The same for a note.
    pub const NOTE: Rule = Rule { level: Level::Note, ..Rule::ERROR };

    /// A finding of this rule. `message` says what is wrong, in lower case and without a full stop.
    pub fn finding(&self, message: impl Into<String>) -> Diagnostic {
        let Rule { code, level, kind, .. } = *self;
        Diagnostic {
            code,
            level,
            kind,
            message: message.into(),
            place: None,
            path: None,
            help: None,
            reason: None,
            catalogue_service: None,
        }
    }
}

/// Declares the rules of a table as constants, and all of them as `ALL`:
/// `rules! { NAME = ERROR { code: "…", title: "…", why: "…", example: "…", mend: "…" } }`.
#[macro_export]
macro_rules! rules {
    ($($name:ident = $level:ident { $($field:ident: $value:expr),+ $(,)? })+) => {
        $(
            #[doc = concat!("`", stringify!($name), "`")]
            pub static $name: $crate::rule::Rule = $crate::rule::Rule { $($field: $value,)+ ..$crate::rule::Rule::$level };
        )+
        /// Every rule of this table.
        pub static ALL: &[&$crate::rule::Rule] = &[$(&$name),+];
    };
}
