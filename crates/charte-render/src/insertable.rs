//! Whether a piece of HTML can be inserted into a page and removed again. It reads tags only.

/// What is wrong with `html` as an insertion: it must be one element, marked `data-charte-built`.
pub(super) fn fault(html: &str) -> Option<String> {
    let html = html.trim();
    let tags = tags(html);
    let Some(root) = tags.first().filter(|tag| tag.start == 0 && !tag.closes) else {
        return Some("it must begin with a tag".into());
    };
    if !html[..root.end].contains("data-charte-built") {
        return Some(format!("its `<{}>` must have the attribute `data-charte-built`", root.name));
    }
    let mut depth = 0_usize;
    for tag in tags.iter().filter(|tag| tag.name == root.name) {
        depth = if tag.closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth == 0 && tag.end != html.len() {
            return Some(format!("nothing may follow the end of its first `<{}>`", root.name));
        }
    }
    (depth != 0).then(|| format!("its first `<{}>` is not closed", root.name))
}

struct Tag {
    name: String,
    closes: bool,
    start: usize,
    end: usize,
}

fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|step| at + step) {
        let inside = &html[start + 1..];
        let closes = inside.starts_with('/');
        let name: String = inside[usize::from(closes)..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let end = start + 1 + tag_length(inside);
        if !name.is_empty() {
            found.push(Tag { name: name.to_ascii_lowercase(), closes, start, end });
        }
        at = end;
    }
    found
}

/// Length of a tag after its `<`, the `>` included. A `>` in a quoted attribute value does not end it.
fn tag_length(inside: &str) -> usize {
    let mut quote = None;
    for (at, character) in inside.char_indices() {
        match (quote, character) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(character),
            (Some(mark), character) if mark == character => quote = None,
            _ => {}
        }
    }
    inside.len()
}

#[cfg(test)]
mod tests {
    use crate::insertable::fault;

    #[test]
    fn one_marked_element_is_what_can_be_taken_out() {
        assert_eq!(fault("<span data-charte-built title='>'>a<span>b</span></span>\n"), None);
        for html in ["a", "<b>a</b>", "<b data-charte-built>a</b> b", "<b data-charte-built>a", ""] {
            assert!(fault(html).is_some(), "{html}");
        }
    }
}
