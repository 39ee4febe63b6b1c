//! The command line: parses the arguments, runs the command and returns its exit code.

mod args;
mod build;
mod cache;
#[cfg(test)]
mod cases;
mod clock;
mod declare;
mod diff;
mod doctor;
mod exit;
mod explain;
mod export;
mod filter;
mod generator;
mod init;
mod manual;
mod mend;
mod options;
mod out;
mod print;
mod progress;
mod rebuild;
mod report;
mod rules;
mod sample;
mod scan;
mod schema;
mod serve;
mod services;
mod shard;
mod sole;
mod theme;
mod usage;
mod verbosity;
mod watch;

use std::process::ExitCode;

use anyhow::Result;
use clap::CommandFactory as _;

use crate::args::{Args, Command};
use crate::exit::Exit;

fn main() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err(error) => error.exit(),
    };
    args.output.apply();
    let exit = run(&args).unwrap_or_else(|error| {
        anstream::eprintln!("error: {error:#}");
        Exit::InputOutput
    });
    let Some(fault) = out::fault() else { return exit.into() };
    anstream::eprintln!("error: cannot write to the standard output: {fault}");
    if exit == Exit::Done { Exit::InputOutput } else { exit }.into()
}

fn run(args: &Args) -> Result<Exit> {
    match &args.command {
        Command::Init(options) => init::init(options),
        Command::Scan(options) => scan::scan(options),
        Command::Check(options) => build::check(options),
        Command::Build(options) => build::build(options),
        Command::Filter(options) => filter::filter(options),
        Command::Watch(options) => watch::watch(options),
        Command::Strip(options) => build::strip(options),
        Command::Export(options) => export::export(options),
        Command::Report(options) => report::report(options),
        Command::Theme { command } => theme::run(command),
        Command::Services(options) => services::services(options),
        Command::Explain(options) => explain::explain(options),
        Command::Doctor(options) => doctor::doctor(options),
        Command::Schema(options) => schema::schema(options),
        Command::Diff(options) => diff::diff(options),
        Command::Completions(options) => manual::completions(options, Args::command()),
        Command::Man(options) => manual::man(options, Args::command()),
    }
}
