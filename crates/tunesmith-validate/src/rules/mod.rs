//! The list of rules, sorted by name. A new rule is one file, one page and one line in each list below.

pub(crate) mod blank_line;
pub(crate) mod consecutive_roles;
pub(crate) mod deprecated_functions;
pub(crate) mod duplicate_example;
pub(crate) mod duplicate_tool_call_id;
pub(crate) mod duplicate_tool_result;
pub(crate) mod empty_file;
pub(crate) mod empty_messages;
pub(crate) mod final_message_not_assistant;
pub(crate) mod identical_preferences;
pub(crate) mod json_syntax;
pub(crate) mod leaked_example;
pub(crate) mod malformed_content;
pub(crate) mod malformed_image;
pub(crate) mod malformed_message;
pub(crate) mod malformed_name;
pub(crate) mod malformed_preference_output;
pub(crate) mod malformed_tool;
pub(crate) mod malformed_tool_call;
pub(crate) mod malformed_tool_call_id;
pub(crate) mod malformed_weight;
pub(crate) mod misplaced_image;
pub(crate) mod misplaced_message;
pub(crate) mod missing_assistant;
pub(crate) mod missing_content;
pub(crate) mod missing_messages;
pub(crate) mod missing_preference_output;
pub(crate) mod mixed_content_and_calls;
pub(crate) mod mixed_content_kinds;
pub(crate) mod mixed_tool_generations;
pub(crate) mod null_content;
pub(crate) mod oversized_example;
pub(crate) mod preference_input_ends_with_assistant;
pub(crate) mod record_not_object;
pub(crate) mod reinforcement_final_not_user;
pub(crate) mod reinforcement_system_message;
pub(crate) mod renamed_preference_key;
pub(crate) mod repeated_system_message;
pub(crate) mod rival_keys;
pub(crate) mod system_message_not_first;
pub(crate) mod too_few_examples;
pub(crate) mod too_many_images;
pub(crate) mod too_many_tools;
pub(crate) mod truncated_answer;
pub(crate) mod unaccepted_format;
pub(crate) mod unanswered_tool_call;
pub(crate) mod undeclared_tool;
pub(crate) mod unknown_key;
pub(crate) mod unknown_message_key;
pub(crate) mod unknown_role;
pub(crate) mod unsupported_tool_schema;
pub(crate) mod untrained_example;
pub(crate) mod whole_file_array;

use crate::rule::Rule;

pub(crate) static RULES: &[&Rule] = &[
    &blank_line::RULE,
    &consecutive_roles::RULE,
    &deprecated_functions::RULE,
    &duplicate_example::RULE,
    &duplicate_tool_call_id::RULE,
    &duplicate_tool_result::RULE,
    &empty_file::RULE,
    &empty_messages::RULE,
    &final_message_not_assistant::RULE,
    &identical_preferences::RULE,
    &json_syntax::RULE,
    &leaked_example::RULE,
    &malformed_content::RULE,
    &malformed_image::RULE,
    &malformed_message::RULE,
    &malformed_name::RULE,
    &malformed_preference_output::RULE,
    &malformed_tool::RULE,
    &malformed_tool_call::RULE,
    &malformed_tool_call_id::RULE,
    &malformed_weight::RULE,
    &misplaced_image::RULE,
    &misplaced_message::RULE,
    &missing_assistant::RULE,
    &missing_content::RULE,
    &missing_messages::RULE,
    &missing_preference_output::RULE,
    &mixed_content_and_calls::RULE,
    &mixed_content_kinds::RULE,
    &mixed_tool_generations::RULE,
    &null_content::RULE,
    &oversized_example::RULE,
    &preference_input_ends_with_assistant::RULE,
    &record_not_object::RULE,
    &reinforcement_final_not_user::RULE,
    &reinforcement_system_message::RULE,
    &renamed_preference_key::RULE,
    &repeated_system_message::RULE,
    &rival_keys::RULE,
    &system_message_not_first::RULE,
    &too_few_examples::RULE,
    &too_many_images::RULE,
    &too_many_tools::RULE,
    &truncated_answer::RULE,
    &unaccepted_format::RULE,
    &unanswered_tool_call::RULE,
    &undeclared_tool::RULE,
    &unknown_key::RULE,
    &unknown_message_key::RULE,
    &unknown_role::RULE,
    &unsupported_tool_schema::RULE,
    &untrained_example::RULE,
    &whole_file_array::RULE,
];
