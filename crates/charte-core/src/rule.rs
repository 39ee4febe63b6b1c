//! A rule as data: what a finding is made from, and what explains it. Each crate has a table of its own.

use crate::diagnostic::{Diagnostic, Kind, Level};
use crate::legal::Topic;

pub use crate::legal::DIRECTIVE;

/// The act in France that transposes [`DIRECTIVE`].
pub const FRENCH_ACT: &str = "loi Informatique et Libertés, article 82";

/// How binding the source of a rule is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Weight {
    /// A statute, a regulation, or a judgment.
    Law,
    /// Guidelines of an authority, which say how it reads the law.
    Guidance,
    /// A recommendation of an authority, which nobody has to follow to the letter.
    Recommendation,
    /// Good practice: questions and answers, reports, what others do.
    GoodPractice,
    /// A technical specification.
    Specification,
    /// What charte itself needs.
    #[default]
    Own,
}

impl Weight {
    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Weight::Law => "law",
            Weight::Guidance => "guidance",
            Weight::Recommendation => "recommendation",
            Weight::GoodPractice => "good practice",
            Weight::Specification => "specification",
            Weight::Own => "charte's own",
        }
    }
}

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
    /// Where the rule comes from, in all countries: an article of law, a specification, or `charte` for its own.
    pub source: &'static str,
    /// Where it comes from in France; empty if that is the same.
    pub french: &'static str,
    /// The topic by which each country's own source is found: see [`LegalOrder::source`].
    ///
    /// [`LegalOrder::source`]: crate::legal::LegalOrder::source
    pub topic: Option<Topic>,
    /// How binding that source is.
    pub weight: Weight,
    /// The shortest lines that break it. In a rule for declarations the lines before the first table stand under `[portal.x]`.
    pub example: &'static str,
    /// The same lines as they should be, for rules whose example is a part of a declaration; empty for others.
    pub passing: &'static str,
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
        french: "",
        topic: None,
        weight: Weight::Own,
        example: "",
        passing: "",
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
            source: None,
            subjects: Vec::new(),
            fix: None,
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
