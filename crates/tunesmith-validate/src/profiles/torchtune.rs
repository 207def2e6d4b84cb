//! torchtune: what its messages are made of and in which order they stand.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CODE: &str = "torchtune/data/_messages.py in pytorch/torchtune, bd2a0fc";
const SETTINGS: &str = "column_map can name other keys; these are the usual ones";

pub(crate) static PROFILE: Profile = Profile {
    name: "torchtune",
    title: "torchtune: conversations, instructions and preferences",
    formats: &[
        "openai-chat",
        "sharegpt",
        "torchtune-instruct",
        "torchtune-preference",
        "alpaca",
        "text",
    ],
    arrays: true,
    plain_chat: false,
    rules: &[
        error(&rules::consecutive_roles::RULE, Grade::Validator, CODE),
        error(&rules::empty_messages::RULE, Grade::Validator, CODE),
        error(&rules::malformed_field::RULE, Grade::Validator, CODE),
        error(&rules::malformed_message::RULE, Grade::Validator, CODE),
        error(&rules::malformed_turn::RULE, Grade::Validator, CODE),
        error(&rules::misplaced_role::RULE, Grade::Validator, CODE),
        error(&rules::missing_field::RULE, Grade::Validator, CODE),
        error(&rules::too_few_messages::RULE, Grade::Validator, CODE),
        warning(&rules::unknown_key_set::RULE, Grade::Inferred, SETTINGS),
        error(&rules::unknown_role::RULE, Grade::Validator, CODE),
        error(&rules::unknown_speaker::RULE, Grade::Validator, CODE),
    ],
    limits: Limits {
        roles: &["system", "user", "assistant", "ipython", "tool"],
        speakers: &["system", "human", "gpt"],
        turn_keys: &[("from", "value")],
        alternating: &["user"],
        min_messages: 2,
        key_sets: &[
            &["messages"],
            &["conversations"],
            &["input", "output"],
            &["instruction", "output"],
            &["chosen", "rejected"],
            &["chosen_conversations", "rejected_conversations"],
            &["text"],
        ],
        fields: &[
            ("messages", &[FieldKind::List]),
            ("conversations", &[FieldKind::List]),
            ("instruction", &[FieldKind::Text]),
            ("input", &[FieldKind::Text]),
            ("output", &[FieldKind::Text]),
            ("chosen_conversations", &[FieldKind::List]),
            ("rejected_conversations", &[FieldKind::List]),
            ("text", &[FieldKind::Text]),
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
