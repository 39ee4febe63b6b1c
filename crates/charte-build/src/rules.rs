//! The rules that a built site and its folders can break, and every rule of charte.

pub(crate) mod beside;
pub mod contacts;
pub mod files;
pub mod look;
pub mod pages;
pub mod policy;

use charte_core::rule::Rule;

/// Every rule of charte's libraries: those of declarations, of themes, of pages, and of built sites.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let own = [files::ALL, pages::ALL, contacts::ALL, policy::ALL, look::ALL, beside::ALL];
    let others = charte_rewrite::page_rules::ALL.iter().chain(own.into_iter().flatten()).copied();
    charte_core::rules::all().chain(charte_render::rules::all()).chain(others)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::rules::all;

    #[test]
    fn each_rule_has_a_code_of_its_own_and_all_its_texts() {
        let mut codes = BTreeSet::new();
        for rule in all() {
            assert!(codes.insert(rule.code), "{} is there twice", rule.code);
            for text in [rule.code, rule.title, rule.why, rule.source, rule.example, rule.mend] {
                assert!(!text.trim().is_empty(), "{rule:#?}");
            }
            assert!(!rule.title.ends_with('.'), "{rule:#?}");
        }
    }
}
