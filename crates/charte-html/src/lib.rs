//! HTML and CSS as bytes, read as a browser would and judged by nobody: tags with their offsets, names that compare in one
//! step, references, encodings, what a style sheet fetches. It builds no tree and touches no disk.
//!
//! ```
//! use charte_html::name;
//! use charte_html::scan::Scanner;
//!
//! let page = b"<!-- <iframe src=a> --><script>'<iframe src=b>'</script><iframe src=c>";
//! let frame = Scanner::new(page).find(|tag| tag.name == name::IFRAME).expect("the third is one");
//! assert_eq!(frame.attribute(name::SRC), Some(&b"c"[..]));
//! ```

pub mod css;
pub mod encoding;
pub mod kind;
pub mod name;
mod namespace;
pub mod quiet;
pub mod reference;
pub mod scan;
pub mod seek;
pub mod splice;
pub mod stylesheets;
pub mod syntax;
pub mod tag;
pub mod xml;
