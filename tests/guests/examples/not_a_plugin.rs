//! WebAssembly, but nothing that this project made.
