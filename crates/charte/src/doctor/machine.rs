//! The machine: the version of charte, and the installed browsers.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use charte_core::catalogue::Catalogue;

use super::answer::Answer;

/// Names of browsers, each with its programs; the first that is found of each counts.
const BROWSERS: [(&str, &[&str]); 4] = [
    ("Chromium", &["chromium", "chromium-browser"]),
    ("Chrome", &["google-chrome", "google-chrome-stable", "chrome"]),
    ("Firefox", &["firefox", "firefox-esr"]),
    ("Edge", &["microsoft-edge", "msedge"]),
];

pub(super) fn answers() -> Vec<Answer> {
    let catalogue = Catalogue::embedded();
    let facts = catalogue.services().filter_map(|service| service.facts.as_ref());
    let newest = facts.map(|facts| facts.checked.as_str()).max().unwrap_or_default();
    let count = catalogue.ids().count();
    let version = format!(
        "{} on {}, {}; its catalogue has {count} services, last checked in {newest}",
        env!("CARGO_PKG_VERSION"),
        env::consts::OS,
        env::consts::ARCH
    );
    let mut answers = vec![Answer::fine("charte", version)];
    let folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    answers.extend(browsers(&folders));
    answers
}

/// The browsers in these folders, with their versions.
fn browsers(folders: &[PathBuf]) -> Vec<Answer> {
    let find = |programs: &[&str]| {
        let paths = programs.iter().flat_map(|program| folders.iter().map(move |folder| folder.join(program)));
        paths.map(|path| path.with_extension(env::consts::EXE_EXTENSION)).find(|path| path.is_file())
    };
    let found: Vec<Answer> = BROWSERS
        .iter()
        .filter_map(|(name, programs)| {
            let path = find(programs)?;
            let version = version(&path).unwrap_or_else(|| (*name).to_owned());
            Some(Answer::fine("browser", format!("{version}, {}", path.display())))
        })
        .collect();
    if found.is_empty() {
        let advice = "open the address that `charte watch` prints by hand, or install one to use `--open`";
        return vec![Answer::note("browser", "none is in the search path", advice)];
    }
    found
}

/// The version that a browser prints; `None` if it does not respond soon.
fn version(program: &PathBuf) -> Option<String> {
    const PATIENCE: Duration = Duration::from_secs(5);
    let mut child = Command::new(program);
    let mut child =
        child.arg("--version").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let start = Instant::now();
    while child.try_wait().ok()?.is_none() {
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        }
        thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().ok()?;
    let line = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().trim().to_owned();
    (output.status.success() && !line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::answer::State;

    #[cfg(unix)]
    #[test]
    fn a_browser_is_found_with_its_version() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(browsers(&[folder.path().to_owned()])[0].state, State::Note);
        let program = folder.path().join("firefox");
        std::fs::write(&program, "#!/bin/sh\necho Mozilla Firefox 153.0\n").unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let found = browsers(&[folder.path().to_owned()]);
        assert_eq!(found, [Answer::fine("browser", format!("Mozilla Firefox 153.0, {}", program.display()))]);
    }
}
