//! Rules over raw records: what is wrong with a dataset, where, why, and what to do.
//!
//! [`Checker`] takes the bytes of a file and gives a [`FileReport`]; [`check_line`] checks one record. [`Profile`]s say which rules a
//! provider asks for, [`RuleSettings`] what the caller wants different; [`render_human`] and [`JsonV1`] show the result. The crate knows no files,
//! clock, threads or environment: natively and in a browser it says the same, byte for byte.

#![warn(clippy::disallowed_methods)]

mod check;
mod checker;
mod chunk;
mod conversation;
mod dataset;
mod excerpt;
mod file_report;
mod fingerprint;
mod fix;
mod json;
mod profile;
mod profiles;
mod quote;
mod record;
mod render;
mod report;
mod rule;
mod rules;
mod settings;
mod suspicion;
mod syntax_fix;
mod syntax_report;
mod table;
mod values;

pub use check::check_line;
pub use checker::Checker;
pub use chunk::{Chunk, ChunkChecker, KEPT_PER_RULE};
pub use dataset::Container;
pub use excerpt::Excerpt;
pub use file_report::{Counts, FileReport, Reported};
pub use fix::apply_fixes;
pub use profile::{Grade, ImageLimits, Limits, Profile, ProfileRule, Source, profile, profiles};
pub use render::human::{HumanStyle, render_human};
pub use render::json_v1::{JsonV1, render_json_v1};
pub use rule::{Group, Rule};
pub use settings::{Level, RuleSettings, SettingError};
pub use table::{RuleRow, explain, rule_table};
