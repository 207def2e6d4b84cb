//! Our build and check commands.

fn main() {}
