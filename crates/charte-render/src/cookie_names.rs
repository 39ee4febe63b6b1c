//! Names of cookies as a regular expression, for the scripts that delete them.

use charte_core::model::{Tracker, TrackerKind};

/// The names of the cookies among trackers, as a regular expression.
pub(crate) fn cookie_names(trackers: &[&Tracker]) -> String {
    let cookies = trackers.iter().filter(|tracker| tracker.kind == TrackerKind::Cookie);
    let pattern = |tracker: &&Tracker| {
        let sign = |sign: char| match sign {
            '*' => "[^=]*".to_owned(),
            '_' => "_".to_owned(),
            sign if sign.is_ascii_punctuation() => format!("\\{sign}"),
            sign => sign.to_string(),
        };
        tracker.name.chars().map(sign).collect::<String>()
    };
    cookies.map(pattern).collect::<Vec<_>>().join("|")
}
