//! Pages that browsers read as XML: what is inserted into them has to be well-formed.

use crate::name;
use crate::scan::Scanner;
use crate::syntax::Syntax;

/// A piece of HTML in ASCII, written for a page of this syntax.
pub fn written(html: &str, syntax: Syntax) -> String {
    match syntax {
        Syntax::Html => html.to_owned(),
        Syntax::Xml => xml(html),
    }
}

/// The same with every attribute quoted, every element closed, scripts in CDATA and references by number.
fn xml(html: &str) -> String {
    let bytes = html.as_bytes();
    let (mut scanner, mut result, mut at) = (Scanner::new(bytes), String::new(), 0);
    while let Some(tag) = scanner.next() {
        result.push_str(&text(&html[at..tag.start]));
        at = tag.end;
        let label = String::from_utf8_lossy(tag.label()).to_ascii_lowercase();
        if tag.closing {
            result.push_str(&format!("</{label}>"));
            continue;
        }
        result.push_str(&format!("<{label}"));
        for attribute in tag.attributes() {
            let (name, value) = tag.written(&attribute);
            result.push_str(&format!(" {name}=\"{}\"", text(&value).replace('<', "&lt;").replace('"', "&quot;")));
        }
        let closes = name::is_void(tag.name) || tag.self_closing;
        result.push_str(if closes { "/>" } else { ">" });
        if scanner.is_in_text() && tag.name != name::NOSCRIPT {
            let end = scanner.clone().next().map_or(html.len(), |end| end.start);
            let inner = &html[at..end];
            match inner.contains(['<', '&']) {
                true => result.push_str(&format!("/*<![CDATA[*/{inner}/*]]>*/")),
                false => result.push_str(inner),
            }
            at = end;
        }
    }
    result + &text(&html[at..])
}

/// Text whose references XML knows.
fn text(html: &str) -> String {
    html.replace("&nbsp;", "&#160;")
        .replace("&hellip;", "&#8230;")
        .replace("&shy;", "&#173;")
        .replace("&thinsp;", "&#8201;")
}

#[cfg(test)]
mod tests {
    use crate::xml::*;

    #[test]
    fn what_is_inserted_is_well_formed() {
        let html = "<p data-charte-built><input type=checkbox checked> a&nbsp;b<br>c</p><script>a < b && c</script>";
        let xml = "<p data-charte-built=\"\"><input type=\"checkbox\" checked=\"\"/> a&#160;b<br/>c</p>\
                       <script>/*<![CDATA[*/a < b && c/*]]>*/</script>";
        assert_eq!(written(html, Syntax::Xml), xml);
        assert_eq!(written(html, Syntax::Html), html);
    }
}
