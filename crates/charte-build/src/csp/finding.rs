//! The findings about policies that refuse something of charte's.

use charte_core::diagnostic::Diagnostic;
use charte_core::rule::Rule;

use crate::csp::judge::{Need, Obstacle};
use crate::rules;

/// One warning for each policy and each need that it does not meet, for all pages together, in the order of the places.
pub(crate) fn findings<'a>(obstacles: impl IntoIterator<Item = &'a Obstacle>) -> Vec<Diagnostic> {
    let mut sorted: Vec<&Obstacle> = obstacles.into_iter().collect();
    sorted.sort_by_key(|obstacle| {
        let place = &obstacle.place;
        (place.file.clone(), place.line, place.column, obstacle.need, obstacle.remedy.clone())
    });
    sorted.dedup();
    sorted.into_iter().map(Obstacle::finding).collect()
}

impl Obstacle {
    /// What is refused, the consequence, and what to change in the policy.
    pub(crate) fn finding(&self) -> Diagnostic {
        let (rule, message) = self.need.rule();
        let help = format!("{} in {}, line {}", self.remedy, self.place.file, self.place.line);
        rule.finding(message).at(self.place.clone()).help(help)
    }
}

impl Need {
    /// The rule, and the message of its finding.
    fn rule(self) -> (&'static Rule, &'static str) {
        match self {
            Need::Inline => {
                (&rules::policy::POLICY_REFUSES_SCRIPT, "the site's own policy refuses charte's inline script")
            }
            Need::File => (
                &rules::policy::POLICY_REFUSES_FILE,
                "the site's own policy refuses charte's script file: nobody could be asked",
            ),
            Need::Inserted => (
                &rules::policy::POLICY_REFUSES_FILE,
                "the site's own policy refuses files that charte's script inserts: no choice is carried out",
            ),
            Need::Import => (
                &rules::policy::POLICY_REFUSES_IMPORT,
                "the site's own policy refuses `import()` of charte's files: placeholders have no button, and a withdrawal deletes nothing",
            ),
            Need::Run => (
                &rules::policy::POLICY_REFUSES_RETURN,
                "the site's own policy refuses the inline call that brings a held script back after a yes",
            ),
            Need::Style => (
                &rules::policy::POLICY_REFUSES_STYLE,
                "the site's own policy refuses charte's style sheet: what stands in for frames lacks it",
            ),
            Need::PlainText => (
                &rules::policy::POLICY_TRUSTED_TYPES,
                "the site's own policy requires Trusted Types: nothing can be written back as plain text",
            ),
            Need::TrustedText => (
                &rules::policy::POLICY_TRUSTED_TYPES,
                "the site's own policy requires Trusted Types and lets charte make none: nothing can come back",
            ),
        }
    }
}
