//! The search index of mdBook: a script that only hands over data. What the texts in it quote is not run, so that it contacts
//! nobody. Other scripts of such a form are read: `importScripts(JSON.parse('…'))` differs by a word.

/// What it begins with, in the versions of mdBook.
const HEADS: [&[u8]; 3] = [
    b"window.search = Object.assign(window.search, JSON.parse('",
    b"Object.assign(window.search, JSON.parse('",
    b"window.search = JSON.parse('",
];

/// Whether a script is a search index, and nothing else.
pub(super) fn is_search_index(script: &[u8]) -> bool {
    let Some(text) = HEADS.iter().find_map(|head| script.trim_ascii().strip_prefix(*head)) else { return false };
    let mut bytes = text.iter().enumerate();
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            // A string ends with its line.
            b'\n' | b'\r' => return false,
            b'\'' => return text[place + 1..].iter().all(|byte| b");".contains(byte)),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_search_index;

    #[test]
    fn only_an_index_is_one() {
        for index in [
            r#"window.search = Object.assign(window.search, JSON.parse('{"body":"importScripts(\'x\')"}'));"#,
            "Object.assign(window.search, JSON.parse('{}'));\n",
            "window.search = JSON.parse('[1]')",
        ] {
            assert!(is_search_index(index.as_bytes()), "{index}");
        }
        for code in [
            "",
            "importScripts(JSON.parse('\"https://cdn.example.net/x.js\"'))",
            "window.location = JSON.parse('\"https://cdn.example.net/\"')",
            "window.search = JSON.parse('{}'); importScripts('x')",
            "window.search = JSON.parse('{}').b",
            "window.search = JSON.parse('{\\'); importScripts('x')",
            "window.search = JSON.parse('{",
            "window.search = JSON.parse('{\n}')",
        ] {
            assert!(!is_search_index(code.as_bytes()), "{code}");
        }
    }
}
