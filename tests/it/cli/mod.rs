//! The real `tunesmith` from its arguments to its files: what it says, how it ends, and that nothing paid for is lost.
//!
//! Transcripts are whole, so a message that stops saying what, where, why or what to do is noticed.

mod bad_plugin;
mod bad_recipe;
mod bad_server;
mod baseline;
mod convert;
mod datasets;
mod doctor;
mod estimate;
mod explain;
mod filter_plugin;
mod fix;
mod harness;
mod help;
mod kill;
mod library;
mod page;
mod patch;
mod plugin;
mod plugin_authoring;
mod plugin_check;
mod run;
mod score;
mod sharing;
mod validate;
mod why;
