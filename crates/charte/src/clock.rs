//! The day on which charte runs.

/// Today's date, as TOML writes it; that of a build that is to be repeated where `SOURCE_DATE_EPOCH` says it
/// (reproducible-builds.org).
pub(crate) fn today() -> String {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let fixed = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let day = fixed.map_or_else(|| jiff::Zoned::now().date(), |fixed| fixed.to_zoned(jiff::tz::TimeZone::UTC).date());
    day.to_string()
}
