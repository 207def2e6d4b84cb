//! Axolotl: conversations for its `chat_template` datasets, with marks for what is trained.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CODE: &str = "prompt_strategies/chat_template.py in axolotl-ai-cloud/axolotl, 067b021";
const GUIDE: &str = "Axolotl documentation, conversation datasets";
const SETTINGS: &str = "the names of keys and roles can be set; these are the usual ones";

pub(crate) static PROFILE: Profile = Profile {
    name: "axolotl",
    title: "Axolotl: conversations through a chat template",
    formats: &[
        "axolotl",
        "openai-chat",
        "sharegpt",
        "alpaca",
        "prompt-completion",
        "text",
    ],
    arrays: true,
    plain_chat: false,
    rules: &[
        error(&rules::empty_messages::RULE, Grade::Validator, CODE),
        error(&rules::malformed_field::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_message::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_train_detail::RULE, Grade::Validator, CODE),
        warning(&rules::malformed_train_flag::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_turn::RULE, Grade::Documented, GUIDE),
        error(&rules::missing_field::RULE, Grade::Documented, GUIDE),
        warning(&rules::mixed_argument_types::RULE, Grade::Documented, GUIDE),
        warning(&rules::unknown_key_set::RULE, Grade::Inferred, SETTINGS),
        warning(&rules::unknown_role::RULE, Grade::Inferred, SETTINGS),
        warning(&rules::unknown_speaker::RULE, Grade::Inferred, SETTINGS),
    ],
    limits: Limits {
        roles: &[
            "system",
            "developer",
            "user",
            "human",
            "assistant",
            "gpt",
            "tool",
        ],
        speakers: &["system", "user", "human", "assistant", "gpt", "tool"],
        turn_keys: &[("from", "value"), ("role", "content")],
        key_sets: &[
            &["messages"],
            &["conversations"],
            &["instruction", "output"],
            &["prompt", "completion"],
            &["text"],
        ],
        fields: &[
            ("messages", &[FieldKind::List]),
            ("conversations", &[FieldKind::List]),
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
