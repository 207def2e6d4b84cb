//! OpenAI fine-tuning of chat models: supervised, preference and reinforcement.

use crate::profile::{Grade, ImageLimits, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SPEC: &str =
    "FineTuneChatRequestInput in openai/openai-openapi, branch manual_spec (2025-04)";
const PREF: &str = "FineTunePreferenceRequestInput in openai/openai-openapi, branch manual_spec (2025-04), and the preference guide";
const RFT: &str =
    "FineTuneReinforcementRequestInput in openai/openai-openapi, branch dev/karenwong (2025-05)";
const RFT_GUIDE: &str = "reinforcement fine-tuning guide";
const VISION: &str = "vision fine-tuning guide";
const COOKBOOK: &str = "OpenAI cookbook, chat data check";
const GUIDE: &str = "fine-tuning guide";
const FILE: &str = "error text of a refused file";
const STATUS: &str = "status_details of a refused file";
const UPLOAD: &str = "error text of a refused upload";
const JOB: &str = "error text of a failed job";
const API: &str = "error text of the chat API";
const USE: &str = "follows from how the records are used";
const ENDS: &str = "other validators refuse it, the cookbook's does not look";
const FUNCTION: &str = "FunctionObject in openai/openai-openapi, branch manual_spec (2025-04)";

/// The keys of the schema; the cookbook's list is older than tools.
const MESSAGE_KEYS: &[&str] = &[
    "role",
    "content",
    "name",
    "weight",
    "tool_calls",
    "tool_call_id",
    "function_call",
    "refusal",
    "audio",
];

pub(crate) static PROFILE: Profile = Profile {
    name: "openai",
    title: "OpenAI fine-tuning: supervised, preference and reinforcement",
    formats: &["openai-chat", "openai-preference", "openai-reinforcement"],
    arrays: false,
    plain_chat: true,
    rules: &[
        info(&rules::deprecated_functions::RULE, Grade::Documented, SPEC),
        warning(&rules::duplicate_tool::RULE, Grade::Inferred, USE),
        warning(&rules::duplicate_tool_call_id::RULE, Grade::Inferred, USE),
        warning(&rules::duplicate_tool_result::RULE, Grade::Inferred, USE),
        error(&rules::empty_messages::RULE, Grade::Documented, SPEC),
        warning(
            &rules::final_message_not_assistant::RULE,
            Grade::Decided,
            ENDS,
        ),
        warning(&rules::identical_preferences::RULE, Grade::Inferred, USE),
        warning(
            &rules::inconsistent_keys::RULE,
            Grade::Observed,
            "error text of a failed job",
        ),
        error(&rules::json_syntax::RULE, Grade::Observed, STATUS),
        error(&rules::malformed_content::RULE, Grade::Documented, SPEC),
        warning(&rules::malformed_image::RULE, Grade::Documented, VISION),
        error(&rules::malformed_message::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_name::RULE, Grade::Documented, FUNCTION),
        error(
            &rules::malformed_preference_output::RULE,
            Grade::Documented,
            PREF,
        ),
        error(&rules::malformed_tool::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_tool_call::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_weight::RULE, Grade::Documented, SPEC),
        warning(&rules::mismatched_arguments::RULE, Grade::Inferred, USE),
        error(&rules::misplaced_image::RULE, Grade::Documented, VISION),
        error(&rules::missing_assistant::RULE, Grade::Validator, COOKBOOK),
        error(&rules::missing_content::RULE, Grade::Documented, SPEC),
        error(&rules::missing_messages::RULE, Grade::Observed, FILE),
        error(
            &rules::missing_preference_output::RULE,
            Grade::Documented,
            PREF,
        ),
        warning(&rules::mixed_tool_generations::RULE, Grade::Inferred, USE),
        warning(
            &rules::preference_input_ends_with_assistant::RULE,
            Grade::Inferred,
            USE,
        ),
        error(&rules::record_not_object::RULE, Grade::Observed, UPLOAD),
        warning(
            &rules::reinforcement_final_not_user::RULE,
            Grade::Inferred,
            USE,
        ),
        warning(
            &rules::reinforcement_system_message::RULE,
            Grade::Documented,
            RFT,
        ),
        warning(&rules::renamed_preference_key::RULE, Grade::Decided, PREF),
        error(&rules::too_few_examples::RULE, Grade::Documented, GUIDE),
        error(
            &rules::too_many_examples::RULE,
            Grade::Documented,
            RFT_GUIDE,
        ),
        error(&rules::too_many_images::RULE, Grade::Documented, VISION),
        error(&rules::too_many_tools::RULE, Grade::Documented, SPEC),
        error(&rules::unaccepted_format::RULE, Grade::Observed, JOB),
        error(&rules::unanswered_tool_call::RULE, Grade::Observed, API),
        warning(&rules::undeclared_tool::RULE, Grade::Inferred, USE),
        error(&rules::unknown_key::RULE, Grade::Observed, JOB),
        warning(
            &rules::unknown_message_key::RULE,
            Grade::Validator,
            COOKBOOK,
        ),
        error(&rules::unknown_role::RULE, Grade::Documented, SPEC),
        warning(&rules::untrained_example::RULE, Grade::Inferred, USE),
        error(&rules::whole_file_array::RULE, Grade::Observed, UPLOAD),
    ],
    limits: Limits {
        min_examples: 10,
        max_reinforcement_examples: Some(50_000),
        max_bytes: Some(512 << 20),
        max_example_tokens: Some(65_536),
        max_tools: Some(128),
        message_keys: MESSAGE_KEYS,
        user_parts: &["text", "image_url", "input_audio", "file"],
        assistant_parts: &["text", "refusal"],
        images: Some(ImageLimits {
            max_images: 10,
            max_bytes: 10 << 20,
            types: &["jpeg", "png", "webp"],
            urls: true,
            rgb: true,
            preference: false,
        }),
        record_keys: &["messages", "tools", "parallel_tool_calls", "functions"],
        roles: &["system", "user", "assistant", "tool", "function"],
        weight_roles: &["assistant"],
        preference_keys: &["input", "preferred_output", "non_preferred_output"],
        input_keys: &["messages", "tools", "parallel_tool_calls"],
        preference_roles: &["assistant"],
        function_keys: &["name"],
        strict_nulls: true,
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

const fn info(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::info(rule, grade, SEEN, text)
}
