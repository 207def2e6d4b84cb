//! OpenAI supervised fine-tuning of chat models.

use crate::profile::{Grade, ImageLimits, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SPEC: &str =
    "FineTuneChatRequestInput in openai/openai-openapi, branch manual_spec (2025-04)";

pub(crate) static PROFILE: Profile = Profile {
    name: "openai",
    title: "OpenAI fine-tuning: supervised, preference and reinforcement",
    formats: &["openai-chat", "openai-preference", "openai-reinforcement"],
    arrays: false,
    plain_chat: true,
    rules: &[
        error(&rules::empty_messages::RULE, Grade::Documented, SPEC),
        error(
            &rules::json_syntax::RULE,
            Grade::Observed,
            "status_details of a refused file",
        ),
        error(&rules::malformed_content::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_message::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_tool_call::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_weight::RULE, Grade::Documented, SPEC),
        error(
            &rules::missing_assistant::RULE,
            Grade::Validator,
            "OpenAI cookbook, chat data check",
        ),
        error(&rules::missing_content::RULE, Grade::Documented, SPEC),
        error(
            &rules::missing_messages::RULE,
            Grade::Observed,
            "error text of a refused file",
        ),
        error(
            &rules::record_not_object::RULE,
            Grade::Observed,
            "error text of a refused upload",
        ),
        error(
            &rules::too_few_examples::RULE,
            Grade::Documented,
            "fine-tuning guide",
        ),
        error(
            &rules::unanswered_tool_call::RULE,
            Grade::Observed,
            "error text of the chat API",
        ),
        error(
            &rules::unknown_key::RULE,
            Grade::Observed,
            "error text of a failed job",
        ),
        error(&rules::unknown_role::RULE, Grade::Documented, SPEC),
        error(
            &rules::whole_file_array::RULE,
            Grade::Observed,
            "error text of a refused upload",
        ),
    ],
    limits: Limits {
        min_examples: 10,
        max_bytes: Some(512 << 20),
        max_example_tokens: Some(65_536),
        max_tools: Some(128),
        message_keys: &[
            "role",
            "content",
            "name",
            "weight",
            "tool_calls",
            "tool_call_id",
            "function_call",
            "refusal",
            "audio",
        ],
        user_parts: &["text", "image_url", "input_audio", "file"],
        assistant_parts: &["text", "refusal"],
        images: Some(ImageLimits {
            max_images: 10,
            max_bytes: 10 << 20,
            types: &["jpeg", "png", "webp"],
            urls: true,
        }),
        record_keys: &["messages", "tools", "parallel_tool_calls", "functions"],
        roles: &["system", "user", "assistant", "tool", "function"],
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
