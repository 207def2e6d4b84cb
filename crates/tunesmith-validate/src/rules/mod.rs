//! The list of rules, sorted by name. A new rule is one file, one page and one line in each list below.

pub(crate) mod assistant_refusal;
pub(crate) mod blank_line;
pub(crate) mod broken_utf8;
pub(crate) mod byte_order_mark;
pub(crate) mod comment_in_json;
pub(crate) mod conflicting_answer;
pub(crate) mod crlf_line_end;
pub(crate) mod duplicate_example;
pub(crate) mod duplicate_key;
pub(crate) mod empty_content;
pub(crate) mod empty_file;
pub(crate) mod empty_messages;
pub(crate) mod excessive_nesting;
pub(crate) mod inconsistent_keys;
pub(crate) mod json_syntax;
pub(crate) mod lone_surrogate;
pub(crate) mod malformed_content;
pub(crate) mod malformed_message;
pub(crate) mod malformed_tool_call;
pub(crate) mod malformed_weight;
pub(crate) mod missing_assistant;
pub(crate) mod missing_content;
pub(crate) mod missing_messages;
pub(crate) mod mixed_formats;
pub(crate) mod mojibake;
pub(crate) mod non_finite_number;
pub(crate) mod nul_byte;
pub(crate) mod oversized_file;
pub(crate) mod oversized_line;
pub(crate) mod pretty_printed_file;
pub(crate) mod python_literal;
pub(crate) mod raw_control_character;
pub(crate) mod record_not_object;
pub(crate) mod repeated_answer;
pub(crate) mod replacement_character;
pub(crate) mod template_leftover;
pub(crate) mod too_few_examples;
pub(crate) mod too_many_examples;
pub(crate) mod trailing_comma;
pub(crate) mod truncated_line;
pub(crate) mod unanswered_tool_call;
pub(crate) mod unknown_key;
pub(crate) mod unknown_role;
pub(crate) mod untrimmed_answer;
pub(crate) mod utf16_file;
pub(crate) mod whole_file_array;

use crate::rule::Rule;

pub(crate) static RULES: &[&Rule] = &[
    &assistant_refusal::RULE,
    &blank_line::RULE,
    &broken_utf8::RULE,
    &byte_order_mark::RULE,
    &comment_in_json::RULE,
    &conflicting_answer::RULE,
    &crlf_line_end::RULE,
    &duplicate_example::RULE,
    &duplicate_key::RULE,
    &empty_content::RULE,
    &empty_file::RULE,
    &empty_messages::RULE,
    &excessive_nesting::RULE,
    &inconsistent_keys::RULE,
    &json_syntax::RULE,
    &lone_surrogate::RULE,
    &malformed_content::RULE,
    &malformed_message::RULE,
    &malformed_tool_call::RULE,
    &malformed_weight::RULE,
    &missing_assistant::RULE,
    &missing_content::RULE,
    &missing_messages::RULE,
    &mixed_formats::RULE,
    &mojibake::RULE,
    &non_finite_number::RULE,
    &nul_byte::RULE,
    &oversized_file::RULE,
    &oversized_line::RULE,
    &pretty_printed_file::RULE,
    &python_literal::RULE,
    &raw_control_character::RULE,
    &record_not_object::RULE,
    &repeated_answer::RULE,
    &replacement_character::RULE,
    &template_leftover::RULE,
    &too_few_examples::RULE,
    &too_many_examples::RULE,
    &trailing_comma::RULE,
    &truncated_line::RULE,
    &unanswered_tool_call::RULE,
    &unknown_key::RULE,
    &unknown_role::RULE,
    &untrimmed_answer::RULE,
    &utf16_file::RULE,
    &whole_file_array::RULE,
];
