//! The levels that a declaration gives to rules: `[rules]`, such as
//! `lifetime-long = { level = "allow", reason = "…" }`. It knows no rule by name.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Level};
use crate::fix::Fix;
use crate::reader::{Located, Table};
use crate::rule::Rule;
use crate::rules::{self, declaration, form};
use crate::suggest;

/// One key of `[rules]` as it was written.
#[derive(Debug, Clone)]
pub(crate) struct LevelDecl {
    code: Located<String>,
    level: Located<Level>,
    reason: Option<String>,
}

/// Reads `[rules]`. Which codes exist is checked by [`Levels::check`].
pub(crate) fn read(table: &Table<'_, '_>) -> Vec<LevelDecl> {
    let Some(rules) = table.table("rules", "") else { return Vec::new() };
    let mut declared = Vec::new();
    for (code, setting) in rules.tables_by_key("{ level = @, reason = \"…\" }") {
        let place = setting.place();
        let level = setting.choice("level", &Level::ALL);
        if level.is_none() && !setting.holds("level") {
            let finding = form::WRONG_VALUE.finding(format!("`{}` has no `level`", code.value)).at(place);
            let names = suggest::any(Level::ALL.iter().map(|(_, name)| *name));
            setting.doc.report(finding.help(format!("write `{} = {{ level = … }}`: {names}", code.value)));
        }
        let reason = setting.string("reason").map(|reason| reason.value);
        setting.finish(&[]);
        declared.extend(level.map(|level| LevelDecl { code, level, reason }));
    }
    declared
}

/// The levels of rules, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    by_code: BTreeMap<String, (Level, Option<String>)>,
}

impl Levels {
    /// The levels that were declared for these rules, and what is wrong with others.
    pub(crate) fn check(declared: &[LevelDecl], rules: &[&'static Rule]) -> (Levels, Vec<Diagnostic>) {
        let (mut levels, mut findings) = (Levels::default(), Vec::new());
        for LevelDecl { code, level, reason } in declared {
            let Some(rule) = rules.iter().find(|rule| rule.code == code.value) else {
                findings.push(unknown(code, rules));
                continue;
            };
            let is_lower = level.value < rule.level;
            if is_lower && !rules::can_be_lowered(rule) {
                findings.push(fixed(rule, level));
            } else if is_lower && reason.is_none() {
                findings.push(unexplained(rule, level));
            } else {
                levels.by_code.insert(code.value.clone(), (level.value, reason.clone().filter(|_| is_lower)));
            }
        }
        (levels, findings)
    }

    /// Gives each finding the level that was declared for its rule. Doing it twice changes nothing.
    pub fn apply(&self, findings: &mut [Diagnostic]) {
        for finding in findings {
            if let Some((level, reason)) = self.by_code.get(finding.code) {
                finding.level = *level;
                finding.reason.clone_from(reason);
            }
        }
    }
}

fn unknown(code: &Located<String>, rules: &[&'static Rule]) -> Diagnostic {
    let help = match suggest::nearest(&code.value, rules.iter().map(|rule| rule.code)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`charte explain` lists the codes".into(),
    };
    let finding = declaration::UNKNOWN_RULE.finding(format!("no rule has the code `{}`", code.value));
    let near = suggest::slip(&code.value, rules.iter().map(|rule| rule.code));
    finding.fix(near.and_then(|near| Fix::word(&code.place, near))).at(code.place.clone()).help(help)
}

fn fixed(rule: &Rule, level: &Located<Level>) -> Diagnostic {
    let message = format!("`{}` stays an error: without it a promise is not kept, or nothing can be built", rule.code);
    let help = format!("leave the line out and mend what the rule finds; `charte explain {}` says how", rule.code);
    declaration::LEVEL_FIXED.finding(message).at(level.place.clone()).help(help)
}

fn unexplained(rule: &Rule, level: &Located<Level>) -> Diagnostic {
    let (code, usual, name) = (rule.code, rule.level.name(), level.value.name());
    let message = format!("`{code}` is lowered from `{usual}` to `{name}` without a reason");
    let help =
        format!("write `{code} = {{ level = \"{name}\", reason = \"…\" }}`: the reason is printed with each report");
    declaration::LEVEL_WITHOUT_REASON.finding(message).at(level.place.clone()).help(help)
}
