//! The ground floor of charte: the cookie model, the manifest that declares it, the catalogue of known services, and
//! the checks that turn a declaration into a [`charter::Charter`]. It touches no file, clock, network, terminal or HTML.

pub mod catalogue;
pub mod charter;
pub mod check;
pub mod diagnostic;
pub mod lifetime;
pub mod manifest;
pub mod model;
mod reader;
pub mod service;
pub mod suggest;
mod syntax;
