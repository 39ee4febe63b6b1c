//! `charte explain`: the rules, for people, as documentation, and for programs.

use std::collections::BTreeMap;

use anyhow::Result;
use charte_core::legal::LegalOrder;
use charte_core::rule::{Rule, Weight};
use charte_core::suggest;
use clap::ValueEnum;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::out;
use crate::rules;

/// How `charte explain` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For people, in a terminal
    Human,
    /// A page of documentation in Markdown
    Md,
    /// For programs: one JSON document
    Json,
}

/// What `charte explain` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte explain undeclared\n  charte explain --all --format md > rules.md")]
pub(crate) struct ExplainOptions {
    /// The code of a finding, as it stands in its brackets; without one, all codes are listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Explain every rule
    #[arg(long, conflicts_with = "code")]
    pub(crate) all: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub(crate) format: ExplainFormat,
}

/// Version of the document's form; programs read it first.
const SCHEMA: u32 = 1;

/// Explains one rule or all of them, or lists their codes.
pub(crate) fn explain(options: &ExplainOptions) -> Result<Exit> {
    let mut all: Vec<&Rule> = rules::all().collect();
    all.sort_by_key(|rule| rule.code);
    let chosen = match &options.code {
        Some(code) => {
            // As it is copied from a finding: `warning[undeclared]`.
            let code = code.split_once('[').map_or(code.as_str(), |(_, code)| code).trim_end_matches([']', ':']);
            let Some(rule) = all.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)) else {
                let near = suggest::nearest(code, all.iter().map(|rule| rule.code));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                anstream::eprintln!("error: no rule has the code `{code}`{near} `charte explain` lists all of them");
                return Ok(Exit::Usage);
            };
            vec![*rule]
        }
        None => all,
    };
    print(&chosen, options.format, options.code.is_none() && !options.all);
    Ok(Exit::Done)
}

/// Prints rules; only their codes and titles in a list for people.
fn print(rules: &[&Rule], format: ExplainFormat, is_list: bool) {
    match format {
        ExplainFormat::Json => {
            let rules: Vec<Value> = rules.iter().map(|rule| data(rule)).collect();
            out::println!("{:#}", json!({ "schema": SCHEMA, "command": "explain", "rules": rules }));
        }
        ExplainFormat::Human if is_list => {
            let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or_default();
            for rule in rules {
                out::println!("{:<width$}  {:<7}  {}", rule.code, rule.level.name(), rule.title);
            }
            out::println!("\n`charte explain CODE` says why, and how to mend it.");
        }
        ExplainFormat::Human => {
            let texts: Vec<String> = rules.iter().map(|rule| human(rule)).collect();
            out::print!("{}", texts.join("\n"));
        }
        ExplainFormat::Md => {
            out::println!("# Rules\n");
            for rule in rules {
                out::print!("{}", markdown(rule));
            }
        }
    }
}

fn data(rule: &Rule) -> Value {
    let Rule { code, title, why, source, french, example, passing, mend, .. } = rule;
    let given = |text: &'static str| Some(text).filter(|text| !text.is_empty());
    let (passing, french) = (given(passing), given(french));
    json!({
        "code": code, "level": rule.level.name(), "title": title, "why": why, "source": source, "french_source": french, "weight": rule.weight.name(),
        "example": example, "passing": passing, "mend": mend,
        "other_sources": others(rule).into_iter().collect::<BTreeMap<_, _>>(),
    })
}

fn human(rule: &Rule) -> String {
    let lines = |text: &str| text.lines().map(|line| format!("    {line}\n")).collect::<String>();
    let passing = match rule.passing {
        "" => String::new(),
        passing => format!("Passes:\n{}\n", lines(passing)),
    };
    format!(
        "{}[{}]: {}\n\n{}\n\nBreaks it:\n{}\n{passing}Mend it:\n{}\n\n{}\n",
        rule.level.name(),
        rule.code,
        rule.title,
        folded(rule.why, ""),
        lines(rule.example),
        folded(rule.mend, "    "),
        sources(rule)
    )
}

fn markdown(rule: &Rule) -> String {
    let language = if rule.example.trim_start().starts_with('<') { "html" } else { "toml" };
    let passing = match rule.passing {
        "" => String::new(),
        passing => format!("Passes:\n\n```{language}\n{passing}\n```\n\n"),
    };
    format!(
        "## `{}`\n\n**{}** ({}). {}\n\nBreaks it:\n\n```{language}\n{}\n```\n\n{passing}{}\n\n{}.\n\n",
        rule.code,
        capitalised(rule.title),
        rule.level.name(),
        rule.why,
        rule.example,
        rule.mend,
        sources(rule)
    )
}

/// The source of a rule, in France too and where the GDPR is not in force, and how binding it is: a law leaves no choice, a good practice does.
fn sources(rule: &Rule) -> String {
    let source = match rule.weight {
        Weight::Own => "Source: charte itself".to_owned(),
        weight => format!("Source: {} ({})", rule.source, weight.name()),
    };
    let french = if rule.french.is_empty() { source } else { format!("{source}; in France: {}", rule.french) };
    others(rule).into_iter().fold(french, |all, (name, source)| format!("{all}; in {name}: {source}"))
}

/// The sources of a rule in the countries where the GDPR is not in force.
fn others(rule: &Rule) -> Vec<(String, String)> {
    let orders = LegalOrder::countries().filter_map(LegalOrder::of).filter(|order| order.privacy.is_some());
    let source = |order: LegalOrder| Some((order.name.clone(), order.source(rule.topic?)?.to_owned()));
    orders.filter_map(source).collect()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text in lines that fit a terminal.
fn folded(text: &str, indent: &str) -> String {
    const WIDTH: usize = 90;
    let mut lines = vec![indent.to_owned()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > indent.len() && line + 1 + word.chars().count() > WIDTH {
            lines.push(indent.to_owned());
        }
        if let Some(line) = lines.last_mut() {
            if line.len() > indent.len() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
