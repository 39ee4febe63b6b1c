//! What is kept of a build, and its form in a file: the key, what the file system said of both trees, then the findings and
//! the figures as JSON. Places in pages are kept without the text around them, which is taken from the page again.

use std::path::Path;

use charte_core::diagnostic::{Diagnostic, Level, Place};
use charte_rewrite::{Form, Needs};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::plan::Summary;
use crate::recall::key::Key;
use crate::rules;
use crate::site::stamps::Tree;
use crate::site::{self, is_page_name};

/// The two trees of a portal: its input and its output. In place they are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Trees {
    pub(super) input: Tree,
    pub(super) output: Tree,
}

impl Trees {
    fn sums(&self) -> [u64; 4] {
        [self.input.files, self.input.folders, self.output.files, self.output.folders]
    }
}

/// The result of a build that changes nothing.
#[derive(Serialize, Deserialize)]
struct Kept {
    summary: Summary,
    /// What the pages of each of the summary's forms need, which JSON reports leave out.
    needs: Vec<(usize, [bool; 3])>,
    findings: Vec<Finding>,
}

#[derive(Serialize, Deserialize)]
struct Finding {
    code: String,
    level: String,
    message: String,
    place: Option<Where>,
    path: Option<String>,
    help: Option<String>,
    subjects: Vec<String>,
    source: Option<String>,
    reason: Option<String>,
}

/// Where a finding is.
#[derive(Serialize, Deserialize)]
enum Where {
    /// In a file, at an offset.
    At(String, usize),
    /// In a file that is no page, with its line, its column, and the line's text with the ranges in it and in the file.
    Line(String, usize, usize, String, [usize; 4]),
}

/// The bytes of the file; `None` where the result cannot be had from them again.
pub(super) fn write(key: &Key, trees: &Trees, summary: &Summary, findings: &[Diagnostic]) -> Option<Vec<u8>> {
    let needs = summary.forms.iter().map(|forms| needs(&forms.needs)).collect();
    let mut files = Files::default();
    let findings = findings.iter().map(|finding| Finding::of(finding, &mut files)).collect::<Option<Vec<_>>>()?;
    let json = serde_json::to_vec(&Kept { summary: summary.clone(), needs, findings }).ok()?;
    let sums = trees.sums().into_iter().flat_map(u64::to_le_bytes);
    let content: Vec<u8> = key.iter().copied().chain(sums).chain(json).collect();
    Some([Sha256::digest(&content).as_slice(), &content].concat())
}

/// The figures and findings in the bytes of a file, if it is whole and was kept with this key and these trees.
pub(super) fn read(bytes: &[u8], key: &Key, trees: &Trees) -> Option<(Summary, Vec<Diagnostic>)> {
    let (sum, content) = bytes.split_at_checked(32)?;
    let rest = content.strip_prefix(key)?;
    let (sums, json) = rest.split_at_checked(32)?;
    if !trees.sums().into_iter().flat_map(u64::to_le_bytes).eq(sums.iter().copied()) {
        return None;
    }
    let json = Some(json).filter(|_| Sha256::digest(content).as_slice() == sum)?;
    let Kept { mut summary, needs, findings } = serde_json::from_slice(json).ok()?;
    for (forms, (form, [has_scripts, is_xml, has_no_origin])) in summary.forms.iter_mut().zip(needs) {
        forms.needs = Needs { form: *FORMS.get(form)?, has_scripts, is_xml, has_no_origin };
    }
    let mut files = Files::default();
    let findings = findings.into_iter().map(|finding| finding.diagnostic(&mut files)).collect::<Option<Vec<_>>>()?;
    Some((summary, findings))
}

/// The forms, by their numbers in a file.
const FORMS: [Form; 3] = [Form::Script, Form::Static, Form::File];

fn needs(needs: &Needs) -> (usize, [bool; 3]) {
    let form = FORMS.iter().position(|form| *form == needs.form).unwrap_or_default();
    (form, [needs.has_scripts, needs.is_xml, needs.has_no_origin])
}

impl Finding {
    fn of(finding: &Diagnostic, files: &mut Files) -> Option<Finding> {
        let place = match &finding.place {
            Some(place) => Some(Where::of(place, files)?),
            None => None,
        };
        let kept = Finding {
            code: finding.code.into(),
            level: finding.level.name().into(),
            message: finding.message.clone(),
            place,
            path: finding.path.clone(),
            help: finding.help.clone(),
            subjects: finding.subjects.clone(),
            source: finding.source.clone(),
            reason: finding.reason.clone(),
        };
        Some(kept).filter(|_| finding.fix.is_none())
    }

    fn diagnostic(self, files: &mut Files) -> Option<Diagnostic> {
        let rule = rules::all().find(|rule| rule.code == self.code)?;
        let (level, _) = Level::ALL.into_iter().find(|(_, name)| *name == self.level)?;
        let mut finding = rule.finding(self.message).level(level).about(self.subjects);
        finding.place = match self.place {
            Some(place) => Some(place.place(files)?),
            None => None,
        };
        (finding.path, finding.help, finding.source, finding.reason) = (self.path, self.help, self.source, self.reason);
        Some(finding)
    }
}

impl Where {
    fn of(place: &Place, files: &mut Files) -> Option<Where> {
        if files.place(&place.file, place.span.start).as_ref() == Some(place) {
            return Some(Where::At(place.file.clone(), place.span.start));
        }
        let ranges = [place.range.start, place.range.end, place.span.start, place.span.end];
        let whole = Where::Line(place.file.clone(), place.line, place.column, place.excerpt.clone(), ranges);
        Some(whole).filter(|_| !is_page_name(Path::new(&place.file)))
    }

    fn place(self, files: &mut Files) -> Option<Place> {
        Some(match self {
            Where::At(file, offset) => files.place(&file, offset)?,
            Where::Line(file, line, column, excerpt, [range, range_end, span, span_end]) => {
                let mut place = Place::in_bytes(&file, b"", 0);
                (place.line, place.column, place.excerpt) = (line, column, excerpt);
                (place.range, place.span) = (range..range_end, span..span_end);
                place
            }
        })
    }
}

/// Reads files in which findings are. Those of one file follow each other.
#[derive(Default)]
struct Files {
    name: String,
    bytes: Option<Vec<u8>>,
}

impl Files {
    fn place(&mut self, name: &str, offset: usize) -> Option<Place> {
        if self.name != name {
            let mut bytes = Vec::new();
            self.bytes = site::read(Path::new(name), &mut bytes).is_ok().then_some(bytes);
            self.name = name.into();
        }
        self.bytes.as_ref().map(|bytes| Place::in_bytes(name, bytes, offset))
    }
}
