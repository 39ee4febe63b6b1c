//! Whether the colours of a theme can be read: WCAG contrast of the pairs that stand on each other. Colours that are not
//! written in hexadecimal are left to their author.

use charte_core::diagnostic::Diagnostic;

use super::Tokens;

/// What stands on what, and the least contrast that WCAG 2.1 AA asks for.
const PAIRS: [(&str, &str, f64); 11] = [
    ("text", "background", 4.5),
    ("text", "surface", 4.5),
    ("muted", "background", 4.5),
    ("muted", "surface", 4.5),
    ("accent", "background", 4.5),
    ("accent", "surface", 4.5),
    ("on-accent", "accent", 4.5),
    ("border", "background", 3.0),
    ("border", "surface", 3.0),
    ("focus", "background", 3.0),
    ("focus", "surface", 3.0),
];

/// The pairs that are hard to read, as warnings.
pub(crate) fn check(tokens: &Tokens) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (scheme, dark) in [("a light screen", false), ("a dark screen", true)] {
        let value = |name| if dark { tokens.dark(name) } else { tokens.light(name) };
        for (front, back, least) in PAIRS {
            let Some(found) = value(front).zip(value(back)).and_then(|(front, back)| contrast(front, back)) else {
                continue;
            };
            if found < least {
                let message = format!("`{front}` on `{back}` has a contrast of {found:.1}:1 on {scheme}");
                let help = format!("people need at least {least}:1 (WCAG 2.1 AA); change one of the two tokens");
                findings.push(Diagnostic::warning("theme-contrast", message).help(help));
            }
        }
    }
    findings
}

/// Contrast of two colours, from 1 to 21.
fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// Relative luminance of `#rgb` or `#rrggbb`.
fn luminance(colour: &str) -> Option<f64> {
    let digits: Vec<f64> =
        colour.strip_prefix('#')?.chars().map(|digit| digit.to_digit(16).map(f64::from)).collect::<Option<_>>()?;
    let channels: [f64; 3] = match digits.as_slice() {
        [red, green, blue] => [red * 17.0, green * 17.0, blue * 17.0],
        [r, ed, g, reen, b, lue] => [r * 16.0 + ed, g * 16.0 + reen, b * 16.0 + lue],
        _ => return None,
    };
    let [red, green, blue] = channels.map(|channel| {
        let channel = channel / 255.0;
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    Some(0.2126 * red + 0.7152 * green + 0.0722 * blue)
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn black_on_white_is_twenty_one_and_nothing_less_is_invented() {
        assert_eq!(contrast("#000", "#ffffff"), Some(21.0));
        assert_eq!(contrast("#777", "#777777"), Some(1.0));
        assert_eq!(contrast("red", "#fff"), None);
    }
}
