//! A project of a generator in a temporary folder, with the plugins of this repository.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}

/// A path in what `tests/plugins/fetch` installs.
pub(crate) fn installed(path: &str) -> PathBuf {
    static FETCHED: OnceLock<()> = OnceLock::new();
    FETCHED.get_or_init(|| {
        let status = Command::new(root().join("tests/plugins/fetch")).status().unwrap();
        assert!(status.success(), "tests/plugins/fetch failed");
    });
    root().join(path)
}

/// A project.
pub(crate) struct Host {
    folder: TempDir,
}

/// How a command ended, and all that it printed.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) said: String,
}

impl Host {
    /// A project with a declaration alone, whose host writes its pages to `input`.
    pub(crate) fn new(input: &str) -> Host {
        let host = Host { folder: tempfile::tempdir().unwrap() };
        let head = include_str!("../site/head.toml").replace("\"public\"", &format!("\"{input}\""));
        host.write("charte.toml", format!("{head}services = [\"arte\"]\n"));
        host
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Replaces a text that stands exactly once in a file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {path}: {text}");
        self.write(path, text.replace(from, to));
    }

    /// The packages of another folder, and the plugins of this repository beside them.
    pub(crate) fn link_modules(&self, from: &Path) {
        fs::create_dir_all(self.path("node_modules")).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            symlink(entry.path(), self.path("node_modules").join(entry.file_name())).unwrap();
        }
        symlink(root().join("plugins/npm"), self.path("node_modules/charte")).unwrap();
    }

    /// Installs the Python package into the project, as pip does.
    pub(crate) fn install_wheel(&self) {
        let wheel = crate::packages::made().join("charte-0.1.0-py3-none-manylinux_2_17_x86_64.whl");
        let run = self.run("python3", &format!("-m pip install -q --no-index --target packages {}", wheel.display()));
        assert_eq!(run.code, Some(0), "{}", run.said);
    }

    pub(crate) fn command(&self, program: &str, arguments: &str) -> Command {
        let in_project = self.path(program);
        let mut command = if in_project.exists() { Command::new(in_project) } else { Command::new(program) };
        command.args(arguments.split_whitespace()).current_dir(self.folder.path());
        command.env("CHARTE_BIN", env!("CARGO_BIN_EXE_charte")).env("PYTHONPATH", self.path("packages"));
        command.env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
        for name in ["NO_COLOR", "PYTHONUNBUFFERED", "DISABLE_MKDOCS_2_WARNING", "DO_NOT_TRACK"] {
            command.env(name, "1");
        }
        command
    }

    pub(crate) fn run(&self, program: &str, arguments: &str) -> Run {
        let output = self.command(program, arguments).stdin(Stdio::null()).output().unwrap();
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Run { code: output.status.code(), said: said.concat() }
    }

    /// Starts a development server; `PORT` in its arguments stands for a free port.
    pub(crate) fn start(&self, program: &str, arguments: &str) -> Server {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut command = self.command(program, &arguments.replace("PORT", &port.to_string()));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let (sender, lines) = channel();
        let stream = child.stdout.take().unwrap();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Server { child, lines: Mutex::new(lines) }
    }
}

/// A development server at work; killed when dropped.
pub(crate) struct Server {
    child: Child,
    lines: Mutex<Receiver<String>>,
}

impl Server {
    /// Waits for a line that holds a text, and gives the port that follows it.
    pub(crate) fn port_after(&self, text: &str) -> u16 {
        loop {
            let line = self.lines.lock().unwrap().recv_timeout(LIMIT).unwrap_or_else(|_| panic!("never said: {text}"));
            if let Some((_, rest)) = line.split_once(text) {
                return rest.trim_end_matches('/').parse().unwrap();
            }
        }
    }

    /// Ends it in the hardest way.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something holds.
pub(crate) fn until(what: &str, holds: impl Fn() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < LIMIT, "never came: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Asks for a page until a server behind it answers; nothing if nobody listens.
pub(crate) fn get(port: u16, path: &str) -> Option<String> {
    let started = Instant::now();
    loop {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
        let mut answer = Vec::new();
        stream.write_all(request.as_bytes()).and_then(|()| stream.read_to_end(&mut answer)).ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if answer.contains("data-charte-built") || started.elapsed() > LIMIT {
            return Some(answer);
        }
        thread::sleep(Duration::from_millis(100));
    }
}
