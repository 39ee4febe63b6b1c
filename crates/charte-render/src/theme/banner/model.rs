//! The elements of the banner and the preferences, as `runtime/shadow.js` makes them, for matching selectors.

use selectors::OpaqueElement;
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::MatchingContext;
use selectors::matching::ElementSelectorFlags;

use crate::theme::banner::selector::{Banner, Pseudo, Word};

/// An element of the shadow tree.
#[derive(Debug)]
pub(super) struct Node {
    /// Its parent; the root of the shadow tree has none.
    parent: Option<usize>,
    pub(super) name: &'static str,
    attributes: &'static [(&'static str, &'static str)],
}

macro_rules! nodes {
    ($($parent:literal $name:literal $($key:literal = $value:literal)*;)*) => {
        &[$(Node { parent: parent($parent), name: $name, attributes: &[$(($key, $value)),*] }),*]
    };
}

/// The parent with that index; negative for the shadow root.
const fn parent(number: i8) -> Option<usize> {
    if number < 0 { None } else { Some(number.unsigned_abs() as usize) }
}

/// The host, then the elements of its shadow tree, each with the index of its parent.
pub(super) static NODES: &[Node] = nodes! {
    -1 "charte-banner" "lang" = "fr" "dir" = "ltr";
    -1 "div" "role" = "status";
    -1 "section" "class" = "banner" "role" = "region" "aria-labelledby" = "title";
    2 "div" "class" = "text" "tabindex" = "0";
    3 "h2" "id" = "title";
    3 "p";
    3 "ul";
    6 "li";
    7 "strong";
    6 "li";
    9 "strong";
    3 "p";
    11 "a" "href" = "/";
    2 "div" "class" = "actions";
    13 "button" "type" = "button" "class" = "accept";
    13 "button" "type" = "button" "class" = "refuse";
    13 "button" "type" = "button" "class" = "customise";
    -1 "dialog" "class" = "prefs" "aria-labelledby" = "prefs" "open" = "";
    17 "div" "class" = "head";
    18 "h2" "id" = "prefs";
    18 "button" "type" = "button" "class" = "close";
    17 "p";
    17 "p";
    22 "strong";
    17 "fieldset";
    24 "legend";
    24 "p";
    24 "label";
    27 "input" "type" = "checkbox";
    24 "div";
    29 "label";
    30 "input" "type" = "checkbox" "role" = "switch" "value" = "matomo";
    30 "span";
    32 "strong";
    29 "p";
    34 "span";
    34 "a" "href" = "/";
    17 "div" "class" = "actions";
    37 "button" "type" = "button" "class" = "save";
    37 "button" "type" = "button" "class" = "accept";
    37 "button" "type" = "button" "class" = "refuse";
};

/// Further classes that the banner may have: the theme's position, and `top` while it would cover the focus.
const PLACES: [&str; 4] = ["bar", "left", "right", "top"];

/// The indices of accept and refuse, in the banner and in the preferences.
pub(super) fn answers() -> [[usize; 2]; 2] {
    [[14, 15], [39, 40]]
}

/// Facts that the tree leaves open: whether pseudo-classes of state apply, and whether the classes of the position do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Condition {
    is_in_state: bool,
    is_placed: bool,
}

/// All conditions. A rule must treat both answers alike in each.
pub(super) const CONDITIONS: [Condition; 4] = [
    Condition { is_in_state: false, is_placed: false },
    Condition { is_in_state: false, is_placed: true },
    Condition { is_in_state: true, is_placed: false },
    Condition { is_in_state: true, is_placed: true },
];

/// An element under a condition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    at: usize,
    condition: Condition,
}

impl Element {
    pub(super) fn new(at: usize, condition: Condition) -> Self {
        Element { at, condition }
    }

    /// The host of the shadow tree.
    pub(super) fn host(self) -> Self {
        self.with(0)
    }

    fn node(self) -> &'static Node {
        &NODES[self.at]
    }

    fn value(self, name: &str) -> Option<&'static str> {
        self.node().attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    fn with(self, at: usize) -> Self {
        Element { at, ..self }
    }

    /// Its siblings and itself, in order. The host has none.
    fn siblings(self) -> impl DoubleEndedIterator<Item = usize> {
        let parent = self.node().parent;
        (1..NODES.len()).filter(move |at| self.at > 0 && NODES[*at].parent == parent)
    }
}

impl selectors::Element for Element {
    type Impl = Banner;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.node())
    }

    fn parent_element(&self) -> Option<Self> {
        self.node().parent.map(|at| self.with(at))
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        self.at > 0 && self.node().parent.is_none()
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        (self.at > 0).then(|| self.with(0))
    }

    fn pseudo_element_originating_element(&self) -> Option<Self> {
        Some(*self)
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.siblings().rfind(|at| *at < self.at).map(|at| self.with(at))
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.siblings().find(|at| *at > self.at).map(|at| self.with(at))
    }

    fn first_element_child(&self) -> Option<Self> {
        NODES.iter().position(|node| node.parent == Some(self.at)).map(|at| self.with(at))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        true
    }

    fn has_local_name(&self, name: &Word) -> bool {
        self.node().name == name.as_ref()
    }

    fn has_namespace(&self, _: &Word) -> bool {
        true
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.node().name == other.node().name
    }

    fn attr_matches(
        &self,
        _: &NamespaceConstraint<&Word>,
        name: &Word,
        operation: &AttrSelectorOperation<&Word>,
    ) -> bool {
        self.value(name.as_ref()).is_some_and(|value| operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(&self, _: &Pseudo, _: &mut MatchingContext<'_, Banner>) -> bool {
        self.condition.is_in_state
    }

    fn match_pseudo_element(&self, _: &Pseudo, _: &mut MatchingContext<'_, Banner>) -> bool {
        true
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.node().name == "a"
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &Word, case: CaseSensitivity) -> bool {
        self.value("id").is_some_and(|value| case.eq(value.as_bytes(), id.as_ref().as_bytes()))
    }

    fn has_class(&self, name: &Word, case: CaseSensitivity) -> bool {
        let is_named = |class: &str| case.eq(class.as_bytes(), name.as_ref().as_bytes());
        let class = self.value("class");
        let is_placed = self.condition.is_placed && class == Some("banner");
        class.is_some_and(|class| class.split(' ').any(is_named)) || is_placed && PLACES.into_iter().any(is_named)
    }

    fn has_custom_state(&self, _: &Word) -> bool {
        self.condition.is_in_state
    }

    fn imported_part(&self, _: &Word) -> Option<Word> {
        None
    }

    fn is_part(&self, _: &Word) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        // Other elements without children have text.
        self.first_element_child().is_none() && matches!(self.node().name, "input" | "div")
    }

    fn is_root(&self) -> bool {
        false
    }

    fn add_element_unique_hashes(&self, _: &mut BloomFilter) -> bool {
        false
    }
}
