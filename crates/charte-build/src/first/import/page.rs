//! A charter page: its tables, lists and definitions, what it says about its publisher, and what it leaves out.

use super::about;
use super::blocks::{Block, Document, Kind};
use super::duties;
use super::entry::{Entry, Found};
use super::fold::{fold, has_any};
use super::imported::{ImportedService, Unread};
use super::list::{self, Fields};
use super::lookup::{Lookup, host};
use super::resolve::resolve;
use super::table::{self, Row};
use super::texts;
use super::words::purpose;

/// What a page says, and the services that follow from it; `None` for a page about something else.
pub(super) fn read(
    document: &Document,
    kind: &'static str,
    lookup: &Lookup<'_>,
) -> Option<(Found, Vec<ImportedService>)> {
    let mut reader = Reader::new(lookup);
    reader.blocks(&document.blocks);
    let Reader { entries, mut unread, .. } = reader;
    let text = document.blocks.iter().map(Block::all).collect::<Vec<_>>().join("\n");
    if entries.is_empty() && !has_any(&fold(&text), &["cookie", "traceur"]) {
        return None;
    }
    let language = document
        .language
        .clone()
        .filter(|language| texts::is_spoken(language))
        .or_else(|| texts::language(&text).map(str::to_owned));
    let about = about::read(document, lookup);
    let site = about.url.as_deref().and_then(host);
    let mut resolved = resolve(&entries, language.as_deref().unwrap_or("fr"), site.as_deref(), lookup);
    let unmet = duties::judge(document, &entries, &about, &resolved.called_necessary);
    if let Some(publisher) = &about.publisher {
        let this = texts::this_site(language.as_deref().unwrap_or("fr"));
        let own = resolved.services.iter_mut().filter(|service| service.provider.as_deref() == Some(this));
        own.for_each(|service| service.provider = Some(publisher.clone()));
    }
    // A short line whose fact is in the declaration is not reported as unread.
    let facts: Vec<&String> = [&about.publisher, &about.contact, &about.dpo].into_iter().flatten().collect();
    unread.retain(|it| it.text.chars().count() > 120 || !facts.iter().any(|fact| it.text.contains(*fact)));
    unread.extend(resolved.unread);
    unread.sort();
    let about::About { url, publisher, contact, dpo, updated } = about;
    let found = Found { kind, language, url, publisher, contact, dpo, updated, entries, unread, unmet };
    Some((found, resolved.services))
}

struct Reader<'a> {
    lookup: &'a Lookup<'a>,
    entries: Vec<Entry>,
    unread: Vec<Unread>,
    /// The heading above, if it names a purpose.
    category: String,
    fields: Fields,
    /// A term without its description yet.
    term: Option<Entry>,
}

impl<'a> Reader<'a> {
    fn new(lookup: &'a Lookup<'a>) -> Self {
        Reader {
            lookup,
            entries: Vec::new(),
            unread: Vec::new(),
            category: String::new(),
            fields: Fields::default(),
            term: None,
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while let Some(block) = rest.first() {
            if let Kind::Row(number, _) = &block.kind {
                let rows: Vec<Row<'_>> = rest.iter().map_while(|block| row_of(block, *number)).collect();
                let (entries, unread) = table::read(&rows, &self.category, self.lookup);
                self.end();
                if block.is_content || !entries.is_empty() {
                    self.unread.extend(unread);
                }
                self.entries.extend(entries);
                rest = &rest[rows.len()..];
                continue;
            }
            self.block(block);
            rest = &rest[1..];
        }
        self.end();
    }

    fn block(&mut self, block: &Block) {
        let text = block.text().unwrap_or_default();
        match &block.kind {
            Kind::Heading(_) => {
                self.end();
                self.category = text.to_owned();
            }
            Kind::Term(_) => {
                self.end();
                self.term = list::item(block.line, text, &self.category, self.lookup);
                if self.term.is_none() {
                    self.leave(block, text);
                }
            }
            Kind::Detail(_) => match &mut self.term {
                Some(term) => list::details(term, text, self.lookup),
                None => self.text(block, text),
            },
            _ => self.text(block, text),
        }
    }

    fn text(&mut self, block: &Block, text: &str) {
        if let Some(entry) = list::item(block.line, text, &self.category, self.lookup) {
            self.end();
            self.fields.begin(entry);
        } else if let Some(field) = list::field(text) {
            if self.fields.has(field.0) {
                self.end();
            }
            self.fields.take(block.line, field, text, &self.category);
        } else {
            self.end();
            // A short line above a table is its heading, whatever its element.
            if text.chars().count() <= 90 && !text.ends_with('.') && purpose(text).is_some() {
                text.clone_into(&mut self.category);
            }
            self.leave(block, text);
        }
    }

    /// Ends the open parts.
    fn end(&mut self) {
        match self.fields.end() {
            Ok(entry) => self.entries.extend(entry.into_iter().flat_map(table::split)),
            Err(lines) => self.unread.extend(lines),
        }
        self.entries.extend(self.term.take());
    }

    fn leave(&mut self, block: &Block, text: &str) {
        if block.is_content {
            self.unread.push(Unread { line: block.line, text: text.to_owned() });
        }
    }
}

fn row_of(block: &Block, number: usize) -> Option<Row<'_>> {
    match &block.kind {
        Kind::Row(table, cells) if *table == number => Some((block.line, cells.as_slice())),
        _ => None,
    }
}
