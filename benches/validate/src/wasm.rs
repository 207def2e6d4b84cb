//! What the module exports: one input at a time, made inside, so that nothing is copied in and no pointer is passed.

use std::cell::RefCell;
use std::hint::black_box;

use tunesmith_tokens::{BpeCounter, Encoding, TokenCounter};

use crate::check;
use crate::inputs::{INPUTS, contents};

thread_local! {
    static FILE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static COUNTER: RefCell<BpeCounter> = RefCell::new(BpeCounter::new(Encoding::O200kBase));
}

/// Makes the input of this place in the list; returns its true length in bytes.
#[allow(
    unsafe_code,
    reason = "an export of a wasm module has the name it is called by"
)]
#[unsafe(no_mangle)]
extern "C" fn make(input: usize, bytes: usize) -> usize {
    let made = INPUTS.get(input).map(|input| (input.make)(bytes));
    let made = made.unwrap_or_default().into_bytes();
    let length = made.len();
    FILE.set(made);
    length
}

/// Checks the input; returns how many errors there are.
#[allow(
    unsafe_code,
    reason = "an export of a wasm module has the name it is called by"
)]
#[unsafe(no_mangle)]
extern "C" fn pass() -> u32 {
    let report = FILE.with_borrow(|file| check(file));
    u32::try_from(report.totals().errors).unwrap_or(u32::MAX)
}

/// Keeps only the texts of the input; returns their length in bytes.
#[allow(
    unsafe_code,
    reason = "an export of a wasm module has the name it is called by"
)]
#[unsafe(no_mangle)]
extern "C" fn keep_contents() -> usize {
    let texts = FILE.with_borrow(|file| contents(&String::from_utf8_lossy(file)));
    let length = texts.len();
    FILE.set(texts.into_bytes());
    length
}

/// Counts the tokens of what is kept.
#[allow(
    unsafe_code,
    reason = "an export of a wasm module has the name it is called by"
)]
#[unsafe(no_mangle)]
extern "C" fn count() -> u32 {
    FILE.with_borrow(|file| {
        let text = std::str::from_utf8(file).unwrap_or_default();
        COUNTER.with_borrow_mut(|counter| black_box(counter.count(text)) as u32)
    })
}
