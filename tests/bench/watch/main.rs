//! The time from a save to its effect: in an open page for texts and styles, on disk for one page among many.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a benchmark that cannot go on should stop")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use charte_browser::{Chromium, Page};

const MANIFEST: &str = r#"version = 1
[publisher]
name = "Bench"
contact = "bench@example.org"
dpo = "dpo@example.org"
[portal.bench]
name = "Bench"
url = "https://www.example.org"
input = "site"
output = "out"
theme = "theme"
updated = 2026-11-23
services = ["google-analytics", "facebook-pixel", "hotjar", "google-fonts", "youtube", "google-maps", "vimeo"]
"#;

fn main() {
    let wanted: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let is_wanted = |pages: usize| wanted.is_empty() || wanted.contains(&pages);
    for pages in [10, 10_000] {
        if is_wanted(pages) {
            looks(pages);
        }
    }
    if is_wanted(100_000) {
        edits(100_000);
    }
}

/// A running watcher, on a site that was made for it.
struct Watcher {
    child: Child,
    lines: Receiver<String>,
    folder: PathBuf,
}

impl Watcher {
    fn start(pages: usize, arguments: &str) -> Watcher {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = root.join(format!("target/bench/watch/{pages}"));
        if !folder.join("site").exists() {
            fs::create_dir_all(folder.join("theme")).unwrap();
            let preset = if pages == 100_000 { "b" } else { "a" };
            let mut generator = Command::new("python3");
            generator.arg(root.join("tests/bench/build/gen.py")).arg(folder.join("site"));
            assert!(generator.args(["--preset", preset, "--pages", &pages.to_string()]).status().unwrap().success());
        }
        fs::write(folder.join("theme/theme.toml"), "requires = \"1\"\n").unwrap();
        fs::write(folder.join("charte.toml"), MANIFEST).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_charte"));
        command.arg("watch").args(arguments.split_whitespace()).current_dir(&folder).env("NO_COLOR", "1");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let (say, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| say.send(line)));
        Watcher { child, lines, folder }
    }

    /// The next line that contains a text.
    fn expect(&self, text: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(120)).expect("the watcher is silent");
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Processor time so far, in hundredths of a second.
    fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    }

    /// Memory in use, in megabytes.
    fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
    }

    /// Prints how much of a core is used while nothing happens.
    fn idle(&self) {
        thread::sleep(Duration::from_secs(2));
        let before = self.ticks();
        thread::sleep(Duration::from_secs(60));
        let used = self.ticks() - before;
        println!("  idle for a minute: {:.3} % of a core", 100.0 * f64::from(u32::try_from(used).unwrap()) / 6000.0);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Texts and styles: the time until the DOM of an open page has changed.
fn looks(pages: usize) {
    let watcher = Watcher::start(pages, "--port 0");
    let line = watcher.expect("Serving at ");
    watcher.expect("Watching");
    let page = Chromium::shared().direct().unwrap().page().unwrap();
    page.goto(line.trim_start_matches("Serving at ")).unwrap();
    let banner = "document.querySelector('charte-banner')?.shadowRoot.querySelector('.banner')";
    page.wait_for(banner, Duration::from_secs(20)).unwrap();
    page.evaluate("window.isMarked = true").unwrap();
    let (mut texts, mut styles) = (Vec::new(), Vec::new());
    for round in 1..=40 {
        let text = format!("{MANIFEST}[portal.bench.text.fr]\n\"banner.title\" = \"Titre {round}\"\n");
        let condition = format!("{banner}.querySelector('h2').textContent === 'Titre {round}'");
        texts.push(time(&page, &condition, || fs::write(watcher.folder.join("charte.toml"), &text).unwrap()));
        let style = format!(".banner {{ position: fixed; inset: auto 0 0; outline: {round}px solid red }}");
        let condition = format!("getComputedStyle({banner}).outlineWidth === '{round}px'");
        styles.push(time(&page, &condition, || fs::write(watcher.folder.join("theme/banner.css"), &style).unwrap()));
    }
    assert_eq!(page.evaluate("isMarked").unwrap(), true, "the page was loaded again");
    // If it stayed open, it would paint beside the next one.
    page.close().unwrap();
    println!("{pages} pages, from the write to the DOM:");
    print_times("a text", &mut texts);
    print_times("a style", &mut styles);
    fs::remove_file(watcher.folder.join("theme/banner.css")).unwrap();
}

/// How long after `write` a frame of the page meets a condition.
fn time(page: &Page, condition: &str, write: impl FnOnce() + Send) -> Duration {
    thread::sleep(Duration::from_millis(150));
    let met = format!(
        "new Promise(met => {{ const look = () => ({condition}) ? met(1) : requestAnimationFrame(look); look() }})"
    );
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            page.evaluate(&met).unwrap();
            Instant::now()
        });
        // The page checks every frame before anything is written.
        thread::sleep(Duration::from_millis(50));
        let written = Instant::now();
        write();
        waiting.join().unwrap() - written
    })
}

/// Pages: the time until the rebuild has ended.
fn edits(pages: usize) {
    let watcher = Watcher::start(pages, "--no-serve");
    watcher.expect("Watching");
    let mut files = Vec::new();
    collect(&watcher.folder.join("site"), &mut files);
    files.sort();
    let (mut times, mut memory) = (Vec::new(), 0);
    for round in 0..1000 {
        let file = &files[round * 7919 % files.len()];
        let text = fs::read_to_string(file).unwrap() + "<!-- x -->";
        let name = file.strip_prefix(watcher.folder.join("site")).unwrap().display().to_string();
        thread::sleep(Duration::from_millis(30));
        let written = Instant::now();
        fs::write(file, text).unwrap();
        watcher.expect(&name);
        times.push(written.elapsed());
        if round == 50 {
            memory = watcher.memory();
        }
    }
    println!("{pages} pages, from the write of one to the end of the rebuild:");
    print_times("a page", &mut times);
    println!("  memory after 50 edits: {memory} MB, after 1000: {} MB", watcher.memory());
    watcher.idle();
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "html") {
            files.push(path);
        }
    }
}

fn print_times(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    println!("  {what:<8} p50 {:6.1} ms   p95 {:6.1} ms   ({} edits)", at(50), at(95), times.len());
}
