//! Names of elements and attributes, compared in one step whatever their case. It knows no element's meaning.

/// A name in lower case, packed. Of more than eight letters some are mixed, and two mixed letters are none: no such name is
/// taken for a short one, and hardly ever for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name(u64);

impl Name {
    /// The name written so.
    pub(crate) const fn of(text: &[u8]) -> Name {
        let mut name = Name::EMPTY;
        let mut at = 0;
        while at < text.len() {
            name = name.and(text[at]);
            at += 1;
        }
        name
    }

    /// No letter yet.
    pub(crate) const EMPTY: Name = Name(0);

    /// The name with one letter more.
    pub(crate) const fn and(self, letter: u8) -> Name {
        Name(self.0.rotate_left(8) ^ letter.to_ascii_lowercase() as u64)
    }
}

/// Declares a constant for each name.
macro_rules! names {
    ($($constant:ident = $text:literal),* $(,)?) => {
        $(pub(crate) const $constant: Name = Name::of($text.as_bytes());)*
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
    ACTION = "action", AREA = "area", BACKGROUND = "background", CHARSET = "charset", CLASS = "class", COL = "col",
    COLOR = "color", CONTENT = "content", DATA = "data", DIR = "dir", ENCODING = "encoding", FACE = "face", FORMACTION = "formaction", FRAMEBORDER = "frameborder", HEIGHT = "height",
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
pub(crate) fn is_plain(name: Name) -> bool {
    name != Name::EMPTY && SLOTS[slot(name, FACTOR)] == name
}

/// The length of the name at the start of the text, where that of a plain element stands and ends in the text.
pub(crate) fn plain_length(text: &[u8]) -> Option<usize> {
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
pub(crate) fn is_void(name: Name) -> bool {
    const BGSOUND: Name = Name::of(b"bgsound");
    const KEYGEN: Name = Name::of(b"keygen");
    let common = matches!(name, IMG | LINK | META | INPUT | BR | HR | SOURCE | TRACK | EMBED | BASE);
    common || matches!(name, AREA | COL | FRAME | IMAGE | PARAM | WBR | BGSOUND | KEYGEN)
}
