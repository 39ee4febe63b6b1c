//! Reads a style sheet into rules: selectors, declarations, the scheme that they are for, and where they stand. It resolves
//! nothing and matches nothing.

use std::rc::Rc;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserInput, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

use crate::theme::tokens::Scheme;

/// How deep rules may stand in each other.
const DEPTH: usize = 16;

/// A rule with one selector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    /// Its selector, in lower case, one space for any white space.
    pub(super) selector: Rc<str>,
    /// The scheme that it is for, where it says one.
    pub(super) scheme: Option<Scheme>,
    /// Its declarations.
    pub(super) declarations: Rc<[Declaration]>,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declaration {
    /// Its property, in lower case unless it is the author's own.
    pub(super) property: String,
    /// Its value as written, without `!important`.
    pub(super) value: String,
    /// The file and line, as `css/site.css:12`.
    pub(super) place: String,
}

/// The rules of a style sheet that the file `name` has from `first_line` on. What is broken is passed over, as browsers do.
pub(super) fn read(name: &str, first_line: usize, text: &str) -> Vec<Rule> {
    let mut input = ParserInput::new(text);
    let mut reader = Reader { name, first_line, scheme: None, depth: 0, rules: Vec::new() };
    reader.rules(&mut Parser::new(&mut input));
    reader.rules
}

/// What a rule around others says of them.
enum Around {
    /// Nothing that matters here.
    Any,
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
    type Prelude = Around;
    type AtRule = ();
    type Error = ();

    fn parse_prelude<'t>(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i, 't>,
    ) -> Result<Around, ParseError<'i, ()>> {
        let condition = rest(input);
        around(&name, &condition).filter(|_| self.depth < DEPTH).ok_or_else(|| input.new_custom_error(()))
    }

    fn rule_without_block(&mut self, _: Around, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block<'t>(
        &mut self,
        around: Around,
        _: &ParserState,
        input: &mut Parser<'i, 't>,
    ) -> Result<(), ParseError<'i, ()>> {
        let scheme = self.scheme;
        if let Around::Scheme(inner) = around {
            self.scheme = Some(inner);
        }
        self.depth += 1;
        self.rules(input);
        self.depth -= 1;
        self.scheme = scheme;
        Ok(())
    }
}

/// What stands between the braces of a rule.
struct Body<'a, 'r> {
    reader: &'a Reader<'r>,
    /// Whether it is that of a rule in a rule, which is followed no deeper.
    is_nested: bool,
    declarations: Vec<Declaration>,
    /// Those of a nested rule for dark screens.
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
        match around(&name, &rest(input)) {
            Some(Around::Scheme(Scheme::Dark)) if !self.is_nested => Ok(()),
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

/// What a rule around others means; nothing where those in it are for paper, for narrow screens or for few.
fn around(name: &str, condition: &str) -> Option<Around> {
    let condition = condition.to_ascii_lowercase();
    let compact: String = condition.chars().filter(|letter| !letter.is_whitespace()).collect();
    let is_for_few = ["print", "max-width", "width<", "prefers-contrast", "forced-colors", "prefers-reduced"]
        .iter()
        .any(|word| compact.contains(word));
    match name.to_ascii_lowercase().as_str() {
        "media" if is_for_few || compact.starts_with("not") => None,
        "media" if compact.contains("prefers-color-scheme:dark") => Some(Around::Scheme(Scheme::Dark)),
        "media" if compact.contains("prefers-color-scheme:light") => Some(Around::Scheme(Scheme::Light)),
        "supports" if compact.starts_with("not") => None,
        "media" | "supports" | "layer" => Some(Around::Any),
        _ => None,
    }
}

/// All that comes next in what is read, as written.
fn rest(input: &mut Parser<'_, '_>) -> String {
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start).trim().to_owned()
}

/// The parts between commas that stand in no brackets.
pub(super) fn split(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    list.split(|letter| {
        depth += i32::from(letter == '(' || letter == '[') - i32::from(letter == ')' || letter == ']');
        letter == ',' && depth == 0
    })
    .collect()
}
