//! What holds for every profile unless it says otherwise itself: strict JSON, one record a line, sound datasets.

use crate::profile::{Grade, ProfileRule};
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

/// Sorted by rule. A profile that names a rule itself overrules the entry here.
pub(crate) static COMMON: &[ProfileRule] = &[
    ProfileRule::warning(
        &rules::blank_line::RULE,
        Grade::Decided,
        SEEN,
        "JSON Lines: one value per line",
    ),
    ProfileRule::warning(
        &rules::duplicate_example::RULE,
        Grade::Decided,
        SEEN,
        "a repeated example weighs twice",
    ),
    ProfileRule::error(
        &rules::empty_file::RULE,
        Grade::Decided,
        SEEN,
        "a file without a record trains nothing",
    ),
    ProfileRule::error(&rules::json_syntax::RULE, Grade::Decided, SEEN, "RFC 8259"),
    ProfileRule::error(
        &rules::leaked_example::RULE,
        Grade::Decided,
        SEEN,
        "validation data must be new to the model",
    ),
    ProfileRule::warning(
        &rules::oversized_example::RULE,
        Grade::Documented,
        SEEN,
        "the model's limit of tokens per training example",
    ),
    ProfileRule::error(
        &rules::record_not_object::RULE,
        Grade::Decided,
        SEEN,
        "every format keeps a record in an object",
    ),
    ProfileRule::warning(
        &rules::truncated_answer::RULE,
        Grade::Inferred,
        SEEN,
        "follows from the limit of tokens per training example",
    ),
    ProfileRule::error(
        &rules::whole_file_array::RULE,
        Grade::Decided,
        SEEN,
        "JSON Lines: one value per line",
    ),
];
