//! Waits for silence: the event after which no more requests are expected.

use std::thread;
use std::time::Duration;

/// The interval between two looks.
const LOOK: Duration = Duration::from_millis(30);

/// Waits until a count has not changed for `silence`, or until `limit`, since some pages are never silent. Looks are
/// counted, not time, so that a machine that was held up misses nothing.
pub(crate) fn wait(silence: Duration, limit: Duration, count: impl Fn() -> usize) {
    let (mut number, mut silent, mut passed) = (count(), Duration::ZERO, Duration::ZERO);
    while silent < silence && passed < limit {
        thread::sleep(LOOK);
        passed += LOOK;
        let now = count();
        silent = if now == number { silent + LOOK } else { Duration::ZERO };
        number = now;
    }
}
