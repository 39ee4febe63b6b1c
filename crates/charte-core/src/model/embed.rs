//! Elements of a page that a vendor's script fills or replaces, as compound selectors (Selectors Level 4) without
//! pseudo-classes. It knows no page: its caller has the element.

use std::fmt::{self, Display, Formatter};

use serde::{Serialize, Serializer};

/// The selector of one element: `blockquote.twitter-tweet`, `#disqus_thread`, `[data-tf-live]`. No combinators.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmbedSelector {
    /// The name of its tag, in lower case.
    pub tag: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Classes that it has.
    pub classes: Vec<String>,
    /// Attributes that it has, in lower case, and for some of them their value.
    pub attributes: Vec<(String, Option<String>)>,
}

impl EmbedSelector {
    /// Reads a selector.
    ///
    /// # Errors
    /// A message for the author about what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut selector = EmbedSelector::default();
        let mut rest = text;
        if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (tag, behind) = name(text, rest)?;
            selector.tag = Some(tag.to_ascii_lowercase());
            rest = behind;
        }
        while let Some(first) = rest.chars().next() {
            let behind = &rest[first.len_utf8()..];
            rest = match first {
                '.' => {
                    let (class, behind) = name(text, behind)?;
                    selector.classes.push(class.into());
                    behind
                }
                '#' if selector.id.is_none() => {
                    let (id, behind) = name(text, behind)?;
                    selector.id = Some(id.into());
                    behind
                }
                '[' => {
                    let (inside, behind) = behind.split_once(']').ok_or_else(|| format!("`{text}` lacks a `]`"))?;
                    selector.attributes.push(attribute(text, inside)?);
                    behind
                }
                _ => return Err(format!("`{text}` is not the selector of one element: `{rest}` cannot stand there")),
            };
        }
        if selector == EmbedSelector::default() {
            return Err("a selector is empty".into());
        }
        Ok(selector)
    }

    /// The name of the custom element that it stands for, whatever its attributes.
    pub fn custom_element(&self) -> Option<&str> {
        let EmbedSelector { tag, id, classes, attributes } = self;
        let is_plain = id.is_none() && classes.is_empty() && attributes.is_empty();
        tag.as_deref().filter(|tag| is_plain && tag.contains('-'))
    }

    /// Whether an element with this tag and these attributes is one.
    pub fn matches(&self, tag: &str, attribute: impl Fn(&str) -> Option<String>) -> bool {
        let has_class = |class: &String| {
            attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|own| own == class))
        };
        let has_attribute = |(name, value): &(String, Option<String>)| {
            attribute(name).is_some_and(|own| value.as_ref().is_none_or(|value| *value == own))
        };
        self.tag.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(tag))
            && self.id.as_ref().is_none_or(|id| attribute("id").as_ref() == Some(id))
            && self.classes.iter().all(has_class)
            && self.attributes.iter().all(has_attribute)
    }
}

/// The name that `rest` begins with, and what stands behind it.
fn name<'t>(text: &str, rest: &'t str) -> Result<(&'t str, &'t str), String> {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let length = rest.bytes().take_while(|byte| is_part(*byte)).count();
    match rest.bytes().next() {
        Some(first) if length > 0 && !first.is_ascii_digit() => Ok(rest.split_at(length)),
        _ => Err(format!("`{text}` lacks a name before `{rest}`")),
    }
}

/// What stands in brackets: a name, perhaps `=` and a value, perhaps in quotes.
fn attribute(text: &str, inside: &str) -> Result<(String, Option<String>), String> {
    let (named, value) = match inside.split_once('=') {
        Some((named, value)) => (named, Some(value)),
        None => (inside, None),
    };
    let (attribute, behind) = name(text, named)?;
    if !behind.is_empty() {
        return Err(format!("`{text}`: an attribute can be there, or have a value, as `[name=\"value\"]`"));
    }
    let plain = |value: &str| match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').filter(|value| !value.contains('"')).map(String::from),
        None => name(text, value).ok().filter(|(_, behind)| behind.is_empty()).map(|(value, _)| value.into()),
    };
    let value = match value {
        Some(value) => Some(plain(value).ok_or_else(|| format!("`{text}`: put `{value}` between quotes"))?),
        None => None,
    };
    Ok((attribute.to_ascii_lowercase(), value))
}

impl Display for EmbedSelector {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag.as_deref().unwrap_or_default())?;
        if let Some(id) = &self.id {
            write!(f, "#{id}")?;
        }
        for class in &self.classes {
            write!(f, ".{class}")?;
        }
        for (name, value) in &self.attributes {
            match value {
                Some(value) => write!(f, "[{name}=\"{value}\"]")?,
                None => write!(f, "[{name}]")?,
            }
        }
        Ok(())
    }
}

impl Serialize for EmbedSelector {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::EmbedSelector;

    fn fits(selector: &str, tag: &str, attributes: &[(&str, &str)]) -> bool {
        let get = |name: &str| attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).into());
        EmbedSelector::parse(selector).unwrap().matches(tag, get)
    }

    #[test]
    fn a_selector_reads_as_it_is_written() {
        for text in ["div", ".a", "#a_b", "[data-x]", "a#b.c.d-e[f][g=\"h i\"]", "tableau-viz", ".-x"] {
            assert_eq!(EmbedSelector::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(EmbedSelector::parse("A[DATA-X=y].B").unwrap().to_string(), "a.B[data-x=\"y\"]");
    }

    #[test]
    fn what_is_not_one_element_is_refused() {
        for text in [
            "",
            " ",
            "a b",
            "a > b",
            "a, b",
            ".",
            "#",
            "..a",
            ".1a",
            "#a#b",
            "*",
            "a:hover",
            "[",
            "[]",
            "[a",
            "[a^=b]",
            "[a=b c]",
            "[a=\"b]",
            "[a=\"b\"c]",
            "é",
            ".é",
            "[a]b",
            "a\\b",
        ] {
            let error = EmbedSelector::parse(text).unwrap_err();
            assert!(!error.is_empty(), "{text}");
        }
    }

    #[test]
    fn every_part_must_fit() {
        let tweet = [("class", "x twitter-tweet\ty"), ("data-id", "20"), ("id", "T")];
        for selector in ["blockquote.twitter-tweet", ".x.y", "[data-id]", "[data-id=\"20\"]", "#T", "BLOCKQUOTE"] {
            assert!(fits(selector, "blockquote", &tweet), "{selector}");
        }
        for selector in ["a.twitter-tweet", ".twitter", ".x.z", "[data-other]", "[data-id=\"2\"]", "#t", ".X"] {
            assert!(!fits(selector, "blockquote", &tweet), "{selector}");
        }
        assert!(fits("blockquote", "BLOCKQUOTE", &[]) && !fits(".a", "p", &[]));
    }
}
