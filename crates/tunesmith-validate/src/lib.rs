//! rules over raw records: what is wrong, where, why, and what to do; native and wasm32.
