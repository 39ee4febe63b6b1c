//! What the value of a token may be: one word of a few, a length that makes sense, or anything that is one CSS value. It
//! judges no colour.

use charte_core::diagnostic::Diagnostic;
use charte_core::suggest;
use charte_html::css;

use crate::rules;
use crate::theme::length::{self, Length};

/// The tokens that are a choice among words, the same on a dark screen: where the banner stands, and which schemes there are.
const CHOICES: [(&str, &[&str]); 2] = [("position", &["bar", "left", "right"]), ("scheme", &["auto", "light", "dark"])];

/// Whether a value makes sense.
type Sense = fn(&str) -> bool;

/// The tokens that are lengths, what each may be, and an example.
const LENGTHS: [(&str, Sense, &str); 3] = [
    ("radius", is_radius, "a length with its unit, such as `6px`"),
    ("space", is_space, "a length up to `4em`, such as `1em`"),
    ("width", is_width, "a length from `20em` on, such as `62em`"),
];

/// Whether a token is the same on a light and on a dark screen.
pub(super) fn is_shared(name: &str) -> bool {
    let is_length = LENGTHS.iter().any(|(length, ..)| *length == name);
    name == "font" || is_length || CHOICES.iter().any(|(choice, _)| *choice == name)
}

/// What is wrong with the value of a token.
pub(super) fn fault(name: &str, value: &str) -> Option<Diagnostic> {
    if let Some((_, words)) = CHOICES.iter().find(|(choice, words)| *choice == name && !words.contains(&value)) {
        let help = match suggest::nearest(value, words.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", suggest::any(words.iter().copied())),
        };
        return Some(senseless(name, value).help(help));
    }
    if !is_one_css_value(value) {
        let message = format!("the value of `{name}` is not one CSS value");
        let help = "leave out `;`, braces, backslashes, comments and line ends; close every bracket and quote";
        return Some(rules::THEME_TOKEN_VALUE.finding(message).help(help));
    }
    if !css::read(value.as_bytes()).fetches.is_empty() {
        let message = format!("the value of `{name}` names a file, which no token may fetch");
        return Some(rules::THEME_TOKEN_VALUE.finding(message).help("write a colour, a font or a length"));
    }
    let wrong = LENGTHS.iter().find(|(length, is_right, _)| *length == name && !is_right(value));
    wrong.map(|(_, _, right)| senseless(name, value).help(format!("write {right}")))
}

fn senseless(name: &str, value: &str) -> Diagnostic {
    rules::THEME_TOKEN_VALUE.finding(format!("`{value}` is no value of `{name}`"))
}

/// One to four corners; an ellipse has twice as many.
fn is_radius(value: &str) -> bool {
    let corners = |side: &str| {
        length::read(side).is_some_and(|all| matches!(all.len(), 1..=4) && all.into_iter().all(Length::is_positive))
    };
    value.matches('/').count() <= 1 && value.split('/').all(corners)
}

/// A unit of distance: more than four lines of it would leave no room for text.
fn is_space(value: &str) -> bool {
    length::one(value).is_some_and(|length| match length {
        Length::Pixels(size) => (0.0..=64.0).contains(&size),
        Length::Percent(_) => false,
        Length::Unknown => true,
    })
}

/// A width of a page: the narrowest screens have 320 pixels.
fn is_width(value: &str) -> bool {
    length::one(value).is_some_and(|length| match length {
        Length::Pixels(size) => size >= 320.0,
        Length::Percent(share) => (1.0..=100.0).contains(&share),
        Length::Unknown => true,
    })
}

/// Whether `value` can stand in a declaration without ending it or swallowing what follows.
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
