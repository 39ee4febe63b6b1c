//! A list of findings without repetitions: several portals can share the cause of one. It knows no check.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};

use crate::diagnostic::Diagnostic;

/// Findings in the order in which they came, each once. A declaration can have hundreds of thousands, so that a new one is not
/// compared with all of them.
#[derive(Debug, Default)]
pub struct Distinct {
    list: Vec<Diagnostic>,
    /// The indices of the findings with that hash.
    by_hash: HashMap<u64, Vec<usize>>,
}

impl Distinct {
    /// The findings of `list`, of which equal ones are kept as they are.
    pub fn of(list: Vec<Diagnostic>) -> Distinct {
        let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, finding) in list.iter().enumerate() {
            by_hash.entry(hash(finding)).or_default().push(index);
        }
        Distinct { list, by_hash }
    }

    /// Adds a finding, unless an equal one is there, and says whether it did.
    pub fn push(&mut self, finding: Diagnostic) -> bool {
        let same = self.by_hash.entry(hash(&finding)).or_default();
        let is_new = !same.iter().any(|&index| self.list.get(index) == Some(&finding));
        if is_new {
            same.push(self.list.len());
            self.list.push(finding);
        }
        is_new
    }

    /// The findings.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}

impl Extend<Diagnostic> for Distinct {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, findings: I) {
        for finding in findings {
            self.push(finding);
        }
    }
}

fn hash(finding: &Diagnostic) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::form::{EMPTY_VALUE, UNKNOWN_KEY};

    #[test]
    fn an_equal_finding_is_kept_once_and_the_order_stays() {
        let mut findings = Distinct::of(vec![UNKNOWN_KEY.finding("b")]);
        findings.extend([UNKNOWN_KEY.finding("a"), EMPTY_VALUE.finding("b"), UNKNOWN_KEY.finding("a")]);
        assert!(!findings.push(UNKNOWN_KEY.finding("b")));
        let messages: Vec<String> = findings.into_list().into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, ["b", "a", "b"]);
    }
}
