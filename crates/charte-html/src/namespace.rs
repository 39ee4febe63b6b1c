//! Whether the parser is in HTML, SVG or MathML (HTML Standard, section 13.2.6.5, "The rules for parsing tokens in foreign
//! content"). That decides whether `<script>` and the like hold text, and whether `/>` and CDATA have a meaning. It builds no
//! tree: it keeps the foreign elements that are open.

use crate::name::{self, Name};
use crate::tag::{Namespace, Tag};

/// The elements of SVG and MathML that are open, and where among them HTML is allowed again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Foreign<'p> {
    levels: Vec<Level>,
    /// The names of the open foreign elements as written, as [`Name`] does not tell all of them apart.
    open: Vec<&'p [u8]>,
}

/// A run of nested open elements of one namespace. The outermost one, HTML, is not kept.
#[derive(Debug, Clone, Copy)]
struct Level {
    namespace: Namespace,
    /// How many foreign elements were open before it.
    base: usize,
}

impl<'p> Foreign<'p> {
    /// The namespace in which the next tag stands.
    pub(crate) fn current(&self) -> Namespace {
        self.levels.last().map_or(Namespace::Html, |level| level.namespace)
    }

    /// Whether no foreign element is open.
    pub(crate) fn is_outside_foreign(&self) -> bool {
        self.levels.is_empty()
    }

    /// Updates the open elements for a tag. Gives the namespace of the element for a start tag, and the one in which it stands
    /// for an end tag. `is_open` says whether an HTML element of a name is open; it is called only where that decides.
    pub(crate) fn take(&mut self, tag: &Tag<'p>, is_open: impl FnOnce(Name) -> bool) -> Namespace {
        if tag.is_plain && self.levels.is_empty() {
            return Namespace::Html;
        }
        let current = self.current();
        if !tag.is_end {
            return self.open(tag, current);
        }
        match current {
            Namespace::Html if self.levels.is_empty() => {}
            Namespace::Html => self.close_around(tag),
            _ => self.close(tag, is_open),
        }
        current
    }

    fn open(&mut self, tag: &Tag<'p>, current: Namespace) -> Namespace {
        let root = match tag.name {
            name::SVG => Some(Namespace::Svg),
            name::MATH => Some(Namespace::Math),
            _ => None,
        };
        let namespace = root.unwrap_or(current);
        if namespace == Namespace::Html {
            return namespace;
        }
        if root.is_none() && breaks_out(tag) {
            self.leave();
            return Namespace::Html;
        }
        if tag.is_self_closing {
            return namespace;
        }
        if root.is_some() {
            self.levels.push(Level { namespace, base: self.open.len() });
        }
        self.open.push(tag.raw_name());
        if root.is_none() && is_integration_point(tag, current) {
            self.levels.push(Level { namespace: Namespace::Html, base: self.open.len() });
        }
        namespace
    }

    /// Handles an end tag in foreign content: of an open foreign element, or of an HTML element around all of them.
    fn close(&mut self, tag: &Tag<'_>, is_open: impl FnOnce(Name) -> bool) {
        let outer = self.levels.iter().rposition(|level| level.namespace == Namespace::Html);
        let start = outer.map_or(0, |outer| self.levels[outer].base);
        match self.open[start..].iter().rposition(|open| open.eq_ignore_ascii_case(tag.raw_name())) {
            Some(at) => self.truncate(start + at),
            None if matches!(tag.name, name::P | name::BR) => self.leave(),
            None if closes_around(tag.name) && is_open(tag.name) => self.leave(),
            None => {}
        }
    }

    /// Handles an end tag in HTML within foreign content.
    fn close_around(&mut self, tag: &Tag<'_>) {
        let base = self.levels.last().map_or(0, |level| level.base);
        let is_name = |open: &&[u8]| open.eq_ignore_ascii_case(tag.raw_name());
        let is_own = base > 0 && is_name(&self.open[base - 1]);
        let at = self.open[..base].iter().rposition(is_name);
        if let Some(at) = at.filter(|_| is_own || matches!(tag.name, name::SVG | name::MATH)) {
            self.truncate(at);
        }
    }

    /// Closes the foreign elements from index `at` on.
    fn truncate(&mut self, at: usize) {
        self.open.truncate(at);
        while self
            .levels
            .last()
            .is_some_and(|level| level.base > at || (level.base == at && level.namespace != Namespace::Html))
        {
            self.levels.pop();
        }
    }

    /// Closes foreign elements until HTML is allowed.
    fn leave(&mut self) {
        while self.current() != Namespace::Html {
            let base = self.levels.pop().map_or(0, |level| level.base);
            self.open.truncate(base);
        }
    }
}

/// Whether an end tag of this name, within foreign content, can close an HTML element around it, and the content with it.
#[rustfmt::skip]
fn closes_around(name: Name) -> bool {
    const MORE: [Name; 26] = [
        Name::known("a"), Name::known("abbr"), Name::known("address"), Name::known("article"), Name::known("aside"), Name::known("button"),
        Name::known("caption"), Name::known("details"), Name::known("dialog"), Name::known("fieldset"), Name::known("figcaption"),
        Name::known("figure"), Name::known("form"), Name::known("header"), Name::known("hgroup"), Name::known("label"), Name::known("legend"),
        Name::known("nav"), Name::known("section"), Name::known("summary"), Name::known("tbody"), Name::known("td"), Name::known("th"),
        Name::known("thead"), Name::known("tfoot"), Name::known("tr"),
    ];
    (is_html_only(name) && !name::is_void(name) && !matches!(name, name::BODY | name::HEAD))
        || matches!(name, name::FOOTER | name::MAIN | name::OBJECT | name::VIDEO | name::AUDIO | name::PICTURE)
        || matches!(name, name::FONT | name::TEMPLATE)
        || MORE.contains(&name)
}

/// The HTML integration points of SVG.
fn is_svg_integration_point(name: Name) -> bool {
    matches!(name, name::DESC | name::TITLE | name::FOREIGN_OBJECT)
}

/// The text integration points of MathML.
fn is_math_integration_point(name: Name) -> bool {
    matches!(name, name::MI | name::MO | name::MN | name::MS | name::MTEXT)
}

/// Whether the content of this foreign element is HTML again: it is an integration point.
fn is_integration_point(tag: &Tag<'_>, current: Namespace) -> bool {
    match current {
        Namespace::Svg => is_svg_integration_point(tag.name),
        Namespace::Math if tag.name == name::ANNOTATION_XML => tag.attribute(name::ENCODING).is_some_and(|encoding| {
            encoding.eq_ignore_ascii_case(b"text/html") || encoding.eq_ignore_ascii_case(b"application/xhtml+xml")
        }),
        Namespace::Math => is_math_integration_point(tag.name),
        Namespace::Html => false,
    }
}

/// Whether this start tag ends foreign content.
fn breaks_out(tag: &Tag<'_>) -> bool {
    match tag.name {
        name::FONT => {
            let presentational = [name::COLOR, name::FACE, name::SIZE];
            presentational.into_iter().any(|attribute| tag.attribute(attribute).is_some())
        }
        name => is_html_only(name),
    }
}

/// The start tags that end foreign content, whatever their attributes.
#[rustfmt::skip]
fn is_html_only(name: Name) -> bool {
    use crate::name::*;
    matches!(
        name,
        B | BIG | BLOCKQUOTE | BODY | BR | CENTER | CODE | DD | DIV | DL | DT | EM | EMBED | H1 | H2 | H3 | H4 | H5 | H6
            | HEAD | HR | I | IMG | LI | LISTING | MENU | META | NOBR | OL | P | PRE | RUBY | S | SMALL | SPAN | STRONG
            | STRIKE | SUB | SUP | TABLE | TT | U | UL | VAR
    )
}
