//! The command line: parses the arguments, runs the command and returns its exit code.

mod args;
mod build;
mod declare;
mod exit;
mod explain;
mod init;
mod options;
mod print;
mod rebuild;
mod rules;
mod sample;
mod scan;
mod serve;
mod services;
mod theme;
mod watch;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::args::{Args, Command};
use crate::exit::Exit;

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(exit) => exit.into(),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            Exit::InputOutput.into()
        }
    }
}

fn run(args: &Args) -> Result<Exit> {
    match &args.command {
        Command::Init(options) => init::init(options),
        Command::Scan(options) => scan::scan(options),
        Command::Check(options) => build::check(options),
        Command::Build(options) => build::build(options, charte_build::Task::Build),
        Command::Watch(options) => watch::watch(options),
        Command::Strip(options) => build::build(options, charte_build::Task::Strip),
        Command::Theme { command } => theme::run(command),
        Command::Services(options) => services::services(options),
        Command::Explain(options) => explain::explain(options),
    }
}
