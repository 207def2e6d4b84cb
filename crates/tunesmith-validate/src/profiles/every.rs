//! What holds for every profile unless it says otherwise itself: strict JSON, one record a line, sound datasets.

use crate::profile::{Grade, ProfileRule};
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

/// Sorted by rule. A profile that names a rule itself overrules the entry here.
pub(crate) static EVERY: &[ProfileRule] = &[
    ProfileRule::warning(
        &rules::assistant_refusal::RULE,
        Grade::Decided,
        SEEN,
        "a trained refusal teaches to refuse",
    ),
    ProfileRule::warning(
        &rules::blank_line::RULE,
        Grade::Decided,
        SEEN,
        "JSON Lines: one value per line",
    ),
    ProfileRule::error(
        &rules::broken_utf8::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 8.1: UTF-8",
    ),
    ProfileRule::warning(
        &rules::byte_order_mark::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 8.1: no byte order mark",
    ),
    ProfileRule::error(
        &rules::comment_in_json::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259",
    ),
    ProfileRule::warning(
        &rules::conflicting_answer::RULE,
        Grade::Decided,
        SEEN,
        "one prompt, one answer",
    ),
    ProfileRule::info(
        &rules::crlf_line_end::RULE,
        Grade::Decided,
        SEEN,
        "JSON Lines: lines end in a line feed",
    ),
    ProfileRule::warning(
        &rules::duplicate_example::RULE,
        Grade::Decided,
        SEEN,
        "a repeated example weighs twice",
    ),
    ProfileRule::warning(
        &rules::duplicate_key::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 4: names should be unique",
    ),
    ProfileRule::warning(
        &rules::empty_content::RULE,
        Grade::Decided,
        SEEN,
        "a message says something",
    ),
    ProfileRule::error(
        &rules::empty_file::RULE,
        Grade::Decided,
        SEEN,
        "a file without a record trains nothing",
    ),
    ProfileRule::error(
        &rules::excessive_nesting::RULE,
        Grade::Decided,
        SEEN,
        "the limit of the reader; RFC 8259, section 9",
    ),
    ProfileRule::error(&rules::json_syntax::RULE, Grade::Decided, SEEN, "RFC 8259"),
    ProfileRule::error(
        &rules::leaked_example::RULE,
        Grade::Decided,
        SEEN,
        "validation data must be new to the model",
    ),
    ProfileRule::error(
        &rules::lone_surrogate::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 8.2: unpredictable",
    ),
    ProfileRule::warning(
        &rules::mixed_formats::RULE,
        Grade::Inferred,
        SEEN,
        "error text of a failed job",
    ),
    ProfileRule::warning(
        &rules::mojibake::RULE,
        Grade::Decided,
        SEEN,
        "text read in the wrong encoding",
    ),
    ProfileRule::error(
        &rules::non_finite_number::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 6: not permitted",
    ),
    ProfileRule::error(&rules::nul_byte::RULE, Grade::Decided, SEEN, "RFC 8259"),
    ProfileRule::warning(
        &rules::oversized_example::RULE,
        Grade::Documented,
        SEEN,
        "the model's limit of tokens per training example",
    ),
    ProfileRule::error(
        &rules::oversized_file::RULE,
        Grade::Documented,
        SEEN,
        "the size limit of the provider",
    ),
    ProfileRule::error(
        &rules::oversized_line::RULE,
        Grade::Decided,
        SEEN,
        "the limit of the reader; RFC 8259, section 9",
    ),
    ProfileRule::warning(
        &rules::oversized_number::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 6: readers may limit numbers",
    ),
    ProfileRule::error(
        &rules::pretty_printed_file::RULE,
        Grade::Decided,
        SEEN,
        "JSON Lines: one value per line",
    ),
    ProfileRule::error(
        &rules::python_literal::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259",
    ),
    ProfileRule::error(
        &rules::raw_control_character::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 7: must be escaped",
    ),
    ProfileRule::error(
        &rules::record_not_object::RULE,
        Grade::Decided,
        SEEN,
        "every format keeps a record in an object",
    ),
    ProfileRule::warning(
        &rules::repeated_answer::RULE,
        Grade::Decided,
        SEEN,
        "a dataset in balance",
    ),
    ProfileRule::warning(
        &rules::replacement_character::RULE,
        Grade::Decided,
        SEEN,
        "a character was lost",
    ),
    ProfileRule::warning(
        &rules::template_leftover::RULE,
        Grade::Decided,
        SEEN,
        "providers apply their own template",
    ),
    ProfileRule::error(
        &rules::too_many_examples::RULE,
        Grade::Documented,
        SEEN,
        "the limit of examples of the provider",
    ),
    ProfileRule::error(
        &rules::trailing_comma::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259",
    ),
    ProfileRule::warning(
        &rules::truncated_answer::RULE,
        Grade::Inferred,
        SEEN,
        "follows from the limit of tokens per training example",
    ),
    ProfileRule::error(
        &rules::truncated_line::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259",
    ),
    ProfileRule::info(
        &rules::untrimmed_answer::RULE,
        Grade::Decided,
        SEEN,
        "white space around an answer is seldom meant",
    ),
    ProfileRule::error(
        &rules::utf16_file::RULE,
        Grade::Decided,
        SEEN,
        "RFC 8259, section 8.1: UTF-8",
    ),
    ProfileRule::error(
        &rules::whole_file_array::RULE,
        Grade::Decided,
        SEEN,
        "JSON Lines: one value per line",
    ),
];
