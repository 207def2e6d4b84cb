//! The list of rules, sorted by name. A new rule is one file, one page and one line in each list below.

pub(crate) mod assistant_refusal;
pub(crate) mod blank_line;
pub(crate) mod broken_utf8;
pub(crate) mod byte_order_mark;
pub(crate) mod comment_in_json;
pub(crate) mod conflicting_answer;
pub(crate) mod consecutive_roles;
pub(crate) mod content_in_parts;
pub(crate) mod crlf_line_end;
pub(crate) mod deprecated_functions;
pub(crate) mod duplicate_example;
pub(crate) mod duplicate_key;
pub(crate) mod duplicate_tool;
pub(crate) mod duplicate_tool_call_id;
pub(crate) mod duplicate_tool_result;
pub(crate) mod empty_content;
pub(crate) mod empty_file;
pub(crate) mod empty_messages;
pub(crate) mod excessive_nesting;
pub(crate) mod final_message_not_assistant;
pub(crate) mod identical_preferences;
pub(crate) mod inconsistent_content_kinds;
pub(crate) mod inconsistent_keys;
pub(crate) mod inconsistent_media_count;
pub(crate) mod inconsistent_step_labels;
pub(crate) mod json_syntax;
pub(crate) mod leaked_example;
pub(crate) mod lone_surrogate;
pub(crate) mod malformed_content;
pub(crate) mod malformed_ending;
pub(crate) mod malformed_field;
pub(crate) mod malformed_function_turn;
pub(crate) mod malformed_history;
pub(crate) mod malformed_image;
pub(crate) mod malformed_media;
pub(crate) mod malformed_message;
pub(crate) mod malformed_name;
pub(crate) mod malformed_part;
pub(crate) mod malformed_preference_output;
pub(crate) mod malformed_tool;
pub(crate) mod malformed_tool_call;
pub(crate) mod malformed_tool_call_id;
pub(crate) mod malformed_tool_text;
pub(crate) mod malformed_train_detail;
pub(crate) mod malformed_train_flag;
pub(crate) mod malformed_turn;
pub(crate) mod malformed_weight;
pub(crate) mod mismatched_arguments;
pub(crate) mod misplaced_image;
pub(crate) mod misplaced_media;
pub(crate) mod misplaced_message;
pub(crate) mod misplaced_prompt_end;
pub(crate) mod misplaced_role;
pub(crate) mod misplaced_turn;
pub(crate) mod missing_assistant;
pub(crate) mod missing_content;
pub(crate) mod missing_field;
pub(crate) mod missing_messages;
pub(crate) mod missing_preference_output;
pub(crate) mod mixed_argument_types;
pub(crate) mod mixed_content_and_calls;
pub(crate) mod mixed_content_kinds;
pub(crate) mod mixed_formats;
pub(crate) mod mixed_media;
pub(crate) mod mixed_prompt_kinds;
pub(crate) mod mixed_tool_generations;
pub(crate) mod mojibake;
pub(crate) mod non_finite_number;
pub(crate) mod nul_byte;
pub(crate) mod null_content;
pub(crate) mod oversized_example;
pub(crate) mod oversized_file;
pub(crate) mod oversized_line;
pub(crate) mod oversized_number;
pub(crate) mod oversized_text;
pub(crate) mod preference_input_ends_with_assistant;
pub(crate) mod pretty_printed_file;
pub(crate) mod python_literal;
pub(crate) mod raw_control_character;
pub(crate) mod record_not_object;
pub(crate) mod reinforcement_final_not_user;
pub(crate) mod reinforcement_system_message;
pub(crate) mod renamed_preference_key;
pub(crate) mod repeated_answer;
pub(crate) mod repeated_system_message;
pub(crate) mod replacement_character;
pub(crate) mod rival_keys;
pub(crate) mod snake_case_key;
pub(crate) mod stringified_arguments;
pub(crate) mod system_message_not_first;
pub(crate) mod template_leftover;
pub(crate) mod too_few_examples;
pub(crate) mod too_few_messages;
pub(crate) mod too_many_examples;
pub(crate) mod too_many_images;
pub(crate) mod too_many_media;
pub(crate) mod too_many_tools;
pub(crate) mod trailing_comma;
pub(crate) mod truncated_answer;
pub(crate) mod truncated_line;
pub(crate) mod turn_marker_in_text;
pub(crate) mod unaccepted_format;
pub(crate) mod unanswered_tool_call;
pub(crate) mod undeclared_tool;
pub(crate) mod unknown_key;
pub(crate) mod unknown_key_set;
pub(crate) mod unknown_message_key;
pub(crate) mod unknown_role;
pub(crate) mod unknown_schema_version;
pub(crate) mod unknown_speaker;
pub(crate) mod unpaired_turn;
pub(crate) mod unsupported_tool_schema;
pub(crate) mod untrained_example;
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
    &consecutive_roles::RULE,
    &content_in_parts::RULE,
    &crlf_line_end::RULE,
    &deprecated_functions::RULE,
    &duplicate_example::RULE,
    &duplicate_key::RULE,
    &duplicate_tool::RULE,
    &duplicate_tool_call_id::RULE,
    &duplicate_tool_result::RULE,
    &empty_content::RULE,
    &empty_file::RULE,
    &empty_messages::RULE,
    &excessive_nesting::RULE,
    &final_message_not_assistant::RULE,
    &identical_preferences::RULE,
    &inconsistent_content_kinds::RULE,
    &inconsistent_keys::RULE,
    &inconsistent_media_count::RULE,
    &inconsistent_step_labels::RULE,
    &json_syntax::RULE,
    &leaked_example::RULE,
    &lone_surrogate::RULE,
    &malformed_content::RULE,
    &malformed_ending::RULE,
    &malformed_field::RULE,
    &malformed_function_turn::RULE,
    &malformed_history::RULE,
    &malformed_image::RULE,
    &malformed_media::RULE,
    &malformed_message::RULE,
    &malformed_name::RULE,
    &malformed_part::RULE,
    &malformed_preference_output::RULE,
    &malformed_tool::RULE,
    &malformed_tool_call::RULE,
    &malformed_tool_call_id::RULE,
    &malformed_tool_text::RULE,
    &malformed_train_detail::RULE,
    &malformed_train_flag::RULE,
    &malformed_turn::RULE,
    &malformed_weight::RULE,
    &mismatched_arguments::RULE,
    &misplaced_image::RULE,
    &misplaced_media::RULE,
    &misplaced_message::RULE,
    &misplaced_prompt_end::RULE,
    &misplaced_role::RULE,
    &misplaced_turn::RULE,
    &missing_assistant::RULE,
    &missing_content::RULE,
    &missing_field::RULE,
    &missing_messages::RULE,
    &missing_preference_output::RULE,
    &mixed_argument_types::RULE,
    &mixed_content_and_calls::RULE,
    &mixed_content_kinds::RULE,
    &mixed_formats::RULE,
    &mixed_media::RULE,
    &mixed_prompt_kinds::RULE,
    &mixed_tool_generations::RULE,
    &mojibake::RULE,
    &non_finite_number::RULE,
    &nul_byte::RULE,
    &null_content::RULE,
    &oversized_example::RULE,
    &oversized_file::RULE,
    &oversized_line::RULE,
    &oversized_number::RULE,
    &oversized_text::RULE,
    &preference_input_ends_with_assistant::RULE,
    &pretty_printed_file::RULE,
    &python_literal::RULE,
    &raw_control_character::RULE,
    &record_not_object::RULE,
    &reinforcement_final_not_user::RULE,
    &reinforcement_system_message::RULE,
    &renamed_preference_key::RULE,
    &repeated_answer::RULE,
    &repeated_system_message::RULE,
    &replacement_character::RULE,
    &rival_keys::RULE,
    &snake_case_key::RULE,
    &stringified_arguments::RULE,
    &system_message_not_first::RULE,
    &template_leftover::RULE,
    &too_few_examples::RULE,
    &too_few_messages::RULE,
    &too_many_examples::RULE,
    &too_many_images::RULE,
    &too_many_media::RULE,
    &too_many_tools::RULE,
    &trailing_comma::RULE,
    &truncated_answer::RULE,
    &truncated_line::RULE,
    &turn_marker_in_text::RULE,
    &unaccepted_format::RULE,
    &unanswered_tool_call::RULE,
    &undeclared_tool::RULE,
    &unknown_key::RULE,
    &unknown_key_set::RULE,
    &unknown_message_key::RULE,
    &unknown_role::RULE,
    &unknown_schema_version::RULE,
    &unknown_speaker::RULE,
    &unpaired_turn::RULE,
    &unsupported_tool_schema::RULE,
    &untrained_example::RULE,
    &untrimmed_answer::RULE,
    &utf16_file::RULE,
    &whole_file_array::RULE,
];
