//! Together fine-tuning: what its own check of a file refuses.

use crate::profile::{Grade, ImageLimits, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CHECK: &str = "check_file of together-python, commit eba5e5f";
const DOCS: &str = "data preparation (docs.together.ai); check_file does not look";
const USE: &str = "follows from how the records are used";
const ENDS: &str = "other validators refuse it, check_file does not look";

pub(crate) static PROFILE: Profile = Profile {
    name: "together",
    title: "Together fine-tuning: conversations, preferences, prompts and texts",
    formats: &[
        "openai-chat",
        "openai-preference",
        "prompt-completion",
        "text",
    ],
    arrays: false,
    plain_chat: true,
    rules: &[
        error(&rules::blank_line::RULE, Grade::Validator, CHECK),
        error(&rules::consecutive_roles::RULE, Grade::Validator, CHECK),
        error(&rules::empty_messages::RULE, Grade::Validator, CHECK),
        warning(
            &rules::final_message_not_assistant::RULE,
            Grade::Decided,
            ENDS,
        ),
        warning(&rules::identical_preferences::RULE, Grade::Inferred, USE),
        error(&rules::malformed_content::RULE, Grade::Validator, CHECK),
        error(&rules::malformed_image::RULE, Grade::Validator, CHECK),
        error(&rules::malformed_message::RULE, Grade::Validator, CHECK),
        error(
            &rules::malformed_preference_output::RULE,
            Grade::Validator,
            CHECK,
        ),
        error(&rules::malformed_weight::RULE, Grade::Validator, CHECK),
        error(&rules::misplaced_image::RULE, Grade::Validator, CHECK),
        warning(&rules::misplaced_message::RULE, Grade::Documented, DOCS),
        error(&rules::missing_assistant::RULE, Grade::Validator, CHECK),
        error(&rules::missing_content::RULE, Grade::Validator, CHECK),
        error(&rules::missing_messages::RULE, Grade::Validator, CHECK),
        error(
            &rules::missing_preference_output::RULE,
            Grade::Validator,
            CHECK,
        ),
        error(&rules::mixed_content_kinds::RULE, Grade::Validator, CHECK),
        error(&rules::mixed_formats::RULE, Grade::Validator, CHECK),
        error(
            &rules::preference_input_ends_with_assistant::RULE,
            Grade::Validator,
            CHECK,
        ),
        error(
            &rules::renamed_preference_key::RULE,
            Grade::Validator,
            CHECK,
        ),
        warning(
            &rules::repeated_system_message::RULE,
            Grade::Documented,
            DOCS,
        ),
        warning(
            &rules::system_message_not_first::RULE,
            Grade::Documented,
            DOCS,
        ),
        error(&rules::too_many_images::RULE, Grade::Validator, CHECK),
        error(&rules::unaccepted_format::RULE, Grade::Validator, CHECK),
        error(&rules::unknown_key::RULE, Grade::Validator, CHECK),
        warning(&rules::unknown_message_key::RULE, Grade::Validator, CHECK),
        error(&rules::unknown_role::RULE, Grade::Validator, CHECK),
        warning(&rules::untrained_example::RULE, Grade::Inferred, USE),
    ],
    limits: Limits {
        min_examples: 1,
        // 100 GB, as its documents count.
        max_bytes: Some(100_000_000_000),
        message_keys: &["role", "content", "weight"],
        user_parts: &["text", "image_url"],
        assistant_parts: &["text"],
        images: Some(ImageLimits {
            max_images: 10,
            max_bytes: 10 << 20,
            types: &["jpeg", "png", "webp"],
            urls: false,
            rgb: false,
            preference: true,
        }),
        record_keys: &["messages"],
        roles: &["system", "user", "assistant"],
        alternating: &["system", "user", "assistant"],
        first_roles: &["system", "user"],
        preference_keys: &["input", "preferred_output", "non_preferred_output"],
        input_keys: &["messages"],
        preference_roles: &["assistant"],
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
