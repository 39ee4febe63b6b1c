//! Changes colours until every pair has enough contrast: each to the nearest colour of its hue that passes, backgrounds first.

use std::collections::BTreeMap;

use crate::theme::contrast::PAIRS;
use crate::theme::contrast::colour::Colour;

/// The colours of a scheme, by token.
pub(super) type Colours = BTreeMap<&'static str, Colour>;

/// The order in which tokens are fixed, after the backgrounds.
const ORDER: [&str; 6] = ["text", "muted", "accent", "border", "focus", "on-accent"];

/// The nearest colours that pass; the same ones where they all do, or where none can be found.
pub(super) fn settle(wanted: &Colours) -> Colours {
    let (Some(background), Some(surface)) = (wanted.get("background"), wanted.get("surface")) else {
        return wanted.clone();
    };
    // Where no text is legible on both backgrounds, the surface moves towards the background.
    let nearer = mixed(*surface, *background, 30).unwrap_or(*background);
    let grounds = [*surface, nearer, *background];
    let settled = grounds.into_iter().find_map(|surface| over(wanted, *background, surface));
    settled.unwrap_or_else(|| wanted.clone())
}

/// A mixture with `percent` of the first colour.
pub(super) fn mixed(one: Colour, other: Colour, percent: u32) -> Option<Colour> {
    Colour::read(&format!("color-mix(in oklab, {} {percent}%, {})", one.hex(), other.hex()))
}

/// The pairs in which a colour has too little contrast, as `3.91:1 on surface`; empty where it passes.
pub(super) fn failures(token: &str, colour: Colour, others: &Colours) -> Vec<String> {
    let mut failures = Vec::new();
    for (front, back, least) in PAIRS {
        let (contrast, other, word) = if front == token {
            (others.get(back).map(|other| colour.contrast(*other)), back, "on")
        } else if back == token {
            (others.get(front).map(|other| other.contrast(colour)), front, "under")
        } else {
            continue;
        };
        if let Some(contrast) = contrast.filter(|contrast| *contrast < least) {
            failures.push(format!("{}:1 {word} {other}", (contrast * 100.0).floor() / 100.0));
        }
    }
    failures
}

fn over(wanted: &Colours, background: Colour, surface: Colour) -> Option<Colours> {
    let mut settled = Colours::from([("background", background), ("surface", surface)]);
    for token in ORDER {
        let Some(colour) = wanted.get(token) else { continue };
        let passes = |colour: Colour| failures(token, colour, &settled).is_empty();
        let nearest = match token {
            _ if passes(*colour) => *colour,
            "on-accent" => most_contrasting(settled.get("accent")?)?,
            _ => colour.nearest(passes)?,
        };
        settled.insert(token, nearest);
    }
    Some(settled)
}

/// Black or white, whichever has more contrast.
fn most_contrasting(back: &Colour) -> Option<Colour> {
    let both = ["#fff", "#000"].into_iter().filter_map(Colour::read);
    both.max_by(|one, other| one.contrast(*back).total_cmp(&other.contrast(*back)))
}
