//! `charte watch`: builds at every change, and serves the result.

mod lock;
mod options;
mod prepare;
mod queue;
mod reporter;
mod session;
mod summary_line;
mod watcher;

use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use tokio::sync::oneshot;

use crate::declare;
use crate::exit::Exit;
use crate::print::print_usage_error;
use crate::sample::ThemeSource;
use crate::serve::{Server, SharedState};
use reporter::Reporter;
use session::Session;

pub(crate) use options::{PORTS_HELP, WatchOptions};

/// `charte watch`.
pub(crate) fn watch(options: &WatchOptions) -> Result<Exit> {
    // A missing declaration is an error at the start: most likely this is the wrong folder.
    let declaration = declare::declaration(&options.config, &options.portals)?;
    let several = "`--proxy` shows one portal; say which with `--portal`";
    let message = declaration
        .unknown_portal
        .or_else(|| (options.proxy.is_some() && declaration.charters.len() > 1).then(|| several.to_owned()));
    if let Some(message) = message {
        return Ok(print_usage_error(&message));
    }
    run(options, None)
}

/// Previews a theme with the sample site, and follows the theme's files.
pub(crate) fn preview(options: &WatchOptions, theme: ThemeSource) -> Result<Exit> {
    run(options, Some(theme))
}

fn run(options: &WatchOptions, theme: Option<ThemeSource>) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let exit = runtime.context("cannot start the server's threads")?.block_on(build_and_serve(options, theme));
    exit.map(|()| Exit::Done)
}

/// Builds and serves until a signal or an error that no change can mend.
async fn build_and_serve(options: &WatchOptions, theme: Option<ThemeSource>) -> Result<()> {
    let write_lock = Arc::<Mutex<()>>::default();
    let is_gallery = theme.is_some();
    let mut session = Session::new(options, theme, Arc::clone(&write_lock))?;
    let state = Arc::new(SharedState::new(&options.config));
    if !options.no_serve {
        // Before the first build: pages show its errors, too.
        let server = Server::start(Arc::clone(&state), &options.serving, options.proxy.clone(), is_gallery).await?;
        if options.serving.open && open::that_detached(server.first_address()).is_err() {
            anstream::eprintln!("warning: no browser could be opened");
        }
        tokio::spawn(server.serve_portals());
    }
    let (sender, end) = oneshot::channel();
    thread::spawn(move || {
        let mut reporter = Reporter::default();
        let result = session.run(|session, mut rebuild| {
            state.update(&mut rebuild, &session.memories);
            reporter.report(&rebuild);
        });
        // Fails only when the process is about to end.
        let _ = sender.send(result);
    });
    tokio::select! {
        result = end => result.unwrap_or_else(|_| Err(anyhow!("the watcher has stopped"))),
        () = termination_signal() => {
            // Waits until a build in progress has written all its files.
            let guard = write_lock.lock();
            anstream::println!("Stopped.");
            // Keeps the lock, so that nothing is written until the process ends.
            std::mem::forget(guard);
            Ok(())
        }
    }
}

/// Waits for Ctrl-C, or for SIGTERM, which service managers send.
async fn termination_signal() {
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
