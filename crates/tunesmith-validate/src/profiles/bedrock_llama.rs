//! Amazon Bedrock: fine-tuning of Llama 3.1 on prompts with completions, and of Llama 3.2 on conversations with images in S3.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule, StoredMediaLimits};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SCRIPT: &str = "meta-llama/dataset_validation in aws-samples/amazon-bedrock-samples, 85fba9d";
const GUIDE: &str = "Amazon Bedrock user guide, prepare data for image and text models";

pub(crate) static PROFILE: Profile = Profile {
    name: "bedrock-llama",
    title: "Amazon Bedrock fine-tuning of Llama 3.1 on prompts and of Llama 3.2 on conversations",
    formats: &["bedrock-llama", "bedrock-nova", "prompt-completion"],
    arrays: false,
    plain_chat: false,
    rules: &[
        warning(&rules::consecutive_roles::RULE, Grade::Documented, GUIDE),
        error(&rules::empty_messages::RULE, Grade::Validator, SCRIPT),
        warning(
            &rules::final_message_not_assistant::RULE,
            Grade::Inferred,
            "only answers are trained",
        ),
        error(&rules::malformed_field::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_media::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_message::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_part::RULE, Grade::Validator, SCRIPT),
        error(&rules::misplaced_media::RULE, Grade::Validator, SCRIPT),
        warning(&rules::misplaced_message::RULE, Grade::Documented, GUIDE),
        warning(
            &rules::missing_assistant::RULE,
            Grade::Inferred,
            "only answers are trained",
        ),
        error(&rules::missing_content::RULE, Grade::Validator, SCRIPT),
        error(&rules::missing_field::RULE, Grade::Validator, SCRIPT),
        error(&rules::mixed_formats::RULE, Grade::Validator, SCRIPT),
        error(
            &rules::repeated_system_message::RULE,
            Grade::Validator,
            SCRIPT,
        ),
        error(&rules::too_few_messages::RULE, Grade::Validator, SCRIPT),
        warning(
            &rules::unknown_key::RULE,
            Grade::Inferred,
            "other keys are read by nobody",
        ),
        error(&rules::unknown_key_set::RULE, Grade::Validator, SCRIPT),
        error(&rules::unknown_role::RULE, Grade::Validator, SCRIPT),
        error(
            &rules::unknown_schema_version::RULE,
            Grade::Validator,
            SCRIPT,
        ),
    ],
    limits: Limits {
        max_examples: Some(10_000),
        max_example_tokens: Some(16_000),
        record_keys: &["schemaVersion", "system", "messages"],
        roles: &["user", "assistant"],
        alternating: &["user", "assistant"],
        first_roles: &["user"],
        min_messages: 2,
        max_system_texts: Some(1),
        key_sets: &[&["prompt", "completion"], &["messages"]],
        fields: &[
            ("schemaVersion", &[FieldKind::Text]),
            ("system", &[FieldKind::List]),
            ("messages", &[FieldKind::List]),
            ("prompt", &[FieldKind::Text]),
            ("completion", &[FieldKind::Text]),
        ],
        parts: &["text", "image"],
        schema_version: Some("bedrock-conversation-2024"),
        stored_media: Some(StoredMediaLimits {
            max_images: None,
            max_videos: 0,
            image_formats: &["gif", "jpeg", "png", "webp"],
            video_formats: &[],
            plain_paths: false,
        }),
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
