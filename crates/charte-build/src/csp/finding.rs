//! What to tell of a policy that refuses something of charte's.

use charte_core::diagnostic::Diagnostic;

use crate::csp::judge::{Need, Obstacle};

/// One warning for each policy and each thing that it refuses, however many pages it governs, in the order of the places.
pub fn findings<'a>(obstacles: impl IntoIterator<Item = &'a Obstacle>) -> Vec<Diagnostic> {
    let mut told: Vec<&Obstacle> = obstacles.into_iter().collect();
    told.sort_by_key(|obstacle| {
        let place = &obstacle.place;
        (place.file.clone(), place.line, place.column, obstacle.need, obstacle.remedy.clone())
    });
    told.dedup();
    told.into_iter().map(Obstacle::finding).collect()
}

impl Obstacle {
    /// What is refused, what follows from it, and the line to add.
    pub fn finding(&self) -> Diagnostic {
        let (code, message) = self.need.told();
        let help = format!("{} in {}, line {}", self.remedy, self.place.file, self.place.line);
        Diagnostic::warning(code, message).at(self.place.clone()).help(help)
    }
}

impl Need {
    /// The code of the finding, and what is wrong.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Need::Inline => ("policy-refuses-script", "the site's own policy refuses charte's inline script"),
            Need::File => {
                ("policy-refuses-file", "the site's own policy refuses charte's script file: nobody could be asked")
            }
            Need::Inserted => (
                "policy-refuses-file",
                "the site's own policy refuses files that charte's script inserts: no choice is carried out",
            ),
            Need::Import => (
                "policy-refuses-import",
                "the site's own policy refuses `import()` of charte's files: placeholders have no button, and a withdrawal deletes nothing",
            ),
            Need::Run => (
                "policy-refuses-return",
                "the site's own policy refuses the inline call that brings a held script back after a yes",
            ),
            Need::Style => (
                "policy-refuses-style",
                "the site's own policy refuses charte's style sheet: what stands in for frames lacks it",
            ),
            Need::PlainText => (
                "policy-trusted-types",
                "the site's own policy requires Trusted Types: nothing can be written back as plain text",
            ),
            Need::TrustedText => (
                "policy-trusted-types",
                "the site's own policy requires Trusted Types and lets charte make none: nothing can come back",
            ),
        }
    }
}
