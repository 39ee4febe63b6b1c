//! What kind of content a placeholder stands for, which decides how its link is worded. It knows no texts.

use serde::Serialize;

/// The kind of content that a visitor sees of a service after consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceholderKind {
    /// A film or a live broadcast.
    Video,
    /// A map.
    Map,
    /// Music, a podcast.
    Audio,
    /// A post, a feed, buttons of a social network.
    Social,
    /// A form, a survey, a payment.
    Form,
    /// Something to leaf through or to read.
    Document,
    /// A chat.
    Chat,
    /// Appointments, dates.
    Calendar,
    /// A test that tells people from robots.
    Captcha,
    /// An advertisement.
    Advertising,
    /// Something else that is seen.
    Other,
}

impl PlaceholderKind {
    /// Every kind, with the name used in a manifest.
    pub const ALL: [(PlaceholderKind, &'static str); 11] = [
        (PlaceholderKind::Video, "video"),
        (PlaceholderKind::Map, "map"),
        (PlaceholderKind::Audio, "audio"),
        (PlaceholderKind::Social, "social"),
        (PlaceholderKind::Form, "form"),
        (PlaceholderKind::Document, "document"),
        (PlaceholderKind::Chat, "chat"),
        (PlaceholderKind::Calendar, "calendar"),
        (PlaceholderKind::Captcha, "captcha"),
        (PlaceholderKind::Advertising, "advertising"),
        (PlaceholderKind::Other, "other"),
    ];
}
