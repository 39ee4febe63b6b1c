//! Whether the colours of a theme can be read: the contrast of every pair of tokens that meet, on a light and on a dark
//! screen. A colour that depends on the page around it is told, not judged.

pub(super) mod colour;

use std::collections::BTreeMap;

use charte_core::diagnostic::Diagnostic;

use crate::rules;
use crate::theme::Tokens;
use crate::theme::contrast::colour::Colour;
use crate::theme::tokens::Scheme;

/// What is read, and what only has to be seen.
const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// What stands on what, and the least contrast that WCAG 2.2 AA asks for. An outline keeps a distance from what it goes
/// around, so that focus and accent never meet.
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

/// The colours that cannot be told from what they meet, as errors, and those that could not be judged, as warnings.
pub(crate) fn check(tokens: &Tokens) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for scheme in tokens.schemes().iter().copied() {
        let mut painting = Painting { tokens, scheme, colours: BTreeMap::new() };
        let names = PAIRS.iter().flat_map(|(front, back, _)| [*front, *back]);
        for name in names {
            if painting.colours.contains_key(name) {
                continue;
            }
            let colour = tokens.resolved(name, scheme).as_deref().and_then(Colour::read);
            let is_ground = PAIRS.iter().any(|(_, back, _)| *back == name);
            let colour = colour.filter(|colour| colour.is_opaque() || !is_ground);
            if colour.is_none() {
                findings.push(painting.unchecked(name));
            }
            painting.colours.insert(name, colour);
        }
        findings.extend(painting.faults());
    }
    // A token that both screens share is told once.
    let mut told: Vec<Diagnostic> = Vec::new();
    for finding in findings {
        if !told.contains(&finding) {
            told.push(finding);
        }
    }
    told
}

/// The colours of one scheme.
struct Painting<'a> {
    tokens: &'a Tokens,
    scheme: Scheme,
    colours: BTreeMap<&'static str, Option<Colour>>,
}

impl Painting<'_> {
    fn colour(&self, name: &str) -> Option<Colour> {
        self.colours.get(name).copied().flatten()
    }

    fn contrast(&self, (front, back): (&str, &str)) -> Option<f64> {
        Some(self.colour(front)?.contrast(self.colour(back)?))
    }

    /// One finding for each token that has to change, with all that it is too close to.
    fn faults(&self) -> Vec<Diagnostic> {
        let mut guilty: Vec<(&str, Vec<String>, f64)> = Vec::new();
        for (front, back, least) in PAIRS {
            let Some(contrast) = self.contrast((front, back)).filter(|contrast| *contrast < least) else { continue };
            // Whoever wrote one of the two can change that one.
            let is_own = |name| self.tokens.is_own(name, self.scheme);
            let (name, other) = if is_own(back) && !is_own(front) { (back, front) } else { (front, back) };
            // Never rounded up to what it does not reach.
            let contrast = (contrast * 100.0).floor() / 100.0;
            let close = format!("`{other}` ({contrast}:1, must be {least}:1)");
            match guilty.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, all, strictest)) => {
                    all.push(close);
                    *strictest = strictest.max(least);
                }
                None => guilty.push((name, vec![close], least)),
            }
        }
        guilty.into_iter().map(|(name, close, least)| self.fault(name, &close.join(" and "), least)).collect()
    }

    fn fault(&self, name: &str, close: &str, least: f64) -> Diagnostic {
        let value = self.tokens.value(name, self.scheme).unwrap_or_default();
        let message = format!("`{name}` ({value}) is too close to {close} on {}", self.scheme.words());
        let rule = if least >= TEXT { "1.4.3; RGAA 3.2" } else { "1.4.11; RGAA 3.3" };
        let mend = match self.nearest(name) {
            Some(colour) => format!("the nearest colour of the same hue that passes is `{}`", colour.hex()),
            None => "no colour of this hue passes: change the others too".to_owned(),
        };
        let finding = rules::THEME_CONTRAST.finding(message);
        self.placed(finding, name).help(format!("people must be able to read it (WCAG 2.2, {rule}); {mend}"))
    }

    /// The nearest colour that a token may have with all others as they are.
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
        self.placed(rules::THEME_CONTRAST_UNCHECKED.finding(message), name).help(help)
    }

    fn placed(&self, finding: Diagnostic, name: &str) -> Diagnostic {
        finding.at(self.tokens.place(name, self.scheme).cloned())
    }
}
