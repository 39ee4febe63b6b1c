//! The rules of a stylesheet, including nested rules and those in at-rules, each with its place.

use std::ops::Range;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserInput, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};
use selectors::parser::SelectorParseErrorKind;

use crate::theme::banner::selector::Selectors;

/// At-rules whose block contains style rules.
const GROUPING_AT_RULES: [&str; 5] = ["media", "supports", "layer", "container", "starting-style"];
/// At-rules without style rules.
const IGNORED_AT_RULES: [&str; 9] = [
    "keyframes",
    "-webkit-keyframes",
    "font-face",
    "font-feature-values",
    "font-palette-values",
    "counter-style",
    "property",
    "page",
    "view-transition",
];

/// A stylesheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) rules: Vec<Rule>,
    /// The preludes of rules that could not be parsed.
    pub(super) unparsed: Vec<Range<usize>>,
}

/// A style rule: its selectors and its own declarations.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) selectors: Selectors,
    pub(super) declarations: Vec<Declaration>,
    /// The byte range of its selectors.
    pub(super) span: Range<usize>,
}

/// A declaration.
#[derive(Debug, Clone)]
pub(super) struct Declaration {
    /// In lower case.
    pub(super) name: String,
    /// Without `!important`.
    pub(super) value: String,
    pub(super) span: Range<usize>,
}

/// Reads a stylesheet.
pub(super) fn read(css: &str) -> Sheet {
    let mut input = ParserInput::new(css);
    let mut parser = Parser::new(&mut input);
    let mut reader = Reader::default();
    // Errors are skipped, as in browsers.
    for _ in StyleSheetParser::new(&mut parser, &mut reader) {}
    reader.sheet
}

/// The parser of a stylesheet or a block.
#[derive(Default)]
struct Reader {
    /// The selectors of the parent rule.
    parent: Option<Selectors>,
    /// The block's own declarations.
    declarations: Vec<Declaration>,
    sheet: Sheet,
}

/// The selectors of a rule, `None` if they could not be parsed, and their byte range.
type RulePrelude = (Option<Selectors>, Range<usize>);
type Fault<'i> = ParseError<'i, SelectorParseErrorKind<'i>>;

impl Reader {
    /// Parses the block of a rule with these selectors.
    fn block(&mut self, selectors: Option<Selectors>, span: Range<usize>, input: &mut Parser<'_, '_>) {
        let mut inner = Reader { parent: selectors.clone(), ..Reader::default() };
        for _ in RuleBodyParser::new(input, &mut inner) {}
        if let Some(selectors) = selectors.filter(|_| !inner.declarations.is_empty()) {
            self.sheet.rules.push(Rule { selectors, declarations: inner.declarations, span });
        }
        self.sheet.rules.append(&mut inner.sheet.rules);
        self.sheet.unparsed.append(&mut inner.sheet.unparsed);
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader {
    type Prelude = RulePrelude;
    type QualifiedRule = ();
    type Error = SelectorParseErrorKind<'i>;

    fn parse_prelude<'t>(&mut self, input: &mut Parser<'i, 't>) -> Result<RulePrelude, Fault<'i>> {
        input.skip_whitespace();
        let start = input.position();
        let selectors = input.try_parse(|input| {
            let selectors = Selectors::read(input, self.parent.as_ref())?;
            input.expect_exhausted()?;
            Ok::<_, Fault<'i>>(selectors)
        });
        while input.next().is_ok() {}
        let end = start.byte_index() + input.slice_from(start).trim_end().len();
        Ok((selectors.ok(), start.byte_index()..end))
    }

    fn parse_block<'t>(
        &mut self,
        (selectors, span): RulePrelude,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), Fault<'i>> {
        match selectors {
            Some(selectors) => self.block(Some(selectors), span, input),
            None => {
                while input.next().is_ok() {}
                self.sheet.unparsed.push(span);
            }
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader {
    type Prelude = (String, Range<usize>);
    type AtRule = ();
    type Error = SelectorParseErrorKind<'i>;

    fn parse_prelude<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
    ) -> Result<Self::Prelude, Fault<'i>> {
        let after_name = input.position();
        while input.next().is_ok() {}
        let start = after_name.byte_index().saturating_sub(name.len() + 1);
        let end = after_name.byte_index() + input.slice_from(after_name).trim_end().len();
        Ok((name.to_ascii_lowercase(), start..end))
    }

    fn rule_without_block(&mut self, _: Self::Prelude, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block<'t>(
        &mut self,
        (name, span): Self::Prelude,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), Fault<'i>> {
        if GROUPING_AT_RULES.contains(&name.as_str()) {
            self.block(self.parent.clone(), span, input);
            return Ok(());
        }
        while input.next().is_ok() {}
        if !IGNORED_AT_RULES.contains(&name.as_str()) {
            self.sheet.unparsed.push(span);
        }
        Ok(())
    }
}

impl<'i> DeclarationParser<'i> for Reader {
    type Declaration = ();
    type Error = SelectorParseErrorKind<'i>;

    fn parse_value<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
        start: &ParserState,
    ) -> Result<(), Fault<'i>> {
        input.skip_whitespace();
        let value_start = input.position();
        // A value has no `{}` block: this is a nested rule.
        while let Ok(token) = input.next() {
            if *token == cssparser::Token::CurlyBracketBlock && !name.starts_with("--") {
                return Err(input.new_custom_error(SelectorParseErrorKind::EmptySelector));
            }
        }
        let written = input.slice_from(value_start).trim_end();
        let value = written.rsplit_once('!').map_or(written, |(value, _)| value.trim_end());
        let span = start.position().byte_index()..value_start.byte_index() + written.len();
        self.declarations.push(Declaration { name: name.to_ascii_lowercase(), value: value.into(), span });
        Ok(())
    }
}

impl<'i> RuleBodyItemParser<'i, (), SelectorParseErrorKind<'i>> for Reader {
    fn parse_declarations(&self) -> bool {
        self.parent.is_some()
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}
