//! Scripts that only hand over data, such as the search index of mdBook: `window.search = Object.assign(window.search,
//! JSON.parse('…'));`. What a text in them quotes is not run, so that it contacts nobody.

/// How long the text before the data may be.
const LONGEST_HEAD: usize = 200;

/// Whether a script is one string that is read as JSON and kept, and nothing else.
pub(super) fn is_data(script: &[u8]) -> bool {
    let script = script.trim_ascii();
    let parse = b"JSON.parse(";
    let head = &script[..script.len().min(LONGEST_HEAD)];
    let Some(at) = memchr::memmem::find(head, parse) else { return false };
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.=(, \t\r\n".contains(byte);
    if !head[..at].iter().all(is_plain) {
        return false;
    }
    let Some((quote, text)) = script[at + parse.len()..].split_first() else { return false };
    if !matches!(quote, b'\'' | b'"') {
        return false;
    }
    let mut bytes = text.iter().enumerate();
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            // A string ends with its line.
            b'\n' => return false,
            byte if byte == quote => return text[place + 1..].iter().all(|byte| b"); \t\r\n".contains(byte)),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_data;

    #[test]
    fn only_scripts_without_code_are_data() {
        for data in [
            r#"window.search = Object.assign(window.search, JSON.parse('{"body":"importScripts(\'x\')"}'));"#,
            "const index=JSON.parse(\"[1]\")\n",
            "JSON.parse('');",
        ] {
            assert!(is_data(data.as_bytes()), "{data}");
        }
        for code in [
            "",
            "importScripts('x')",
            "importScripts('x'); JSON.parse('{}')",
            "run(`x`, JSON.parse('{}'))",
            "a = JSON.parse('{}'); importScripts('x')",
            "a = JSON.parse('{}').b",
            "a = JSON.parse(text)",
            "a = JSON.parse('{",
            "a = JSON.parse('{\n}')",
        ] {
            assert!(!is_data(code.as_bytes()), "{code}");
        }
    }
}
