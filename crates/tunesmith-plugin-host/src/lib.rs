//! runs plugins on wasmtime: load, limit, call; the only crate that knows wasmtime.
