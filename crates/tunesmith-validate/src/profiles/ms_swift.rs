//! ms-swift: what its automatic reader makes of conversations, questions with answers and instructions.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const CODE: &str = "swift/dataset/preprocessor/core.py in modelscope/ms-swift, 3602360";
const GUIDE: &str = "ms-swift documentation, custom datasets";
const SETTINGS: &str = "many other names are taken, and --columns can name more";

pub(crate) static PROFILE: Profile = Profile {
    name: "ms-swift",
    title: "ms-swift: conversations, questions with answers, instructions",
    formats: &["openai-chat", "sharegpt", "ms-swift-query", "alpaca"],
    arrays: true,
    plain_chat: false,
    rules: &[
        error(&rules::empty_messages::RULE, Grade::Validator, CODE),
        error(&rules::malformed_field::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_history::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_message::RULE, Grade::Validator, CODE),
        error(&rules::malformed_turn::RULE, Grade::Validator, CODE),
        error(&rules::missing_content::RULE, Grade::Validator, CODE),
        warning(&rules::unknown_key_set::RULE, Grade::Inferred, SETTINGS),
        error(&rules::unknown_role::RULE, Grade::Validator, CODE),
        error(&rules::unknown_speaker::RULE, Grade::Validator, CODE),
    ],
    limits: Limits {
        roles: &[
            "system",
            "user",
            "human",
            "assistant",
            "gpt",
            "bot",
            "tool",
            "tool_call",
            "tool_response",
            "function_call",
            "function_response",
            "observation",
            "observations",
        ],
        speakers: &[
            "system",
            "user",
            "human",
            "assistant",
            "gpt",
            "bot",
            "tool",
            "tool_call",
            "tool_response",
            "function_call",
            "function_response",
            "observation",
            "observations",
        ],
        turn_keys: &[
            ("from", "value"),
            ("role", "content"),
            ("human", "assistant"),
            ("user", "assistant"),
        ],
        key_sets: &[
            &["messages"],
            &["conversations"],
            &["conversation"],
            &["query"],
            &["prompt"],
            &["input"],
            &["instruction"],
            &["question"],
            &["problem"],
            &["response"],
            &["answer"],
            &["output"],
            &["solution"],
            &["text"],
            &["completion"],
            &["content"],
        ],
        fields: &[
            ("instruction", &[FieldKind::Text]),
            ("query", &[FieldKind::Text]),
            ("system", &[FieldKind::Text]),
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
