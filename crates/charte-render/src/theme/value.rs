//! Which values a token may have: one of a few keywords, a length within bounds, or any single CSS value.

use charte_core::diagnostic::Diagnostic;
use charte_core::suggest;
use charte_html::css;

use crate::rules;
use crate::theme::contrast::colour::Colour;
use crate::theme::length::{self, Length};

/// The tokens with a few keywords as values: the banner's position, and the colour schemes.
const CHOICES: [(&str, &[&str]); 2] = [("position", &["bar", "left", "right"]), ("scheme", &["auto", "light", "dark"])];

/// Whether a length is within the bounds of a token.
type IsValid = fn(&str) -> bool;

/// The tokens that are lengths, their check, and their bounds in words.
const LENGTHS: [(&str, IsValid, &str); 3] = [
    ("radius", is_radius, "a length with its unit, such as `6px`"),
    ("space", is_space, "a length up to `4em`, such as `1em`"),
    ("width", is_width, "a length from `20em` on, such as `62em`"),
];

/// Whether a token is the same on a light and on a dark screen.
pub(super) fn is_shared(name: &str) -> bool {
    let is_length = LENGTHS.iter().any(|(length, ..)| *length == name);
    name == "font" || is_length || CHOICES.iter().any(|(choice, _)| *choice == name)
}

/// A finding without place about the value of a token; `None` if it is valid.
pub(super) fn fault(name: &str, value: &str) -> Option<Diagnostic> {
    if let Some((_, words)) = CHOICES.iter().find(|(choice, words)| *choice == name && !words.contains(&value)) {
        let help = match suggest::nearest(value, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", suggest::any(words.iter().copied())),
        };
        return Some(invalid(name, value).help(help));
    }
    if !is_one_css_value(value) {
        let message = format!("the value of `{name}` is not one CSS value");
        let help = "leave out `;`, braces, backslashes, comments and line ends; close every bracket and quote";
        return Some(rules::theme::THEME_TOKEN_VALUE.finding(message).help(help));
    }
    if !css::read(value.as_bytes()).fetches.is_empty() {
        let message = format!("the value of `{name}` names a file, which no token may fetch");
        return Some(rules::theme::THEME_TOKEN_VALUE.finding(message).help("write a colour, a font or a length"));
    }
    if !is_shared(name) && is_never_a_colour(value) {
        let help = "write a colour of CSS, such as `#17545d`, `darkred` or `oklch(0.42 0.06 215)`";
        return Some(rules::theme::THEME_TOKEN_VALUE.finding(format!("`{value}` is not a colour")).help(help));
    }
    let wrong = LENGTHS.iter().find(|(length, is_right, _)| *length == name && !is_right(value));
    wrong.map(|(_, _, right)| invalid(name, value).help(format!("write {right}")))
}

/// The keywords of CSS Color 4 that stand for a colour of the page or the system, and those of every property.
const COLOUR_KEYWORDS: [&str; 25] = [
    "currentcolor",
    "transparent",
    "inherit",
    "initial",
    "unset",
    "revert",
    "revert-layer",
    "accentcolor",
    "accentcolortext",
    "activetext",
    "buttonborder",
    "buttonface",
    "buttontext",
    "canvas",
    "canvastext",
    "field",
    "fieldtext",
    "graytext",
    "highlight",
    "highlighttext",
    "linktext",
    "mark",
    "marktext",
    "selecteditem",
    "selecteditemtext",
];

/// Whether a value is a word or a hash that no browser reads as a colour. Functions are not looked into.
fn is_never_a_colour(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let is_word = value.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | ' '));
    let is_simple = value.starts_with('#') || is_word;
    is_simple && Colour::read(&value).is_none() && !COLOUR_KEYWORDS.contains(&value.as_str())
}

fn invalid(name: &str, value: &str) -> Diagnostic {
    rules::theme::THEME_TOKEN_VALUE.finding(format!("`{value}` is no value of `{name}`"))
}

/// One to four corners; an ellipse has twice as many.
fn is_radius(value: &str) -> bool {
    let corners = |side: &str| {
        length::read(side).is_some_and(|all| matches!(all.len(), 1..=4) && all.into_iter().all(Length::is_positive))
    };
    value.matches('/').count() <= 1 && value.split('/').all(corners)
}

/// A unit of distance, of at most four lines of text: more would leave no room for text.
fn is_space(value: &str) -> bool {
    length::one(value).is_some_and(|length| match length {
        Length::Pixels(size) => (0.0..=64.0).contains(&size),
        Length::Percent(_) => false,
        Length::Unknown => true,
    })
}

/// A width of a page, of at least 320 pixels, those of the narrowest screens (WCAG 2.2, 1.4.10).
fn is_width(value: &str) -> bool {
    length::one(value).is_some_and(|length| match length {
        Length::Pixels(size) => size >= 320.0,
        Length::Percent(share) => (1.0..=100.0).contains(&share),
        Length::Unknown => true,
    })
}

/// Whether `value` can be written into a declaration without ending it or leaving a bracket, quote or comment open.
pub(super) fn is_one_css_value(value: &str) -> bool {
    let mut open = Vec::new();
    let mut quote = None;
    for character in value.chars() {
        match (quote, character) {
            (_, ';' | '{' | '}' | '<' | '>' | '\\' | '!') => return false,
            (_, character) if character.is_control() => return false,
            (Some(mark), character) if character == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(character) => return false,
            _ => {}
        }
    }
    open.is_empty() && quote.is_none() && !value.trim().is_empty() && !value.contains("/*")
}
