//! Amazon Bedrock: fine-tuning of Claude 3 Haiku on plain conversations.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SCRIPT: &str =
    "claude-haiku/DataValidation/data_validation.py in aws-samples/amazon-bedrock-samples, 85fba9d";

pub(crate) static PROFILE: Profile = Profile {
    name: "bedrock-claude",
    title: "Amazon Bedrock fine-tuning of Claude 3 Haiku on conversations",
    formats: &["bedrock-claude"],
    arrays: false,
    plain_chat: false,
    rules: &[
        error(&rules::consecutive_roles::RULE, Grade::Validator, SCRIPT),
        error(&rules::content_in_parts::RULE, Grade::Validator, SCRIPT),
        error(&rules::empty_messages::RULE, Grade::Validator, SCRIPT),
        error(
            &rules::final_message_not_assistant::RULE,
            Grade::Validator,
            SCRIPT,
        ),
        error(&rules::malformed_field::RULE, Grade::Validator, SCRIPT),
        error(&rules::malformed_message::RULE, Grade::Validator, SCRIPT),
        error(&rules::misplaced_message::RULE, Grade::Validator, SCRIPT),
        error(&rules::missing_assistant::RULE, Grade::Validator, SCRIPT),
        error(&rules::missing_content::RULE, Grade::Validator, SCRIPT),
        error(&rules::missing_field::RULE, Grade::Validator, SCRIPT),
        error(&rules::oversized_text::RULE, Grade::Validator, SCRIPT),
        error(&rules::too_few_examples::RULE, Grade::Validator, SCRIPT),
        error(&rules::too_few_messages::RULE, Grade::Validator, SCRIPT),
        error(&rules::turn_marker_in_text::RULE, Grade::Validator, SCRIPT),
        warning(
            &rules::unknown_key::RULE,
            Grade::Inferred,
            "other keys are read by nobody",
        ),
        error(&rules::unknown_key_set::RULE, Grade::Validator, SCRIPT),
        error(&rules::unknown_role::RULE, Grade::Validator, SCRIPT),
    ],
    limits: Limits {
        min_examples: 32,
        max_examples: Some(10_000),
        max_bytes: Some(10 << 30),
        max_example_tokens: Some(32_000),
        characters_per_token: Some(3),
        record_keys: &["system", "messages"],
        roles: &["user", "assistant"],
        alternating: &["user", "assistant"],
        first_roles: &["user"],
        min_messages: 2,
        key_sets: &[&["messages"]],
        fields: &[
            ("system", &[FieldKind::Text]),
            ("messages", &[FieldKind::List]),
        ],
        turn_markers: &["\nHuman:", "\nAssistant:"],
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
