//! A running watcher, with its site.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::site::Site;

/// The limit for everything, on a busy machine.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

/// A service that needs consent, for a site that is built into another folder.
pub(crate) const LINES: &str = "output = \"dist\"\nservices = [\"arte\"]\n";

/// A page with a held element.
pub(crate) fn page(text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<title>x</title>\n</head>\n<body>\n<main><p>{text}</p>\n\
         <iframe src=\"https://www.arte.tv/embeds/x\" title=\"Film\"></iframe></main>\n</body>\n</html>\n"
    )
}

impl Site {
    /// Two pages, built into another folder.
    pub(crate) fn with_two_pages() -> Site {
        let site = Site::new(LINES);
        site.write("public/index.html", page("one"));
        site.write("public/two/index.html", page("two"));
        site
    }

    /// The same, built in place.
    pub(crate) fn in_place() -> Site {
        let site = Site::with_two_pages();
        site.edit("charte.toml", "output = \"dist\"\n", "");
        site
    }

    /// Whether a file exists and contains a text.
    pub(crate) fn holds(&self, path: &str, text: &str) -> bool {
        fs::read_to_string(self.path(path)).is_ok_and(|content| content.contains(text))
    }

    /// Waits until a file contains a text.
    pub(crate) fn expect(&self, path: &str, text: &str) {
        until(&format!("{path} holds {text}"), || self.holds(path, text));
    }

    /// When each file of a folder was last written.
    pub(crate) fn stamps(&self, folder: &str) -> BTreeMap<PathBuf, SystemTime> {
        let (mut found, mut folders) = (BTreeMap::new(), vec![self.path(folder)]);
        while let Some(folder) = folders.pop() {
            // Folders and files of a build that is at work come and go.
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                match entry.metadata() {
                    Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                    Ok(metadata) => drop(found.insert(entry.path(), metadata.modified().unwrap())),
                    Err(_) => {}
                }
            }
        }
        found
    }

    pub(crate) fn watch(&self, arguments: &str) -> Watcher {
        Watcher::start(self.command(&format!("watch {arguments}")))
    }
}

/// The interval between two looks at what is waited for.
const LOOK: Duration = Duration::from_millis(5);

/// Waits until a condition holds.
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < LIMIT, "never came: {what}");
        thread::sleep(LOOK);
    }
}

/// The running binary; killed when dropped.
pub(crate) struct Watcher {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Watcher {
    pub(crate) fn start(mut command: Command) -> Watcher {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::<Mutex<String>>::default();
        listen(child.stdout.take().unwrap(), &said);
        listen(child.stderr.take().unwrap(), &said);
        Watcher { child, said }
    }

    /// All output so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits for a line of its output.
    pub(crate) fn expect(&self, text: &str) {
        let started = Instant::now();
        while !self.said().contains(text) {
            assert!(started.elapsed() < LIMIT, "never said: {text}\n{}", self.said());
            thread::sleep(LOOK);
        }
    }

    /// Waits until no more files are written in a folder, and no more output comes: some rebuilds take long.
    pub(crate) fn rest(&self, site: &Site, folder: &str) {
        let state = || (site.stamps(folder), self.said());
        until("rest", || {
            let before = state();
            thread::sleep(Duration::from_millis(700));
            before == state()
        });
    }

    /// Sends the signal of Ctrl-C, and returns its exit code.
    pub(crate) fn interrupt(&mut self) -> Option<i32> {
        self.signal("-INT");
        self.wait()
    }

    pub(crate) fn signal(&self, signal: &str) {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
    }

    pub(crate) fn wait(&mut self) -> Option<i32> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(started.elapsed() < LIMIT, "it does not end\n{}", self.said());
            thread::sleep(LOOK);
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(stream: impl Read + Send + 'static, said: &Arc<Mutex<String>>) {
    let said = Arc::clone(said);
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
        }
    });
}
