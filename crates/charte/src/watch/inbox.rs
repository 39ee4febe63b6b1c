//! What the file system told since somebody last asked, each path once. It does not know what the paths are.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};

use crate::round::News;

/// How long nothing may be told before a save counts as over.
const QUIET: Duration = Duration::from_millis(20);
/// The same after more events than a save makes: a generator, a checkout, a copy.
const LONG_QUIET: Duration = Duration::from_millis(120);
/// How many paths are more than a save.
const MANY: usize = 24;
/// More paths than this are better found again by listing the site.
const TOO_MANY: usize = 50_000;
/// Where it never is quiet, the rest comes with the next news.
const LONGEST: Duration = Duration::from_secs(3);

/// Where news arrive and wait.
#[derive(Default)]
pub(super) struct Inbox {
    news: Mutex<News>,
    arrived: Condvar,
}

impl Inbox {
    /// Takes in what the file system tells.
    pub(super) fn put(&self, told: notify::Result<notify::Event>) {
        let mut news = self.lock();
        match told {
            Ok(event) if event.need_rescan() => news.is_partial = true,
            Ok(event) if is_change(&event.kind) => news.paths.extend(event.paths),
            Ok(_) => return,
            Err(_) => news.is_partial = true,
        }
        if news.paths.len() > TOO_MANY {
            *news = News { is_partial: true, ..News::default() };
        }
        self.arrived.notify_all();
    }

    /// Says that anything may have changed. Whoever waits until it is quiet is not kept from it.
    pub(super) fn doubt(&self) {
        let mut news = self.lock();
        if !news.is_partial {
            news.is_partial = true;
            self.arrived.notify_all();
        }
    }

    /// Waits for news, then until no more come. Nothing within `limit`: none.
    pub(super) fn wait(&self, limit: Option<Duration>) -> News {
        let mut news = self.lock();
        let started = Instant::now();
        while news.is_empty() {
            let left = limit.map(|limit| limit.saturating_sub(started.elapsed()));
            news = match left {
                Some(Duration::ZERO) => return News::default(),
                Some(left) => {
                    self.arrived.wait_timeout(news, left).map_or_else(|held| held.into_inner().0, |held| held.0)
                }
                None => self.arrived.wait(news).unwrap_or_else(PoisonError::into_inner),
            };
        }
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            let quiet = if news.paths.len() > MANY || news.is_partial { LONG_QUIET } else { QUIET };
            let (held, timeout) = match self.arrived.wait_timeout(news, quiet) {
                Ok(held) => held,
                Err(held) => held.into_inner(),
            };
            news = held;
            if timeout.timed_out() {
                break;
            }
        }
        std::mem::take(&mut *news)
    }

    fn lock(&self) -> MutexGuard<'_, News> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an event can mean other content: our own reading is told too, and is none.
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
    fn many_events_are_one_piece_of_news_and_lost_ones_are_told() {
        let inbox = Inbox::default();
        for path in ["a", "b", "a"] {
            inbox.put(Ok(Event::new(EventKind::Create(CreateKind::File)).add_path(path.into())));
        }
        let news = inbox.wait(None);
        assert_eq!(news, News { paths: ["a".into(), "b".into()].into(), is_partial: false });
        assert!(inbox.wait(Some(Duration::ZERO)).is_empty());
        inbox.put(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
        assert!(inbox.wait(None).is_partial);
    }
}
