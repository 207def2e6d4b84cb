//! Fixes and edits: one record at once, and the whole file as it is written anew.
