//! A declaration as its author writes it: run charte, paste the entries of its report, mend the faults as it says, until
//! nothing is left. It knows no browser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::binary::{self, Run};
use crate::copy;
use crate::folder;
use crate::site::HOST;

/// Runs after which an author would give up.
const MOST_RUNS: usize = 8;

/// An unfinished declaration, beside its pages.
pub(crate) struct Declaration<'a> {
    root: &'a Path,
    /// The author's pages: a copy that is mended, so that the downloaded ones stay as they are.
    source: PathBuf,
    services: Vec<String>,
    tables: BTreeMap<String, String>,
    /// Faults that stopped a build and were mended.
    pub(crate) mended: usize,
}

impl<'a> Declaration<'a> {
    /// Starts with one service, since a portal without any has nothing to declare.
    pub(crate) fn new(root: &'a Path, source: &Path) -> Self {
        let services = vec!["matomo".to_owned()];
        Self { root, source: source.to_owned(), services, tables: BTreeMap::new(), mended: 0 }
    }

    /// Builds into `dist`; returns the author's pages and the services that need consent.
    pub(crate) fn build(&mut self) -> (PathBuf, Vec<String>) {
        for _ in 0..MOST_RUNS {
            let report = self.run();
            let portal = &report["portals"][0];
            let mended = self.mend(&report["findings"]);
            let pasted = self.paste(portal);
            let asked = self.ask(portal);
            if !mended && !pasted && !asked {
                assert_eq!(report["exit"], 0, "{}: {:#}", self.source.display(), report["findings"]);
                return (self.source.clone(), texts(&portal["asked"]));
            }
        }
        panic!("{} is not built after {MOST_RUNS} runs", self.source.display());
    }

    fn run(&self) -> Value {
        let manifest = format!(
            "version = 1\n[publisher]\nname = \"Commune\"\ncontact = \"mairie@example.fr\"\ndpo = \"dpo@example.fr\"\n\
             [portal.site]\nname = \"Site\"\nurl = \"https://{HOST}\"\ninput = {:?}\noutput = \"dist\"\n\
             updated = 2026-11-23\nservices = {:?}\n\n{}",
            self.source,
            self.services,
            self.tables.values().map(String::as_str).collect::<Vec<_>>().join("\n")
        );
        fs::write(self.root.join("charte.toml"), manifest).unwrap();
        let run = Run::of(&binary::command(self.root, "build --format json").output().unwrap());
        serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("exit code {:?}\n{}", run.code, run.err))
    }

    /// Adds the entries of third parties that are not declared yet; returns whether there were any.
    fn paste(&mut self, portal: &Value) -> bool {
        let before = (self.services.len(), self.tables.len());
        for unknown in portal["unknown"].as_array().into_iter().flatten() {
            let (list, table) = match unknown["entry"].as_str().unwrap().split_once('\n').unwrap() {
                (list, table) if list.starts_with("services") => (Some(list), table),
                _ => (None, unknown["entry"].as_str().unwrap()),
            };
            let listed = list.and_then(|list| list.rsplit('"').nth(1)).map(str::to_owned);
            if let Some(id) = &listed
                && !self.services.contains(id)
            {
                self.services.push(id.clone());
            }
            let table = table.trim_start();
            if let Some(id) = table.strip_prefix("[service.").and_then(|rest| rest.split(']').next()) {
                self.tables.entry(id.to_owned()).or_insert_with(|| table.to_owned());
            }
        }
        before != (self.services.len(), self.tables.len())
    }

    /// Requires consent for services that the law exempts, so that everything waits; returns whether there were any.
    fn ask(&mut self, portal: &Value) -> bool {
        let exempt: BTreeSet<String> = texts(&portal["exempt"]).into_iter().filter(|id| id != "charte").collect();
        for id in &exempt {
            self.set(id, "consent = \"required\"\n");
        }
        !exempt.is_empty()
    }

    fn set(&mut self, id: &str, line: &str) {
        let table = self.tables.entry(id.to_owned()).or_insert_with(|| format!("[service.{id}]\n"));
        let end = table.find('\n').map_or(table.len(), |end| end + 1);
        assert!(!table.contains(line), "{line} changes nothing");
        table.insert_str(end, line);
    }

    /// Does what the errors about the pages say; returns whether there were any.
    fn mend(&mut self, findings: &Value) -> bool {
        let errors: Vec<&Value> =
            findings.as_array().unwrap().iter().filter(|finding| finding["level"] == "error").collect();
        if !errors.is_empty() && self.mended == 0 {
            let copy = self.root.join("pages");
            copy::folder(&self.source, &copy);
            // The places are those in the earlier pages: the next run reports them again.
            self.source = copy;
            self.mended = errors.len();
            return true;
        }
        let mut done = BTreeSet::new();
        for error in &errors {
            self.mend_one(error, &mut done);
        }
        !errors.is_empty()
    }

    fn mend_one(&mut self, error: &Value, done: &mut BTreeSet<(PathBuf, String, Option<usize>)>) {
        let message = error["message"].as_str().unwrap();
        let file = self.root.join(error["place"]["file"].as_str().unwrap_or_default());
        let first = message.split(' ').next().unwrap();
        let mut serve_itself = |host: &str, line: Option<usize>| {
            if done.insert((file.clone(), host.to_owned(), line)) {
                folder::serve_itself(&file, host, line);
            }
        };
        match error["code"].as_str().unwrap() {
            "loads-in-stylesheet" => serve_itself(first, None),
            "loads-in-style" | "loads-in-attribute" => {
                let host = first.split("//").nth(1).and_then(|rest| rest.split(['/', '?']).next()).unwrap();
                serve_itself(host, error["place"]["line"].as_u64().and_then(|line| line.try_into().ok()));
            }
            "starts-in-file" => {
                let service = message.split(" starts ").nth(1).and_then(|rest| rest.split(',').next()).unwrap();
                if !self.services.iter().any(|known| known == service) {
                    self.services.push(service.to_owned());
                }
                self.set(service, &format!("files = [\"{first}\"]\n"));
            }
            code => panic!("no way is known to mend `{code}`: {error:#}"),
        }
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| text.as_str()).map(str::to_owned).collect()
}
