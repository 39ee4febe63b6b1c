//! Names of elements and attributes, compared in one step whatever their case. It knows no element's meaning.

/// A name in lower case. One of up to eight letters is its letters; a longer one is known by its number, or is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name(u64);

/// The names of more than eight letters that mean something to charte, shortest first.
const LONG: [&[u8]; 25] = [
    b"plaintext",
    b"clip-path",
    b"blockquote",
    b"figcaption",
    b"background",
    b"formaction",
    b"http-equiv",
    b"marker-mid",
    b"marker-end",
    b"xlink:href",
    b"frameborder",
    b"imagesrcset",
    b"data-charte",
    b"sitemapindex",
    b"marker-start",
    b"foreignobject",
    b"browserconfig",
    b"attributename",
    b"data-purposes",
    b"animatemotion",
    b"annotation-xml",
    b"data-charte-src",
    b"data-charte-open",
    b"data-charte-slot",
    b"animatetransform",
];

/// A name of that many letters and more is not known.
const TOO_LONG: usize = LONG[LONG.len() - 1].len() + 1;

/// Where in the list the names of each length start.
const FIRST: [usize; TOO_LONG + 1] = {
    let mut first = [0; TOO_LONG + 1];
    let (mut length, mut at) = (0, 0);
    while length <= TOO_LONG {
        while at < LONG.len() && LONG[at].len() < length {
            at += 1;
        }
        first[length] = at;
        length += 1;
    }
    first
};

impl Name {
    /// No letter.
    pub const EMPTY: Name = Name(0);

    /// A name that is not known: it is no constant's, and two of them need not be the same.
    pub const OTHER: Name = Name(u64::MAX);

    /// The first number of a long name: no letter has its highest bit set.
    const NUMBERS: u64 = 1 << 63;

    /// The name written so.
    pub const fn of(text: &[u8]) -> Name {
        if text.len() > 8 {
            return Name::of_long(text);
        }
        let (mut packed, mut at) = (0, 0);
        while at < text.len() {
            let letter = text[at];
            if letter == 0 || !letter.is_ascii() {
                return Name::OTHER;
            }
            packed = packed << 8 | letter.to_ascii_lowercase() as u64;
            at += 1;
        }
        Name(packed)
    }

    /// The same for constants: they must be known.
    pub const fn known(text: &str) -> Name {
        match Name::of(text.as_bytes()) {
            Name::OTHER => panic!("a constant of more than eight letters has to be listed"),
            name => name,
        }
    }

    const fn of_long(text: &[u8]) -> Name {
        if text.len() < TOO_LONG {
            let mut at = FIRST[text.len()];
            while at < FIRST[text.len() + 1] {
                if LONG[at].eq_ignore_ascii_case(text) {
                    return Name(Name::NUMBERS + at as u64);
                }
                at += 1;
            }
        }
        Name::OTHER
    }
}

/// Declares a constant for each name.
macro_rules! names {
    ($($constant:ident = $text:literal),* $(,)?) => {
        $(#[doc = concat!("`", $text, "`")] pub const $constant: Name = Name::known($text);)*
    };
}

names! {
    ANNOTATION_XML = "annotation-xml", AUDIO = "audio", B = "b", BASE = "base", BIG = "big", BLOCKQUOTE = "blockquote",
    BODY = "body", BR = "br", CENTER = "center", CODE = "code", DD = "dd", DESC = "desc", DIV = "div", DL = "dl",
    DT = "dt", EM = "em", EMBED = "embed", FEIMAGE = "feimage", FONT = "font", FOOTER = "footer",
    FOREIGN_OBJECT = "foreignobject", FRAME = "frame", FRAMESET = "frameset", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4",
    H5 = "h5", H6 = "h6", HEAD = "head", HR = "hr", HTML = "html", I = "i", IFRAME = "iframe", IMAGE = "image",
    IMG = "img", INPUT = "input", LI = "li", LINK = "link", LISTING = "listing", MAIN = "main", MATH = "math",
    MENU = "menu", META = "meta", MI = "mi", MN = "mn", MO = "mo", MS = "ms", MTEXT = "mtext", NOBR = "nobr",
    NOEMBED = "noembed", NOFRAMES = "noframes", NOSCRIPT = "noscript", OBJECT = "object", OL = "ol", P = "p",
    PICTURE = "picture", PLAINTEXT = "plaintext", PRE = "pre", RUBY = "ruby", S = "s", SCRIPT = "script", SMALL = "small",
    SOURCE = "source", SPAN = "span", STRIKE = "strike", STRONG = "strong", STYLE = "style", SUB = "sub", SUP = "sup",
    SVG = "svg", TABLE = "table", TEMPLATE = "template", TEXTAREA = "textarea", TITLE = "title", TRACK = "track",
    TT = "tt", U = "u", UL = "ul", USE = "use", VAR = "var", VIDEO = "video", XMP = "xmp",
}

names! {
    A = "a", ARTICLE = "article", BUTTON = "button", HEADER = "header", LABEL = "label", NAV = "nav", OPTION = "option",
    SECTION = "section", TBODY = "tbody", TD = "td", TH = "th", THEAD = "thead", TIME = "time", TR = "tr",
}

names! {
    ACTION = "action", AREA = "area", ASYNC = "async", BACKGROUND = "background", CHARSET = "charset", COL = "col",
    COLOR = "color", CONTENT = "content", DATA = "data", DIR = "dir", ENCODING = "encoding", FACE = "face", FORMACTION = "formaction", HEIGHT = "height",
    HIDDEN = "hidden", HREF = "href", HREFLANG = "hreflang", HTTP_EQUIV = "http-equiv", IMAGESRCSET = "imagesrcset",
    LANG = "lang", LANGUAGE = "language", LOWSRC = "lowsrc", NAME = "name", PARAM = "param", POSTER = "poster",
    REL = "rel", ROLE = "role", SIZE = "size", SRC = "src", SRCDOC = "srcdoc", SRCSET = "srcset", TYPE = "type",
    WBR = "wbr", WIDTH = "width", XLINK_HREF = "xlink:href", XML_LANG = "xml:lang",
}

/// Elements that are nothing to charte but for their attributes: most elements of most pages are. Their names have at most
/// seven letters.
#[rustfmt::skip]
const PLAIN: [Name; 45] = [
    A, ARTICLE, B, BR, BUTTON, CODE, DD, DIV, DL, DT, EM, H1, H2, H3, H4, H5, H6, HEADER, HR, I, LABEL, LI, MAIN, NAV, OL,
    OPTION, P, PRE, SECTION, SMALL, SPAN, STRONG, SUB, SUP, TABLE, TBODY, TD, TH, THEAD, TIME, TR, TT, U, UL, VAR,
];

/// The same, each at the slot of its own.
const SLOTS: [Name; 256] = match slots(FACTOR) {
    Some(slots) => slots,
    None => panic!("no factor gives each plain name a slot of its own"),
};

/// The first factor that does.
const FACTOR: u64 = {
    let mut factor: u64 = 1;
    while slots(factor).is_none() {
        // Knuth's MMIX generator.
        factor = factor.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    }
    factor
};

const fn slots(factor: u64) -> Option<[Name; 256]> {
    let mut slots = [Name::EMPTY; 256];
    let mut at = 0;
    while at < PLAIN.len() {
        let slot = slot(PLAIN[at], factor);
        if slots[slot].0 != 0 {
            return None;
        }
        slots[slot] = PLAIN[at];
        at += 1;
    }
    Some(slots)
}

const fn slot(name: Name, factor: u64) -> usize {
    (name.0.wrapping_mul(factor) >> 56) as usize
}

/// Whether such an element is plain.
pub fn is_plain(name: Name) -> bool {
    name != Name::EMPTY && SLOTS[slot(name, FACTOR)] == name
}

/// The length of the name at the start of the text, where that of a plain element stands and ends in the text.
pub fn plain_length(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let eight = u64::from_le_bytes(*text.first_chunk()?);
    // Of eight bytes at once: the high bit marks the first one below `0`, as white space and `/` are, or equal to `>`.
    let differences = eight ^ (ONES * b'>' as u64);
    let ends = (eight.wrapping_sub(ONES * b'0' as u64) & !eight | differences.wrapping_sub(ONES) & !differences) & HIGH;
    let length = (ends.trailing_zeros() / 8) as usize;
    let end = *text.get(length)?;
    // The letters before it, in lower case, the first one highest.
    let letters = ((eight | ONES << 5).swap_bytes()).checked_shr(64 - 8 * length as u32)?;
    (is_plain(Name(letters)) && (end == b'>' || end == b'/' || end.is_ascii_whitespace())).then_some(length)
}

/// Whether such an element is its start tag alone.
pub fn is_void(name: Name) -> bool {
    const BGSOUND: Name = Name::known("bgsound");
    const KEYGEN: Name = Name::known("keygen");
    let common = matches!(name, IMG | LINK | META | INPUT | BR | HR | SOURCE | TRACK | EMBED | BASE);
    common || matches!(name, AREA | COL | FRAME | IMAGE | PARAM | WBR | BGSOUND | KEYGEN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::name::*;

    /// Names as pages write them, with letters that are nobody's.
    fn written() -> impl Strategy<Value = Vec<u8>> {
        let near = prop::sample::select(LONG.to_vec()).prop_flat_map(|known| {
            (Just(known), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(known, at, letter)| {
                let mut name = known.to_vec();
                name[at.index(known.len())] = letter;
                name
            })
        });
        prop_oneof![prop::collection::vec(any::<u8>(), 0..12), "[a-zA-Z:-]{0,18}".prop_map(String::into_bytes), near]
    }

    proptest! {
        #[test]
        fn two_names_are_not_one(one in written(), other in written()) {
            let is_same = one.eq_ignore_ascii_case(&other);
            let (one, other) = (Name::of(&one), Name::of(&other));
            prop_assert!(one == Name::OTHER || other == Name::OTHER || (one == other) == is_same);
        }

        #[test]
        fn what_is_not_known_is_no_constant(name in written()) {
            let is_known = LONG.iter().any(|known| known.eq_ignore_ascii_case(&name));
            let is_short = name.len() <= 8 && name.iter().all(|letter| (1..128).contains(letter));
            prop_assert_eq!(Name::of(&name) == Name::OTHER, !is_known && !is_short);
        }
    }

    #[test]
    fn known_names_are_themselves_in_any_case() {
        for (at, known) in LONG.iter().enumerate() {
            assert_eq!(Name::of(&known.to_ascii_uppercase()), Name(Name::NUMBERS + at as u64));
        }
        assert_eq!(Name::of(b"PlainText"), PLAINTEXT);
        assert_eq!(Name::of(b"Textarea"), TEXTAREA);
        for twin in [&b"tlaintexp"[..], b"dtextare\x05", b"unoscrip\x01", b"\0a", b"scr\xefpt"] {
            assert_eq!(Name::of(twin), Name::OTHER);
        }
    }
}
