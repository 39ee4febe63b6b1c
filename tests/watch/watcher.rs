//! A watcher at work on a site.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::site::Site;

/// How long anything may take on a busy machine.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A service that visitors are asked about, for a site that is built elsewhere.
pub(crate) const LINES: &str = "output = \"dist\"\nservices = [\"arte\"]\n";

/// A page with something that waits.
pub(crate) fn page(text: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<title>x</title>\n</head>\n<body>\n<main><p>{text}</p>\n\
         <iframe src=\"https://www.arte.tv/embeds/x\" title=\"Film\"></iframe></main>\n</body>\n</html>\n"
    )
}

impl Site {
    /// Two pages, built elsewhere.
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

    /// Whether a file is there and holds a text.
    pub(crate) fn holds(&self, path: &str, text: &str) -> bool {
        fs::read_to_string(self.path(path)).is_ok_and(|content| content.contains(text))
    }

    /// Waits until a file holds a text.
    pub(crate) fn expect(&self, path: &str, text: &str) {
        until(&format!("{path} holds {text}"), || self.holds(path, text));
    }

    /// When each file of a folder was last written.
    pub(crate) fn stamps(&self, folder: &str) -> BTreeMap<PathBuf, SystemTime> {
        let (mut found, mut folders) = (BTreeMap::new(), vec![self.path(folder)]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
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

/// How long until the next look at what is waited for.
const LOOK: Duration = Duration::from_millis(5);

/// Waits until something holds.
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < LIMIT, "never came: {what}");
        thread::sleep(LOOK);
    }
}

/// The binary at work; killed when dropped.
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

    /// All that was said so far.
    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has said something.
    pub(crate) fn expect(&self, text: &str) {
        let started = Instant::now();
        while !self.said().contains(text) {
            assert!(started.elapsed() < LIMIT, "never said: {text}\n{}", self.said());
            thread::sleep(LOOK);
        }
    }

    /// Waits until nothing is written in a folder any more, and nothing said: some rebuilds long.
    pub(crate) fn rest(&self, site: &Site, folder: &str) {
        let state = || (site.stamps(folder), self.said());
        until("rest", || {
            let before = state();
            thread::sleep(Duration::from_millis(700));
            before == state()
        });
    }

    /// Asks it to end, as Ctrl-C does, and gives its exit code.
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
