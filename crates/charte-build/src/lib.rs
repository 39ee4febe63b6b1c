//! Turns a checked charter and a built site into gated pages and one folder of generated files. It prints nothing and
//! never ends the process; one file in it writes to disk.

pub mod apply;
pub mod bundle;
pub mod csp;
mod locale;
pub mod page;
pub mod plan;
pub mod prepare;
pub mod recognise;
pub mod render;
pub mod site;
pub mod theme;
