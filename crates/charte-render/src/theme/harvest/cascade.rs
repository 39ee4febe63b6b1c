//! The values that a site's rules give to a kind of element, with custom properties resolved. It approximates the cascade by
//! the kind of a selector, without a document.

use std::collections::BTreeMap;

use crate::theme::contrast::colour::Colour;
use crate::theme::harvest::roles::{self, Role};
use crate::theme::harvest::sheet::{Declaration, Rule, split};
use crate::theme::tokens::Scheme;

/// How deep custom properties may refer to others.
const DEPTH: usize = 12;
/// The length in bytes above which a value is ignored: no colour or font is so long.
const LONGEST: usize = 2000;

/// The rules, and the custom properties of the whole page.
pub(super) struct Cascade {
    rules: Vec<Rule>,
    light: BTreeMap<String, Declaration>,
    dark: BTreeMap<String, Declaration>,
}

/// A value, and where it was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found<T> {
    pub(super) value: T,
    /// As `body background, css/site.css:12`.
    pub(super) from: String,
}

impl Cascade {
    pub(super) fn new(rules: Vec<Rule>) -> Cascade {
        let variables = |scheme: Scheme| {
            let whole = rules.iter().filter(|rule| roles::is_page_wide(&rule.selector) && holds(rule, scheme));
            let declarations = whole.flat_map(|rule| rule.declarations.iter());
            let own = declarations.filter(|declaration| declaration.property.starts_with("--"));
            own.map(|declaration| (declaration.property.clone(), declaration.clone())).collect()
        };
        let (light, dark) = (variables(Scheme::Light), variables(Scheme::Dark));
        Cascade { rules, light, dark }
    }

    /// The value of one of the `properties` for elements of a kind: the last one under the selectors that fit best.
    pub(super) fn find<T>(
        &self,
        role: Role,
        properties: &[&str],
        scheme: Scheme,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Found<T>> {
        let mut best: Option<(usize, Found<T>)> = None;
        for rule in self.rules.iter().filter(|rule| holds(rule, scheme)) {
            let Some(rank) = role(&rule.selector) else { continue };
            if best.as_ref().is_some_and(|(known, _)| *known < rank) {
                continue;
            }
            for declaration in rule.declarations.iter().filter(|one| properties.contains(&one.property.as_str())) {
                let Some(value) = self.resolve(&declaration.value, scheme).and_then(|value| read(&value)) else {
                    continue;
                };
                let from = format!("{} {}, {}", rule.selector, declaration.property, declaration.place);
                best = Some((rank, Found { value, from }));
            }
        }
        best.map(|(_, found)| found)
    }

    /// The value of the page's own custom property whose name fits best.
    pub(super) fn named<T>(&self, rank: Role, scheme: Scheme, read: impl Fn(&str) -> Option<T>) -> Option<Found<T>> {
        let candidates = self.variables(scheme).iter().filter_map(|(name, declaration)| {
            let rank = rank(&name.to_ascii_lowercase())?;
            let value = self.resolve(&declaration.value, scheme).and_then(|value| read(&value))?;
            Some((rank, Found { value, from: format!("{name}, {}", declaration.place) }))
        });
        candidates.min_by_key(|(rank, found)| (*rank, found.from.len())).map(|(_, found)| found)
    }

    fn variables(&self, scheme: Scheme) -> &BTreeMap<String, Declaration> {
        if scheme == Scheme::Dark { &self.dark } else { &self.light }
    }

    /// A value with `var()` and `light-dark()` resolved; `None` where a custom property is not set for the whole page.
    fn resolve(&self, value: &str, scheme: Scheme) -> Option<String> {
        self.substitute(value, scheme, DEPTH)
    }

    fn substitute(&self, value: &str, scheme: Scheme, depth: usize) -> Option<String> {
        let mut value = value.to_owned();
        while let Some((before, arguments, after)) = call(&value, "light-dark(") {
            let chosen = split(arguments).into_iter().nth(usize::from(scheme == Scheme::Dark))?.trim();
            value = format!("{before}{chosen}{after}");
        }
        while let Some((before, arguments, after)) = call(&value, "var(") {
            let depth = depth.checked_sub(1)?;
            let (name, fallback) =
                arguments.split_once(',').map_or((arguments, None), |(name, rest)| (name, Some(rest)));
            let known = self.variables(scheme).get(name.trim()).map(|declaration| declaration.value.as_str());
            let known = known.and_then(|known| self.substitute(known, scheme, depth));
            let text = match known {
                Some(text) => text,
                None => self.substitute(fallback?.trim(), scheme, depth)?,
            };
            // A substituted value does not join the token after it (CSS Variables, "serializing").
            let is_open = |letter: char| letter.is_alphanumeric() || matches!(letter, '"' | '\'' | '-' | '#');
            let gap = if after.starts_with(is_open) { " " } else { "" };
            value = format!("{before}{text}{gap}{after}");
            if value.len() > LONGEST {
                return None;
            }
        }
        Some(value)
    }
}

fn holds(rule: &Rule, scheme: Scheme) -> bool {
    rule.scheme.is_none_or(|own| own == scheme)
}

/// The first call of a function in a value: the text before it, its arguments, and the text after it.
fn call<'v>(value: &'v str, function: &str) -> Option<(&'v str, &'v str, &'v str)> {
    let start = value.find(function)?;
    let inside = &value[start + function.len()..];
    let mut depth = 1;
    let end = inside.find(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth == 0
    })?;
    Some((&value[..start], &inside[..end], &inside[end + 1..]))
}

/// The first colour of a value such as `1px solid #ccc`, if it is visible.
pub(super) fn colour(value: &str) -> Option<Colour> {
    words(value).into_iter().find_map(Colour::read).filter(|colour| colour.shows())
}

/// A value, split at white space outside brackets and quotes.
pub(super) fn words(value: &str) -> Vec<&str> {
    let (mut depth, mut quote) = (0_i32, None);
    let parts = value.split(|letter: char| {
        match (quote, letter) {
            (Some(mark), letter) if mark == letter => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            _ => {}
        }
        letter.is_whitespace() && depth == 0 && quote.is_none()
    });
    parts.filter(|part| !part.is_empty()).collect()
}
