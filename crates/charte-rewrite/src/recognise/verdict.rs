//! The answers: the owner of an address, and how a script contacts a service.

/// The owner of an address, and whether it waits for consent. The text is the id of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// The portal's own host, or one that it declares as its own.
    Own,
    /// A host that the declaration allows without consent.
    Allowed,
    /// A declared service that is exempt from consent.
    Exempt(&'a str),
    /// A declared service that waits for consent.
    Waits(&'a str),
    /// A service of the catalogue that the portal does not declare.
    Undeclared(&'a str),
    /// Neither declared nor in the catalogue.
    Unknown,
}

impl Verdict<'_> {
    /// Whether it is a third party that needs the visitor's consent.
    pub fn must_wait(self) -> bool {
        matches!(self, Verdict::Waits(_) | Verdict::Undeclared(_) | Verdict::Unknown)
    }
}

/// How a script file of the site's own contacts a third party, the most certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manner {
    /// It loads a service that follows or counts visitors.
    Loads,
    /// It imports a script from another host.
    Imports,
    /// It has code that starts a service, perhaps only when the visitor asks for it.
    Starts,
    /// It names the host of a service that follows or counts visitors.
    Names,
}
