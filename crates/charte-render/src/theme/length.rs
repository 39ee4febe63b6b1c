//! CSS lengths in pixels, where that is known without a document.

use cssparser::{Parser, ParserInput, Token};

/// The default font size of browsers, in CSS pixels.
const EM: f32 = 16.0;
/// Units whose size depends on the screen or the font.
const RELATIVE: [&str; 23] = [
    "ch", "ex", "cap", "ic", "lh", "rlh", "rch", "rex", "vw", "vh", "vi", "vb", "vmin", "vmax", "svw", "svh", "lvw",
    "lvh", "dvw", "dvh", "cqw", "cqi", "cqb",
];
/// Functions that give a length.
const FUNCTIONS: [&str; 8] = ["calc", "min", "max", "clamp", "round", "var", "env", "abs"];

/// A length, as far as it is known from the style sheet alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Length {
    /// CSS pixels; an `em` counts as the default font size.
    Pixels(f32),
    /// A percentage of a size that is not known here.
    Percent(f32),
    /// A size that depends on the screen, on the font or on a function.
    Unknown,
}

impl Length {
    /// Whether it is not negative, as far as is known.
    pub(super) fn is_positive(self) -> bool {
        match self {
            Length::Pixels(size) | Length::Percent(size) => size >= 0.0,
            Length::Unknown => true,
        }
    }
}

/// The lengths of a value; `None` if it contains anything else.
pub(super) fn read(value: &str) -> Option<Vec<Length>> {
    let mut input = ParserInput::new(value);
    let mut parser = Parser::new(&mut input);
    let mut lengths = Vec::new();
    while let Ok(token) = parser.next() {
        let length = match token {
            Token::Number { value, .. } if *value == 0.0 => Length::Pixels(0.0),
            Token::Percentage { unit_value, .. } => Length::Percent(unit_value * 100.0),
            Token::Dimension { value, unit, .. } => dimension(*value, unit)?,
            Token::Function(name) if FUNCTIONS.iter().any(|known| name.eq_ignore_ascii_case(known)) => Length::Unknown,
            _ => return None,
        };
        lengths.push(length);
    }
    Some(lengths)
}

/// The length of a value that is a single length.
pub(super) fn one(value: &str) -> Option<Length> {
    read(value).filter(|lengths| lengths.len() == 1).and_then(|lengths| lengths.first().copied())
}

fn dimension(value: f32, unit: &str) -> Option<Length> {
    let unit = unit.to_ascii_lowercase();
    let size = match unit.as_str() {
        "px" => 1.0,
        "em" | "rem" => EM,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 9.6 / 2.54,
        "q" => 2.4 / 2.54,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        relative if RELATIVE.contains(&relative) && value >= 0.0 => return Some(Length::Unknown),
        _ => return None,
    };
    Some(Length::Pixels(value * size))
}

#[cfg(test)]
mod tests {
    use crate::theme::length::*;

    #[test]
    fn lengths_have_units() {
        assert_eq!(one("1.5em"), Some(Length::Pixels(24.0)));
        assert_eq!(one("-1PX"), Some(Length::Pixels(-1.0)));
        assert_eq!(one(" 0 "), Some(Length::Pixels(0.0)));
        assert_eq!(one("50%"), Some(Length::Percent(50.0)));
        for unknown in ["40ch", "calc(1px + 1vw)", "min(1em, 2vw)", "var(--x)"] {
            assert_eq!(one(unknown), Some(Length::Unknown), "{unknown}");
        }
        for wrong in ["", "1", "1 em", "1emm", "auto", "1em 2em", "1em;", "-2vw", "rgb(1 2 3)", "1em /", "#123"] {
            assert_eq!(one(wrong), None, "{wrong}");
        }
        assert_eq!(read("1px 2%"), Some(vec![Length::Pixels(1.0), Length::Percent(2.0)]));
    }
}
