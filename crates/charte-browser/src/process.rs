//! A browser process with a throw-away profile, supervised by a shell that outlives this process just long enough to clean
//! up. It knows no protocol.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::error::{Error, Result, shorten};

/// How the shell runs and ends the browser.
pub(crate) enum Supervisor {
    /// Descriptors 3 and 4 are the browser's input and output. The browser exits by itself when 3 is closed.
    Pipe,
    /// The browser is killed when the shell's standard input closes.
    Kill,
    /// The same, on a virtual display of its own; the browser's child processes are killed as well.
    VirtualDisplay,
}

impl Supervisor {
    /// The shell script. `$1` is the profile, the rest is the browser's command line. The shell removes the profile, so that this
    /// happens even when this process is killed.
    fn script(&self) -> &'static str {
        match self {
            Self::Pipe => {
                r#"profile=$1; shift; "$@" 3<&0 4>&1 </dev/null >&2; exec <&- >&-; rm -rf "$profile" || { sleep 1; rm -rf "$profile"; }"#
            }
            Self::Kill => {
                r#"profile=$1; shift; "$@" </dev/null >&2 & pid=$!; read -r _; kill -9 $pid; wait $pid; rm -rf "$profile" || { sleep 1; rm -rf "$profile"; }"#
            }
            Self::VirtualDisplay => {
                r#"profile=$1; shift; Xvfb -displayfd 3 -screen 0 1280x1024x24 -nolisten tcp 3>"$profile/screen" </dev/null >&2 & screen=$!
                until [ -s "$profile/screen" ]; do kill -0 $screen || exit; sleep 0.02; done
                DISPLAY=:$(cat "$profile/screen") "$@" </dev/null >&2 & read -r _; trap : TERM; kill -s TERM 0; wait
                rm -rf "$profile" || { sleep 1; rm -rf "$profile"; }"#
            }
        }
    }
}

/// A running browser; on drop it is ended and its profile removed.
pub(crate) struct Process {
    child: Child,
    profile: TempDir,
    program: PathBuf,
}

impl Process {
    /// Runs `program` with `arguments`, which name the profile. The profile is kept until the browser ends.
    pub(crate) fn start(
        program: PathBuf,
        supervisor: &Supervisor,
        profile: TempDir,
        arguments: &[String],
    ) -> Result<Self> {
        let log = File::create(profile.path().join("browser.log")).map_err(Error::io("creating the browser's log"))?;
        let child = Command::new("sh")
            .args(["-c", supervisor.script(), "charte-browser"])
            .arg(profile.path())
            .arg(&program)
            .args(arguments)
            .env("HOME", profile.path())
            // Without this, a release build of Firefox ignores the preference for its settings server, which is none here.
            .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .process_group(0)
            .spawn()
            .map_err(Error::io(format!("running {}", program.display())))?;
        Ok(Self { child, profile, program })
    }

    /// The folder of the profile.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The browser's output and input; `None` when already taken.
    pub(crate) fn pipe(&mut self) -> Option<(ChildStdout, ChildStdin)> {
        self.child.stdout.take().zip(self.child.stdin.take())
    }

    /// The error of a failed start, with the end of the browser's log.
    pub(crate) fn failure(&self, reason: impl Into<String>) -> Error {
        let log = tail(&self.profile.path().join("browser.log"));
        Error::Start { program: self.program.display().to_string(), reason: reason.into(), log }
    }

    /// Waits for the process to end; false when it has not within `limit`.
    pub(crate) fn ends_within(&mut self, limit: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < limit {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        if !self.ends_within(Duration::from_secs(4)) {
            // The shell leads a process group of its own: the browser and all its children are in it.
            let group = format!("-{}", self.child.id());
            let _ = Command::new("sh").args(["-c", r#"kill -s KILL -- "$0""#, &group]).status();
            let _ = self.child.wait();
        }
    }
}

/// The first of the named programs that is in PATH.
pub(crate) fn find(names: &[&str]) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let candidates = || names.iter().flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)));
    candidates().find(|candidate| candidate.is_file()).ok_or_else(|| Error::Missing(names.join(", ")))
}

/// A new temporary folder for a profile.
pub(crate) fn fresh_profile() -> Result<TempDir> {
    tempfile::Builder::new()
        .prefix("charte-browser-")
        .tempdir()
        .map_err(Error::io("creating a folder for the browser's profile"))
}

fn tail(path: &Path) -> String {
    let read = || -> std::io::Result<String> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(600)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    read().map_or_else(|_| "none".into(), |text| shorten(text.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_browser_is_named() {
        let error = find(&["no-such-browser", "nor-this"]).unwrap_err();
        assert_eq!(error.to_string(), "no browser found in PATH, tried no-such-browser, nor-this");
    }

    #[test]
    fn every_supervisor_ends_the_program_and_removes_the_profile() {
        for (supervisor, program, arguments) in [
            (Supervisor::Pipe, "sh", ["-c", "cat <&3"]),
            (Supervisor::Kill, "sleep", ["60", "0"]),
            (Supervisor::VirtualDisplay, "sleep", ["60", "0"]),
        ] {
            let profile = fresh_profile().unwrap();
            let folder = profile.path().to_path_buf();
            let arguments = arguments.map(String::from);
            let mut process = Process::start(find(&[program]).unwrap(), &supervisor, profile, &arguments).unwrap();
            drop(process.child.stdin.take());
            assert!(process.ends_within(Duration::from_secs(3)), "{program} still runs");
            assert!(!folder.exists(), "the shell left {}", folder.display());
        }
    }
}
