//! Looks for an input that breaks a format, or does not survive the way there and back.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tunesmith_fuzz::convert(bytes));
