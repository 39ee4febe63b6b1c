//! The change by which a policy would allow something. It knows directives, and not what is to be allowed.

use std::fmt::{self, Display, Formatter};

use content_security_policy::Directive;

/// The name of the Trusted Types policy that charte's scripts may create.
pub(super) const TRUSTED_POLICY: &str = "charte";

/// A change to one directive of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remedy {
    /// One more value in the directive that decides.
    Add {
        /// Its name.
        directive: String,
        /// What it lacks.
        value: String,
    },
    /// Another directive in the place of one that lets nothing through.
    Replace {
        /// As it stands.
        old: String,
        /// As it should.
        new: String,
    },
    /// A directive of its own, where `default-src` decides: that one governs too much to be widened.
    Split {
        /// The whole new directive.
        new: String,
    },
    /// Trusted Types are not required of scripts.
    Plain,
}

impl Remedy {
    /// `source` is let through by `directive`, or by one named `own` where that is `default-src`.
    pub(super) fn source(directive: &Directive, own: &str, source: &str) -> Remedy {
        let listed = directive.value.iter().filter(|listed| !listed.eq_ignore_ascii_case("'none'"));
        let listed: Vec<&str> = listed.map(String::as_str).collect();
        if directive.name == "default-src" {
            return Remedy::Split { new: [&[own], listed.as_slice(), &[source]].concat().join(" ") };
        }
        Remedy::add(directive, listed.is_empty(), source)
    }

    /// Scripts run in the sandbox.
    pub(super) fn sandbox(directive: &Directive) -> Remedy {
        Remedy::add(directive, false, "allow-scripts")
    }

    /// charte's Trusted Types policy may be created.
    pub(super) fn trusted_policy(directive: &Directive) -> Remedy {
        let nothing = directive.value.iter().all(|name| name == "'none'");
        Remedy::add(directive, nothing, TRUSTED_POLICY)
    }

    /// Plain texts may be written.
    pub(super) fn plain() -> Remedy {
        Remedy::Plain
    }

    fn add(directive: &Directive, nothing: bool, value: &str) -> Remedy {
        if nothing {
            return Remedy::Replace { old: directive.to_string(), new: format!("{} {value}", directive.name) };
        }
        Remedy::Add { directive: directive.name.clone(), value: value.into() }
    }
}

impl Display for Remedy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Remedy::Add { directive, value } => write!(f, "add `{value}` to `{directive}`"),
            Remedy::Replace { old, new } => write!(f, "write `{new}` in the place of `{}`", old.trim_end()),
            Remedy::Split { new } => write!(f, "add `{new}`, until now decided by `default-src`"),
            Remedy::Plain => f.write_str("take `'script'` out of `require-trusted-types-for`"),
        }
    }
}
