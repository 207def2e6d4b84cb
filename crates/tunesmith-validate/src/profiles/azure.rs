//! Azure OpenAI fine-tuning: the format of OpenAI with limits and refusals of its own.

use crate::profile::{Grade, ImageLimits, Limits, Profile, ProfileRule};
use crate::profiles::openai;
use crate::rule::Rule;
use crate::rules;

/// When the sources were read.
const SEEN: &str = "2026-11";

const SPEC: &str = "the format of OpenAI, which Azure takes";
const PREF: &str = "Azure's documents on preference fine-tuning";
const RFT: &str = "Azure's documents on reinforcement fine-tuning";
const VISION: &str = "Azure's documents on vision fine-tuning, and those of OpenAI";
const COOKBOOK: &str = "OpenAI cookbook, chat data check";
const GUIDE: &str = "OpenAI's fine-tuning guide, whose format it is";
const JOB: &str = "error text of a failed job";
const API: &str = "error text of the chat API of OpenAI, whose format it is";
const USE: &str = "follows from how the records are used";
const OPENAI: &str = "seen in jobs of OpenAI, whose format it is";
const ENDS: &str = "other validators refuse it, the cookbook's does not look";
const REPORT: &str = "one user's report of a failed job";

pub(crate) static PROFILE: Profile = Profile {
    name: "azure",
    title: "Azure OpenAI fine-tuning: supervised, preference and reinforcement",
    formats: &["openai-chat", "openai-preference", "openai-reinforcement"],
    arrays: false,
    plain_chat: true,
    rules: &[
        warning(&rules::consecutive_roles::RULE, Grade::Observed, REPORT),
        info(&rules::deprecated_functions::RULE, Grade::Documented, SPEC),
        warning(&rules::duplicate_tool::RULE, Grade::Inferred, USE),
        warning(&rules::duplicate_tool_call_id::RULE, Grade::Inferred, USE),
        warning(&rules::duplicate_tool_result::RULE, Grade::Inferred, USE),
        error(&rules::empty_messages::RULE, Grade::Documented, SPEC),
        warning(
            &rules::final_message_not_assistant::RULE,
            Grade::Decided,
            ENDS,
        ),
        warning(&rules::identical_preferences::RULE, Grade::Inferred, USE),
        warning(
            &rules::inconsistent_keys::RULE,
            Grade::Inferred,
            "error text of a failed job",
        ),
        error(&rules::malformed_content::RULE, Grade::Documented, SPEC),
        warning(&rules::malformed_image::RULE, Grade::Documented, VISION),
        error(&rules::malformed_message::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_name::RULE, Grade::Documented, SPEC),
        error(
            &rules::malformed_preference_output::RULE,
            Grade::Documented,
            PREF,
        ),
        error(&rules::malformed_tool::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_tool_call::RULE, Grade::Documented, SPEC),
        error(&rules::malformed_weight::RULE, Grade::Documented, SPEC),
        warning(&rules::mismatched_arguments::RULE, Grade::Inferred, USE),
        error(&rules::misplaced_image::RULE, Grade::Documented, VISION),
        error(&rules::missing_assistant::RULE, Grade::Validator, COOKBOOK),
        error(&rules::missing_content::RULE, Grade::Documented, SPEC),
        error(&rules::missing_messages::RULE, Grade::Documented, SPEC),
        error(
            &rules::missing_preference_output::RULE,
            Grade::Documented,
            PREF,
        ),
        warning(&rules::mixed_tool_generations::RULE, Grade::Inferred, USE),
        warning(&rules::null_content::RULE, Grade::Observed, REPORT),
        warning(
            &rules::preference_input_ends_with_assistant::RULE,
            Grade::Inferred,
            USE,
        ),
        error(
            &rules::reinforcement_final_not_user::RULE,
            Grade::Documented,
            RFT,
        ),
        error(
            &rules::reinforcement_system_message::RULE,
            Grade::Observed,
            JOB,
        ),
        warning(&rules::renamed_preference_key::RULE, Grade::Decided, PREF),
        error(&rules::too_few_examples::RULE, Grade::Documented, GUIDE),
        error(&rules::too_many_images::RULE, Grade::Documented, VISION),
        error(&rules::too_many_tools::RULE, Grade::Documented, SPEC),
        error(&rules::unaccepted_format::RULE, Grade::Documented, SPEC),
        error(&rules::unanswered_tool_call::RULE, Grade::Observed, API),
        warning(&rules::undeclared_tool::RULE, Grade::Inferred, USE),
        warning(&rules::unknown_key::RULE, Grade::Inferred, OPENAI),
        warning(
            &rules::unknown_message_key::RULE,
            Grade::Validator,
            COOKBOOK,
        ),
        error(&rules::unknown_role::RULE, Grade::Documented, SPEC),
        warning(
            &rules::unsupported_tool_schema::RULE,
            Grade::Observed,
            REPORT,
        ),
        warning(&rules::untrained_example::RULE, Grade::Inferred, USE),
    ],
    limits: Limits {
        wants_byte_order_mark: true,
        // Why: the limit stands in OpenAI's guide only.
        max_reinforcement_examples: None,
        images: Some(ImageLimits {
            max_images: 64,
            max_bytes: 10 << 20,
            types: &["jpeg", "png", "webp"],
            urls: true,
            rgb: true,
            preference: false,
        }),
        preference_roles: &["assistant", "tool"],
        alternating: &["assistant"],
        ..openai::PROFILE.limits
    },
};

const fn error(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::error(rule, grade, SEEN, text)
}

const fn warning(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::warning(rule, grade, SEEN, text)
}

const fn info(rule: &'static Rule, grade: Grade, text: &'static str) -> ProfileRule {
    ProfileRule::info(rule, grade, SEEN, text)
}
