//! Names of elements and attributes as numbers, so that they compare in one step whatever their case. The constants cover
//! the names that this crate and its users look for.

/// The name of an element or attribute, in lower case.
///
/// Up to eight ASCII letters are packed exactly. Of the longer names those in a fixed list are known; each of the others is
/// [`Name::OTHER`], which says nothing about which name it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name(u64);

/// The known names of more than eight letters, shortest first.
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

/// No name of this length or more is known.
const TOO_LONG: usize = LONG[LONG.len() - 1].len() + 1;

/// For each length, the index in [`LONG`] of the first name that is at least so long.
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
    /// The empty name.
    pub const EMPTY: Name = Name(0);

    /// A name that is not known. It is the name of no constant, and two names that are `OTHER` may differ.
    pub const OTHER: Name = Name(u64::MAX);

    /// What the numbers of long names start from: in no packed name is this bit set.
    const NUMBERS: u64 = 1 << 63;

    /// The name that is written so, in any case. Texts with a byte that is NUL or not ASCII are [`Name::OTHER`].
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

    /// Like [`Name::of`], for constants.
    ///
    /// # Panics
    /// When the name is not known; in a constant that stops the build.
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

/// Elements that can matter by their attributes only: they fetch nothing, hold no raw text and open no SVG or MathML. Most
/// elements of most pages are among them. Their names have at most seven letters, as [`plain_length`] needs.
#[rustfmt::skip]
const PLAIN: [Name; 45] = [
    A, ARTICLE, B, BR, BUTTON, CODE, DD, DIV, DL, DT, EM, H1, H2, H3, H4, H5, H6, HEADER, HR, I, LABEL, LI, MAIN, NAV, OL,
    OPTION, P, PRE, SECTION, SMALL, SPAN, STRONG, SUB, SUP, TABLE, TBODY, TD, TH, THEAD, TIME, TR, TT, U, UL, VAR,
];

/// The plain names in a perfect hash table.
const SLOTS: [Name; 256] = match slots(FACTOR) {
    Some(slots) => slots,
    None => panic!("no factor gives each plain name its own slot"),
};

/// The first multiplier that gives each plain name its own slot.
const FACTOR: u64 = {
    let mut factor: u64 = 1;
    while slots(factor).is_none() {
        // The linear congruential generator of Knuth's MMIX.
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

/// Whether elements of this name can matter by their attributes only.
pub fn is_plain(name: Name) -> bool {
    name != Name::EMPTY && SLOTS[slot(name, FACTOR)] == name
}

/// The length in bytes of the name at the start of the text, if it is the name of a plain element. `None` within the last
/// eight bytes of a page, which are read the slow way.
pub(crate) fn plain_length(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let eight = u64::from_le_bytes(*text.first_chunk()?);
    // Eight bytes at once: the lowest high bit marks the first byte that is less than `0`, such as white space or `/`, or `>`.
    let differences = eight ^ (ONES * b'>' as u64);
    let ends = (eight.wrapping_sub(ONES * b'0' as u64) & !eight | differences.wrapping_sub(ONES) & !differences) & HIGH;
    let length = (ends.trailing_zeros() / 8) as usize;
    let end = *text.get(length)?;
    // The bytes before it, in lower case, the first one highest, as `Name::of` packs them.
    let letters = ((eight | ONES << 5).swap_bytes()).checked_shr(64 - 8 * length as u32)?;
    (is_plain(Name(letters)) && (end == b'>' || end == b'/' || end.is_ascii_whitespace())).then_some(length)
}

/// Whether elements of this name have no end tag (HTML Standard, section 13.1.2, "Void elements"; obsolete ones included).
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

    /// Names as pages write them, long names with one wrong byte, and bytes that are no letters.
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
        fn names_are_equal_only_if_written_alike(one in written(), other in written()) {
            let is_same = one.eq_ignore_ascii_case(&other);
            let (one, other) = (Name::of(&one), Name::of(&other));
            prop_assert!(one == Name::OTHER || other == Name::OTHER || (one == other) == is_same);
        }

        #[test]
        fn only_names_that_are_not_known_are_other(name in written()) {
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
        for name in [&b"tlaintexp"[..], b"dtextare\x05", b"unoscrip\x01", b"\0a", b"scr\xefpt"] {
            assert_eq!(Name::of(name), Name::OTHER);
        }
    }
}
