//! Looks for an input whose repair loses a record, does not end, or is told wrongly.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tunesmith_fuzz::fix(bytes));
