//! Selectors of the `selectors` crate. All pseudo-classes of state (`:hover`, `:checked` …) are treated alike.

use std::fmt;

use cssparser::{CowRcStr, ParseError, Parser, SourceLocation, ToCss, serialize_identifier};
use precomputed_hash::PrecomputedHash;
use selectors::Element;
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::matches_selector;
use selectors::parser::{
    NonTSPseudoClass, ParseRelative, PseudoElement, Selector, SelectorImpl, SelectorList, SelectorParseErrorKind,
};

/// The selector implementation of this module.
#[derive(Debug, Clone)]
pub(super) struct Banner;

/// A name or a value in a selector.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word(String);

/// A pseudo-class of state, or a pseudo-element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pseudo(String);

/// A list of selectors.
#[derive(Debug, Clone)]
pub(super) struct Selectors(SelectorList<Banner>);

impl Selectors {
    /// Parses the selector list of a rule, which may be nested in a rule with the list `parent`.
    pub(super) fn read<'i>(
        input: &mut Parser<'i, '_>,
        parent: Option<&Selectors>,
    ) -> Result<Self, ParseError<'i, SelectorParseErrorKind<'i>>> {
        let relative = if parent.is_some() { ParseRelative::ForNesting } else { ParseRelative::No };
        let list = SelectorList::parse(&Grammar, input, relative)?;
        Ok(Selectors(parent.map_or_else(|| list.clone(), |parent| list.replace_parent_selector(&parent.0))))
    }

    /// Whether one of them matches this element in the shadow tree of `host`, or a pseudo-element of it.
    pub(super) fn match_any_part_of<E: Element<Impl = Banner> + Clone>(&self, element: &E, host: &E) -> bool {
        self.0.slice().iter().any(|selector| is_match(selector, element, host))
    }

    /// Whether one of them matches this element itself.
    pub(super) fn match_itself<E: Element<Impl = Banner> + Clone>(&self, element: &E, host: &E) -> bool {
        self.0.slice().iter().any(|selector| !selector.has_pseudo_element() && is_match(selector, element, host))
    }
}

fn is_match<E: Element<Impl = Banner> + Clone>(selector: &Selector<Banner>, element: &E, host: &E) -> bool {
    let mut caches = SelectorCaches::default();
    let mut context = MatchingContext::new(
        MatchingMode::Normal,
        None,
        &mut caches,
        QuirksMode::NoQuirks,
        NeedsSelectorFlags::No,
        MatchingForInvalidation::No,
    );
    context.with_shadow_host(Some(host.clone()), |context| matches_selector(selector, 0, None, element, context))
}

/// The selector syntax that is supported.
struct Grammar;

impl<'i> selectors::Parser<'i> for Grammar {
    type Impl = Banner;
    type Error = SelectorParseErrorKind<'i>;

    fn parse_nth_child_of(&self) -> bool {
        true
    }

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_has(&self) -> bool {
        true
    }

    fn parse_parent_selector(&self) -> bool {
        true
    }

    fn parse_host(&self) -> bool {
        true
    }

    fn parse_non_ts_pseudo_class(
        &self,
        _: SourceLocation,
        name: CowRcStr<'i>,
    ) -> Result<Pseudo, ParseError<'i, Self::Error>> {
        Ok(Pseudo(name.to_string()))
    }

    fn parse_non_ts_functional_pseudo_class<'t>(
        &self,
        name: CowRcStr<'i>,
        parser: &mut Parser<'i, 't>,
        _: bool,
    ) -> Result<Pseudo, ParseError<'i, Self::Error>> {
        while parser.next().is_ok() {}
        Ok(Pseudo(name.to_string()))
    }

    fn parse_pseudo_element(
        &self,
        _: SourceLocation,
        name: CowRcStr<'i>,
    ) -> Result<Pseudo, ParseError<'i, Self::Error>> {
        Ok(Pseudo(name.to_string()))
    }

    fn parse_functional_pseudo_element<'t>(
        &self,
        name: CowRcStr<'i>,
        arguments: &mut Parser<'i, 't>,
    ) -> Result<Pseudo, ParseError<'i, Self::Error>> {
        while arguments.next().is_ok() {}
        Ok(Pseudo(name.to_string()))
    }
}

impl SelectorImpl for Banner {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Word;
    type Identifier = Word;
    type LocalName = Word;
    type NamespaceUrl = Word;
    type NamespacePrefix = Word;
    type BorrowedNamespaceUrl = Word;
    type BorrowedLocalName = Word;
    type NonTSPseudoClass = Pseudo;
    type PseudoElement = Pseudo;
}

impl NonTSPseudoClass for Pseudo {
    type Impl = Banner;

    fn is_active_or_hover(&self) -> bool {
        matches!(self.0.as_str(), "active" | "hover")
    }

    fn is_user_action_state(&self) -> bool {
        true
    }
}

impl PseudoElement for Pseudo {
    type Impl = Banner;

    fn accepts_state_pseudo_classes(&self) -> bool {
        true
    }
}

impl ToCss for Pseudo {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        serialize_identifier(&self.0, out)
    }
}

impl ToCss for Word {
    fn to_css<W: fmt::Write>(&self, out: &mut W) -> fmt::Result {
        serialize_identifier(&self.0, out)
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Word(text.into())
    }
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PrecomputedHash for Word {
    /// Used only by Bloom filters over large trees.
    fn precomputed_hash(&self) -> u32 {
        0
    }
}
