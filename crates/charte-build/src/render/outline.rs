//! The box of an embed, so that its placeholder takes the same room: what of its inline style is about geometry, and
//! whether the browser draws a frame around it. It knows no placeholder.

/// Properties that decide how much room a box takes, and where. No other may be copied: a value could load something.
const GEOMETRY: [&str; 37] = [
    "align-self",
    "aspect-ratio",
    "border",
    "border-bottom",
    "border-left",
    "border-radius",
    "border-right",
    "border-top",
    "border-width",
    "bottom",
    "box-sizing",
    "clear",
    "flex",
    "flex-basis",
    "flex-grow",
    "flex-shrink",
    "float",
    "grid-area",
    "grid-column",
    "grid-row",
    "height",
    "inset",
    "justify-self",
    "left",
    "margin",
    "margin-bottom",
    "margin-left",
    "margin-right",
    "margin-top",
    "max-height",
    "max-width",
    "min-height",
    "order",
    "position",
    "right",
    "top",
    "width",
];

/// The geometry in an inline style.
pub(super) struct Outline<'a> {
    kept: Vec<(String, &'a str)>,
}

impl<'a> Outline<'a> {
    /// Reads the declarations of a `style` attribute.
    pub(super) fn of(style: &'a str) -> Self {
        let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        let declarations = declarations.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim()));
        let is_plain = |value: &str| {
            let signs = |letter: char| letter.is_ascii_alphanumeric() || " .,%+-*/()!#".contains(letter);
            !value.is_empty() && value.chars().all(signs) && !value.to_ascii_lowercase().contains("url")
        };
        let kept = declarations.filter(|(name, value)| GEOMETRY.contains(&name.as_str()) && is_plain(value)).collect();
        Outline { kept }
    }

    /// Whether the style gives one of these.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.kept.iter().any(|(name, _)| names.contains(&name.as_str()))
    }

    /// Whether it says anything about the edge.
    pub(super) fn has_border(&self) -> bool {
        self.kept.iter().any(|(name, _)| name.starts_with("border") && name != "border-radius")
    }

    /// As the value of a `style` attribute, if there is any.
    pub(super) fn text(&self) -> Option<String> {
        let all: Vec<String> = self.kept.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        (!all.is_empty()).then(|| all.join(";"))
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn geometry_is_kept_and_nothing_that_loads() {
        let of = |style: &str| Outline::of(style).text();
        let vimeo = "position:absolute;top:0;left:0;width:100%;height:100%;";
        assert_eq!(of(vimeo).as_deref(), Some("position:absolute;top:0;left:0;width:100%;height:100%"));
        assert_eq!(
            of("WIDTH: calc(100% - 2em) !important ; color: red").as_deref(),
            Some("width:calc(100% - 2em) !important")
        );
        for style in
            ["", "background:url(//t.example)", "width:url(x)", "width:\\75rl(x)", "border-image:url(x)", "a", "width:"]
        {
            assert_eq!(of(style), None, "{style}");
        }
        assert!(Outline::of("border:0").has_border() && !Outline::of("border-radius:9px").has_border());
        assert!(Outline::of("Height:3em").has(&["height"]));
    }
}
