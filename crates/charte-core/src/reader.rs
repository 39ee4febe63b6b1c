//! Reads values out of a TOML document one by one, each with its place, and gathers every fault instead of stopping at
//! the first. It knows TOML and no table of a manifest.

mod keys;
mod probe;
pub(crate) mod probing;
mod shape;
mod tables;
mod values;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place};
use crate::fix::Fix;
use crate::key::Kind;
use crate::place::Lines;
use crate::rules::form;
use crate::syntax;

use probe::Probe;
use shape::Right;
pub(crate) use shape::is_date;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub place: Place,
}

/// One TOML file being read, and the faults found in it so far.
pub(crate) struct Document<'s> {
    file: &'s str,
    text: &'s str,
    lines: Lines,
    findings: RefCell<Vec<Diagnostic>>,
    broken: Cell<bool>,
    probe: Option<Probe<'s>>,
}

impl<'s> Document<'s> {
    pub(crate) fn new(file: &'s str, text: &'s str) -> Self {
        Document {
            file,
            text,
            lines: Lines::of(text),
            findings: RefCell::default(),
            broken: Cell::default(),
            probe: None,
        }
    }

    /// The root table. Each part that could not be parsed is a finding, and the table has the rest.
    pub(crate) fn parse(&self) -> Spanned<DeTable<'s>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        self.broken.set(!errors.is_empty());
        if let (true, Some(first)) = (root.get_ref().is_empty(), errors.first()) {
            self.report(syntax::not_toml(self.file, self.text, first.span().unwrap_or_default()));
            return root;
        }
        let faults = errors.into_iter().map(|error| {
            let span = error.span().unwrap_or_default();
            let unread = self.text.get(span.clone()).unwrap_or_default();
            (error.message().to_owned(), unread, self.place(span))
        });
        syntax::faults(self.text, faults).into_iter().for_each(|finding| self.report(finding));
        root
    }

    pub(crate) fn report(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        self.lines.place(self.file, self.text, span)
    }

    /// Puts a line before all others.
    pub(crate) fn first_line(&self, line: &str) -> Fix {
        const MARK: &str = "\u{feff}";
        let at = if self.text.starts_with(MARK) { MARK.len() } else { 0 };
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        Fix::new(self.text, at..at, format!("{line}{end}"))
    }

    /// The number of faults so far.
    pub(crate) fn fault_count(&self) -> usize {
        self.findings.borrow().len()
    }

    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }
}

/// A table of the document. Its keys are looked up one by one; then [`Table::finish`] reports those that were not.
pub(crate) struct Table<'d, 's> {
    pub(crate) doc: &'d Document<'s>,
    table: &'d DeTable<'s>,
    /// The keys that lead to it: `portal.town`; empty for the whole document.
    path: String,
    span: Range<usize>,
    /// The keys that were looked up, which are those that may be there.
    known: RefCell<Vec<&'static str>>,
}

impl<'d, 's> Table<'d, 's> {
    pub(crate) fn root(doc: &'d Document<'s>, root: &'d Spanned<DeTable<'s>>) -> Self {
        Table::new(doc, root.get_ref(), String::new(), 0..0)
    }

    fn new(doc: &'d Document<'s>, table: &'d DeTable<'s>, path: String, span: Range<usize>) -> Self {
        Table { doc, table, path, span, known: RefCell::default() }
    }

    pub(crate) fn place(&self) -> Place {
        self.doc.place(self.span.clone())
    }

    /// Whether the whole document could not be read.
    pub(crate) fn is_broken(&self) -> bool {
        self.doc.broken.get()
    }

    /// Every key that it has.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        self.table.keys().map(|key| key.get_ref().to_string()).collect()
    }

    /// Whether it has `key`, with any value.
    pub(crate) fn holds(&self, key: &'static str) -> bool {
        self.table.contains_key(key)
    }

    /// The path of a table in this one: `portal.town`, `portal."my town"`.
    fn below(&self, key: &str) -> String {
        let any = self.doc.probe.is_some();
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || any && byte == b'*';
        let key = if !key.is_empty() && key.bytes().all(bare) { key.into() } else { format!("{key:?}") };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    fn note(&self, key: &'static str, kind: impl FnOnce() -> Kind) {
        if let Some(probe) = &self.doc.probe {
            probe.note(self.below(key), kind());
        }
    }

    /// The value of a key that takes that kind.
    fn get(&self, key: &'static str, kind: impl FnOnce() -> Kind) -> Option<&'d Spanned<DeValue<'s>>> {
        self.note(key, kind);
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        self.table.get(key)
    }

    /// Reports a value of another type than `expected`. `right` is what was typed, in its right form.
    fn wrong(&self, key: &str, value: &Spanned<DeValue<'s>>, expected: &str, right: Option<Right>) {
        let message = format!("`{key}` must be {expected}, not {}", kind(value.get_ref()));
        let place = self.doc.place(value.span());
        let finding = form::WRONG_TYPE.finding(message);
        self.doc.report(match right {
            Some(Right { help, value }) => {
                finding.fix(value.map(|value| Fix::replace(&place, value))).at(place).help(help)
            }
            None => finding.at(place),
        });
    }

    /// Reports a value that is neither a string nor a table, where either can stand, and says whether it is one.
    pub(crate) fn is_wrong(&self, key: &'static str, expected: &str, help: &str) -> bool {
        let Some(value) = self.table.get(key) else { return false };
        let is_wrong = !value.get_ref().is_str() && !value.get_ref().is_table();
        if is_wrong {
            // It counts as known, even if no other code looks it up.
            self.known.borrow_mut().push(key);
            self.wrong(key, value, expected, Some(Right::advice(help)));
        }
        is_wrong
    }

    /// Reports a key of an earlier version that no longer has an effect, and why.
    pub(crate) fn retired(&self, key: &'static str, why: &str, help: &str) {
        self.note(key, || Kind::Retired);
        if let Some(value) = self.table.get(key) {
            // It is not among the keys that are proposed for unknown ones.
            self.known.borrow_mut().push(key);
            let message = format!("`{key}` means nothing any more: {why}");
            let finding = form::RETIRED_KEY.finding(message).at(self.doc.place(value.span()));
            let fix = Fix::without_key(self.doc.text, &self.key_span(key, value), &value.span());
            self.doc.report(finding.fix(fix).help(help));
        }
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
