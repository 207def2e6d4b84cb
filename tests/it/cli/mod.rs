//! The real `tunesmith` from its arguments to its files: what it says, how it ends, and that nothing paid for is lost.
//!
//! Transcripts are whole, so a message that stops saying what, where, why or what to do is noticed.

mod bad_plugin;
mod bad_recipe;
mod bad_server;
mod doctor;
mod explain;
mod harness;
mod help;
mod kill;
mod plugin;
mod run;
mod validate;
mod why;
