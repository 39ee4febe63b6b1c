//! The clock of a file system, by which the times of files are compared: that of the machine may be another, or be set
//! back. A file is made for it, and is gone at once.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::site::path::real_path;
use crate::site::stamps::Time;

/// How often the clock is read until it has gone on, and the pause between two readings. Clocks of local file systems go
/// on every few milliseconds; nobody waits for one that counts seconds.
const READINGS: usize = 40;
const PAUSE: Duration = Duration::from_millis(1);

/// The time and the device of the file system in which charte's folder `owned` is, or will be. `None` where they cannot be
/// told.
pub(crate) fn now(owned: &Path) -> Option<(Time, u64)> {
    let owned = real_path(owned);
    let folder = owned.ancestors().find(|folder| folder.is_dir())?;
    system::now(folder, &owned)
}

/// Waits until a file that is written now gets a later time than `time`. Returns whether it has come so far.
pub(crate) fn wait_for_later(owned: &Path, time: Time) -> bool {
    (0..READINGS).any(|reading| {
        if reading > 0 {
            sleep(PAUSE);
        }
        now(owned).is_some_and(|(now, _)| now > time)
    })
}

#[cfg(unix)]
mod system {
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;
    use std::{fs, io};

    use crate::site::stamps::Time;
    use crate::site::{Owned, owned};

    pub(super) fn now(folder: &Path, own: &Path) -> Option<(Time, u64)> {
        let device = fs::metadata(folder).ok()?.dev();
        let made = nameless(folder).or_else(|_| named(own)).ok()?.metadata().ok()?;
        Some(((made.ctime(), made.ctime_nsec()), device))
    }

    /// A file without a name, which changes nothing in the folder, and which no kill leaves behind.
    #[cfg(target_os = "linux")]
    fn nameless(folder: &Path) -> io::Result<fs::File> {
        use rustix::fs::{Mode, OFlags, open};
        Ok(open(folder, OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR)?.into())
    }

    #[cfg(not(target_os = "linux"))]
    fn nameless(_: &Path) -> io::Result<fs::File> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Where there is no such file, one in charte's own folder, of which the next build removes what is left.
    fn named(own: &Path) -> io::Result<fs::File> {
        if owned(own) != Owned::Ours {
            return Err(io::ErrorKind::NotFound.into());
        }
        let path = own.join(format!("{}-clock", crate::site::STAGE));
        let _ = fs::remove_file(&path);
        let file = fs::File::create_new(&path)?;
        fs::remove_file(&path)?;
        Ok(file)
    }
}

#[cfg(not(unix))]
mod system {
    use std::path::Path;

    use crate::site::stamps::Time;

    pub(super) fn now(_: &Path, _: &Path) -> Option<(Time, u64)> {
        None
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_clock_goes_on_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("site/charte-cookies");
        let Some((first, _)) = now(&own) else { return };
        assert!(wait_for_later(&own, first));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
