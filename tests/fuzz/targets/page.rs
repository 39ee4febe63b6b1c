#![no_main]

#[path = "../page.rs"]
mod page;

libfuzzer_sys::fuzz_target!(|input: &[u8]| page::check(input));
