//! Which of a site's colours becomes which token, with the comment on it in the draft.

use std::collections::BTreeMap;

use crate::theme::contrast::colour::Colour;
use crate::theme::draft::{Draft, Line};
use crate::theme::harvest::cascade::{Cascade, Found, colour, words};
use crate::theme::harvest::roles::{self, Role};
use crate::theme::harvest::settle::{Colours, failures, mixed, settle};
use crate::theme::tokens::{Scheme, token_names};
use crate::theme::value::is_one_css_value;

const BACK: [&str; 3] = ["background-color", "background", "--bs-btn-bg"];
const FRONT: [&str; 2] = ["color", "--bs-btn-color"];
/// The chroma from which a colour has a visible hue.
const COLOURED: f64 = 0.04;
/// The greatest radius of the banner, in CSS pixels: greater ones belong to pill-shaped buttons.
const ROUNDEST: f64 = 24.0;

type Guesses = BTreeMap<&'static str, Found<Colour>>;

/// A theme for a site with that number of style sheets; `None` where they have no colours.
pub(super) fn draft(cascade: &Cascade, site: &str, sheets: usize) -> Option<Draft> {
    let says = |scheme| {
        let page = || cascade.find(roles::page, &[BACK.as_slice(), &FRONT].concat(), scheme, colour).is_some();
        accent(cascade, scheme).is_some() || page()
    };
    if !says(Scheme::Light) {
        return None;
    }
    let light = guesses(cascade, Scheme::Light);
    let dark = guesses(cascade, Scheme::Dark);
    let is_dark = |guesses: &Guesses| guesses.get("background").is_some_and(|found| is_dark(found.value));
    let both = light.get("background").map(|found| found.value) != dark.get("background").map(|found| found.value)
        && is_dark(&dark);
    let mut draft = Draft { head: head(site, sheets), ..Draft::default() };
    let scheme = match (both, is_dark(&light)) {
        (true, _) => ("auto", "the site has a dark look too"),
        (false, true) => ("dark", "the site is dark for everybody"),
        (false, false) => ("light", "the site has no dark look; `auto` would give the banner one"),
    };
    match scheme.0 {
        "auto" => (draft.light, draft.dark) = (lines(&light), lines(&dark)),
        "dark" => draft.dark = lines(&light),
        _ => draft.light = lines(&light),
    }
    let mut whole = shape(cascade);
    whole.push(line("scheme", scheme.0, scheme.1));
    draft.light.append(&mut whole);
    Some(draft)
}

fn head(site: &str, sheets: usize) -> Vec<String> {
    let sheets = if sheets == 1 { "one style sheet".to_owned() } else { format!("{sheets} style sheets") };
    vec![
        format!("A theme in the colours of {site}, proposed by `charte theme from` out of {sheets}."),
        "Each value says where it was read; a colour that some visitors could not read was moved to the nearest".into(),
        "one of its hue that they can. Take away what you do not want: the theme under this one has it.".into(),
    ]
}

/// The site's colours of a scheme.
fn guesses(cascade: &Cascade, scheme: Scheme) -> Guesses {
    let find = |role: Role, properties: &[&str]| cascade.find(role, properties, scheme, colour);
    let white = || own(Colour::read("#fff"), "what browsers show where a site says nothing");
    let mut guesses = Guesses::new();
    let Some(background) = find(roles::page, &BACK).or_else(white) else { return guesses };
    let ground = background.value.over(Colour::read("#fff").unwrap_or(background.value));
    let flat = |found: Found<Colour>| Found { value: found.value.over(ground), ..found };
    let ink = if is_dark(ground) { "#fff" } else { "#000" };
    let black = || own(Colour::read(ink), "what browsers show where a site says nothing");
    let text = find(roles::page, &FRONT).or_else(black).map(flat);
    let Some(text) = text else { return guesses };
    let blend = |percent| own(mixed(text.value, ground, percent), "between text and background");
    let near = |found: &Found<Colour>| found.value != ground && found.value.contrast(ground) < 1.6;
    let surface = find(roles::card, &BACK).map(flat).filter(near).or_else(|| blend(6));
    let is_muted = |found: &Found<Colour>| found.value != text.value && found.value.contrast(ground) > 2.5;
    let muted = find(roles::muted, &FRONT).map(flat).filter(is_muted).or_else(|| blend(72));
    let edges = ["border-color", "border", "border-bottom", "border-top", "border-bottom-color"];
    let border = find(roles::line, &edges).map(flat).or_else(|| blend(45));
    let accent = accent(cascade, scheme).or_else(|| Some(text.clone())).map(flat);
    let outline = find(roles::focus, &["outline-color", "outline"]).map(flat);
    let focus = outline.or_else(|| accent.clone().map(|accent| Found { from: "the accent".into(), ..accent }));
    let on_accent = on_accent(cascade, scheme, accent.as_ref());
    let all = [
        ("surface", surface),
        ("muted", muted),
        ("border", border),
        ("accent", accent),
        ("focus", focus),
        ("on-accent", on_accent),
    ];
    guesses.extend(all.into_iter().filter_map(|(token, found)| Some((token, found?))));
    guesses.insert("background", Found { value: ground, ..background });
    guesses.insert("text", text);
    guesses
}

/// The site's main colour: that of its buttons, links, custom properties or page header.
fn accent(cascade: &Cascade, scheme: Scheme) -> Option<Found<Colour>> {
    let any = [
        (roles::button as Role, BACK.as_slice()),
        (roles::link as Role, FRONT.as_slice()),
        (roles::header as Role, BACK.as_slice()),
    ];
    let [button, link, header] = any.map(|(role, properties)| cascade.find(role, properties, scheme, coloured));
    let named = cascade.named(roles::brand, scheme, coloured);
    let grey = || cascade.find(roles::link, &FRONT, scheme, colour);
    button.or(link).or(named).or(header).or_else(grey)
}

/// The text colour of buttons, where the accent is their background; else black or white.
fn on_accent(cascade: &Cascade, scheme: Scheme, accent: Option<&Found<Colour>>) -> Option<Found<Colour>> {
    let accent = accent?;
    let button = cascade.find(roles::button, &BACK, scheme, coloured).filter(|button| button.from == accent.from);
    let written = button.and_then(|_| cascade.find(roles::button, &FRONT, scheme, colour));
    let written = written.map(|found| Found { value: found.value.over(accent.value), ..found });
    written.or_else(|| own(Colour::read(if is_dark(accent.value) { "#fff" } else { "#000" }), "for the accent"))
}

/// A colour with a hue.
fn coloured(value: &str) -> Option<Colour> {
    colour(value).filter(|colour| colour.chroma() >= COLOURED)
}

/// The tokens that are no colours: radius and font.
fn shape(cascade: &Cascade) -> Vec<Line> {
    let find = |role: Role, properties: &[&str], read: fn(&str) -> Option<String>| {
        cascade.find(role, properties, Scheme::Light, read)
    };
    let round = ["border-radius", "--bs-btn-border-radius"];
    let corners = find(roles::button, &round, radius).or_else(|| find(roles::card, &round, radius));
    let font = find(roles::page, &["font-family"], family).or_else(|| find(roles::page, &["font"], short_family));
    let all = [("radius", corners), ("font", font)];
    all.into_iter().filter_map(|(token, found)| found.map(|found| line(token, &found.value, &found.from))).collect()
}

/// A radius for the banner.
fn radius(value: &str) -> Option<String> {
    let value = words(value).into_iter().next()?.split('/').next()?.to_ascii_lowercase();
    let unit = value.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number: f64 = value.strip_suffix(unit)?.parse().ok()?;
    let pixels = match unit {
        "px" => number,
        "rem" | "em" => number * 16.0,
        "" if number == 0.0 => return Some("0".into()),
        _ => return None,
    };
    Some(if pixels > ROUNDEST { format!("{ROUNDEST}px") } else { value })
}

fn family(value: &str) -> Option<String> {
    let is_said = !["inherit", "initial", "unset", "revert"].contains(&value);
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    (is_said && value.len() < 300 && is_one_css_value(&value)).then_some(value)
}

/// The family in `italic 1rem/1.5 Georgia, serif`: what follows the size.
fn short_family(value: &str) -> Option<String> {
    let parts = words(value);
    let is_size =
        |part: &str| part.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.') || part.contains('(');
    let weight = |part: &str| part.parse::<u32>().is_ok();
    let size = parts.iter().position(|part| is_size(part) && !weight(part))?;
    let rest = parts.get(size + 1..).filter(|rest| !rest.is_empty())?;
    let rest = if rest[0] == "/" { rest.get(2..)? } else { rest };
    family(&rest.join(" "))
}

/// The colours of a scheme with enough contrast, and the comment on each.
fn lines(guesses: &Guesses) -> Vec<Line> {
    let wanted: Colours = guesses.iter().map(|(token, found)| (*token, found.value)).collect();
    let settled = settle(&wanted);
    let said = |token: &'static str| {
        let (found, colour) = (guesses.get(token)?, settled.get(token)?);
        if found.value == *colour {
            return Some(line(token, &colour.hex(), &found.from));
        }
        let close = failures(token, found.value, &settled).join(", ");
        let why = if close.is_empty() { "nothing can be read on both".to_owned() } else { close };
        Some(line(token, &colour.hex(), &format!("{}, was {}: {why}", found.from, found.value.hex())))
    };
    let names = token_names();
    names
        .iter()
        .filter_map(|name| guesses.keys().find(|token| *token == name))
        .filter_map(|token| said(token))
        .collect()
}

fn line(token: &str, value: &str, comment: &str) -> Line {
    // A selector may have line breaks.
    let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
    Line { token: token.into(), value: value.into(), comment }
}

fn own(colour: Option<Colour>, from: &str) -> Option<Found<Colour>> {
    colour.map(|value| Found { value, from: from.into() })
}

/// Whether white has more contrast with a colour than black.
fn is_dark(colour: Colour) -> bool {
    let from = |other: &str| Colour::read(other).map_or(1.0, |other| other.contrast(colour));
    from("#fff") > from("#000")
}
