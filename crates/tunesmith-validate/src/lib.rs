//! Rules over raw records: what is wrong with a dataset, where, why, and what to do.
//!
//! [`Checker`] takes the bytes of a file and gives a [`FileReport`]; [`check_line`] checks one record. [`Profile`]s say which rules a
//! provider asks for, [`RuleSettings`] what the caller wants different; [`render_human`] and its siblings show the result, and a [`Baseline`] accepts
//! what is known. The crate knows no files, clock, threads or environment: natively and in a browser it says the same, byte for byte.

#![warn(clippy::disallowed_methods)]

mod baseline;
mod change;
mod check;
mod checker;
mod chunk;
mod conversation;
mod counting;
mod dataset;
mod draft7;
mod earlier;
mod edits;
mod excerpt;
mod file_report;
mod fingerprint;
mod fix;
mod fixer;
mod headline;
mod image_header;
mod json;
mod known;
mod media_view;
mod message_view;
mod patch;
mod pieces;
mod plain;
mod profile;
mod profiles;
mod quote;
mod record;
mod record_list;
mod record_search;
mod record_tokens;
mod record_view;
mod records;
mod render;
mod report;
mod rule;
mod rules;
mod schema;
mod search_prefilter;
mod settings;
mod split;
mod spoken;
mod suspicion;
mod syntax_fix;
mod syntax_report;
mod table;
mod text_view;
mod token_report;
mod tool_view;
mod trained;
mod values;
mod wire;

pub use baseline::{Accepted, Baseline, BaselineError};
pub use change::Change;
pub use check::{check_line, check_record};
pub use checker::{Checker, Finished};
pub use chunk::{Chunk, ChunkChecker, KEPT_PER_RULE};
pub use counting::Counting;
pub use dataset::Container;
pub use edits::{Edited, on_one_line};
pub use excerpt::Excerpt;
pub use file_report::{Counts, FileReport, Reported};
pub use fix::apply_fixes;
pub use fixer::{AppliedFix, FixError, Fixed, FixedRecord, Fixer, Removal};
pub use headline::headline;
pub use known::KnownExamples;
pub use media_view::MediaView;
pub use patch::{PATCH_VERSION, Passed, PatchChange, PatchHead};
pub use profile::{
    FieldKind, Grade, ImageLimits, Limits, Profile, ProfileRule, Source, StoredMediaLimits,
    profile, profiles,
};
pub use record_list::ListedRecord;
pub use record_search::RecordSearch;
pub use record_tokens::{RecordTokens, record_tokens};
pub use record_view::{
    CallView, EndingView, MemberView, MessageView, Part, PartView, PlaceView, RecordView,
    SystemView, ToolView, view_record,
};
pub use records::{RawRecord, RecordReader};
pub use render::github::{ANNOTATIONS_PER_LEVEL, render_github};
pub use render::human::{HumanStyle, render_human};
pub use render::json_v1::{
    DiagnosticV1, EditV1, FileV1, FixV1, JsonV1, RelatedV1, SummaryV1, TokensV1, render_json_v1,
};
pub use render::jsonl::render_jsonl;
pub use render::markdown::{MarkdownStyle, render_markdown};
pub use render::sarif::render_sarif;
pub use render::shareable::render_shareable;
pub use rule::{Group, Rule};
pub use settings::{Level, RuleSettings, SettingError};
pub use table::{RuleRow, explain, rule_table};
pub use text_view::{TextView, pretty_text, raw_text};
pub use token_report::TokenReport;
pub use trained::Trained;
pub use wire::WireError;
