//! Mistral fine-tuning: what mistral-finetune and mistral_common refuse.

use crate::profile::{Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CODE: &str = "mistral-finetune, commit 1943535, with mistral_common 1.13.1";
const CONSTANT: &str = "a constant in mistral-finetune, whose check is switched off";
const IGNORED: &str = "mistral-finetune, commit 1943535, never reads it";
const USE: &str = "follows from how the records are used";

pub(crate) static PROFILE: Profile = Profile {
    name: "mistral",
    title: "Mistral fine-tuning: conversations and texts",
    formats: &["mistral", "openai-chat", "text"],
    arrays: false,
    plain_chat: true,
    rules: &[
        warning(&rules::duplicate_tool_call_id::RULE, Grade::Inferred, USE),
        error(&rules::duplicate_tool_result::RULE, Grade::Validator, CODE),
        error(&rules::empty_content::RULE, Grade::Validator, CODE),
        error(&rules::empty_messages::RULE, Grade::Validator, CODE),
        error(
            &rules::final_message_not_assistant::RULE,
            Grade::Validator,
            CODE,
        ),
        error(&rules::malformed_content::RULE, Grade::Validator, CODE),
        error(&rules::malformed_message::RULE, Grade::Validator, CODE),
        error(&rules::malformed_name::RULE, Grade::Validator, CODE),
        error(&rules::malformed_tool::RULE, Grade::Validator, CODE),
        error(&rules::malformed_tool_call::RULE, Grade::Validator, CODE),
        error(&rules::malformed_tool_call_id::RULE, Grade::Validator, CODE),
        error(&rules::malformed_weight::RULE, Grade::Validator, CODE),
        error(&rules::missing_assistant::RULE, Grade::Validator, CODE),
        error(&rules::missing_content::RULE, Grade::Validator, CODE),
        error(&rules::missing_messages::RULE, Grade::Validator, CODE),
        error(
            &rules::mixed_content_and_calls::RULE,
            Grade::Validator,
            CODE,
        ),
        error(&rules::mixed_formats::RULE, Grade::Validator, CODE),
        error(
            &rules::repeated_system_message::RULE,
            Grade::Validator,
            CODE,
        ),
        error(&rules::rival_keys::RULE, Grade::Validator, CODE),
        warning(
            &rules::system_message_not_first::RULE,
            Grade::Validator,
            CODE,
        ),
        warning(&rules::too_few_examples::RULE, Grade::Validator, CONSTANT),
        error(&rules::too_few_messages::RULE, Grade::Validator, CODE),
        error(&rules::unaccepted_format::RULE, Grade::Validator, CODE),
        error(&rules::unanswered_tool_call::RULE, Grade::Validator, CODE),
        warning(&rules::undeclared_tool::RULE, Grade::Inferred, USE),
        warning(&rules::unknown_key::RULE, Grade::Validator, IGNORED),
        warning(&rules::unknown_message_key::RULE, Grade::Validator, IGNORED),
        error(&rules::unknown_role::RULE, Grade::Validator, CODE),
        warning(&rules::untrained_example::RULE, Grade::Validator, CODE),
    ],
    limits: Limits {
        min_examples: 10,
        max_bytes: Some(512 << 20),
        message_keys: &[
            "role",
            "content",
            "text",
            "weight",
            "name",
            "prefix",
            "tool_calls",
            "tool_call_id",
        ],
        refuses_lone_answer: true,
        speaking_roles: &["assistant"],
        draft7_schemas: true,
        trains_last_with_tools: true,
        strict_parts: true,
        image_url_text: true,
        user_parts: &["text", "image_url"],
        assistant_parts: &["text"],
        record_keys: &[
            "messages",
            "interactions",
            "tools",
            "available_tools",
            "system_prompt",
            "only_last",
        ],
        roles: &["system", "user", "assistant", "tool"],
        function_keys: &["name", "description", "parameters"],
        call_id_length: Some(9),
        rival_keys: &[
            ("messages", "interactions"),
            ("tools", "available_tools"),
            ("content", "text"),
        ],
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
