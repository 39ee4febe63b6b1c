//! `charte doctor`: whether something on this machine, or in the site's own policy, hinders charte.

mod answer;
mod machine;
mod project;

use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use answer::{Answer, State};

use crate::exit::Exit;
use crate::options::Format;
use crate::out;

/// Arguments of `charte doctor`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte doctor\n  charte doctor -c sites/charte.toml --format json\n
It makes and removes an empty file in each output folder, to see whether charte can write there. Exit code 1 says that something
hinders charte.")]
pub(crate) struct DoctorOptions {
    /// The declaration; without one, only the machine is looked at
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Checks the machine and, if there is a declaration, what it names.
pub(crate) fn doctor(options: &DoctorOptions) -> Result<Exit> {
    let mut answers = machine::answers();
    answers.extend(project::answers(&options.config)?);
    let exit = if answers.iter().any(|answer| answer.state == State::Hinders) { Exit::Findings } else { Exit::Done };
    match options.format {
        Format::Human => out::print!("{}", human(&answers)),
        Format::Json => {
            let document = json!({ "schema": 1, "command": "doctor", "exit": exit.code(), "answers": answers });
            out::println!("{document:#}");
        }
    }
    Ok(exit)
}

fn human(answers: &[Answer]) -> String {
    let mut text = String::new();
    for Answer { topic, state, text: said, advice } in answers {
        let mark = match state {
            State::Fine => "fine",
            State::Note => "note",
            State::Hinders => "HINDERS",
        };
        text += &format!("{mark:<8} {topic:<12} {said}\n");
        text.extend(advice.iter().map(|advice| format!("{:<21} {advice}\n", "")));
    }
    let count = |wanted: State| answers.iter().filter(|answer| answer.state == wanted).count();
    text + &match (count(State::Hinders), count(State::Note)) {
        (0, 0) => "\nNothing stands in charte's way.\n".to_owned(),
        (0, notes) => format!("\nNothing stands in charte's way; {notes} to know.\n"),
        (faults, _) => format!("\n{faults} to mend.\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, human};

    #[test]
    fn what_hinders_says_what_to_do() {
        let answers = [Answer::fine("charte", "0.1.0"), Answer::hinders("output", "cannot write in dist", "allow it")];
        assert_eq!(
            human(&answers),
            "fine     charte       0.1.0\nHINDERS  output       cannot write in dist\n                      allow it\n\n1 to mend.\n"
        );
        assert!(human(&answers[..1]).ends_with("Nothing stands in charte's way.\n"));
    }
}
