//! A queue of file system events, in which each changed path is kept once. It does not know what the paths are.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};

use crate::rebuild::Changes;

/// After so long without an event, a save counts as finished.
const QUIET: Duration = Duration::from_millis(20);
/// The same after more events than a save causes: a generator, a checkout, a copy.
const LONG_QUIET: Duration = Duration::from_millis(120);
/// The most paths that a save is expected to change.
const SAVE_PATHS: usize = 24;
/// For more paths than this, listing the site again is cheaper than looking at each.
const MAX_PATHS: usize = 50_000;
/// The longest wait for quiet. Later events are part of the next changes.
const MAX_WAIT: Duration = Duration::from_secs(3);

/// Collects changes until they are taken.
#[derive(Default)]
pub(super) struct ChangeQueue {
    changes: Mutex<Changes>,
    arrived: Condvar,
}

impl ChangeQueue {
    /// Adds an event of the file system, or the error of its watcher.
    pub(super) fn push(&self, event: notify::Result<notify::Event>) {
        let mut changes = self.lock();
        match event {
            Ok(event) if event.need_rescan() => changes.is_incomplete = true,
            Ok(event) if is_change(&event.kind) => changes.paths.extend(event.paths),
            Ok(_) => return,
            Err(_) => changes.is_incomplete = true,
        }
        if changes.paths.len() > MAX_PATHS {
            *changes = Changes { is_incomplete: true, ..Changes::default() };
        }
        self.arrived.notify_all();
    }

    /// Marks the changes as incomplete: any file may have changed. A repeated mark is no event, so that polling does not
    /// keep `wait` from returning.
    pub(super) fn mark_incomplete(&self) {
        let mut changes = self.lock();
        if !changes.is_incomplete {
            changes.is_incomplete = true;
            self.arrived.notify_all();
        }
    }

    /// Waits for a change, then until no more events come, and takes the changes. They are empty when none came within `limit`.
    pub(super) fn wait(&self, limit: Option<Duration>) -> Changes {
        let mut changes = self.lock();
        let started = Instant::now();
        while changes.is_empty() {
            let left = limit.map(|limit| limit.saturating_sub(started.elapsed()));
            changes = match left {
                Some(Duration::ZERO) => return Changes::default(),
                Some(left) => self
                    .arrived
                    .wait_timeout(changes, left)
                    .map_or_else(|poisoned| poisoned.into_inner().0, |result| result.0),
                None => self.arrived.wait(changes).unwrap_or_else(PoisonError::into_inner),
            };
        }
        let started = Instant::now();
        while started.elapsed() < MAX_WAIT {
            let quiet = if changes.paths.len() > SAVE_PATHS || changes.is_incomplete { LONG_QUIET } else { QUIET };
            let (guard, timeout) = match self.arrived.wait_timeout(changes, quiet) {
                Ok(result) => result,
                Err(poisoned) => poisoned.into_inner(),
            };
            changes = guard;
            if timeout.timed_out() {
                break;
            }
        }
        std::mem::take(&mut *changes)
    }

    fn lock(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an event can mean changed content. Reading causes events as well, charte's own included.
fn is_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => *kind == AccessKind::Close(AccessMode::Write),
        EventKind::Modify(ModifyKind::Metadata(kind)) => *kind != MetadataKind::AccessTime,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use notify::Event;
    use notify::event::{CreateKind, DataChange, Flag, RenameMode};

    use super::*;

    #[test]
    fn reading_is_no_change() {
        for (kind, changes) in [
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), false),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), false),
            (EventKind::Access(AccessKind::Close(AccessMode::Write)), true),
            (EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)), false),
            (EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), true),
            (EventKind::Modify(ModifyKind::Data(DataChange::Any)), true),
            (EventKind::Modify(ModifyKind::Name(RenameMode::Both)), true),
            (EventKind::Create(CreateKind::File), true),
            (EventKind::Any, true),
        ] {
            assert_eq!(is_change(&kind), changes, "{kind:?}");
        }
    }

    #[test]
    fn events_of_one_path_are_one_change_and_lost_ones_are_marked() {
        let queue = ChangeQueue::default();
        for path in ["a", "b", "a"] {
            queue.push(Ok(Event::new(EventKind::Create(CreateKind::File)).add_path(path.into())));
        }
        let changes = queue.wait(None);
        assert_eq!(changes, Changes { paths: ["a".into(), "b".into()].into(), is_incomplete: false });
        assert!(queue.wait(Some(Duration::ZERO)).is_empty());
        queue.push(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert!(queue.wait(None).is_incomplete);
    }
}
