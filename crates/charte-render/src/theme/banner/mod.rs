//! Checks a stylesheet of the banner: every rule must apply to both of the buttons that accept and refuse, or to none, and must
//! leave every target large enough. Each rule is checked by itself, without the cascade. Rules that are not understood are
//! reported.

mod model;
mod selector;
mod sheet;
mod size;
#[cfg(test)]
mod tests;

use std::ops::Range;

use charte_core::diagnostic::{Diagnostic, Place};

use crate::rules;
use crate::theme::banner::model::{CONDITIONS, Element};
use crate::theme::banner::selector::Selectors;
use crate::theme::banner::sheet::{Declaration, Rule};

/// Rules that break a requirement, and rules that could not be checked, with their places in `file`.
pub(super) fn check(file: &str, css: &str) -> Vec<Diagnostic> {
    let sheet = sheet::read(css);
    let lint = Lint { file, css };
    let rules = sheet.rules.iter().flat_map(|rule| lint.rule(rule));
    let unparsed = sheet.unparsed.into_iter().map(|span| lint.unchecked(span));
    rules.chain(unparsed).collect()
}

struct Lint<'a> {
    file: &'a str,
    css: &'a str,
}

impl Lint<'_> {
    fn rule(&self, rule: &Rule) -> Vec<Diagnostic> {
        if rule.declarations.is_empty() {
            return Vec::new();
        }
        let unfair = preferred(&rule.selectors).map(|(reached, left_out)| self.unfair(rule, reached, left_out));
        unfair.into_iter().chain(self.small(rule)).collect()
    }

    fn unfair(&self, rule: &Rule, reached: &str, left_out: &str) -> Diagnostic {
        let written = self.words(rule.span.clone());
        let message = format!("`{written}` reaches the button `.{reached}` and not `.{left_out}`");
        let help = "refusing must be as easy to see as accepting, or no consent is free: let the rule \
                    reach both, as `.accept, .refuse` does, and set them apart with `gap`";
        rules::weight::THEME_PROMINENCE.finding(message).at(self.place(rule.span.clone())).help(help)
    }

    /// One finding for each declaration that leaves a target too small.
    fn small(&self, rule: &Rule) -> Vec<Diagnostic> {
        let Some(target) = size::TARGETS.iter().find(|target| reaches(&rule.selectors, target)) else {
            return Vec::new();
        };
        let small = rule.declarations.iter().filter(|one| size::is_small(target.name(), one, &rule.declarations));
        small.map(|declaration| self.too_small(target.label(), declaration)).collect()
    }

    fn too_small(&self, target: &str, declaration: &Declaration) -> Diagnostic {
        let message = format!("`{}: {}` leaves {target} less than 24 CSS pixels", declaration.name, declaration.value);
        let help =
            "people must be able to hit it (WCAG 2.2, 2.5.8): give it 24 by 24 CSS pixels at least, such as `1.5em`";
        rules::weight::THEME_TARGET.finding(message).at(self.place(declaration.span.clone())).help(help)
    }

    fn unchecked(&self, span: Range<usize>) -> Diagnostic {
        let written = self.words(span.clone());
        let message = format!("whether `{written}` sets accepting and refusing apart was not checked");
        let help = "charte does not read it: write it another way, or look at the banner yourself";
        rules::weight::THEME_PROMINENCE_UNCHECKED.finding(message).at(self.place(span)).help(help)
    }

    /// A piece of the stylesheet in one line.
    fn words(&self, span: Range<usize>) -> String {
        self.css[span].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::of(self.file, self.css, span)
    }
}

/// The button that a rule applies to and the one that it leaves out, if it applies to one of the two only.
fn preferred(selectors: &Selectors) -> Option<(&'static str, &'static str)> {
    let pairs = CONDITIONS.iter().flat_map(|condition| model::answers().map(|pair| (condition, pair)));
    let reached = pairs.map(|(condition, pair)| {
        pair.map(|at| Element::new(at, *condition))
            .map(|element| selectors.match_any_part_of(&element, &element.host()))
    });
    reached.into_iter().find_map(|[accepts, refuses]| match (accepts, refuses) {
        (true, false) => Some(("accept", "refuse")),
        (false, true) => Some(("refuse", "accept")),
        _ => None,
    })
}

/// Whether a rule applies to a target itself, and not only to a pseudo-element of it.
fn reaches(selectors: &Selectors, target: &size::Target) -> bool {
    CONDITIONS.iter().any(|condition| {
        target
            .elements()
            .map(|at| Element::new(at, *condition))
            .any(|element| selectors.match_itself(&element, &element.host()))
    })
}
