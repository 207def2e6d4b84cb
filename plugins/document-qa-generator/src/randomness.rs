//! What stands in for randomness in WebAssembly: zeros. A plugin has none, and is the same every time.
//!
//! text-splitter keeps what it has measured in a hash map that wants a random start; the order of that map reaches no result.

#![allow(unsafe_code, reason = "getrandom asks for a function of this shape")]

/// What getrandom calls under `--cfg getrandom_backend="custom"`, which the workspace's cargo configuration sets for WebAssembly.
#[unsafe(no_mangle)]
unsafe extern "Rust" fn __getrandom_v03_custom(
    into: *mut u8,
    length: usize,
) -> Result<(), getrandom::Error> {
    // SAFETY: getrandom gives a buffer of its own that is this long and may be written.
    unsafe { core::ptr::write_bytes(into, 0, length) };
    Ok(())
}
