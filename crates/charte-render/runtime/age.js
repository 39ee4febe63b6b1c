// The age of an answer among the cookies, `name=1.20261129.9f36fb0b.matomo~youtube`. The scripts of the page and the banner judge it
// alike: what one of them discards, so that visitors are asked again, the others must not let through.

/** The age of an answer in days; `day`: its day, as it is written. */
export const ageOf = (day) =>
  (Date.now() - Date.UTC(day / 1e4, ((day / 100) % 100) - 1, day % 100)) / 864e5;

/**
 * Whether an answer counts: it is younger than `days`, or less than three days in the future, since clocks differ (a negative number
 * becomes a large one). An objection, which has no day, counts always.
 */
export const isCurrent = (day, days) => (ageOf(day) + 2) >>> 0 < days + 2;
