//! charte in a browser: builds the portals of `/portal/charte.toml`, in a file system that is the page's memory, and prints the
//! report as JSON.

use std::process::ExitCode;
use std::{fs, io};

use charte_build::{Declaration, Options, Task};
use serde_json::json;

/// Where the page puts the declaration and the site.
const FOLDER: &str = "/portal";

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> io::Result<()> {
    const NAME: &str = "charte.toml";
    let text = fs::read_to_string(format!("{FOLDER}/{NAME}"))?;
    let declaration = Declaration::read(NAME, &text, FOLDER.into(), &[], None);
    let report = charte_build::run(&declaration, &Options::new(Task::Build));
    let report = json!({ "findings": report.findings, "portals": report.portals });
    serde_json::to_writer(io::stdout().lock(), &report)?;
    Ok(())
}
