//! Looks for an input that breaks a checker, or whose report depends on how it was cut.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tunesmith_fuzz::parse(bytes));
