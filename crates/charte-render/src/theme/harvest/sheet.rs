//! Parses a style sheet into rules: selectors, declarations, their colour scheme and their places.

use std::rc::Rc;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserInput, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

use crate::theme::tokens::Scheme;

/// How deep rules may be nested.
const DEPTH: usize = 16;

/// A rule with one selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// Its selector, in lower case, with white space collapsed.
    pub(super) selector: Rc<str>,
    /// The colour scheme of the media query around it, if any.
    pub(super) scheme: Option<Scheme>,
    /// Its declarations.
    pub(super) declarations: Rc<[Declaration]>,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    /// Its property, in lower case unless it is a custom property.
    pub(super) property: String,
    /// Its value as written, without `!important`.
    pub(super) value: String,
    /// The file and line, as `css/site.css:12`.
    pub(super) place: String,
}

/// The rules of a style sheet that starts at `first_line` of the file `name`. Errors are skipped, as in browsers.
pub(super) fn read(name: &str, first_line: usize, text: &str) -> Vec<Rule> {
    let mut input = ParserInput::new(text);
    let mut reader = Reader { name, first_line, scheme: None, depth: 0, rules: Vec::new() };
    reader.rules(&mut Parser::new(&mut input));
    reader.rules
}

/// An at-rule that contains style rules.
enum AtRule {
    /// Without effect on the colour scheme.
    Any,
    /// A media query for a colour scheme.
    Scheme(Scheme),
}

struct Reader<'a> {
    name: &'a str,
    first_line: usize,
    scheme: Option<Scheme>,
    depth: usize,
    rules: Vec<Rule>,
}

impl Reader<'_> {
    fn rules(&mut self, input: &mut Parser<'_, '_>) {
        let mut parser = StyleSheetParser::new(input, self);
        while parser.next().is_some() {}
    }

    fn place(&self, start: &ParserState) -> String {
        let line = usize::try_from(start.source_location().line).unwrap_or_default();
        format!("{}:{}", self.name, self.first_line + line)
    }
}

impl<'i> QualifiedRuleParser<'i> for Reader<'_> {
    type Prelude = String;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude<'t>(&mut self, input: &mut Parser<'i, 't>) -> Result<String, ParseError<'i, ()>> {
        Ok(rest(input))
    }

    fn parse_block<'t>(
        &mut self,
        selectors: String,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), ParseError<'i, ()>> {
        let mut body = Body { reader: self, is_nested: false, declarations: Vec::new(), dark: Vec::new() };
        let mut parser = RuleBodyParser::new(input, &mut body);
        while parser.next().is_some() {}
        let (plain, dark) = (Rc::from(body.declarations), Rc::from(body.dark));
        for (declarations, scheme) in [(plain, self.scheme), (dark, Some(Scheme::Dark))] {
            let declarations: Rc<[Declaration]> = declarations;
            if declarations.is_empty() {
                continue;
            }
            for selector in split(&selectors) {
                let selector = selector.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
                self.rules.push(Rule { selector: selector.into(), scheme, declarations: Rc::clone(&declarations) });
            }
        }
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Reader<'_> {
    type Prelude = AtRule;
    type AtRule = ();
    type Error = ();

    fn parse_prelude<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
    ) -> Result<AtRule, ParseError<'i, ()>> {
        let condition = rest(input);
        at_rule(&name, &condition).filter(|_| self.depth < DEPTH).ok_or_else(|| input.new_custom_error(()))
    }

    fn rule_without_block(&mut self, _: AtRule, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block<'t>(
        &mut self,
        around: AtRule,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), ParseError<'i, ()>> {
        let scheme = self.scheme;
        if let AtRule::Scheme(inner) = around {
            self.scheme = Some(inner);
        }
        self.depth += 1;
        self.rules(input);
        self.depth -= 1;
        self.scheme = scheme;
        Ok(())
    }
}

/// The block of a rule.
struct Body<'a, 'r> {
    reader: &'a Reader<'r>,
    /// Whether it is the block of a nested at-rule. Deeper ones are ignored.
    is_nested: bool,
    declarations: Vec<Declaration>,
    /// The declarations of a nested at-rule for the dark scheme.
    dark: Vec<Declaration>,
}

impl<'i> DeclarationParser<'i> for Body<'_, '_> {
    type Declaration = ();
    type Error = ();

    fn parse_value<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
        start: &ParserState,
    ) -> Result<(), ParseError<'i, ()>> {
        let value = rest(input);
        let value = value.rsplit_once('!').map_or(value.as_str(), |(value, _)| value).trim();
        let property = if name.starts_with("--") { name.to_string() } else { name.to_ascii_lowercase() };
        let place = self.reader.place(start);
        self.declarations.push(Declaration { property, value: value.to_owned(), place });
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for Body<'_, '_> {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl<'i> AtRuleParser<'i> for Body<'_, '_> {
    type Prelude = ();
    type AtRule = ();
    type Error = ();

    fn parse_prelude<'t>(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i, 't>) -> Result<(), ParseError<'i, ()>> {
        match at_rule(&name, &rest(input)) {
            Some(AtRule::Scheme(Scheme::Dark)) if !self.is_nested => Ok(()),
            _ => Err(input.new_custom_error(())),
        }
    }

    fn parse_block<'t>(
        &mut self,
        (): (),
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), ParseError<'i, ()>> {
        let mut body = Body { reader: self.reader, is_nested: true, declarations: Vec::new(), dark: Vec::new() };
        let mut parser = RuleBodyParser::new(input, &mut body);
        while parser.next().is_some() {}
        self.dark.append(&mut body.declarations);
        Ok(())
    }
}

impl<'i> RuleBodyItemParser<'i, (), ()> for Body<'_, '_> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

/// The meaning of an at-rule; `None` where its rules are for print, narrow screens or special preferences only.
fn at_rule(name: &str, condition: &str) -> Option<AtRule> {
    let condition = condition.to_ascii_lowercase();
    let compact: String = condition.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_for_few = ["print", "max-width", "width<", "prefers-contrast", "forced-colors", "prefers-reduced"]
        .iter()
        .any(|word| compact.contains(word));
    match name.to_ascii_lowercase().as_str() {
        "media" if is_for_few || compact.starts_with("not") => None,
        "media" if compact.contains("prefers-color-scheme:dark") => Some(AtRule::Scheme(Scheme::Dark)),
        "media" if compact.contains("prefers-color-scheme:light") => Some(AtRule::Scheme(Scheme::Light)),
        "supports" if compact.starts_with("not") => None,
        "media" | "supports" | "layer" => Some(AtRule::Any),
        _ => None,
    }
}

/// The rest of the input, as written.
fn rest(input: &mut Parser<'_, '_>) -> String {
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start).trim().to_owned()
}

/// A list, split at commas outside brackets.
pub(super) fn split(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    list.split(|letter| {
        depth += i32::from(letter == '(' || letter == '[') - i32::from(letter == ')' || letter == ']');
        letter == ',' && depth == 0
    })
    .collect()
}
