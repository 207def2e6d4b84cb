//! Looks for an input from which a nearly right file is made that breaks a checker, a renderer, or the agreement of the two readers.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tunesmith_fuzz::validate(bytes));
