//! Prints an outcome as JUnit XML: a suite for each portal, which passes, and one for each file with findings.

use std::collections::BTreeMap;

use charte_core::diagnostic::{Diagnostic, Level};
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::findings::plain_text;
use super::outcome::Outcome;

use crate::out;

/// What is wrong with one file, or with one portal.
type Suites<'a> = BTreeMap<&'a str, Vec<&'a Diagnostic>>;

pub(super) fn print(outcome: &Outcome) {
    match document(outcome) {
        Ok(text) => out::println!("{text}"),
        Err(error) => anstream::eprintln!("error: cannot print the result: {error}"),
    }
}

fn document(outcome: &Outcome) -> std::io::Result<String> {
    let mut suites = Suites::new();
    for finding in &outcome.findings {
        let place = finding.place.as_ref().map(|place| place.file.as_str());
        suites.entry(place.or(finding.path.as_deref()).unwrap_or("charte")).or_default().push(finding);
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer
        .create_element("testsuites")
        .with_attribute(("name", format!("charte {}", outcome.command).as_str()))
        .write_inner_content(|writer| {
            for portal in &outcome.portals {
                write_portal(writer, outcome.command, &portal.summary.portal)?;
            }
            suites.iter().try_for_each(|(file, findings)| write_file(writer, file, findings))
        })?;
    let body = String::from_utf8_lossy(&writer.into_inner()).into_owned();
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{body}"))
}

/// A portal counts as one test, so that a report without findings is not an empty one.
fn write_portal(writer: &mut Writer<Vec<u8>>, command: &str, portal: &str) -> std::io::Result<()> {
    let suite =
        writer.create_element("testsuite").with_attributes([("name", portal), ("tests", "1"), ("failures", "0")]);
    suite.write_inner_content(|writer| {
        let test = writer.create_element("testcase").with_attributes([("classname", portal), ("name", command)]);
        test.write_empty().map(drop)
    })?;
    Ok(())
}

fn write_file(writer: &mut Writer<Vec<u8>>, file: &str, findings: &[&Diagnostic]) -> std::io::Result<()> {
    let count = |matches: fn(&&&Diagnostic) -> bool| findings.iter().filter(matches).count().to_string();
    let (tests, failures) = (findings.len().to_string(), count(|finding| finding.level >= Level::Warning));
    let skipped = count(|finding| finding.level == Level::Allow);
    let suite = writer.create_element("testsuite").with_attributes([
        ("name", clean(file).as_str()),
        ("tests", &tests),
        ("failures", &failures),
        ("skipped", &skipped),
    ]);
    suite.write_inner_content(|writer| findings.iter().try_for_each(|finding| write_test(writer, file, finding)))?;
    Ok(())
}

fn write_test(writer: &mut Writer<Vec<u8>>, file: &str, finding: &Diagnostic) -> std::io::Result<()> {
    let line = finding.place.as_ref().map(|place| place.line.to_string());
    let name = match &line {
        Some(line) => format!("{} at line {line}", finding.code),
        None => finding.code.to_owned(),
    };
    let (class, message) = (clean(file), clean(&finding.message));
    let mut test = writer.create_element("testcase").with_attributes([("classname", class.as_str()), ("name", &name)]);
    if let Some(line) = &line {
        test = test.with_attributes([("file", class.as_str()), ("line", line)]);
    }
    test.write_inner_content(|writer| {
        let text = clean(&plain_text(finding));
        match finding.level {
            Level::Error | Level::Warning => {
                let failure = writer
                    .create_element("failure")
                    .with_attributes([("type", finding.level.name()), ("message", message.as_str())]);
                failure.write_text_content(BytesText::new(&text)).map(drop)
            }
            Level::Note => writer.create_element("system-out").write_text_content(BytesText::new(&text)).map(drop),
            Level::Allow => {
                let reason = clean(finding.reason.as_deref().unwrap_or_default());
                writer.create_element("skipped").with_attribute(("message", reason.as_str())).write_empty().map(drop)
            }
        }
    })?;
    Ok(())
}

/// The text without the characters that XML 1.0 cannot hold (section 2.2).
fn clean(text: &str) -> String {
    let is_legal = |letter: &char| {
        matches!(letter, '\t' | '\n' | '\r') || !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().filter(is_legal).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use quick_xml::Reader;
    use quick_xml::events::{BytesStart, Event};

    use super::*;
    use crate::cases::{self, outcome};

    fn attributes(tag: &BytesStart<'_>) -> BTreeMap<String, String> {
        let of_tag = tag.attributes().map(Result::unwrap);
        of_tag.map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.into_owned())).collect()
    }

    /// The number of elements of each name in one suite.
    fn check_suites(name: &str, xml: &str) {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let (mut suite, mut counts) = (BTreeMap::new(), BTreeMap::<String, usize>::new());
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}\n{xml}")) {
                Event::Start(tag) | Event::Empty(tag) => {
                    let element = tag.name().as_ref().to_owned();
                    let of_tag = attributes(&tag);
                    if element == "testsuite" {
                        (suite, counts) = (of_tag, BTreeMap::new());
                    } else {
                        let named =
                            element != "testcase" || of_tag.contains_key("name") && of_tag.contains_key("classname");
                        assert!(named, "{name}: {of_tag:?}");
                    }
                    *counts.entry(element).or_default() += 1;
                }
                Event::End(tag) if tag.name().as_ref() == "testsuite" => {
                    let count = |element: &str| counts.get(element).copied().unwrap_or_default().to_string();
                    for (attribute, element) in [("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")]
                    {
                        let written = suite.get(attribute).map_or("0", String::as_str);
                        assert_eq!(written, count(element), "{name}: {attribute} of {suite:?}");
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }

    #[test]
    fn the_report_on_every_case_is_well_formed_and_counts_right() {
        for (name, findings) in cases::findings() {
            check_suites(&name, &document(&outcome(findings)).unwrap());
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let finding = crate::rules::NOT_UTF_8.finding("a\u{1}b <c> & \"d\" ]]> \u{fffe}").path("x\u{b}.toml");
        let xml = document(&outcome(vec![finding])).unwrap();
        check_suites("control characters", &xml);
        let is_legal = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        assert!(xml.chars().all(is_legal), "{xml:?}");
    }
}
