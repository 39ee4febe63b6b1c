//! What is found out: whose an address is, and how a script concerns its service.

/// Whose an address is, and what that means for the visitor's consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// The portal's own.
    Own,
    /// Allowed without consent by the declaration.
    Allowed,
    /// A declared service's, exempt from consent.
    Exempt(&'a str),
    /// A declared service's, which waits.
    Waits(&'a str),
    /// A service's that the catalogue knows and this portal does not declare.
    Undeclared(&'a str),
    /// Nobody's that was declared or is known.
    Unknown,
}

impl Verdict<'_> {
    /// Whether it is a third party that visitors have to agree to.
    pub fn must_wait(self) -> bool {
        matches!(self, Verdict::Waits(_) | Verdict::Undeclared(_) | Verdict::Unknown)
    }
}

/// How a script file of the site's own has to do with a third party, gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// It loads a service that tracks.
    Loads,
    /// It imports a script.
    Imports,
    /// It has what starts a service, perhaps when the visitor asks for it.
    Starts,
    /// It names the host of a service that tracks.
    Names,
}
