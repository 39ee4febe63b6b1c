//! A development server that runs beside charte: started by it, followed by it, and ended with it.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use charte_core::diagnostic::Diagnostic;
use tokio::net::TcpStream;
use tokio::sync::{mpsc as channel, watch};
use url::Url;

use super::address;
use super::command::{cannot_start, code, command, ended};
use crate::exit::Exit;

/// How long it may take to end when it is asked to.
const END: Duration = Duration::from_secs(3);
/// How long until the next look whether it answers, or has ended.
const LOOK: Duration = Duration::from_millis(100);
/// After so long without an address, the author is told how to name one.
const PATIENCE: Duration = Duration::from_secs(20);
/// A longer line, in bytes, names no address.
const MAX_LINE: usize = 1 << 14;

/// A development server at work, in a group of processes of its own. All of the group end when this is dropped.
pub(crate) struct DevServer {
    words: Vec<OsString>,
    process: u32,
    /// Kept open: some servers end when their input does.
    _input: Option<ChildStdin>,
    addresses: channel::UnboundedReceiver<Url>,
    status: watch::Receiver<Option<ExitStatus>>,
}

impl DevServer {
    /// Starts it. What it prints goes on to charte's own outputs.
    pub(crate) fn start(words: &[OsString]) -> Result<DevServer, Box<Diagnostic>> {
        let mut command = command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A program of Python keeps back what it prints into a pipe.
        command.env("PYTHONUNBUFFERED", "1");
        if anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never {
            command.env("FORCE_COLOR", "1").env("CLICOLOR_FORCE", "1");
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| cannot_start(words, &error))?;
        let (found, addresses) = channel::unbounded_channel();
        let (over, is_over) = mpsc::channel();
        let (input, process) = (child.stdin.take(), child.id());
        if let Some(stream) = child.stdout.take() {
            pass_on(stream, io::stdout(), found.clone(), over.clone());
        }
        if let Some(stream) = child.stderr.take() {
            pass_on(stream, io::stderr(), found, over);
        }
        let status = wait(child, is_over);
        Ok(DevServer { words: words.to_owned(), process, _input: input, addresses, status })
    }

    /// Waits until it answers at an address: the given one, or the first that it prints.
    pub(crate) async fn address(&mut self, given: Option<Url>) -> Url {
        let started = Instant::now();
        let mut known: Vec<Url> = given.clone().into_iter().collect();
        let mut is_told = false;
        loop {
            while let Some(url) = self.addresses.try_recv().ok().filter(|_| given.is_none()) {
                known.push(url);
            }
            for url in &known {
                let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
                if TcpStream::connect((host, url.port_or_known_default().unwrap_or(80))).await.is_ok() {
                    return url.clone();
                }
            }
            if started.elapsed() > PATIENCE && !is_told {
                is_told = true;
                anstream::eprintln!("warning: {}", self.missing(known.first()));
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// What is said while it does not answer.
    fn missing(&self, known: Option<&Url>) -> String {
        let program = self.words.first().map(|word| word.display().to_string()).unwrap_or_default();
        match known {
            Some(url) => format!("nothing answers at {url} yet"),
            None => format!(
                "`{program}` has named no address of this machine that begins with `http://` yet; name it with `--proxy http://localhost:PORT` before `--`, or write `--no-serve` if the command serves nothing"
            ),
        }
    }

    /// Waits until it has ended, and says how, and with which code to end.
    pub(crate) fn ended(&self) -> impl Future<Output = (String, Exit)> + use<> {
        let (mut status, words) = (self.status.clone(), self.words.clone());
        async move {
            let status = status.wait_for(Option::is_some).await.ok().and_then(|status| *status).unwrap_or_default();
            (ended(&words, status), Exit::Command(code(status)))
        }
    }

    /// Asks all processes of the group to end, and ends those that do not.
    fn end(&self) {
        if self.signal(false) {
            let started = Instant::now();
            while started.elapsed() < END && self.is_there() {
                thread::sleep(LOOK / 4);
            }
            if self.is_there() {
                self.signal(true);
            }
        }
    }

    /// Sends the signal to end to the whole group; false when none of it is left.
    #[cfg(unix)]
    fn signal(&self, is_final: bool) -> bool {
        use rustix::process::{Pid, Signal, kill_process_group};
        let signal = if is_final { Signal::KILL } else { Signal::TERM };
        let group = i32::try_from(self.process).ok().and_then(Pid::from_raw);
        group.is_some_and(|group| kill_process_group(group, signal).is_ok())
    }

    /// Whether a process of the group is left.
    #[cfg(unix)]
    fn is_there(&self) -> bool {
        use rustix::process::{Pid, test_kill_process_group};
        let group = i32::try_from(self.process).ok().and_then(Pid::from_raw);
        group.is_some_and(|group| test_kill_process_group(group).is_ok())
    }

    #[cfg(not(unix))]
    fn signal(&self, _is_final: bool) -> bool {
        let process = self.process.to_string();
        let ended = std::process::Command::new("taskkill").args(["/T", "/F", "/PID", &process]).output();
        ended.is_ok_and(|output| output.status.success())
    }

    #[cfg(not(unix))]
    fn is_there(&self) -> bool {
        self.status.borrow().is_none()
    }
}

impl Drop for DevServer {
    fn drop(&mut self) {
        self.end();
    }
}

/// Waits for the end of a process, and for the rest of what it printed, which another process may keep open.
fn wait(mut child: Child, is_over: mpsc::Receiver<()>) -> watch::Receiver<Option<ExitStatus>> {
    let (sender, status) = watch::channel(None);
    thread::spawn(move || {
        let status = child.wait().unwrap_or_default();
        while is_over.recv_timeout(2 * LOOK).is_ok() {}
        // Fails only when nobody asks any more.
        let _ = sender.send(Some(status));
    });
    status
}

/// Passes on what a stream brings, as it comes, and tells the addresses in its lines.
fn pass_on(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    found: channel::UnboundedSender<Url>,
    over: mpsc::Sender<()>,
) {
    thread::spawn(move || {
        let (mut part, mut line) = ([0; 4096], Vec::new());
        while let Ok(length @ 1..) = from.read(&mut part) {
            // Where charte's own output is closed, the server goes on.
            let _ = to.write_all(&part[..length]).and_then(|()| to.flush());
            for piece in part[..length].split_inclusive(|byte| *byte == b'\n') {
                line.extend_from_slice(piece);
                if line.ends_with(b"\n") || line.len() > MAX_LINE {
                    for url in address::addresses(&String::from_utf8_lossy(&line)) {
                        let _ = found.send(url);
                    }
                    line.clear();
                }
            }
        }
        let _ = over.send(());
    });
}
