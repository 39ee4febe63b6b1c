//! The embed that a placeholder replaces.

/// An embed that is held until consent, as its placeholder describes it.
#[derive(Debug, Clone, Default)]
pub struct HeldEmbed<'a> {
    /// Ids of the services that must all be accepted.
    pub services: &'a [String],
    /// Address of the embed, absolute if known.
    pub address: &'a str,
    /// The author's title for it.
    pub title: Option<&'a str>,
}
