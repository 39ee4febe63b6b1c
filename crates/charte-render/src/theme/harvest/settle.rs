//! Moves colours until every pair that meets can be told apart: each to the nearest of its hue that passes, beginning with
//! what lies behind the others. It does not know where a colour was found.

use std::collections::BTreeMap;

use crate::theme::contrast::PAIRS;
use crate::theme::contrast::colour::Colour;

/// What is found of a scheme: each token and its colour.
pub(super) type Colours = BTreeMap<&'static str, Colour>;

/// The order in which tokens are fixed, after what is behind them.
const ORDER: [&str; 6] = ["text", "muted", "accent", "border", "focus", "on-accent"];

/// The same colours, or those nearest to them that pass.
pub(super) fn settle(wanted: &Colours) -> Colours {
    let (Some(background), Some(surface)) = (wanted.get("background"), wanted.get("surface")) else {
        return wanted.clone();
    };
    // Where two grounds are so far apart that nothing can be read on both, they become one.
    let nearer = mixed(*surface, *background, 30).unwrap_or(*background);
    let grounds = [*surface, nearer, *background];
    let settled = grounds.into_iter().find_map(|surface| over(wanted, *background, surface));
    settled.unwrap_or_else(|| wanted.clone())
}

/// The first colour with so many parts of a hundred, and the second.
pub(super) fn mixed(one: Colour, other: Colour, percent: u32) -> Option<Colour> {
    Colour::read(&format!("color-mix(in oklab, {} {percent}%, {})", one.hex(), other.hex()))
}

/// What a colour is too close to, as `3.91:1 on surface`; empty where it passes.
pub(super) fn complaints(token: &str, colour: Colour, others: &Colours) -> Vec<String> {
    let mut complaints = Vec::new();
    for (front, back, least) in PAIRS {
        let (contrast, other, word) = if front == token {
            (others.get(back).map(|other| colour.contrast(*other)), back, "on")
        } else if back == token {
            (others.get(front).map(|other| other.contrast(colour)), front, "under")
        } else {
            continue;
        };
        if let Some(contrast) = contrast.filter(|contrast| *contrast < least) {
            complaints.push(format!("{}:1 {word} {other}", (contrast * 100.0).floor() / 100.0));
        }
    }
    complaints
}

fn over(wanted: &Colours, background: Colour, surface: Colour) -> Option<Colours> {
    let mut settled = Colours::from([("background", background), ("surface", surface)]);
    for token in ORDER {
        let Some(colour) = wanted.get(token) else { continue };
        let passes = |colour: Colour| complaints(token, colour, &settled).is_empty();
        let nearest = match token {
            _ if passes(*colour) => *colour,
            "on-accent" => starkest(settled.get("accent")?)?,
            _ => colour.nearest(passes)?,
        };
        settled.insert(token, nearest);
    }
    Some(settled)
}

/// Black or white, whichever stands out more.
fn starkest(back: &Colour) -> Option<Colour> {
    let both = ["#fff", "#000"].into_iter().filter_map(Colour::read);
    both.max_by(|one, other| one.contrast(*back).total_cmp(&other.contrast(*back)))
}
