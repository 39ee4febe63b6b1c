//! What must hold for any style sheet: everything that a browser would fetch is found, and the minified form fetches the
//! same. The reader is compared with `cssparser`, Firefox's tokenizer.

use charte_html::css::{Fetch, FetchKind, Sheet, minify, read};
use cssparser::{BasicParseError, ParseError, Parser, ParserInput, Token};

/// Checks every promise for this input.
pub(crate) fn check(input: &[u8]) {
    let sheet = read(input);
    check_places(input, &sheet);
    check_case(input, &sheet);
    check_escapes(input, &sheet);
    // Browsers read U+0000 as U+FFFD, and so does `cssparser`; no address with either leads anywhere.
    if let Some(text) = std::str::from_utf8(input).ok().filter(|text| !text.contains('\0')) {
        let tokens = tokens(text);
        // For a broken address, `cssparser` finds its end at another place than the standard does.
        let is_sound = !tokens.iter().any(|token| token.starts_with("BadUrl"));
        if is_sound {
            check_browser(text, &sheet);
        }
        check_short(text, &sheet, tokens, is_sound);
    }
}

/// Addresses are reported in order, at offsets within the text.
fn check_places(input: &[u8], sheet: &Sheet) {
    assert!(sheet.fetches.is_sorted_by(|one, other| one.offset < other.offset), "{sheet:?}");
    assert!(sheet.fetches.iter().all(|fetch| fetch.offset <= input.len()), "{sheet:?}");
}

fn found(sheet: &Sheet) -> Vec<(&str, FetchKind)> {
    sheet.fetches.iter().map(|Fetch { address, kind, .. }| (address.as_str(), *kind)).collect()
}

/// Names mean the same in upper and lower case.
fn check_case(input: &[u8], sheet: &Sheet) {
    let other = read(&input.to_ascii_uppercase());
    let (found, upper) = (found(sheet), found(&other));
    let is_same = |((one, what), (other, as_what)): (&(&str, FetchKind), &(&str, FetchKind))| {
        one.eq_ignore_ascii_case(other) && what == as_what
    };
    assert!(found.len() == upper.len() && found.iter().zip(&upper).all(is_same), "{found:?}\nin capitals: {upper:?}");
    assert_eq!(sheet.has_rules, other.has_rules);
}

/// Names mean the same with escapes in them.
fn check_escapes(input: &[u8], sheet: &Sheet) {
    let mut escaped = Vec::new();
    for (at, byte) in input.iter().enumerate() {
        let is = |word: &[u8]| input[at..].get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let is_name = is(b"url(") || (at > 0 && input[at - 1] == b'@' && (is(b"import") || is(b"font-face")));
        match is_name && escaped.last() != Some(&b'\\') {
            true => escaped.extend_from_slice(format!("\\{byte:x} ").as_bytes()),
            false => escaped.push(*byte),
        }
    }
    let other = read(&escaped);
    assert_eq!(found(sheet), found(&other), "{}", String::from_utf8_lossy(&escaped));
    assert_eq!(sheet.has_rules, other.has_rules);
}

/// Everything that a browser would fetch is found.
fn check_browser(text: &str, sheet: &Sheet) {
    let mut input = ParserInput::new(text);
    let mut theirs = Vec::new();
    fetches(&mut Parser::new(&mut input), Within::Block, &mut theirs);
    // The URL parser removes line ends; an escape that stands for no character has two spellings.
    let plain = |address: &str| {
        let address = address.replace(['\t', '\n', '\r'], "").replace('\0', "\u{fffd}");
        address.trim_end_matches(['\u{fffd}', ' ', '\x0c']).to_owned()
    };
    let ours: Vec<String> = sheet.fetches.iter().map(|fetch| plain(&fetch.address)).collect();
    for address in theirs {
        let is_found = ours.contains(&plain(&address));
        assert!(is_found, "{address:?} is fetched by a browser, and among {ours:?} it is not");
    }
}

/// The construct that a token is in.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Block,
    Function,
    /// A function whose strings are addresses.
    ImageSet,
}

/// The addresses that a browser may fetch: at least those in well-formed declarations and imports.
fn fetches(parser: &mut Parser<'_, '_>, place: Within, found: &mut Vec<String>) {
    let mut is_start = place == Within::Block;
    while let Ok(token) = parser.next().cloned() {
        match &token {
            // No function that fetches contains these.
            Token::AtKeyword(_) | Token::Semicolon | Token::CurlyBracketBlock if place != Within::Block => return,
            Token::AtKeyword(name) if is_any(name, &["import"]) => {
                if let (true, Ok(address)) = (is_start, parser.try_parse(|parser| parser.expect_url_or_string())) {
                    found.push(address.to_string());
                }
                skip_statement(parser);
                is_start = true;
                continue;
            }
            Token::AtKeyword(name) if is_any(name, &["namespace", "document", "-moz-document"]) => {
                skip_statement(parser);
                is_start = true;
                continue;
            }
            Token::UnquotedUrl(address) => found.push(address.to_string()),
            Token::QuotedString(address) if place == Within::ImageSet => found.push(address.to_string()),
            Token::Function(name) if is_any(name, &["url", "src"]) => {
                let address = within(parser, |parser| Ok(parser.expect_string()?.to_string()));
                found.extend(address);
            }
            Token::Function(_) | Token::CurlyBracketBlock => {
                let place = match &token {
                    Token::Function(name) if is_any(name, &["image-set", "-webkit-image-set"]) => Within::ImageSet,
                    Token::Function(_) => Within::Function,
                    _ => Within::Block,
                };
                let inner = within(parser, |parser| {
                    let mut inner = Vec::new();
                    fetches(parser, place, &mut inner);
                    Ok(inner)
                });
                found.extend(inner.into_iter().flatten());
            }
            // No value that fetches contains these.
            Token::ParenthesisBlock | Token::SquareBracketBlock => {}
            token if token.is_parse_error() => return,
            _ => {}
        }
        is_start = matches!(token, Token::Semicolon | Token::CurlyBracketBlock)
            || is_start && matches!(token, Token::CDO | Token::CDC);
    }
}

fn is_any(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether `read` accepts the start of the block that was just opened.
fn within<T>(
    parser: &mut Parser<'_, '_>,
    read: impl for<'i> FnOnce(&mut Parser<'i, '_>) -> Result<T, BasicParseError<'i>>,
) -> Option<T> {
    let result = parser.parse_nested_block(|parser| {
        let result = read(parser)?;
        while parser.next().is_ok() {}
        Ok::<T, ParseError<'_, ()>>(result)
    });
    result.ok()
}

/// Skips the rest of a statement and its semicolon; a block is left to be read.
fn skip_statement(parser: &mut Parser<'_, '_>) {
    loop {
        let before = parser.state();
        match parser.next() {
            Ok(Token::Semicolon) | Err(_) => return,
            Ok(Token::CurlyBracketBlock) => return parser.reset(&before),
            Ok(_) => {}
        }
    }
}

/// The minified form fetches the same, and has the same tokens except white space and semicolons without meaning.
fn check_short(text: &str, sheet: &Sheet, before: Vec<String>, is_sound: bool) {
    let short = minify(text);
    let other = read(short.as_bytes());
    assert_eq!(found(sheet), found(&other), "in short: {short}");
    assert_eq!(sheet.has_rules, other.has_rules, "in short: {short}");
    assert!(!is_sound || before == tokens(&short), "in short: {short}\n{before:?}\n{:?}", tokens(&short));
    assert!(short.len() <= text.len());
    assert_eq!(minify(&short), short, "short twice");
}

/// The tokens of a text, those in blocks included.
fn tokens(text: &str) -> Vec<String> {
    let mut input = ParserInput::new(text);
    let mut tokens = Vec::new();
    flatten(&mut Parser::new(&mut input), &mut tokens);
    tokens.dedup_by(|next, token| next == token && token == SPACE);
    let is_spare = |tokens: &[String], at: usize| {
        let is = |at: Option<usize>, of: &[&str]| {
            at.and_then(|at| tokens.get(at)).is_none_or(|token| of.contains(&&**token))
        };
        tokens[at] == SPACE && (is(at.checked_sub(1), &AFTER) || is(Some(at + 1), &BEFORE))
    };
    let tokens: Vec<String> =
        (0..tokens.len()).filter(|at| !is_spare(&tokens, *at)).map(|at| tokens[at].clone()).collect();
    // The last semicolon of a block ends nothing.
    let is_last = |at: usize| {
        tokens[at] == ";" && tokens[at..].iter().find(|token| *token != ";").is_some_and(|next| next == "}")
    };
    (0..tokens.len()).filter(|at| !is_last(*at)).map(|at| tokens[at].clone()).collect()
}

/// White space, as a token.
const SPACE: &str = " ";
/// Around these tokens white space means nothing: after the first list, before the second.
const AFTER: [&str; 8] = ["{", "}", ";", ",", ":", "(", ">", "CDC"];
const BEFORE: [&str; 8] = ["{", "}", ";", ",", ")", ">", "!", "]"];

fn flatten(parser: &mut Parser<'_, '_>, tokens: &mut Vec<String>) {
    while let Ok(token) = parser.next_including_whitespace().cloned() {
        let (open, close) = match &token {
            Token::CurlyBracketBlock => ("{", "}"),
            Token::ParenthesisBlock => ("(", ")"),
            Token::SquareBracketBlock => ("[", "]"),
            Token::Function(name) => {
                tokens.push(format!("{name:?}"));
                ("(", ")")
            }
            token => {
                tokens.push(match token {
                    Token::WhiteSpace(_) => SPACE.to_owned(),
                    Token::Colon => ":".to_owned(),
                    Token::Semicolon => ";".to_owned(),
                    Token::Comma => ",".to_owned(),
                    Token::CloseCurlyBracket => "}".to_owned(),
                    Token::CloseParenthesis => ")".to_owned(),
                    Token::Delim(sign) => sign.to_string(),
                    token => format!("{token:?}"),
                });
                continue;
            }
        };
        tokens.push(open.to_owned());
        let result = parser.parse_nested_block(|parser| {
            flatten(parser, tokens);
            Ok::<(), ParseError<'_, ()>>(())
        });
        assert!(result.is_ok());
        tokens.push(close.to_owned());
    }
}
