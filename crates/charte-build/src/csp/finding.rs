//! What to tell of a policy that refuses something of charte's.

use charte_core::diagnostic::Diagnostic;
use charte_core::rule::Rule;

use crate::csp::judge::{Need, Obstacle};
use crate::rules;

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
        let (rule, message) = self.need.told();
        let help = format!("{} in {}, line {}", self.remedy, self.place.file, self.place.line);
        rule.finding(message).at(self.place.clone()).help(help)
    }
}

impl Need {
    /// The rule that is broken, and what is wrong.
    fn told(self) -> (&'static Rule, &'static str) {
        match self {
            Need::Inline => (&rules::POLICY_REFUSES_SCRIPT, "the site's own policy refuses charte's inline script"),
            Need::File => (
                &rules::POLICY_REFUSES_FILE,
                "the site's own policy refuses charte's script file: nobody could be asked",
            ),
            Need::Inserted => (
                &rules::POLICY_REFUSES_FILE,
                "the site's own policy refuses files that charte's script inserts: no choice is carried out",
            ),
            Need::Import => (
                &rules::POLICY_REFUSES_IMPORT,
                "the site's own policy refuses `import()` of charte's files: placeholders have no button, and a withdrawal deletes nothing",
            ),
            Need::Run => (
                &rules::POLICY_REFUSES_RETURN,
                "the site's own policy refuses the inline call that brings a held script back after a yes",
            ),
            Need::Style => (
                &rules::POLICY_REFUSES_STYLE,
                "the site's own policy refuses charte's style sheet: what stands in for frames lacks it",
            ),
            Need::PlainText => (
                &rules::POLICY_TRUSTED_TYPES,
                "the site's own policy requires Trusted Types: nothing can be written back as plain text",
            ),
            Need::TrustedText => (
                &rules::POLICY_TRUSTED_TYPES,
                "the site's own policy requires Trusted Types and lets charte make none: nothing can come back",
            ),
        }
    }
}
