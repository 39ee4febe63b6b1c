//! The day on which charte runs.

/// Today's date, as TOML writes it; for reproducible builds that of `SOURCE_DATE_EPOCH` (reproducible-builds.org).
pub(crate) fn today() -> String {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let fixed = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let day = fixed.map_or_else(|| jiff::Zoned::now().date(), |fixed| fixed.to_zoned(jiff::tz::TimeZone::UTC).date());
    day.to_string()
}
