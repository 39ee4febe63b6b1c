//! A command: how it is started, and how its end is told.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitStatus, Stdio};

use charte_core::diagnostic::Diagnostic;

use crate::exit::Exit;
use crate::rules;

/// Runs a command to its end; it has charte's own input and outputs. Where the standard output is for programs, the command's
/// goes to the error stream.
///
/// # Errors
/// It cannot be started, or does not end with code 0: the finding, and the code to end with.
pub(crate) fn run(words: &[OsString], is_output_for_programs: bool) -> Result<(), (Box<Diagnostic>, Exit)> {
    let mut command = command(words);
    if is_output_for_programs {
        command.stdout(Stdio::from(io::stderr()));
    }
    let status = command.status().map_err(|error| (cannot_start(words, &error), Exit::InputOutput))?;
    if status.success() { Ok(()) } else { Err((failed(words, status), Exit::Command(code(status)))) }
}

/// The command, ready to be started.
pub(super) fn command(words: &[OsString]) -> Command {
    let mut words = words.iter();
    // On Windows `npx`, `mkdocs` and others are scripts, which only the command interpreter finds.
    let mut command = if cfg!(windows) {
        let mut interpreter = Command::new("cmd");
        interpreter.args(["/D", "/C"]);
        interpreter
    } else {
        Command::new(words.next().cloned().unwrap_or_default())
    };
    command.args(words);
    command
}

/// The finding that a command is not there, or may not be run.
pub(super) fn cannot_start(words: &[OsString], error: &io::Error) -> Box<Diagnostic> {
    let program = words.first().map(|word| word.display().to_string()).unwrap_or_default();
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "there is no such program".to_owned(),
        _ => error.to_string(),
    };
    let finding = rules::COMMAND_FAILED.finding(format!("`{program}` cannot be started: {reason}"));
    Box::new(finding.help("write the command as the shell takes it; what a package brings may need `npx` or a path"))
}

/// The finding that a command ended with an error.
fn failed(words: &[OsString], status: ExitStatus) -> Box<Diagnostic> {
    let finding = rules::COMMAND_FAILED.finding(ended(words, status));
    Box::new(finding.help("what it printed above says why; charte builds once it ends with code 0"))
}

/// How a command ended, in words.
pub(super) fn ended(words: &[OsString], status: ExitStatus) -> String {
    let line: Vec<String> = words.iter().map(|word| word.display().to_string()).collect();
    let line = line.join(" ");
    match status.code() {
        Some(code) => format!("`{line}` ended with code {code}"),
        None => format!("`{line}` was ended by signal {}", code(status).saturating_sub(128)),
    }
}

/// The code that tells how a command ended, as shells do: its own, or 128 and the number of the signal.
pub(super) fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status).map(|signal| 128 + signal);
    #[cfg(not(unix))]
    let signal = None;
    // Codes of Windows may be larger than those of other systems: what is no success must not become one.
    status.code().or(signal).and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
