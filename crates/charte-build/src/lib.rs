//! Turns a checked charter and a built site into gated pages and one folder of generated files. It prints nothing and
//! never ends the process; one file in it writes to disk.

pub mod apply;
pub mod bundle;
pub mod csp;
pub mod plan;
pub mod prepare;
pub mod site;
