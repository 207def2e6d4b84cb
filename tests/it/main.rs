//! All integration tests, one binary: a module per subject, listed here in order.

mod plugins;
