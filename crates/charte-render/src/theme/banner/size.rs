//! The target size of buttons, switches and links (WCAG 2.2, 2.5.8). Each rule is checked by itself: an `em` counts as 16 pixels,
//! and a length that depends on the screen or on a function is not checked.

use crate::theme::banner::model::NODES;
use crate::theme::banner::sheet::Declaration;
use crate::theme::length::{self, Length};

/// The least size of a target, in CSS pixels.
const LEAST: f32 = 24.0;

/// A kind of element that is clicked or touched.
pub(super) struct Target {
    name: &'static str,
    label: &'static str,
}

pub(super) const TARGETS: [Target; 3] = [
    Target { name: "button", label: "a button" },
    Target { name: "input", label: "a switch" },
    Target { name: "a", label: "a link" },
];

impl Target {
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    /// Its name in messages.
    pub(super) fn label(&self) -> &'static str {
        self.label
    }

    /// The indices of its elements in the tree.
    pub(super) fn elements(&self) -> impl Iterator<Item = usize> {
        NODES.iter().enumerate().filter(|(_, node)| node.name == self.name).map(|(at, _)| at)
    }
}

/// The axis that a property sizes, and whether it sets the size, its minimum or its maximum.
fn limit(name: &str) -> Option<(Axis, Bound)> {
    let (bound, side) = match name.split_once('-') {
        Some(("min", side)) => (Bound::Floor, side),
        Some(("max", side)) => (Bound::Ceiling, side),
        _ => (Bound::Length, name),
    };
    match side {
        "height" | "block-size" => Some((Axis::Block, bound)),
        "width" | "inline-size" => Some((Axis::Inline, bound)),
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Block,
    Inline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Floor,
    Length,
    Ceiling,
}

/// Whether a declaration, with the others of its rule, leaves a target of that name too small.
pub(super) fn is_small(target: &str, declaration: &Declaration, rule: &[Declaration]) -> bool {
    let Some((axis, bound)) = limit(&declaration.name) else { return false };
    let is_short = pixels(&declaration.value).is_some_and(|length| length < LEAST);
    // The base style sheet gives only buttons a minimum, of height: lowering any other minimum changes nothing.
    let is_meant = bound != Bound::Floor || target == "button" && axis == Axis::Block;
    let is_held = rule.iter().any(|other| {
        let holds = match limit(&other.name) {
            Some((other_axis, Bound::Floor)) => other_axis == axis && bound != Bound::Floor,
            Some((other_axis, Bound::Length)) => other_axis == axis && bound == Bound::Floor,
            _ => false,
        };
        holds && other.value != "auto" && pixels(&other.value).is_none_or(|length| length >= LEAST)
    });
    is_short && is_meant && !is_held
}

/// A length in CSS pixels, where the stylesheet alone says it.
fn pixels(value: &str) -> Option<f32> {
    match length::one(value)? {
        Length::Pixels(size) => Some(size),
        Length::Percent(_) | Length::Unknown => None,
    }
}
