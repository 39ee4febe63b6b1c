//! One case: its file's form, and running it.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::Path;
use std::time::SystemTime;

use crate::binary::{self, Run};

/// Marks charte's own folder. What is in it is charte's product and tested elsewhere: expected are its names, not its
/// bytes, unless the case shows them.
const SENTINEL: &str = ".charte";

/// The schema of declarations, which a test of its own keeps fresh: expected is its name.
const SCHEMA: &str = "charte.schema.json";

/// Begins a line of a file in whose place another file of this folder is put.
const INCLUDE: &str = "== include ";

/// A case file: what it says before the first section, what exists, what is run, which of charte's own files are shown.
pub(crate) struct Case {
    title: String,
    files: Vec<(String, String)>,
    runs: Vec<String>,
    shown: Vec<String>,
}

impl Case {
    /// Reads the parts that a person writes; the rest is compared as text.
    pub(crate) fn read(text: &str) -> Result<Case, String> {
        let mut case = Case { title: String::new(), files: Vec::new(), runs: Vec::new(), shown: Vec::new() };
        for (header, body) in sections(text) {
            match header.split_once(' ').unwrap_or((header, "")) {
                ("", _) => case.title = body,
                ("file" | "link" | "folder", _) => case.files.push((header.to_owned(), body)),
                ("show", path) => case.shown.push(path.to_owned()),
                ("run", command) => case.runs.push(command.to_owned()),
                ("stdout" | "stderr" | "exit" | "tree" | "out" | "unchanged", _) => {}
                (other, _) => return Err(format!("there is no section `{other}`")),
            }
        }
        if case.runs.is_empty() { Err("nothing is run".into()) } else { Ok(case) }
    }

    /// Runs the case in a new folder and gives the file as it should have been.
    pub(crate) fn run(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let mut text = self.title.clone();
        for (header, body) in &self.files {
            make(root, header, body);
            write!(text, "== {header}\n{body}").unwrap();
        }
        for path in &self.shown {
            writeln!(text, "== show {path}").unwrap();
        }
        let before = snapshot(root);
        for command in &self.runs {
            let (code, out, err) = run(root, command);
            write!(text, "== run {command}\n== exit\n{code}\n").unwrap();
            section(&mut text, "stderr", &err);
            section(&mut text, "stdout", &out);
            if code == 0 && command.starts_with("build") && !command.contains("--dry-run") {
                twice(root, command, &mut text);
            }
        }
        self.compare(root, &before, &mut text);
        text
    }

    /// What the commands made of the folder: every file that is new or differs, and every file that is gone.
    fn compare(&self, root: &Path, before: &[Seen], text: &mut String) {
        let after = snapshot(root);
        if after == before {
            text.push_str("== unchanged\n");
            return;
        }
        for gone in before.iter().filter(|old| !after.iter().any(|new| new.path == old.path)) {
            writeln!(text, "== out {} is gone", gone.path).unwrap();
        }
        for new in after.iter().filter(|new| !before.iter().any(|old| old == *new)) {
            writeln!(text, "== out {}", new.path).unwrap();
            let own = Path::new(&new.path).ancestors().skip(1).any(|folder| root.join(folder).join(SENTINEL).is_file());
            let own = own || new.path.ends_with(SCHEMA);
            if !own || self.shown.contains(&new.path) {
                text.push_str(&visible(&new.bytes));
            }
        }
    }
}

/// A second build must find nothing to do, whether the first is remembered or not: same bytes, same inode, same time. What it
/// touched, or said only once, is written into the case, where nothing expects it.
fn twice(root: &Path, command: &str, text: &mut String) {
    let before = stamps(root);
    let remembered = run(root, command);
    let forced = run(root, &command.replacen("build", "build --force", 1));
    if forced.0 != 0 {
        write!(text, "== the second run failed\n{}", forced.2).unwrap();
    }
    if remembered != forced {
        let (_, out, err) = remembered;
        write!(text, "== the second run said otherwise\n{err}{out}\n== not\n{}{}", forced.2, forced.1).unwrap();
    }
    for (path, ..) in stamps(root).into_iter().filter(|stamp| !before.contains(stamp)) {
        writeln!(text, "== the second run touched {path}").unwrap();
    }
}

fn run(root: &Path, command: &str) -> (i32, String, String) {
    let run = Run::of(&binary::command(root, command).output().unwrap());
    let text = |text: &str| timeless(&text.replace(&root.display().to_string(), "[ROOT]"));
    (run.code.unwrap_or(-1), text(&run.out), text(&run.err))
}

/// Puts `[..]` in place of "0.01 s" and of `"seconds": 0.0123`.
fn timeless(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let line = match (line.rfind('('), line.ends_with(" s)")) {
            (Some(at), true) => format!("{}([..] s)", &line[..at]),
            _ => line.to_owned(),
        };
        let line = match line.find("\"seconds\": ") {
            Some(at) => format!("{}\"seconds\": [..]", &line[..at]),
            None => line,
        };
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n") + if text.ends_with('\n') { "\n" } else { "" }
}

fn section(text: &mut String, name: &str, body: &str) {
    if !body.trim().is_empty() {
        write!(text, "== {name}\n{}\n", body.trim_end()).unwrap();
    }
}

/// `file path`, `folder path` or `link path -> target`.
fn make(root: &Path, header: &str, body: &str) {
    let (kind, rest) = header.split_once(' ').unwrap();
    let path = root.join(rest.split(" -> ").next().unwrap());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    match kind {
        "file" => fs::write(path, with_includes(body)).unwrap(),
        "folder" => fs::create_dir_all(path).unwrap(),
        _ => symlink(rest.split(" -> ").nth(1).unwrap(), path).unwrap(),
    }
}

/// A file as a command sees it: the included text takes the place of the line that names it.
fn with_includes(body: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let included = |name: &str| {
        let path = folder.join(name.trim_end());
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    body.split_inclusive('\n')
        .map(|line| line.strip_prefix(INCLUDE).map_or_else(|| line.to_owned(), included))
        .collect()
}

#[derive(PartialEq, Eq)]
struct Seen {
    path: String,
    bytes: Vec<u8>,
}

fn snapshot(root: &Path) -> Vec<Seen> {
    paths(root)
        .into_iter()
        .map(|path| {
            let whole = root.join(&path);
            let bytes = match fs::read_link(&whole) {
                Ok(target) => format!("-> {}\n", target.display()).into_bytes(),
                Err(_) if whole.is_dir() => Vec::new(),
                Err(_) => fs::read(&whole).unwrap(),
            };
            Seen { path, bytes }
        })
        .collect()
}

fn stamps(root: &Path) -> Vec<(String, u64, SystemTime)> {
    let stamp = |path: String| {
        let metadata = fs::symlink_metadata(root.join(&path)).unwrap();
        (path, metadata.ino(), metadata.modified().unwrap())
    };
    paths(root).into_iter().map(stamp).collect()
}

/// Every file and empty folder below `root`, sorted; folders are walked, links are not.
fn paths(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let name = |path: &Path| path.strip_prefix(root).unwrap().display().to_string();
        let entries: Vec<_> = fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
        if entries.is_empty() && folder != root {
            found.push(name(&folder) + "/");
        }
        for entry in entries {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => found.push(name(&entry.path())),
            }
        }
    }
    found.sort();
    found
}

/// Bytes as text that a case file can hold.
fn visible(bytes: &[u8]) -> String {
    let text = shortened(&String::from_utf8_lossy(bytes));
    if text.is_empty() || text.ends_with('\n') { text } else { text + "\n[no line end]\n" }
}

/// The inline script that every page gets is tested elsewhere: of it stands how long it is, roughly.
fn shortened(text: &str) -> String {
    const START: &str = "<script data-charte-built data-cfasync=\"false\">";
    let mut parts = text.split(START);
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let length = part.find("</script>").unwrap_or_default();
        let kind = match length {
            0 => "",
            1..1000 => "[small]",
            _ => "[large]",
        };
        write!(result, "{START}{kind}{}", &part[length..]).unwrap();
    }
    result
}

/// Splits at lines that begin with `== `; what stands before the first has the header "". Includes stay in the files that
/// they stand in, so that `UPDATE=1` keeps them.
fn sections(text: &str) -> Vec<(&str, String)> {
    let mut sections = vec![("", String::new())];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("== ").filter(|_| !line.starts_with(INCLUDE)) {
            Some(header) => sections.push((header.trim_end(), String::new())),
            None => sections.last_mut().unwrap().1.push_str(line),
        }
    }
    sections
}

/// The lines that are expected and did not come (`-`), and those that came instead (`+`), with line numbers.
pub(crate) fn difference(expected: &str, came: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), came.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let mut text = format!("  from line {}\n", same + 1);
    for line in &old[same..old.len() - tail] {
        writeln!(text, "- {line}").unwrap();
    }
    for line in &new[same..new.len() - tail] {
        writeln!(text, "+ {line}").unwrap();
    }
    text
}
