//! Recipe to run: plan, generate, score, filter, deduplicate, split, validate, export, with a journal that loses nothing paid for.
//!
//! It sees generators, scorers, judges and models only through core's traits, given by the caller: it knows neither wasmtime nor HTTP.
//! Main types: [`Plan`] (pure), [`Stages`] (what the caller wires up), [`run()`], [`Summary`].

mod ask;
mod budget;
mod check_file;
mod checks;
mod chunks;
mod conclude;
mod condition;
mod crash_point;
mod dataset_file;
mod drive;
mod error;
mod finish;
mod generate;
mod halving;
mod health;
mod journal;
mod judge_rows;
mod make_rows;
mod manifest;
mod outputs;
mod plan;
mod progress;
mod recipe;
mod recipe_check;
mod recipe_error;
mod results;
mod row;
mod run;
mod score_cache;
mod seeds;
mod stages;
mod stop;
mod story;
mod summary;

pub use check_file::check_file;
pub use crash_point::{AtCrashPoint, CrashPoint};
pub use dataset_file::{Compression, DatasetWriter, open_compressed, open_dataset};
pub use error::RunError;
pub use halving::{score_halving, verdict_halving};
pub use journal::JournalError;
pub use outputs::REPORT;
pub use plan::{Plan, Selection};
pub use progress::{Progress, ProgressSnapshot};
pub use recipe::{
    AnswerModeRecipe, FilterRecipe, GeneratorRecipe, LimitsRecipe, ModelRecipe, OwnLimitsRecipe,
    PluginUse, PriceRecipe, Recipe, ScorerRecipe,
};
pub use recipe_error::{RecipeError, did_you_mean};
pub use results::{DataFile, MakeReport, PlacedRow, Results};
pub use row::{Outcome, Row};
pub use run::{RunSettings, run};
pub use score_cache::ScoreCache;
pub use stages::{FilterStage, GeneratorStage, PluginIdentity, ScorerStage, Scoring, Stages};
pub use story::{Exchange, Story, StoryError, story};
pub use summary::{GeneratorSummary, Rows, Summary};
