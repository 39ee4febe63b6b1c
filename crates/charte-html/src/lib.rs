//! HTML and CSS as bytes, read as a browser would and judged by nobody: tags with their offsets, names that compare in one
//! step, references, encodings, what a style sheet fetches. It builds no tree and touches no disk.

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
