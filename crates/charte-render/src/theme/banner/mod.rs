//! Whether a stylesheet of the banner treats whoever refuses as it treats whoever accepts, and leaves every target large
//! enough to be hit. It judges one rule at a time and computes no cascade; what it cannot judge it tells.

mod model;
mod selector;
mod sheet;
mod size;
#[cfg(test)]
mod tests;

use std::ops::Range;

use charte_core::diagnostic::{Diagnostic, Place};

use crate::rules;
use crate::theme::banner::model::{Element, WORLDS};
use crate::theme::banner::selector::Selectors;
use crate::theme::banner::sheet::{Declaration, Rule};

/// What no rule may do, and what could not be judged, at its place in `file`.
pub(super) fn check(file: &str, css: &str) -> Vec<Diagnostic> {
    let sheet = sheet::read(css);
    let judge = Judge { file, css };
    let rules = sheet.rules.iter().flat_map(|rule| judge.rule(rule));
    let unread = sheet.unread.into_iter().map(|span| judge.unjudged(span));
    rules.chain(unread).collect()
}

struct Judge<'a> {
    file: &'a str,
    css: &'a str,
}

impl Judge<'_> {
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
        let help = "refusing must be as easy to see as accepting (GDPR, article 7; CNIL, deliberation 2020-092): let the \
                    rule reach both, as `.accept, .refuse` does, and set them apart with `gap`";
        rules::THEME_PROMINENCE.finding(message).at(self.place(rule.span.clone())).help(help)
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
        rules::THEME_TARGET.finding(message).at(self.place(declaration.span.clone())).help(help)
    }

    fn unjudged(&self, span: Range<usize>) -> Diagnostic {
        let written = self.words(span.clone());
        let message = format!("whether `{written}` sets accepting and refusing apart was not checked");
        let help = "charte does not read it: write it another way, or look at the banner yourself";
        rules::THEME_PROMINENCE_UNCHECKED.finding(message).at(self.place(span)).help(help)
    }

    /// A piece of the stylesheet in one line.
    fn words(&self, span: Range<usize>) -> String {
        self.css[span].split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::of(self.file, self.css, span)
    }
}

/// The button that a rule reaches and the one that it does not, where both ask for the same attention.
fn preferred(selectors: &Selectors) -> Option<(&'static str, &'static str)> {
    let pairs = WORLDS.iter().flat_map(|world| model::answers().map(|pair| (world, pair)));
    let reached = pairs.map(|(world, pair)| {
        pair.map(|at| Element::new(at, *world)).map(|element| selectors.match_any_part_of(&element, &element.host()))
    });
    reached.into_iter().find_map(|[accepts, refuses]| match (accepts, refuses) {
        (true, false) => Some(("accept", "refuse")),
        (false, true) => Some(("refuse", "accept")),
        _ => None,
    })
}

/// Whether a rule reaches a target itself, and not only something that is drawn in it.
fn reaches(selectors: &Selectors, target: &size::Target) -> bool {
    WORLDS.iter().any(|world| {
        target
            .elements()
            .map(|at| Element::new(at, *world))
            .any(|element| selectors.match_itself(&element, &element.host()))
    })
}
