//! What services and their trackers are for: the headings under which a visitor accepts or refuses them.

use serde::Serialize;

use super::texts::Texts;

/// What a tracker is for. One axis of two: the other is [`Party`](super::Party) (whose it is), and neither decides
/// the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// What the service asked for cannot work without.
    Necessary,
    /// Language and presentation that the visitor chose.
    Preferences,
    /// Counting visits, finding faults in navigation.
    AudienceMeasurement,
    /// Videos and sound hosted elsewhere.
    Video,
    /// Maps hosted elsewhere.
    Map,
    /// Posts, feeds and share buttons of social networks.
    Social,
    /// Comments hosted elsewhere.
    Comments,
    /// Chat and help desks.
    Support,
    /// Forms, documents, fonts and other content served by a third party.
    Content,
    /// Telling people from robots.
    Security,
    /// Loading other trackers.
    TagManager,
    /// Advertising and following people from site to site.
    Advertising,
}

impl Purpose {
    /// Every purpose, in the order in which a visitor reads them.
    pub const ALL: [Purpose; 12] = [
        Purpose::Necessary,
        Purpose::Preferences,
        Purpose::AudienceMeasurement,
        Purpose::Video,
        Purpose::Map,
        Purpose::Social,
        Purpose::Comments,
        Purpose::Support,
        Purpose::Content,
        Purpose::Security,
        Purpose::TagManager,
        Purpose::Advertising,
    ];

    /// The name used in a manifest.
    pub fn id(self) -> &'static str {
        match self {
            Purpose::Necessary => "necessary",
            Purpose::Preferences => "preferences",
            Purpose::AudienceMeasurement => "audience-measurement",
            Purpose::Video => "video",
            Purpose::Map => "map",
            Purpose::Social => "social",
            Purpose::Comments => "comments",
            Purpose::Support => "support",
            Purpose::Content => "content",
            Purpose::Security => "security",
            Purpose::TagManager => "tag-manager",
            Purpose::Advertising => "advertising",
        }
    }
}

/// A purpose that a declaration adds to the known ones: a heading of its own for some services of a known purpose, whose
/// legal rules apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnPurpose {
    /// Name in the manifest.
    pub id: String,
    /// Title in banner, preferences and charter.
    pub title: Texts,
    /// One sentence on it.
    pub description: Texts,
}
