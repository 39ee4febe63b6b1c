//! A CSS colour as a screen shows it, its contrast with another, and the nearest colour with enough contrast.

use palette::color_difference::Wcag21RelativeContrast;
use palette::convert::{FromColorUnclamped, IntoColorUnclamped};
use palette::{Oklab, Oklch, Srgb, named};

/// The functional notations of colours that are read, besides `color-mix()`.
const FUNCTIONS: [&str; 9] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch("];
/// The number of steps by which lightness, and then chroma, is varied.
const STEPS: u32 = 500;
const CHROMA_STEPS: u32 = 50;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::theme) struct Colour {
    rgb: Srgb<f64>,
    alpha: f64,
}

impl Colour {
    /// Reads a value that is the same colour in every context; `None` for `currentcolor`, `var()` and unknown values.
    pub(in crate::theme) fn read(value: &str) -> Option<Colour> {
        let value = value.trim().to_ascii_lowercase();
        if let Some(arguments) = value.strip_prefix("color-mix(").and_then(|rest| rest.strip_suffix(')')) {
            return mix(arguments);
        }
        if let Some(rgb) = named::from_str(&value) {
            return Some(Colour { rgb: rgb.into_format(), alpha: 1.0 });
        }
        // The library accepts digits without `#` and functions that are not CSS.
        let is_css = value.starts_with('#') || FUNCTIONS.iter().any(|name| value.starts_with(name));
        let parsed = csscolorparser::parse(&value).ok().filter(|_| is_css || value == "transparent")?;
        let [red, green, blue, alpha] =
            [parsed.r, parsed.g, parsed.b, parsed.a].map(|channel| f64::from(channel).clamp(0.0, 1.0));
        // Eight bits a channel, as on the screen.
        Some(Colour { rgb: Srgb::new(red, green, blue).into_format::<u8>().into_format(), alpha })
    }

    /// Whether it is fully opaque.
    pub(in crate::theme) fn is_opaque(self) -> bool {
        self.alpha >= 1.0
    }

    /// Contrast with its background, from 1 to 21 (WCAG 2.2, "contrast ratio").
    pub(in crate::theme) fn contrast(self, back: Colour) -> f64 {
        let seen = self.rgb * self.alpha + back.rgb * (1.0 - self.alpha);
        seen.relative_contrast(back.rgb)
    }

    /// The colour of the same hue that is nearest in lightness and `passes`, with as much chroma as a screen can show.
    pub(in crate::theme) fn nearest(self, passes: impl Fn(Colour) -> bool) -> Option<Colour> {
        let own = Oklch::from_color_unclamped(self.rgb);
        let both = |step| {
            let away = f64::from(step) / f64::from(STEPS);
            [own.l - away, own.l + away]
        };
        (0..=STEPS)
            .flat_map(both)
            .filter(|lightness| (0.0..=1.0).contains(lightness))
            .map(|lightness| shown(Oklch { l: lightness, ..own }))
            .find(|colour| passes(*colour))
    }

    /// Whether it is visible at all.
    pub(in crate::theme) fn shows(self) -> bool {
        self.alpha > 0.05
    }

    /// The colour that results where it lies over another.
    pub(in crate::theme) fn over(self, back: Colour) -> Colour {
        let rgb: Srgb<f64> = self.rgb * self.alpha + back.rgb * (1.0 - self.alpha);
        Colour { rgb: rgb.into_format::<u8>().into_format(), alpha: 1.0 }
    }

    /// Chroma in Oklch: below 0.03 it looks grey.
    pub(in crate::theme) fn chroma(self) -> f64 {
        Oklch::from_color_unclamped(self.rgb).chroma
    }

    /// The colour in hexadecimal.
    pub(in crate::theme) fn hex(self) -> String {
        let rgb: Srgb<u8> = self.rgb.into_format();
        format!("#{:02x}{:02x}{:02x}", rgb.red, rgb.green, rgb.blue)
    }
}

/// The colour in the sRGB gamut: with less chroma where a screen cannot show it at this lightness.
fn shown(wanted: Oklch<f64>) -> Colour {
    let fits = |rgb: &Srgb<f64>| {
        let channels = [rgb.red, rgb.green, rgb.blue];
        channels.iter().all(|channel| (-0.001..=1.001).contains(channel))
    };
    let less = |step| {
        let chroma = wanted.chroma * (1.0 - f64::from(step) / f64::from(CHROMA_STEPS));
        Srgb::from_color_unclamped(Oklch { chroma, ..wanted })
    };
    let rgb = (0..=CHROMA_STEPS).map(less).find(fits).unwrap_or_else(|| less(CHROMA_STEPS));
    Colour { rgb: rgb.into_format::<u8>().into_format(), alpha: 1.0 }
}

/// The arguments of `color-mix()`: `in srgb, red 30%, #fff`. Only `srgb` and `oklab` are supported.
fn mix(arguments: &str) -> Option<Colour> {
    let [space, one, other] = <[&str; 3]>::try_from(parts(arguments)).ok()?;
    let (one, first) = share(one)?;
    let (other, second) = share(other)?;
    let (first, second) = match (first, second) {
        (Some(first), Some(second)) => (first, second),
        (Some(first), None) => (first, 1.0 - first),
        (None, Some(second)) => (1.0 - second, second),
        (None, None) => (0.5, 0.5),
    };
    let sum = first + second;
    let (first, second) = (first / sum * one.alpha, second / sum * other.alpha);
    let alpha = first + second;
    if sum <= 0.0 || alpha <= 0.0 {
        return None;
    }
    let (first, second) = (first / alpha, second / alpha);
    let rgb = match space.trim() {
        "in srgb" => one.rgb * first + other.rgb * second,
        "in oklab" => {
            let [one, other] = [one.rgb, other.rgb].map(Oklab::from_color_unclamped);
            (one * first + other * second).into_color_unclamped()
        }
        _ => return None,
    };
    Some(Colour { rgb: rgb.into_format::<u8>().into_format(), alpha: alpha * sum.min(1.0) })
}

/// A colour of a mixture and its share, if it has one.
fn share(part: &str) -> Option<(Colour, Option<f64>)> {
    let part = part.trim();
    let Some((start, end)) = part.rsplit_once(' ').filter(|(_, end)| end.ends_with('%')) else {
        return Colour::read(part).map(|colour| (colour, None));
    };
    let percent: f64 = end.trim_end_matches('%').parse().ok().filter(|percent| (0.0..=100.0).contains(percent))?;
    Some((Colour::read(start)?, Some(percent / 100.0)))
}

/// Arguments, split at commas outside brackets.
fn parts(arguments: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    arguments
        .split(|character| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            character == ',' && depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::theme::contrast::colour::Colour;

    fn hex(value: &str) -> Option<String> {
        Colour::read(value).map(Colour::hex)
    }

    fn contrast(front: &str, back: &str) -> f64 {
        Colour::read(front).unwrap().contrast(Colour::read(back).unwrap())
    }

    #[test]
    fn colours_are_read_however_they_are_written() {
        for value in ["#f00", "#ff0000", "Red", "rgb(255 0 0)", "rgb(255, 0, 0)", "hsl(0deg 100% 50%)", "hwb(0 0% 0%)"]
        {
            assert_eq!(hex(value).as_deref(), Some("#ff0000"), "{value}");
        }
        assert_eq!(hex("oklch(0.627955 0.257683 29.2339)").as_deref(), Some("#ff0000"));
        assert_eq!(hex("color-mix(in srgb, red 25%, white)").as_deref(), Some("#ffbfbf"));
        assert_eq!(hex("color-mix(in srgb, rgb(0, 0, 0), #fff 40%)").as_deref(), Some("#666666"));
        assert_eq!(hex("color-mix(in oklab, white, black)").as_deref(), Some("#636363"));
    }

    #[test]
    fn what_depends_on_the_page_is_no_colour() {
        for value in
            ["currentcolor", "var(--x)", "ff0000", "hsv(0 1 1)", "color-mix(in srgb, currentcolor 6%, red)", "6px"]
        {
            assert_eq!(Colour::read(value), None, "{value}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast("black", "white") - 21.0).abs() < 0.001);
        assert!((contrast("#777", "#777777") - 1.0).abs() < 0.001);
        // A known example: the lightest grey that can be read on white.
        assert!(contrast("#767676", "#fff") >= 4.5 && contrast("#777777", "#fff") < 4.5);
        // Half of black over white is grey.
        assert!((contrast("#00000080", "#fff") - contrast("#7f7f7f", "#fff")).abs() < 0.02);
    }

    #[test]
    fn the_nearest_colour_keeps_its_hue() {
        let white = Colour::read("#fff").unwrap();
        let near =
            |value: &str| Colour::read(value).unwrap().nearest(|colour| colour.contrast(white) >= 4.5).map(Colour::hex);
        assert_eq!(near("#999").as_deref(), Some("#767676"));
        assert_eq!(near("#123456").as_deref(), Some("#123456"));
        let orange = near("#ff8800").unwrap();
        let (red, green, blue) = (&orange[1..3], &orange[3..5], &orange[5..7]);
        assert!(red > green && green > blue, "{orange}");
        assert_eq!(Colour::read("#999").unwrap().nearest(|_| false), None);
    }
}
