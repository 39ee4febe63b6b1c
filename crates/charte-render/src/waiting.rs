//! What a placeholder stands for.

/// An embed that waits, as its placeholder describes it.
#[derive(Debug, Clone, Default)]
pub struct Waiting<'a> {
    /// Ids of the services that must all be accepted.
    pub services: &'a [String],
    /// Address of what is blocked, absolute if known.
    pub address: &'a str,
    /// The title that the author gave it.
    pub title: Option<&'a str>,
}
