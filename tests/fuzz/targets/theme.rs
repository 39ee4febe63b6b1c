#![no_main]

#[path = "../theme.rs"]
mod theme;

libfuzzer_sys::fuzz_target!(|input: &[u8]| theme::check(input));
