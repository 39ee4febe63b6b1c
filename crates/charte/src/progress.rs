//! How far a build is, on a terminal, where it takes longer than a second.

use std::io::{IsTerminal as _, Write};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use charte_build::Progress;

use crate::verbosity;

/// Nothing is shown before this time.
const PATIENCE: Duration = Duration::from_secs(1);
/// The interval between two lines.
const INTERVAL: Duration = Duration::from_millis(200);
/// Returns to the start of a terminal's line and clears it (ECMA-48, EL).
const CLEAR: &str = "\r\x1b[2K";

/// Does the work of a command on so many portals, and shows on a terminal how far it is.
pub(crate) fn shown<T>(command: &str, portals: usize, work: impl FnOnce(&Arc<Progress>) -> T) -> T {
    let progress = Arc::new(Progress::default());
    let mut terminal = std::io::stderr();
    if verbosity::is_quiet() || !terminal.is_terminal() {
        return work(&progress);
    }
    thread::scope(|scope| {
        let (running, end) = mpsc::channel::<()>();
        let counted = &progress;
        scope.spawn(move || show(&mut terminal, &end, || line(command, counted, portals)));
        let result = work(&progress);
        drop(running);
        result
    })
}

/// Writes lines over each other until the other end of the channel is dropped, then clears the last one.
fn show(terminal: &mut impl Write, end: &Receiver<()>, line: impl Fn() -> String) {
    let mut wait = PATIENCE;
    while end.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
        wait = INTERVAL;
        // A terminal that went away is no reason to stop.
        let _ = write!(terminal, "{CLEAR}{}", line()).and_then(|()| terminal.flush());
    }
    if wait == INTERVAL {
        let _ = write!(terminal, "{CLEAR}").and_then(|()| terminal.flush());
    }
}

fn line(command: &str, progress: &Progress, portals: usize) -> String {
    let files = progress.files();
    match portals {
        1 => format!("charte {command}: {files} files"),
        _ => format!("charte {command}: {} of {portals} portals, {files} files", progress.portals()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_run_writes_nothing_and_a_long_one_clears_its_line() {
        let (running, end) = mpsc::channel();
        drop(running);
        let mut written = Vec::new();
        show(&mut written, &end, String::new);
        assert!(written.is_empty());

        let (running, end) = mpsc::channel();
        let running = std::cell::Cell::new(Some(running));
        // The run ends after the second line.
        let lines = std::cell::Cell::new(0);
        let line = || {
            lines.set(lines.get() + 1);
            if lines.get() == 2 {
                running.take();
            }
            line("build", &Progress::default(), lines.get())
        };
        show(&mut written, &end, line);
        let written = String::from_utf8(written).unwrap();
        let expected = format!("{CLEAR}charte build: 0 files{CLEAR}charte build: 0 of 2 portals, 0 files{CLEAR}");
        assert_eq!(written, expected);
    }
}
