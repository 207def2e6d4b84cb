//! Amazon Bedrock: supervised fine-tuning of Nova understanding models on conversations with images and videos in S3.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule, StoredMediaLimits};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SCRIPT: &str = "nova_ft_dataset_validator.py in aws-samples/amazon-bedrock-samples, 85fba9d";
const GUIDE: &str = "Amazon Nova user guide, preparing data for fine-tuning understanding models";

pub(crate) static PROFILE: Profile = Profile {
    name: "bedrock-nova",
    title: "Amazon Bedrock fine-tuning of Nova models on conversations",
    formats: &["bedrock-nova"],
    arrays: false,
    plain_chat: false,
    rules: &[
        error(&rules::consecutive_roles::RULE, Grade::Validator, SCRIPT),
        error(&rules::empty_content::RULE, Grade::Validator, SCRIPT),
        error(&rules::empty_messages::RULE, Grade::Validator, SCRIPT),
        error(
            &rules::final_message_not_assistant::RULE,
            Grade::Documented,
            GUIDE,
        ),
        error(&rules::malformed_field::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_media::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_message::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_part::RULE, Grade::Validator, SCRIPT),
        error(&rules::misplaced_media::RULE, Grade::Validator, SCRIPT),
        error(&rules::misplaced_message::RULE, Grade::Documented, GUIDE),
        error(&rules::missing_assistant::RULE, Grade::Validator, SCRIPT),
        error(&rules::missing_content::RULE, Grade::Validator, SCRIPT),
        error(&rules::missing_field::RULE, Grade::Validator, SCRIPT),
        error(&rules::mixed_media::RULE, Grade::Documented, GUIDE),
        error(&rules::too_few_examples::RULE, Grade::Validator, SCRIPT),
        error(&rules::too_many_media::RULE, Grade::Validator, SCRIPT),
        error(&rules::turn_marker_in_text::RULE, Grade::Documented, GUIDE),
        warning(
            &rules::unknown_key::RULE,
            Grade::Inferred,
            "other keys are read by nobody",
        ),
        error(&rules::unknown_key_set::RULE, Grade::Validator, SCRIPT),
        error(&rules::unknown_role::RULE, Grade::Documented, GUIDE),
        warning(
            &rules::unknown_schema_version::RULE,
            Grade::Inferred,
            "the guide's examples; its text says any string",
        ),
    ],
    limits: Limits {
        min_examples: 8,
        max_examples: Some(20_000),
        record_keys: &["schemaVersion", "system", "messages"],
        roles: &["user", "assistant"],
        speaking_roles: &["user", "assistant"],
        alternating: &["user", "assistant"],
        first_roles: &["user"],
        key_sets: &[&["messages"]],
        fields: &[
            ("schemaVersion", &[FieldKind::Text]),
            ("system", &[FieldKind::List]),
            ("messages", &[FieldKind::List]),
        ],
        parts: &["text", "image", "video"],
        schema_version: Some("bedrock-conversation-2024"),
        stored_media: Some(StoredMediaLimits {
            max_images: Some(10),
            max_videos: 1,
            image_formats: &["jpeg", "png", "gif", "webp"],
            video_formats: &["mov", "mkv", "mp4", "webm"],
            plain_paths: true,
        }),
        turn_markers: &[
            "System:",
            "SYSTEM:",
            "User:",
            "USER:",
            "Bot:",
            "BOT:",
            "Assistant:",
            "ASSISTANT:",
            "[EOS]",
            "<image>",
            "<video>",
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
