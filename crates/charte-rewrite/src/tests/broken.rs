//! Files that are no pages, and pages that are hard to read.

use charte_core::diagnostic::Level;
use charte_html::Syntax;

use crate::rewrite;
use crate::tests::{Plain, build, build_with, text};

fn strip(page: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    crate::tests::strip(page, Syntax::Html)
}

#[test]
fn files_that_are_no_pages_stay_as_they_are() {
    for file in [
        "",
        " \n",
        "plain text",
        "a < b",
        "{\"html\": \"<p>x</p>\"}",
        "[{\"a\": \"<b>\"}]",
        "<?xml version='1.0'?><rss><channel/></rss>",
        "<feed xmlns='x'/>",
        "<?xml version='1.0'?>\n<!-- c -->\n<urlset><url/></urlset>",
        "<?xml version='1.0'?><svg xmlns='x'><image/></svg>",
        "%PDF-1.7 <p>",
        "GIF89a<p>",
        "\u{feff}{\"a\":\"<b>\"}",
        "// script\nx = '<p>'",
        "(function () { return '<b>'; })()",
    ] {
        let (built, report) = build(file.as_bytes());
        assert!(!report.is_html, "{file}");
        assert_eq!(built, file.as_bytes());
    }
    for file in ["{{ header }}<p>x</p>", "<p>", "hello <b>x</b>", "{% x %}<p>", "<svg><image/></svg>", "<?php x ?><p>"]
    {
        assert!(build(file.as_bytes()).1.is_html, "{file}");
    }
}

#[test]
fn bytes_of_any_encoding_pass() {
    for page in [
        &b"<head><meta charset=iso-8859-1></head><p>\xe9\xff</p><img src=//v.example/\xe9>"[..],
        b"<meta charset=shift_jis><p>\x83\x5c\x81\x5f</p><footer></footer>",
        b"<head>\r\n\0<p>\0</p>\x1b[1m</body>",
        b"<meta charset=gb18030>\x81\x30\x81\x30<p>",
    ] {
        build(page);
    }
}

#[test]
fn utf_16_is_written_back() {
    for mark in ["\u{feff}", ""] {
        let text = format!("{mark}<html lang=en><head></head><body>é\u{1f36a}<img src=//v.example></body></html>");
        for split in [u16::to_le_bytes, u16::to_be_bytes] {
            let page: Vec<u8> = text.encode_utf16().flat_map(split).collect();
            let (built, report) = build(&page);
            assert_eq!(report.gated.len(), 1);
            assert_eq!(page[report.gated[0].offset..][..2], split(u16::from(b'<')));
            assert!(built.len() > page.len() + 200);
            assert_eq!(*strip(&built), page);
        }
    }
}

#[test]
fn in_xml_a_declaration_ends_where_xml_ends_it() {
    let recogniser = crate::tests::recogniser();
    let rules = crate::tests::Rules { syntax: Syntax::Xml, ..crate::tests::Rules::new(&recogniser, &Plain("1"), None) };
    for page in ["<?xml version='1.0' standalone='>'?><p/>", "<?xml version='1.0'><p/>"] {
        let built = rewrite(page.as_bytes(), &rules).edits.apply(page.as_bytes());
        assert_ne!(built, page.as_bytes(), "{page}");
        assert_eq!(*crate::tests::strip(&built, Syntax::Xml), *page.as_bytes(), "{page}");
    }
}

#[test]
fn encodings_that_hide_tags_are_left_alone() {
    for page in [
        &b"\xff\xfe<\0p\0>\0\0\xd8"[..],
        b"\xff\xfe<\0p\0>",
        b"<meta charset=iso-2022-jp>\x1b$B<p>",
        b"<meta content='charset=utf-7'>",
    ] {
        let (built, report) = build(page);
        assert_eq!(built, page);
        assert_eq!(report.findings[0].rule.level, Level::Error);
    }
}

#[test]
fn an_authors_words_about_charte_are_not_taken_out() {
    for page in [
        "<head></head><!-- <p data-charte-built>x</p> --><pre>&lt;p data-charte-built></pre>",
        "<head></head><script>'<p data-charte-built>x</p>'</script>",
        "<head></head><noscript><p data-charte-built>x</p></noscript>",
        "<head></head><p title='data-charte-built'>x</p>",
        "<head></head><!-- <img data-charte-held data-charte-src=x> --><img title=data-charte-held alt='data-charte-src='>",
        "<head></head><img data-charte-src=x><script>charteRun()</script>",
        "<head></head><template data-charte=video><script src=//v.example></script></template>",
    ] {
        assert_eq!(*strip(page.as_bytes()), *page.as_bytes());
        build(page.as_bytes());
    }
}

#[test]
fn insertions_that_show_once_others_are_gone_are_taken_out() {
    let page = "<<p data-charte-built>x</p>p data-charte-built>x</p><i>y<b data-charte-built>";
    assert_eq!(*strip(page.as_bytes()), *b"<i>y");
    build(page.as_bytes());
    let deep = (0..20).fold(String::new(), |page, _| format!("<{page}p data-charte-built>x</p>"));
    build(deep.as_bytes());
}

#[test]
fn a_theme_that_cannot_be_taken_out_is_left_out() {
    for broken in ["<p>", "<!--", "é", "</span></p>", "<script>"] {
        let page = b"<head></head><iframe src=//v.example></iframe></body>";
        let markup = Plain(broken);
        let recogniser = crate::tests::recogniser();
        let built = rewrite(page, &crate::tests::Rules::new(&recogniser, &markup, None));
        let built_page = built.edits.apply(page);
        assert_eq!(*strip(&built_page), *page, "{broken}");
        assert!(String::from_utf8_lossy(&built_page).contains("data-charte-held=\"video\""));
        assert_eq!(built.report.findings[0].rule.code, "theme-not-whole");
    }
}

#[test]
fn a_page_that_changed_meanwhile_ends_nothing() {
    let page = b"<head></head><img src=//v.example></body>";
    let edits = build_with(page, &Plain("1")).edits;
    for length in 0..page.len() {
        edits.apply(&page[..length]);
    }
}

#[test]
fn long_lines_take_no_longer_than_their_length() {
    let unit = "<p>x</p><iframe><span data-charte-open><noscript><svg>".repeat(4_000);
    build(unit.as_bytes());
    let unit = "<p data-charte-built><svg><image href=//v.example>".repeat(4_000);
    build(unit.as_bytes());
    assert!(text(&"</footer><img src=//v.example>".repeat(2_000)).len() > 60_000);
}

/// A tag that is skipped must count as content, or a later `<frameset>` would be taken for one: then the insertions after it
/// would not be found again.
#[test]
fn a_frameset_after_content_is_none() {
    for content in ["<p>", "\"<p>", "<b>x</b>"] {
        let page =
            format!("<head>{content}<frameset><title/><iframe src=//v.example></iframe></title><img src=//v.example>");
        let (built, _) = build(page.as_bytes());
        assert_eq!(*strip(&built), *page.as_bytes(), "{}", String::from_utf8_lossy(&built));
    }
}
