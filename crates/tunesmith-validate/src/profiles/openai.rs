//! OpenAI supervised fine-tuning of chat models.

use tunesmith_core::Severity;

use crate::profile::{Grade, Limits, Profile, ProfileRule, Source};
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SPEC: &str =
    "FineTuneChatRequestInput in openai/openai-openapi, branch manual_spec (2025-04)";

pub(crate) static PROFILE: Profile = Profile {
    name: "openai",
    format: "openai-chat",
    rules: &[
        warning(
            &rules::blank_line::RULE,
            Grade::Decided,
            "POST /files: one JSON object per line",
        ),
        error(
            &rules::empty_file::RULE,
            Grade::Decided,
            "a file without a record trains nothing",
        ),
        error(&rules::empty_messages::RULE, Grade::Documented, SPEC),
        error(
            &rules::json_syntax::RULE,
            Grade::Observed,
            "status_details of a refused file",
        ),
        error(&rules::malformed_content::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_message::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_tool_call::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_weight::RULE, Grade::Documented, SPEC),
        error(
            &rules::missing_assistant::RULE,
            Grade::Validator,
            "OpenAI cookbook, chat data check",
        ),
        error(&rules::missing_content::RULE, Grade::Documented, SPEC),
        error(
            &rules::missing_messages::RULE,
            Grade::Observed,
            "error text of a refused file",
        ),
        error(
            &rules::record_not_object::RULE,
            Grade::Observed,
            "error text of a refused upload",
        ),
        error(
            &rules::too_few_examples::RULE,
            Grade::Documented,
            "fine-tuning guide",
        ),
        error(
            &rules::unanswered_tool_call::RULE,
            Grade::Observed,
            "error text of the chat API",
        ),
        error(
            &rules::unknown_key::RULE,
            Grade::Observed,
            "error text of a failed job",
        ),
        error(&rules::unknown_role::RULE, Grade::Documented, SPEC),
    ],
    limits: Limits {
        min_examples: 10,
        record_keys: &["messages", "tools", "parallel_tool_calls", "functions"],
        roles: &["system", "user", "assistant", "tool", "function"],
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule {
        rule,
        severity: Severity::Error,
        source: Source {
            text,
            grade,
            seen: SEEN,
        },
    }
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule {
        rule,
        severity: Severity::Warning,
        source: Source {
            text,
            grade,
            seen: SEEN,
        },
    }
}
