//! Gemini on Vertex AI: supervised fine-tuning on `contents` of `parts`.

use crate::profile::{FieldKind, Grade, Limits, Profile, ProfileRule};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const GUIDE: &str = "Vertex AI, prepare supervised fine-tuning data for Gemini models";
const SPELLING: &str =
    "the documents spell keys in camel case; the JSON form of Protocol Buffers takes both";
const TRAINED: &str = "only what the model says is trained";

pub(crate) static PROFILE: Profile = Profile {
    name: "gemini",
    title: "Gemini on Vertex AI: supervised fine-tuning",
    formats: &["gemini"],
    arrays: false,
    plain_chat: false,
    rules: &[
        warning(
            &rules::final_message_not_assistant::RULE,
            Grade::Inferred,
            TRAINED,
        ),
        error(&rules::malformed_field::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_part::RULE, Grade::Documented, GUIDE),
        error(&rules::malformed_turn::RULE, Grade::Documented, GUIDE),
        error(&rules::missing_field::RULE, Grade::Documented, GUIDE),
        warning(&rules::snake_case_key::RULE, Grade::Inferred, SPELLING),
        error(&rules::unknown_key_set::RULE, Grade::Documented, GUIDE),
        error(&rules::unknown_speaker::RULE, Grade::Documented, GUIDE),
    ],
    limits: Limits {
        max_examples: Some(1_000_000),
        max_bytes: Some(1 << 30),
        max_example_tokens: Some(131_072),
        // `function` is an older role for the results of calls.
        speakers: &["user", "model", "function"],
        turn_keys: &[("role", "parts")],
        key_sets: &[&["contents"]],
        fields: &[
            ("systemInstruction", &[FieldKind::Object]),
            ("system_instruction", &[FieldKind::Object]),
            ("contents", &[FieldKind::List]),
            ("tools", &[FieldKind::List]),
            ("references", &[FieldKind::Texts]),
        ],
        camel_case: &[
            ("system_instruction", "systemInstruction"),
            ("file_data", "fileData"),
            ("inline_data", "inlineData"),
            ("mime_type", "mimeType"),
            ("file_uri", "fileUri"),
            ("function_call", "functionCall"),
            ("function_response", "functionResponse"),
            ("function_declarations", "functionDeclarations"),
        ],
        parts: &[
            "text",
            "fileData",
            "inlineData",
            "functionCall",
            "functionResponse",
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
