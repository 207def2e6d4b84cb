//! Misbehaving plugins.
