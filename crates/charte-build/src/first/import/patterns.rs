//! Regular expressions that stand for the names of trackers.

/// A regular expression as the name of a tracker, with `*` for what varies; `None` for one that says more.
pub(super) fn names_of_pattern(pattern: &str) -> Option<Vec<String>> {
    let starts = pattern.starts_with('^');
    let ends = pattern.ends_with('$') && !pattern.ends_with("\\$");
    let inner = pattern.trim_start_matches('^');
    let inner = if ends { &inner[..inner.len() - 1] } else { inner };
    let choices: Vec<String> = match (inner.find('('), inner.find(')')) {
        (Some(open), Some(close)) if open < close => {
            let all = inner[open + 1..close].trim_start_matches("?:").split('|');
            all.map(|one| format!("{}{one}{}", &inner[..open], &inner[close + 1..])).collect()
        }
        (None, None) => inner.split('|').map(|one| one.trim_start_matches('^').to_owned()).collect(),
        _ => return None,
    };
    let plain = |choice: &String| {
        let text = choice
            .replace(".*", "*")
            .replace(".+", "*")
            .replace("\\.", "\u{1}")
            .replace("\\d+", "*")
            .replace("\\w+", "*");
        if text.contains(['\\', '[', '(', ')', '?', '+', '|', '^', '.', '{']) {
            return None;
        }
        let text = text.replace('\u{1}', ".");
        let text = if starts { text } else { format!("*{text}") };
        let text = if ends || text.ends_with('*') { text } else { format!("{text}*") };
        Some(text).filter(|text| text.trim_matches('*').len() > 1)
    };
    choices.iter().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_names() {
        for (pattern, names) in [
            ("^_ga", Some(vec!["_ga*"])),
            ("^_pk_.*$", Some(vec!["_pk_*"])),
            ("^(_ga|_gid)$", Some(vec!["_ga", "_gid"])),
            ("^_pk_id\\.", Some(vec!["_pk_id.*"])),
            ("^[a-z]+$", None),
        ] {
            let expected = names.map(|names| names.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(names_of_pattern(pattern), expected, "{pattern}");
        }
    }
}
