//! LLaMA-Factory: its alpaca and sharegpt datasets, as its converters read them.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CODE: &str = "data/converter.py in hiyouga/LLaMA-Factory, ff6d4d1";
const FORMATTER: &str = "data/formatter.py in hiyouga/LLaMA-Factory, ff6d4d1";
const MEDIA: &str = "data/mm_plugin.py in hiyouga/LLaMA-Factory, ff6d4d1";
const GUIDE: &str = "data/README.md in hiyouga/LLaMA-Factory, ff6d4d1";
const SETTINGS: &str = "dataset_info.json can name other keys; these are the usual ones";

pub(crate) static PROFILE: Profile = Profile {
    name: "llama-factory",
    title: "LLaMA-Factory: alpaca and sharegpt datasets",
    formats: &["sharegpt", "alpaca", "openai-chat", "text"],
    arrays: true,
    plain_chat: false,
    rules: &[
        error(&rules::empty_messages::RULE, Grade::Validator, CODE),
        error(
            &rules::inconsistent_media_count::RULE,
            Grade::Validator,
            MEDIA,
        ),
        error(&rules::malformed_ending::RULE, Grade::Validator, CODE),
        error(&rules::malformed_field::RULE, Grade::Documented, GUIDE),
        error(
            &rules::malformed_function_turn::RULE,
            Grade::Validator,
            FORMATTER,
        ),
        error(&rules::malformed_history::RULE, Grade::Validator, CODE),
        error(&rules::malformed_message::RULE, Grade::Validator, CODE),
        error(
            &rules::malformed_tool_text::RULE,
            Grade::Validator,
            FORMATTER,
        ),
        error(&rules::malformed_turn::RULE, Grade::Validator, CODE),
        error(&rules::misplaced_turn::RULE, Grade::Validator, CODE),
        error(&rules::missing_field::RULE, Grade::Documented, GUIDE),
        warning(&rules::unknown_key_set::RULE, Grade::Inferred, SETTINGS),
        error(&rules::unknown_role::RULE, Grade::Validator, CODE),
        error(&rules::unknown_speaker::RULE, Grade::Validator, CODE),
        error(&rules::unpaired_turn::RULE, Grade::Validator, CODE),
    ],
    limits: Limits {
        roles: &["system", "user", "assistant", "tool", "function"],
        speakers: &["system", "human", "gpt", "observation", "function_call"],
        turn_keys: &[("from", "value")],
        key_sets: &[
            &["conversations"],
            &["conversations", "chosen", "rejected"],
            &["messages"],
            &["instruction", "output"],
            &["instruction", "chosen", "rejected"],
            &["text"],
        ],
        fields: &[
            ("conversations", &[FieldKind::List]),
            ("messages", &[FieldKind::List]),
            ("instruction", &[FieldKind::Text]),
            ("input", &[FieldKind::Text]),
            ("output", &[FieldKind::Text]),
            ("system", &[FieldKind::Text]),
            ("text", &[FieldKind::Text]),
            ("chosen", &[FieldKind::Text, FieldKind::Object]),
            ("rejected", &[FieldKind::Text, FieldKind::Object]),
            ("kto_tag", &[FieldKind::Flag]),
            ("images", &[FieldKind::List, FieldKind::Text]),
            ("videos", &[FieldKind::List, FieldKind::Text]),
            ("audios", &[FieldKind::List, FieldKind::Text]),
        ],
        tools_as_text: true,
        ..Limits::NONE
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}
