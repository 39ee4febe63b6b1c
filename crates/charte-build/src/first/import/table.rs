//! Tables of trackers: by their headings, or by the content of their cells.

use super::entry::{Entry, tidy};
use super::imported::Unread;
use super::lifetimes::is_lifetime;
use super::lookup::Lookup;
use super::words::{Column, kind, party, purpose};

/// A row: its line and cells.
pub(super) type Row<'t> = (usize, &'t [String]);

/// What the table's rows say; `category` is the heading above it.
pub(super) fn read(rows: &[Row<'_>], category: &str, lookup: &Lookup<'_>) -> (Vec<Entry>, Vec<Unread>) {
    if is_card(rows) {
        let mut entry = Entry { line: rows.first().map_or(0, |row| row.0), ..Entry::default() };
        entry.category = tidy(category);
        for (_, cells) in rows {
            if let [heading, value] = cells
                && let Some(column) = card_column(heading)
            {
                put(&mut entry, column, value);
            }
        }
        return (split(entry), Vec::new());
    }
    let mut columns = rows.first().map_or(Vec::new(), |row| headings(row.1));
    let has_headings = !columns.is_empty();
    if !columns.contains(&Some(Column::Name)) {
        columns = by_content(rows, &columns, lookup);
    }
    let (mut entries, mut unread) = (Vec::new(), Vec::new());
    let mut category = category.to_owned();
    for (index, (line, cells)) in rows.iter().enumerate() {
        let filled: Vec<&String> = cells.iter().filter(|cell| tidy(cell).is_some()).collect();
        if (index == 0 && has_headings) || filled.is_empty() || !headings(cells).is_empty() {
            continue;
        }
        if let [one] = filled.as_slice()
            && cells.len() > 1
            && !lookup.is_tracker(one)
        {
            category.clone_from(one);
            continue;
        }
        let entry = row(*line, cells, &columns, &category);
        if entry.name.is_none() && entry.service.is_none() && entry.provider.is_none() {
            unread.push(Unread { line: *line, text: cells.join(" | ") });
            continue;
        }
        let extra = cells.iter().enumerate().filter(|(at, _)| columns.get(*at).copied().flatten().is_none());
        unread.extend(extra.filter_map(|(_, cell)| Some(Unread { line: *line, text: tidy(cell)? })));
        entries.extend(split(entry));
    }
    (entries, unread)
}

/// The columns of a row of headings; none if it is not one.
fn headings(cells: &[String]) -> Vec<Option<Column>> {
    let mut seen: Vec<Column> = Vec::new();
    let once =
        |cell: &String| Column::of(cell).filter(|column| !seen.contains(column)).inspect(|column| seen.push(*column));
    let columns: Vec<Option<Column>> = cells.iter().map(once).collect();
    let filled = cells.iter().filter(|cell| tidy(cell).is_some()).count();
    let known = columns.iter().flatten().count();
    if known >= 2 && known * 2 >= filled { columns } else { Vec::new() }
}

/// Whether a table describes one service, with a field in each row.
fn is_card(rows: &[Row<'_>]) -> bool {
    let known = rows.iter().filter(|(_, cells)| cells.len() == 2 && card_column(&cells[0]).is_some()).count();
    rows.len() >= 3 && known * 2 > rows.len() && rows.iter().all(|(_, cells)| cells.len() == 2)
}

/// In such a table, `Name` alone is the name of the service.
fn card_column(heading: &str) -> Option<Column> {
    let column = Column::of(heading)?;
    let is_cookies = heading.to_lowercase().contains("cookie") || heading.to_lowercase().contains("traceur");
    Some(if column == Column::Name && !is_cookies { Column::Service } else { column })
}

/// Whether a cell fits a column.
type Test<'a> = &'a dyn Fn(&str) -> bool;

/// Columns found by their cells, where a heading does not name them.
fn by_content(rows: &[Row<'_>], known: &[Option<Column>], lookup: &Lookup<'_>) -> Vec<Option<Column>> {
    let width = rows.iter().map(|row| row.1.len()).max().unwrap_or_default();
    let cells = |at: usize| {
        rows.iter().filter_map(move |row| row.1.get(at).map(String::as_str)).filter(|cell| tidy(cell).is_some())
    };
    let share = |at: usize, is: &dyn Fn(&str) -> bool| {
        let all = cells(at).count().max(1);
        cells(at).filter(|cell| is(cell)).count() * 100 / all
    };
    let mut columns: Vec<Option<Column>> = (0..width).map(|at| known.get(at).copied().flatten()).collect();
    let is_name = |cell: &str| names(cell).iter().all(|name| lookup.is_tracker(name));
    let is_provider = |cell: &str| lookup.within(cell).is_some() || lookup.host(cell).is_some();
    let tests: [(Column, Test<'_>); 3] =
        [(Column::Name, &is_name), (Column::Lifetime, &is_lifetime), (Column::Provider, &is_provider)];
    for (column, is) in tests {
        let free = (0..width).filter(|at| columns[*at].is_none());
        let best = free.map(|at| (share(at, is), at)).max_by_key(|(share, at)| (*share, std::cmp::Reverse(*at)));
        if let Some((share, at)) = best
            && share >= 50
            && !columns.contains(&Some(column))
        {
            columns[at] = Some(column);
        }
    }
    if !columns.contains(&Some(Column::Purpose)) {
        let length = |at: &usize| cells(*at).map(str::len).sum::<usize>();
        let longest = (0..width).filter(|at| columns[*at].is_none()).max_by_key(length);
        if let Some(at) = longest.filter(|_| columns.contains(&Some(Column::Name))) {
            columns[at] = Some(Column::Purpose);
        }
    }
    let free: Vec<usize> = (0..width).filter(|at| columns[*at].is_none()).collect();
    if let ([one], false, true) =
        (free.as_slice(), columns.contains(&Some(Column::Provider)), columns.contains(&Some(Column::Name)))
    {
        columns[*one] = Some(Column::Provider);
    }
    columns
}

fn row(line: usize, cells: &[String], columns: &[Option<Column>], category: &str) -> Entry {
    let mut entry = Entry { line, category: tidy(category), ..Entry::default() };
    for (cell, column) in cells.iter().zip(columns) {
        if let Some(column) = column {
            put(&mut entry, *column, cell);
        }
    }
    entry
}

/// Puts a text into the field that its heading names.
pub(super) fn put(entry: &mut Entry, column: Column, text: &str) {
    // Each line of a cell of names is a name.
    let Some(value) =
        (if column == Column::Name { Some(text.to_owned()).filter(|text| tidy(text).is_some()) } else { tidy(text) })
    else {
        return;
    };
    let place = match column {
        Column::Provider => &mut entry.provider,
        Column::Service => &mut entry.service,
        Column::Name => &mut entry.name,
        Column::Purpose => &mut entry.purpose,
        Column::Lifetime => &mut entry.lifetime,
        Column::Location => &mut entry.location,
        Column::Category => &mut entry.category,
        Column::Host => &mut entry.host,
        Column::Policy => &mut entry.policy,
        Column::Sort if kind(&value).is_none() && party(&value).is_none() && purpose(&value).is_some() => {
            &mut entry.category
        }
        Column::Sort => &mut entry.sort,
    };
    *place = Some(value);
}

/// An entry for each name; as many lifetimes as names belong to them in order.
pub(super) fn split(entry: Entry) -> Vec<Entry> {
    let Some(name) = &entry.name else { return vec![entry] };
    let names = names(name);
    let lifetimes: Vec<&str> = entry.lifetime.as_deref().map_or(Vec::new(), |text| text.split([',', ';']).collect());
    let has_each = lifetimes.len() == names.len() && lifetimes.iter().all(|text| is_lifetime(text));
    let one = |(at, name): (usize, &String)| {
        let lifetime = if has_each { lifetimes.get(at).and_then(|text| tidy(text)) } else { entry.lifetime.clone() };
        Entry { name: Some(name.clone()), lifetime, ..entry.clone() }
    };
    names.iter().enumerate().map(one).collect()
}

/// The names in a cell: between commas, lines and words for `and`, if none of them has a space; else the cell.
fn names(cell: &str) -> Vec<String> {
    let mut text = cell.to_owned();
    for and in [" et ", " and ", " und ", " y ", " e ", " / ", " ou ", " or "] {
        text = text.replace(and, ",");
    }
    let names: Vec<String> = text.split([',', ';', '\n']).filter_map(tidy).map(|name| bare(&name)).collect();
    if names.is_empty() || names.iter().any(|name| name.contains(' ')) {
        vec![tidy(cell).unwrap_or_default()]
    } else {
        names
    }
}

/// A name without quotes.
fn bare(name: &str) -> String {
    name.trim_matches(['"', '\'', '«', '»', '“', '”', '`', ' ', '\u{a0}']).to_owned()
}
