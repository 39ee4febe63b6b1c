//! HTML and CSS read as bytes, the way a browser reads them. It finds tags with their offsets, addresses and encodings; it
//! decides nothing about them, builds no tree and touches no disk.
//!
//! A [`Scanner`] goes through a page from [`Tag`] to [`Tag`]; [`Tag::attributes`] reads the attributes of one. Offsets are in
//! bytes of the page that was read, after [`Encoding::decode`] where that is not the file itself.
//!
//! ```
//! use charte_html::{Scanner, name};
//!
//! let page = b"<!-- <iframe src=a> --><script>'<iframe src=b>'</script><iframe src=c>";
//! let frame = Scanner::new(page).find(|tag| tag.name == name::IFRAME).expect("the third is one");
//! assert_eq!(frame.attribute(name::SRC), Some(&b"c"[..]));
//! ```
//!
//! The modules group what belongs to one subject:
//!
//! - [`css`]: what a style sheet fetches, and how to minify one;
//! - [`name`]: names of elements and attributes as constants;
//! - [`reference`](mod@reference): attribute values with their character references resolved, and the addresses of `srcset`;
//! - [`sniff`]: whether the bytes of a file are HTML;
//! - [`splice`]: insertions into a page and removals from it;
//! - [`xml`]: what differs where a browser reads XML.

pub mod css;
mod encoding;
pub mod name;
mod namespace;
pub mod reference;
mod scan;
mod seek;
pub mod sniff;
pub mod splice;
mod stylesheets;
mod syntax;
mod tag;
pub mod xml;

pub use encoding::Encoding;
pub use scan::Scanner;
pub use seek::{Seeker, may_have_handler};
pub use stylesheets::{StyleSheet, style_sheets};
pub use syntax::Syntax;
pub use tag::{Attribute, Attributes, Namespace, Tag};
