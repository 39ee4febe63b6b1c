//! What was typed as a value of the wrong type, in its right form: the help of such findings. It knows no table.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Whether `text` is a day as `YYYY-MM-DD`.
pub(crate) fn is_date(text: &str) -> bool {
    text.parse::<toml::value::Datetime>().is_ok_and(|date| date.date.is_some() && date.time.is_none())
}

/// What was typed as a value, if it is short enough to be repeated.
fn typed<'t>(text: &'t str, value: &Spanned<DeValue<'_>>) -> Option<&'t str> {
    const LONGEST: usize = 60;
    text.get(value.span()).filter(|typed| typed.len() <= LONGEST && !typed.contains('\n'))
}

/// How a value of the wrong type is written rightly.
pub(super) struct Right {
    /// What to write, for the author.
    pub(super) help: String,
    /// The value to write in its place, if only that can be meant.
    pub(super) value: Option<String>,
}

impl Right {
    /// Advice only: the author has to decide.
    pub(super) fn advice(help: impl Into<String>) -> Right {
        Right { help: help.into(), value: None }
    }

    /// `value`, which is the only possible meaning.
    fn certain(key: &str, value: String) -> Right {
        Right { help: written(key, &value), value: Some(value) }
    }
}

fn written(key: &str, value: &str) -> String {
    let key = if key.contains('.') { format!("{key:?}") } else { key.to_owned() };
    format!("write `{key} = {value}`")
}

/// Instead of a string: a number, a word or a day without quotes, a list of one, or a table.
pub(super) fn string(text: &str, key: &str, value: &Spanned<DeValue<'_>>, pattern: &str) -> Option<Right> {
    let typed_as = |value: &Spanned<DeValue<'_>>| typed(text, value);
    match value.get_ref() {
        DeValue::Array(items) => {
            let [item] = &items[..] else { return None };
            let item = item.get_ref().is_str().then(|| typed_as(item)).flatten()?;
            // A list with a comment is not replaced, or the comment would be lost.
            let is_whole = !typed_as(value).is_none_or(|whole| whole.contains('#'));
            Some(if is_whole { Right::certain(key, item.into()) } else { Right::advice(written(key, item)) })
        }
        DeValue::Table(table) => dotted(key, table).map(Right::advice),
        _ => {
            let string = pattern.replace('@', typed_as(value)?);
            // A pattern with a unit is a guess.
            Some(if pattern == "\"@\"" { Right::certain(key, string) } else { Right::advice(written(key, &string)) })
        }
    }
}

/// A key with a dot that is not quoted: TOML reads a table out of it.
fn dotted(key: &str, table: &DeTable<'_>) -> Option<String> {
    let mut path = key.to_owned();
    let mut table = table;
    loop {
        let (next, value) = table.iter().next()?;
        path = format!("{path}.{}", next.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => table = inner,
            DeValue::String(_) => return Some(format!("a key with a dot stands between quotes: `{path:?} = \"…\"`")),
            _ => return None,
        }
    }
}

/// Instead of a word of a list. `true` and `false` are most likely `always` and `never`.
pub(super) fn choice(key: &str, value: &Spanned<DeValue<'_>>, names: &[&str]) -> String {
    let meant = match value.get_ref() {
        DeValue::Boolean(true) => names.iter().find(|name| **name == "always"),
        DeValue::Boolean(false) => names.iter().find(|name| **name == "never"),
        _ => None,
    };
    written(key, &format!("{:?}", meant.or(names.first()).copied().unwrap_or_default()))
}

/// Instead of `true` or `false`: a word between quotes.
pub(super) fn flag(key: &str, value: &Spanned<DeValue<'_>>) -> Option<Right> {
    let DeValue::String(word) = value.get_ref() else { return None };
    let flag = match word.to_lowercase().as_str() {
        "true" | "yes" | "oui" | "vrai" | "1" => "true",
        "false" | "no" | "non" | "faux" | "0" => "false",
        _ => return None,
    };
    Some(Right::certain(key, flag.into()))
}

/// Instead of a whole number: one between quotes, or with `.0`.
pub(super) fn number(key: &str, value: &Spanned<DeValue<'_>>) -> Option<Right> {
    if let DeValue::Float(float) = value.get_ref() {
        let (whole, rest) = float.as_str().split_once('.')?;
        return rest.bytes().all(|digit| digit == b'0').then(|| Right::certain(key, whole.to_owned()));
    }
    let DeValue::String(word) = value.get_ref() else { return None };
    word.trim().parse::<i64>().ok().map(|number| Right::certain(key, number.to_string()))
}

/// Instead of a day: a day and an hour, or one as it is written in Europe, such as `23/11/2026`.
pub(super) fn day(key: &str, value: &Spanned<DeValue<'_>>) -> Option<Right> {
    let mut is_certain = true;
    let day = match value.get_ref() {
        DeValue::Datetime(date) => date.date?.to_string(),
        DeValue::String(text) => {
            let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
            let [day, month, year] = parts[..] else { return None };
            // It could be the fifth of June or the sixth of May.
            is_certain = day.parse().is_ok_and(|day: u32| day > 12);
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => return None,
    };
    let right = if is_certain { Right::certain(key, day.clone()) } else { Right::advice(written(key, &day)) };
    is_date(&day).then_some(right)
}

/// Instead of a list of strings: one string, or a table with a key for each.
pub(super) fn list(text: &str, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Right> {
    if let DeValue::Table(table) = value.get_ref() {
        let items: Vec<String> = table.keys().map(|item| format!("{:?}", item.get_ref())).collect();
        let is_short = (1..=5).contains(&items.len());
        return is_short.then(|| Right::advice(written(key, &format!("[{}]", items.join(", ")))));
    }
    let typed = value.get_ref().is_str().then(|| typed(text, value)).flatten()?;
    let list = format!("[{typed}]");
    // Several words in one string are most likely several items.
    let is_one = !typed.contains([',', ';', ' ']);
    Some(if is_one { Right::certain(key, list) } else { Right::advice(written(key, &list)) })
}

/// Instead of a string of a list: a number, a word or a day without quotes.
pub(super) fn item(text: &str, value: &Spanned<DeValue<'_>>) -> Option<Right> {
    let is_plain = !value.get_ref().is_array() && !value.get_ref().is_table();
    let typed = is_plain.then(|| typed(text, value)).flatten()?;
    Some(Right { help: format!("write `\"{typed}\"`"), value: Some(format!("\"{typed}\"")) })
}

/// Instead of a table: a lone string, which `pattern` puts under its key.
pub(super) fn table(text: &str, key: &str, value: &Spanned<DeValue<'_>>, pattern: &str) -> Option<Right> {
    let typed = value.get_ref().is_str().then(|| typed(text, value)).flatten();
    let table = pattern.replace('@', typed.unwrap_or("\"…\""));
    // A name is certain; other patterns guess a language, a date or the meaning of the word.
    let is_certain = pattern == "{ name = @ }" && typed.is_some();
    let right = if is_certain { Right::certain(key, table.clone()) } else { Right::advice(written(key, &table)) };
    (!pattern.is_empty()).then_some(right)
}
