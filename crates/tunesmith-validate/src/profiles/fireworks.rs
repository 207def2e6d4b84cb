//! Fireworks fine-tuning: a narrow form of the format of OpenAI.

use crate::profile::{Grade, ImageLimits, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const DOCS: &str = "supervised fine-tuning (docs.fireworks.ai)";
const PREF: &str = "its documents: preferences take the keys of OpenAI";
const VISION: &str = "its documents: images as base64, PNG or JPEG";
const USE: &str = "follows from how the records are used";

pub(crate) static PROFILE: Profile = Profile {
    name: "fireworks",
    title: "Fireworks fine-tuning: supervised and preference",
    formats: &["openai-chat", "openai-preference"],
    arrays: false,
    plain_chat: true,
    rules: &[
        warning(&rules::duplicate_tool::RULE, Grade::Inferred, USE),
        warning(&rules::duplicate_tool_call_id::RULE, Grade::Inferred, USE),
        error(&rules::empty_messages::RULE, Grade::Documented, DOCS),
        warning(
            &rules::final_message_not_assistant::RULE,
            Grade::Inferred,
            USE,
        ),
        warning(&rules::identical_preferences::RULE, Grade::Inferred, USE),
        error(&rules::malformed_content::RULE, Grade::Documented, DOCS),
        warning(&rules::malformed_image::RULE, Grade::Documented, VISION),
        error(&rules::malformed_message::RULE, Grade::Documented, DOCS),
        warning(&rules::malformed_name::RULE, Grade::Inferred, USE),
        error(
            &rules::malformed_preference_output::RULE,
            Grade::Documented,
            PREF,
        ),
        warning(&rules::malformed_tool::RULE, Grade::Inferred, USE),
        warning(&rules::malformed_tool_call::RULE, Grade::Inferred, USE),
        error(&rules::malformed_weight::RULE, Grade::Documented, DOCS),
        warning(&rules::mismatched_arguments::RULE, Grade::Inferred, USE),
        warning(&rules::misplaced_image::RULE, Grade::Inferred, USE),
        warning(&rules::missing_assistant::RULE, Grade::Inferred, USE),
        error(&rules::missing_content::RULE, Grade::Documented, DOCS),
        error(&rules::missing_messages::RULE, Grade::Documented, DOCS),
        error(
            &rules::missing_preference_output::RULE,
            Grade::Documented,
            PREF,
        ),
        warning(
            &rules::preference_input_ends_with_assistant::RULE,
            Grade::Inferred,
            USE,
        ),
        warning(
            &rules::renamed_preference_key::RULE,
            Grade::Documented,
            PREF,
        ),
        error(
            &rules::repeated_system_message::RULE,
            Grade::Documented,
            DOCS,
        ),
        error(
            &rules::system_message_not_first::RULE,
            Grade::Documented,
            DOCS,
        ),
        error(&rules::too_few_examples::RULE, Grade::Documented, DOCS),
        error(&rules::unaccepted_format::RULE, Grade::Documented, DOCS),
        warning(&rules::unanswered_tool_call::RULE, Grade::Inferred, USE),
        warning(&rules::undeclared_tool::RULE, Grade::Inferred, USE),
        warning(&rules::unknown_key::RULE, Grade::Inferred, USE),
        warning(&rules::unknown_message_key::RULE, Grade::Documented, DOCS),
        error(&rules::unknown_role::RULE, Grade::Documented, DOCS),
        warning(&rules::untrained_example::RULE, Grade::Inferred, USE),
    ],
    limits: Limits {
        min_examples: 3,
        max_examples: Some(3_000_000),
        message_keys: &[
            "role",
            "content",
            "weight",
            "name",
            "tool_calls",
            "tool_call_id",
        ],
        user_parts: &["text", "image_url"],
        assistant_parts: &["text"],
        images: Some(ImageLimits {
            max_images: u64::MAX,
            max_bytes: u64::MAX,
            // Why: its documents say PNG and JPG.
            types: &["jpeg", "jpg", "png"],
            urls: false,
            rgb: false,
            preference: false,
        }),
        record_keys: &["messages", "tools"],
        // Why: the documents name three roles, and call the format compatible with that of OpenAI, which has tools.
        roles: &["system", "user", "assistant", "tool"],
        preference_keys: &["input", "preferred_output", "non_preferred_output"],
        input_keys: &["messages", "tools"],
        preference_roles: &["assistant"],
        function_keys: &["name"],
        typed_tools: true,
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
