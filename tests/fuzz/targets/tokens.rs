//! Looks for an input that is counted otherwise than the reference counts it.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tunesmith_fuzz::tokens(bytes));
