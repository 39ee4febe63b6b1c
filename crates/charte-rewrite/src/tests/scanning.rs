//! The scanner finds the tags that lol_html, a tested parser, finds.

use std::cell::RefCell;
use std::ops::Range;

use charte_html::{Namespace, Scanner, name};
use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element};
use proptest::prelude::*;

use crate::tests::hostile::pieces;

fn ours(page: &[u8]) -> Vec<Range<usize>> {
    Scanner::new(page).filter(|tag| !tag.is_end).map(|tag| tag.range()).collect()
}

fn theirs(page: &[u8]) -> Vec<Range<usize>> {
    let found = RefCell::new(Vec::new());
    let settings =
        Settings::new().with_strict(false).append_element_content_handler(element!("*", |element: &mut Element<
            '_,
            '_,
        >| {
            found.borrow_mut().push(element.source_location().bytes());
            Ok(())
        }));
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(page).unwrap();
    rewriter.end().unwrap();
    found.into_inner()
}

/// Where lol_html 3.0.3 differs from the standard: it takes `<svg/>` as open, the text after `<script x=>` as HTML, and does
/// not support nested foreign elements or end tags that close them from outside.
fn is_read_differently(page: &[u8]) -> bool {
    // It reads a frameset as it reads a body.
    if page.windows(9).any(|part| part.eq_ignore_ascii_case(b"<frameset")) {
        return false;
    }
    let tags = || Scanner::new(page);
    let roots = tags().filter(|tag| !tag.is_end && matches!(tag.name, name::SVG | name::MATH)).count();
    let has_closed_root = tags().any(|tag| tag.is_self_closing && matches!(tag.name, name::SVG | name::MATH));
    let has_odd_end =
        tags().any(|tag| tag.is_end && tag.namespace != Namespace::Html && !matches!(tag.name, name::SVG | name::MATH));
    // In HTML within foreign content, these end tags close nothing.
    let has_idle_end = tags().any(|tag| {
        tag.is_end && !tag.is_outside_foreign && matches!(tag.name, name::TITLE | name::DESC | name::FOREIGN_OBJECT)
    });
    let has_empty_value = page.windows(2).any(|pair| pair[0] == b'=' && matches!(pair[1], b'>' | b' ' | b'\n' | b'\t'));
    roots <= 1 && !has_closed_root && !has_odd_end && !has_idle_end && !has_empty_value
}

#[test]
fn ends_of_scripts() {
    for (page, tags) in [
        ("<script>a</script><b>", 3),
        ("<script><!-- <script> </script> --> </script><b>", 3),
        ("<script><!--></script><b>", 3),
        ("<script><!-- <script></script><b>", 1),
        ("<script>'</scripty>'</SCRIPT\n><b>", 3),
        ("<svg><script><b></script></svg>", 5),
        ("<title><b></title>", 2),
        ("<plaintext></plaintext><b>", 1),
        ("<!--><b>", 1),
        ("<!-- --!><b>", 1),
        ("<svg><![CDATA[<b>]]></svg>", 2),
        ("<![CDATA[<b>]]>", 0),
        ("<a title='>'><b", 1),
        ("<svg/><script><b></script>", 3),
        ("<script src=><b></script>", 2),
    ] {
        assert_eq!(Scanner::new(page.as_bytes()).count(), tags, "{page}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, max_global_rejects: 1 << 16, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_lol_html_finds(page in pieces()) {
        prop_assume!(is_read_differently(&page));
        prop_assert_eq!(ours(&page), theirs(&page), "{}", String::from_utf8_lossy(&page));
    }
}

/// Pieces that form tags of all kinds when joined, valid and broken.
const PIECES: [&str; 41] = [
    "<a href=\"x\">",
    "<A\tB='<p>'>",
    "<p",
    "</p>",
    "</P x='>'>",
    "<li/>",
    "<td =\">",
    "<th\n>",
    "<section>",
    "<sections>",
    "<h1>",
    "<H7>",
    "<b c=d\"e>",
    "<i x=\"y\"z>",
    "<em \"",
    "<u a='",
    "'",
    "\"",
    ">",
    " x=\"<script>\"",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<frameset>",
    "<svg>",
    "</svg>",
    "<math>",
    "<!--",
    "-->",
    "<!x>",
    "<?x>",
    "</ x>",
    "<\u{e9}>",
    "<p\u{e9}>",
    "<p\0>",
    "<tr",
    "/>",
    "<template>",
    "<my-tag>",
    "text & text",
];

fn triples<const N: usize>(of: [&str; N]) -> impl Iterator<Item = (&str, &str, &str)> {
    let pairs = of.into_iter().flat_map(move |first| of.into_iter().map(move |second| (first, second)));
    pairs.flat_map(move |(first, second)| of.into_iter().map(move |third| (first, second, third)))
}

fn calm(text: &str, until: usize) -> Scanner<'_> {
    let mut scanner = Scanner::new(text.as_bytes());
    scanner.skip_plain_until(until);
    scanner
}

#[test]
fn what_is_passed_over_changes_nothing_else() {
    let seen = |text: &str, until: usize| {
        let mut scanner = calm(text, until);
        let tags = scanner.by_ref().filter(|tag| !tag.is_plain);
        let tags: Vec<_> = tags.map(|tag| (tag.range(), tag.is_end, tag.namespace)).collect();
        (tags, scanner.ends_in_data_state())
    };
    let mut passed = 0;
    for (first, second, third) in triples(PIECES) {
        // No tag is skipped before there is content.
        for start in ["", "<main>"] {
            let text = format!("{start}{first}{second}{third}<footer><p>");
            let whole = seen(&text, 0);
            for until in [text.len(), start.len() + first.len() + second.len()] {
                assert_eq!(seen(&text, until), whole, "{text:?} up to {until}");
            }
            passed += usize::from(calm(&text, text.len()).count() < calm(&text, 0).count());
        }
    }
    assert!(passed > 20_000, "{passed}");
}
