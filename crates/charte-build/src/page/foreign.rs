//! Which of HTML, SVG and MathML the parser is in: it decides whether `<script>`, `<style>` and the like hold text, and
//! whether `/>` and CDATA mean anything. Told from tags alone, without a tree.

use super::name::{self, Name};
use super::tag::Tag;

/// The language that an element belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// HTML.
    Html,
    /// SVG.
    Svg,
    /// MathML.
    Math,
}

/// The namespaces entered and not yet left, innermost last. The outermost, HTML, is not kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Foreign {
    entered: Vec<Namespace>,
}

impl Foreign {
    /// The namespace of what comes next.
    pub(crate) fn current(&self) -> Namespace {
        self.entered.last().copied().unwrap_or(Namespace::Html)
    }

    /// Whether nothing is open but HTML.
    pub(crate) fn is_outside(&self) -> bool {
        self.entered.is_empty()
    }

    /// Takes note of a tag. For a start tag, gives the namespace of its element.
    pub(crate) fn take(&mut self, tag: &Tag<'_>) -> Namespace {
        match (tag.closing, self.current()) {
            (false, current) => self.open(tag, current),
            (true, current) => {
                self.close(tag.name, current);
                current
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>, current: Namespace) -> Namespace {
        let own = match tag.name {
            name::SVG => Some(Namespace::Svg),
            name::MATH => Some(Namespace::Math),
            _ => None,
        };
        if let Some(own) = own {
            if !tag.self_closing {
                self.entered.push(own);
            }
            return own;
        }
        if current == Namespace::Html {
            return current;
        }
        if breaks_out(tag) {
            self.entered.pop();
            return self.current();
        }
        if !tag.self_closing && holds_html(tag, current) {
            self.entered.push(Namespace::Html);
        }
        current
    }

    fn close(&mut self, name: Name, current: Namespace) {
        let leaves = match current {
            Namespace::Svg => matches!(name, name::SVG | name::P | name::BR),
            Namespace::Math => matches!(name, name::MATH | name::P | name::BR),
            Namespace::Html => match self.entered.len().checked_sub(2).and_then(|at| self.entered.get(at)) {
                Some(Namespace::Svg) => in_svg(name),
                Some(Namespace::Math) => in_math(name) || name == name::ANNOTATION_XML,
                _ => false,
            },
        };
        if leaves {
            self.entered.pop();
        }
    }
}

fn in_svg(name: Name) -> bool {
    matches!(name, name::DESC | name::TITLE | name::FOREIGN_OBJECT)
}

fn in_math(name: Name) -> bool {
    matches!(name, name::MI | name::MO | name::MN | name::MS | name::MTEXT)
}

/// Whether the content of this foreign element is HTML again.
fn holds_html(tag: &Tag<'_>, current: Namespace) -> bool {
    match current {
        Namespace::Svg => in_svg(tag.name),
        Namespace::Math if tag.name == name::ANNOTATION_XML => tag.attribute(name::ENCODING).is_some_and(|encoding| {
            encoding.eq_ignore_ascii_case(b"text/html") || encoding.eq_ignore_ascii_case(b"application/xhtml+xml")
        }),
        Namespace::Math => in_math(tag.name),
        Namespace::Html => false,
    }
}

/// Whether this HTML element cannot stand in foreign content and ends it.
#[rustfmt::skip]
fn breaks_out(tag: &Tag<'_>) -> bool {
    use super::name::*;
    if tag.name == FONT {
        return [COLOR, FACE, SIZE].into_iter().any(|attribute| tag.attribute(attribute).is_some());
    }
    matches!(
        tag.name,
        B | BIG | BLOCKQUOTE | BODY | BR | CENTER | CODE | DD | DIV | DL | DT | EM | EMBED | H1 | H2 | H3 | H4 | H5 | H6
            | HEAD | HR | I | IMG | LI | LISTING | MENU | META | NOBR | OL | P | PRE | RUBY | S | SMALL | SPAN | STRONG
            | STRIKE | SUB | SUP | TABLE | TT | U | UL | VAR
    )
}
