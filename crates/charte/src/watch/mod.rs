//! `charte watch`: builds at every change, and shows the result.

mod inbox;
mod line;
mod lock;
mod options;
mod preview;
mod session;
mod watcher;

use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use tokio::sync::oneshot;

use crate::declare;
use crate::exit::Exit;
use crate::print::{Outcome, print_begun, print_findings};
use crate::round::Round;
use crate::sample::Theme;
use crate::serve::{Server, Stage};
use session::Session;

pub(crate) use options::{PORTS_HELP, WatchOptions};

/// `charte watch`.
pub(crate) fn watch(options: &WatchOptions) -> Result<Exit> {
    // Without a declaration there is nothing to wait for: most likely this is another folder.
    let declaration = declare::declaration(&options.config, &options.portals)?;
    let several = "`--proxy` shows one portal; say which with `--portal`";
    let message = declaration
        .unknown_portal
        .or_else(|| (options.proxy.is_some() && declaration.charters.len() > 1).then(|| several.to_owned()));
    if let Some(message) = message {
        anstream::eprintln!("error: {message}");
        return Ok(Exit::Usage);
    }
    until_ended(options, None)
}

/// Shows a theme with a sample site, which changes with the theme's files.
pub(crate) fn show(options: &WatchOptions, theme: Theme) -> Result<Exit> {
    until_ended(options, Some(theme))
}

fn until_ended(options: &WatchOptions, theme: Option<Theme>) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let exit = runtime.context("cannot start the server's threads")?.block_on(run(options, theme));
    exit.map(|()| Exit::Done)
}

/// Until the author, or a fault that nothing can mend, ends it.
async fn run(options: &WatchOptions, theme: Option<Theme>) -> Result<()> {
    let writing = Arc::<Mutex<()>>::default();
    let is_gallery = theme.is_some();
    let mut session = Session::new(options, theme, Arc::clone(&writing))?;
    let stage = Arc::new(Stage::new(&options.config));
    if !options.no_serve {
        // Before the first build: should it fail, this is where that is seen.
        let server = Server::open(Arc::clone(&stage), &options.serving, options.proxy.clone(), is_gallery).await?;
        if options.serving.open && open::that_detached(server.first()).is_err() {
            anstream::eprintln!("warning: no browser could be opened");
        }
        tokio::spawn(server.follow());
    }
    let (ended, end) = oneshot::channel();
    thread::spawn(move || {
        let mut teller = Teller::default();
        let fault = session.run(|session, mut round| {
            stage.show(&mut round, &session.memories);
            teller.tell(&round);
        });
        // Nobody listens once the process is about to end.
        let _ = ended.send(fault);
    });
    tokio::select! {
        fault = end => fault.unwrap_or_else(|_| Err(anyhow!("the watcher has stopped"))),
        () = interruption() => {
            // Not in the middle of writing: what is written is whole.
            let held = writing.lock();
            anstream::println!("Stopped.");
            // Until the process has ended, no more is written.
            std::mem::forget(held);
            Ok(())
        }
    }
}

/// Ctrl-C, or what a service manager sends.
async fn interruption() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

/// Tells the terminal.
#[derive(Default)]
struct Teller {
    rounds: usize,
    /// What was found last, which is not told twice.
    findings: Vec<Diagnostic>,
}

impl Teller {
    fn tell(&mut self, Round { outcome, took, .. }: &Round) {
        let errors = outcome.findings.iter().filter(|finding| finding.level == Level::Error).count();
        let is_news = outcome.findings != self.findings;
        self.rounds += 1;
        if self.rounds == 1 {
            print_begun(outcome);
        } else if is_news {
            print_findings(&self.fresh(outcome));
        }
        let milliseconds = took.as_millis();
        if errors > 0 {
            if is_news {
                anstream::println!("{}", line::failed(errors));
            }
        } else if let Some(line) = line::rebuilt(outcome, milliseconds).filter(|_| self.rounds > 1) {
            anstream::println!("{line}");
        } else if has_errors(&self.findings) {
            anstream::println!("mended ({milliseconds} ms)");
        }
        self.findings.clone_from(&outcome.findings);
        // The first build says what to watch; the second finds what changed until it was watched.
        if self.rounds == 2 {
            anstream::println!("Watching for changes; Ctrl-C ends.");
        }
    }

    /// What was not told the last time; all of it when something stops the build.
    fn fresh(&self, outcome: &Outcome) -> Vec<Diagnostic> {
        let findings = outcome.findings.iter();
        findings.filter(|finding| finding.level == Level::Error || !self.findings.contains(finding)).cloned().collect()
    }
}
