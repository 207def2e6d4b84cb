//! tunesmith's data model: examples, scores, verdicts, diagnostics, the stage traits and the on-disk formats.
//!
//! It knows no files, network, time, threads, randomness or WebAssembly: everything here is plain data and pure functions, so it runs in
//! the command line, in a browser and in a cluster alike.

#![warn(clippy::disallowed_methods)]

mod diagnostic;
mod dialogue;
mod example;
pub mod format;
mod identity;
mod json_text;
mod message;
mod model;
mod plain_example;
mod plain_score;
mod provenance;
mod schema_bound;
mod score;
mod score_line;
mod stage;
mod verdict;

pub use diagnostic::{Diagnostic, Edit, Fix, Label, Location, Safety, Severity};
pub use dialogue::{Answer, Purpose, Reply, Request, Step};
pub use example::{Example, Preference, Tool};
pub use identity::{Digest, content_digest, example_id};
pub use json_text::{Extra, JsonText, NotJson};
pub use message::{Content, Message, Part, Role, ToolCall, ToolResult, Weight};
pub use model::{
    AnswerMode, BoxFuture, Model, ModelError, ModelErrorKind, RawReply, Reading, Usage,
};
pub use plain_example::{PlainExample, PlainMessage, TAKEN_NAMES};
pub use plain_score::PlainScore;
pub use provenance::{Provenance, SeedSource};
pub use schema_bound::schema_fault;
pub use score::{Score, Scores};
pub use score_line::{ScoreLine, read_for_scoring};
pub use stage::{Filter, Generator, Judge, Scored, Scorer, StageError, StageFailure, Task};
pub use verdict::Verdict;
