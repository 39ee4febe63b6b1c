//! `charte watch`: builds at every change, and serves the result.

mod lock;
mod options;
mod prepare;
mod queue;
mod reporter;
mod session;
mod summary_line;
mod watcher;

use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::{Context as _, Result, anyhow};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use crate::declare;
use crate::exit::Exit;
use crate::generator::DevServer;
use crate::out;
use crate::print::output::print_errors;
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
    let is_of_a_server = options.proxy.is_some() || (!options.command.is_empty() && !options.no_serve);
    let several = "the pages of another server are those of one portal; say which with `--portal`";
    let message = declaration
        .unknown_portal
        .or_else(|| (is_of_a_server && declaration.charters.len() > 1).then(|| several.to_owned()));
    if let Some(message) = message {
        return Ok(print_usage_error(&message));
    }
    if options.command.is_empty() {
        let with_input = options.end_with_input;
        runtime()?.block_on(async {
            let terminated = termination(false);
            let end = async {
                tokio::select! {
                    exit = terminated => exit,
                    exit = input_end(), if with_input => exit,
                }
            };
            build_and_serve(options, None, end).await
        })
    } else {
        runtime()?.block_on(follow(options.clone()))
    }
}

/// Previews a theme with the sample site, and follows the theme's files.
pub(crate) fn preview(options: &WatchOptions, theme: ThemeSource) -> Result<Exit> {
    runtime()?.block_on(async { build_and_serve(options, Some(theme), termination(false)).await })
}

fn runtime() -> Result<Runtime> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.context("cannot start the server's threads")
}

/// Watches beside a command, until one of the two ends.
async fn follow(mut options: WatchOptions) -> Result<Exit> {
    // Listens before the command runs, which nothing else would end.
    let mut terminated = pin!(termination(true));
    let mut server = match DevServer::start(&options.command) {
        Ok(server) => server,
        Err(finding) => {
            print_errors(&[*finding]);
            return Ok(Exit::InputOutput);
        }
    };
    let ended = server.ended();
    let mut ended = pin!(async move {
        let (text, exit) = ended.await;
        anstream::eprintln!("error: {text}");
        exit
    });
    if !options.no_serve {
        let given = options.proxy.take();
        let address = tokio::select! {
            address = server.address(given) => address,
            exit = &mut ended => return Ok(exit),
            exit = &mut terminated => return Ok(exit),
        };
        out::println!("With charte, the pages of {address}");
        options.proxy = Some(address);
    }
    let end = async {
        tokio::select! {
            exit = &mut terminated => exit,
            exit = &mut ended => exit,
        }
    };
    build_and_serve(&options, None, end).await
}

/// Builds and serves until `end`, or an error that no change can mend.
async fn build_and_serve(
    options: &WatchOptions,
    theme: Option<ThemeSource>,
    end: impl Future<Output = Exit>,
) -> Result<Exit> {
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
    let (sender, failed) = oneshot::channel();
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
        result = failed => result.unwrap_or_else(|_| Err(anyhow!("the watcher has stopped"))).map(|()| Exit::Done),
        exit = end => {
            // Waits until a build in progress has written all its files.
            let guard = write_lock.lock();
            out::println!("Stopped.");
            // Keeps the lock, so that nothing is written until the process ends.
            std::mem::forget(guard);
            Ok(exit)
        }
    }
}

/// Listens from now on for Ctrl-C, and for SIGTERM, which service managers send; where something else has to be ended with charte,
/// for the end of its terminal, too. Waits for one of them.
#[cfg(unix)]
fn termination(with_terminal: bool) -> impl Future<Output = Exit> {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [Some(SignalKind::interrupt()), Some(SignalKind::terminate()), with_terminal.then(SignalKind::hangup)];
    let [mut interrupt, mut terminate, mut hangup] = kinds.map(|kind| kind.and_then(|kind| signal(kind).ok()));
    async move {
        tokio::select! {
            Some(()) = next(&mut interrupt) => {}
            Some(()) = next(&mut terminate) => {}
            Some(()) = next(&mut hangup) => {}
            else => std::future::pending().await,
        }
        Exit::Done
    }
}

/// The next signal of a kind, if it is listened for.
#[cfg(unix)]
async fn next(signal: &mut Option<tokio::signal::unix::Signal>) -> Option<()> {
    signal.as_mut()?.recv().await
}

/// Waits for the end of the standard input.
async fn input_end() -> Exit {
    let (sender, end) = oneshot::channel();
    thread::spawn(move || {
        // An error is an end, too.
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = sender.send(());
    });
    let _ = end.await;
    Exit::Done
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
async fn termination(_with_terminal: bool) -> Exit {
    let _ = tokio::signal::ctrl_c().await;
    Exit::Done
}
