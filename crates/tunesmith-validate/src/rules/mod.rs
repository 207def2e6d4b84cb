//! The list of rules, sorted by name. A new rule is one file, one page and one line in each list below.

pub(crate) mod blank_line;
pub(crate) mod duplicate_example;
pub(crate) mod empty_file;
pub(crate) mod empty_messages;
pub(crate) mod json_syntax;
pub(crate) mod leaked_example;
pub(crate) mod malformed_content;
pub(crate) mod malformed_message;
pub(crate) mod malformed_tool_call;
pub(crate) mod malformed_weight;
pub(crate) mod missing_assistant;
pub(crate) mod missing_content;
pub(crate) mod missing_messages;
pub(crate) mod oversized_example;
pub(crate) mod record_not_object;
pub(crate) mod too_few_examples;
pub(crate) mod truncated_answer;
pub(crate) mod unanswered_tool_call;
pub(crate) mod unknown_key;
pub(crate) mod unknown_role;
pub(crate) mod whole_file_array;

use crate::rule::Rule;

pub(crate) static RULES: &[&Rule] = &[
    &blank_line::RULE,
    &duplicate_example::RULE,
    &empty_file::RULE,
    &empty_messages::RULE,
    &json_syntax::RULE,
    &leaked_example::RULE,
    &malformed_content::RULE,
    &malformed_message::RULE,
    &malformed_tool_call::RULE,
    &malformed_weight::RULE,
    &missing_assistant::RULE,
    &missing_content::RULE,
    &missing_messages::RULE,
    &oversized_example::RULE,
    &record_not_object::RULE,
    &too_few_examples::RULE,
    &truncated_answer::RULE,
    &unanswered_tool_call::RULE,
    &unknown_key::RULE,
    &unknown_role::RULE,
    &whole_file_array::RULE,
];
