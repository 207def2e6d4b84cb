//! TRL: the trainers of Hugging Face, for conversations, prompts, preferences and labelled steps.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CODE: &str = "trl/data_utils.py in huggingface/trl, f2cd577";
const STEPS: &str = "trl/experimental/prm/prm_trainer.py in huggingface/trl, f2cd577";
const GUIDE: &str = "TRL documentation, dataset formats and types";
const TABLE: &str = "datasets before 4.7 reads a file into a table whose columns have one type";
const USE: &str = "follows from how the records are used";

pub(crate) static PROFILE: Profile = Profile {
    name: "trl",
    title: "TRL trainers: conversations, prompts, preferences, labelled steps",
    formats: &[
        "openai-chat",
        "sharegpt",
        "trl-preference",
        "trl-prompt",
        "trl-prompt-completion",
        "trl-stepwise",
        "trl-unpaired-preference",
        "prompt-completion",
        "text",
    ],
    arrays: true,
    plain_chat: false,
    rules: &[
        error(&rules::empty_messages::RULE, Grade::Validator, CODE),
        warning(&rules::identical_preferences::RULE, Grade::Inferred, USE),
        warning(
            &rules::inconsistent_content_kinds::RULE,
            Grade::Inferred,
            TABLE,
        ),
        error(
            &rules::inconsistent_media_count::RULE,
            Grade::Validator,
            CODE,
        ),
        error(
            &rules::inconsistent_step_labels::RULE,
            Grade::Validator,
            STEPS,
        ),
        error(&rules::malformed_field::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_message::RULE, Grade::Validator, CODE),
        error(&rules::malformed_tool_text::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_turn::RULE, Grade::Validator, CODE),
        warning(&rules::mismatched_arguments::RULE, Grade::Inferred, USE),
        error(&rules::misplaced_prompt_end::RULE, Grade::Validator, CODE),
        error(&rules::missing_field::RULE, Grade::Documented, GUIDE),
        warning(&rules::mixed_argument_types::RULE, Grade::Documented, GUIDE),
        error(&rules::mixed_prompt_kinds::RULE, Grade::Validator, CODE),
        warning(
            &rules::stringified_arguments::RULE,
            Grade::Documented,
            GUIDE,
        ),
        error(&rules::unknown_key_set::RULE, Grade::Validator, CODE),
        warning(
            &rules::unknown_role::RULE,
            Grade::Inferred,
            "chat templates know these roles",
        ),
        warning(
            &rules::unknown_speaker::RULE,
            Grade::Inferred,
            "`from` is renamed to `role`, its value is kept",
        ),
    ],
    limits: Limits {
        roles: &["system", "developer", "user", "assistant", "tool"],
        speakers: &["system", "developer", "user", "assistant", "tool"],
        turn_keys: &[("from", "value"), ("role", "content")],
        key_sets: &[
            &["messages"],
            &["conversations"],
            &["text"],
            &["prompt"],
            &["prompt", "completion"],
            &["prompt", "chosen", "rejected"],
            &["chosen", "rejected"],
            &["prompt", "completion", "label"],
            &["prompt", "completions", "labels"],
        ],
        exclusive_keys: &[
            "messages",
            "prompt",
            "completion",
            "chosen",
            "rejected",
            "label",
        ],
        fields: &[
            ("messages", &[FieldKind::List]),
            ("conversations", &[FieldKind::List]),
            ("text", &[FieldKind::Text]),
            ("prompt", &[FieldKind::Text, FieldKind::List]),
            ("completion", &[FieldKind::Text, FieldKind::List]),
            ("chosen", &[FieldKind::Text, FieldKind::List]),
            ("rejected", &[FieldKind::Text, FieldKind::List]),
            ("label", &[FieldKind::Flag]),
            ("completions", &[FieldKind::List]),
            ("labels", &[FieldKind::List]),
            ("tools", &[FieldKind::Text, FieldKind::List]),
            ("chat_template_kwargs", &[FieldKind::Object]),
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
