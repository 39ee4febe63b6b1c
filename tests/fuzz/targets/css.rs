#![no_main]

#[path = "../css.rs"]
mod css;

libfuzzer_sys::fuzz_target!(|input: &[u8]| css::check(input));
