//! The contrast of every pair of colour tokens that are shown together, in the light and the dark scheme. A colour that depends
//! on the page is reported as not checked.

pub(super) mod colour;

use std::collections::BTreeMap;

use charte_core::diagnostic::Diagnostic;

use crate::rules;
use crate::theme::Tokens;
use crate::theme::contrast::colour::Colour;
use crate::theme::tokens::Scheme;

/// The least contrast of text, and of shapes that need only be seen (WCAG 2.2, 1.4.3 and 1.4.11, level AA).
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// Foreground, background and least contrast. Focus and accent are no pair: an outline has an offset from its element.
pub(super) const PAIRS: [(&str, &str, f64); 11] = [
    ("text", "background", TEXT),
    ("text", "surface", TEXT),
    ("muted", "background", TEXT),
    ("muted", "surface", TEXT),
    ("accent", "background", TEXT),
    ("accent", "surface", TEXT),
    ("on-accent", "accent", TEXT),
    ("border", "background", SHAPE),
    ("border", "surface", SHAPE),
    ("focus", "background", SHAPE),
    ("focus", "surface", SHAPE),
];

/// The contrast of every pair, with their names.
#[cfg(test)]
pub(super) fn measured(tokens: &Tokens) -> Vec<(String, f64)> {
    let mut all = Vec::new();
    for scheme in tokens.schemes().iter().copied() {
        let colour = |name| Colour::read(tokens.value(name, scheme)?);
        for (front, back, _) in PAIRS {
            let contrast = colour(front).zip(colour(back)).map(|(front, back)| front.contrast(back));
            all.push((format!("{front} on {back}, {}", scheme.words()), contrast.unwrap_or_default()));
        }
    }
    all
}

/// Colours with too little contrast, as errors, and colours that could not be checked, as warnings.
pub(crate) fn check(tokens: &Tokens) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for scheme in tokens.schemes().iter().copied() {
        let mut colours = SchemeColours { tokens, scheme, colours: BTreeMap::new() };
        let names = PAIRS.iter().flat_map(|(front, back, _)| [*front, *back]);
        for name in names {
            if colours.colours.contains_key(name) {
                continue;
            }
            let colour = tokens.resolved(name, scheme).as_deref().and_then(Colour::read);
            let is_ground = PAIRS.iter().any(|(_, back, _)| *back == name);
            let colour = colour.filter(|colour| colour.is_opaque() || !is_ground);
            if colour.is_none() {
                findings.push(colours.unchecked(name));
            }
            colours.colours.insert(name, colour);
        }
        findings.extend(colours.faults());
    }
    // A token that both schemes share is reported once.
    let mut unique: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        if !unique.contains(&finding) {
            unique.push(finding);
        }
    }
    unique
}

/// The colours of one scheme.
struct SchemeColours<'a> {
    tokens: &'a Tokens,
    scheme: Scheme,
    colours: BTreeMap<&'static str, Option<Colour>>,
}

impl SchemeColours<'_> {
    fn colour(&self, name: &str) -> Option<Colour> {
        self.colours.get(name).copied().flatten()
    }

    fn contrast(&self, (front, back): (&str, &str)) -> Option<f64> {
        Some(self.colour(front)?.contrast(self.colour(back)?))
    }

    /// One finding for each token that has to change, with all tokens that it is too close to.
    fn faults(&self) -> Vec<Diagnostic> {
        let mut failing: Vec<(&str, Vec<String>, f64)> = Vec::new();
        for (front, back, least) in PAIRS {
            let Some(contrast) = self.contrast((front, back)).filter(|contrast| *contrast < least) else { continue };
            // Report the token that the portal itself sets: its author can change that one.
            let is_own = |name| self.tokens.is_own(name, self.scheme);
            let (name, other) = if is_own(back) && !is_own(front) { (back, front) } else { (front, back) };
            // Rounded down, so that a failing contrast never looks like a passing one.
            let contrast = (contrast * 100.0).floor() / 100.0;
            let close = format!("`{other}` ({contrast}:1, must be {least}:1)");
            match failing.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, all, strictest)) => {
                    all.push(close);
                    *strictest = strictest.max(least);
                }
                None => failing.push((name, vec![close], least)),
            }
        }
        failing.into_iter().map(|(name, close, least)| self.fault(name, &close.join(" and "), least)).collect()
    }

    fn fault(&self, name: &str, close: &str, least: f64) -> Diagnostic {
        let value = self.tokens.value(name, self.scheme).unwrap_or_default();
        let message = format!("`{name}` ({value}) is too close to {close} on {}", self.scheme.words());
        let rule = if least >= TEXT { "1.4.3; RGAA 3.2" } else { "1.4.11; RGAA 3.3" };
        let mend = match self.nearest(name) {
            Some(colour) => format!("the nearest colour of the same hue that passes is `{}`", colour.hex()),
            None => "no colour of this hue passes: change the others too".to_owned(),
        };
        let finding = rules::weight::THEME_CONTRAST.finding(message);
        self.placed(finding, name).help(format!("people must be able to read it (WCAG 2.2, {rule}); {mend}"))
    }

    /// The nearest colour of a token that passes while all others stay.
    fn nearest(&self, name: &str) -> Option<Colour> {
        self.colour(name)?.nearest(|colour| {
            PAIRS.iter().all(|(front, back, least)| {
                let pair = match (*front == name, *back == name) {
                    (true, _) => self.colour(back).map(|back| (colour, back)),
                    (_, true) => self.colour(front).map(|front| (front, colour)),
                    _ => None,
                };
                pair.is_none_or(|(front, back)| front.contrast(back) >= *least)
            })
        })
    }

    fn unchecked(&self, name: &str) -> Diagnostic {
        let value = self.tokens.value(name, self.scheme).unwrap_or_default();
        let message = format!("whether `{name}` ({value}) can be read was not checked: its colour depends on the page");
        let help =
            "write a colour that stands by itself, such as `#17545d` or `oklch(0.42 0.06 215)`, or look at it yourself";
        self.placed(rules::weight::THEME_CONTRAST_UNCHECKED.finding(message), name).help(help)
    }

    fn placed(&self, finding: Diagnostic, name: &str) -> Diagnostic {
        finding.at(self.tokens.place(name, self.scheme).cloned())
    }
}
