//! What one provider asks of a file: data only.

use tunesmith_core::Severity;

use crate::profiles::common::COMMON;
use crate::rule::Rule;

/// A provider's set of rules.
pub struct Profile {
    /// As on the command line.
    pub name: &'static str,
    /// Whose rules they are and for what, in one phrase.
    pub title: &'static str,
    /// The formats it takes; the first is the one to convert to.
    pub formats: &'static [&'static str],
    /// Whether a file that is one JSON array is taken too.
    pub arrays: bool,
    /// Whether a plain conversation (see the quick reader) has no defect here, whatever it says.
    pub plain_chat: bool,
    /// Rules with what this provider makes of them, sorted by name. Those every profile has are added by [`Profile::all_rules`].
    pub rules: &'static [ProfileRule],
    /// What the rules compare with.
    pub limits: Limits,
}

/// One rule of a profile.
pub struct ProfileRule {
    /// The rule.
    pub rule: &'static Rule,
    /// The worst it may report; single places may count less.
    pub severity: Severity,
    /// Who says so.
    pub source: Source,
}

/// Where a demand comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The document, schema or report.
    pub text: &'static str,
    /// What kind of evidence it is.
    pub grade: Grade,
    /// When it was read, as `YYYY-MM`.
    pub seen: &'static str,
}

/// How sure a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// The provider's own document or schema.
    Documented,
    /// An error text of the provider, seen in a real job or reply.
    Observed,
    /// Code of another validator.
    Validator,
    /// Follows from something else; never more than a warning.
    Inferred,
    /// Where sources are silent or disagree, decided here.
    Decided,
}

/// The figures and names of a provider. `None` and empty lists stand for "no such limit is known".
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Fewest records a training file may have.
    pub min_examples: u64,
    /// Most records a training file may have.
    pub max_examples: Option<u64>,
    /// Largest training file, in bytes.
    pub max_bytes: Option<u64>,
    /// Most tokens of one example that are trained; the rest is cut off at the end.
    pub max_example_tokens: Option<u64>,
    /// The keys a chat record may have.
    pub record_keys: &'static [&'static str],
    /// The keys a message may have.
    pub message_keys: &'static [&'static str],
    /// The roles a message may have.
    pub roles: &'static [&'static str],
    /// The kinds of part the content of a user message may have; empty if it must be a string.
    pub user_parts: &'static [&'static str],
    /// The kinds of part the content of an assistant message may have; empty if it must be a string.
    pub assistant_parts: &'static [&'static str],
    /// Most tools or functions a record may declare.
    pub max_tools: Option<u64>,
    /// Images, if they are taken at all.
    pub images: Option<ImageLimits>,
    /// The roles whose messages may have a weight.
    pub weight_roles: &'static [&'static str],
    /// The roles that may not speak twice in a row.
    pub alternating: &'static [&'static str],
    /// The roles that may open a conversation.
    pub first_roles: &'static [&'static str],
    /// The keys a preference record may have.
    pub preference_keys: &'static [&'static str],
    /// The roles a message of a preference ending may have.
    pub preference_roles: &'static [&'static str],
    /// The keys a declared function must have.
    pub function_keys: &'static [&'static str],
    /// Whether a tool and a tool call must say that their type is `function`.
    pub typed_tools: bool,
    /// The exact length of the id of a tool call, in letters and digits.
    pub call_id_length: Option<usize>,
    /// Pairs of keys that stand for the same thing, of which only one may be there.
    pub rival_keys: &'static [(&'static str, &'static str)],
}

/// What images a provider takes.
#[derive(Clone, Copy, Debug)]
pub struct ImageLimits {
    /// Most images of one example.
    pub max_images: u64,
    /// Largest image, in bytes, decoded.
    pub max_bytes: u64,
    /// Subtypes of `image/`.
    pub types: &'static [&'static str],
    /// Whether an image may be given by `http` or `https` URL.
    pub urls: bool,
    /// Whether colours must be RGB, with or without transparency.
    pub rgb: bool,
    /// Whether preference records may have images.
    pub preference: bool,
}

impl Limits {
    /// No limit at all: where profiles begin.
    pub const NONE: Self = Self {
        min_examples: 0,
        max_examples: None,
        max_bytes: None,
        max_example_tokens: None,
        record_keys: &[],
        message_keys: &[],
        roles: &[],
        user_parts: &[],
        assistant_parts: &[],
        max_tools: None,
        images: None,
        weight_roles: &[],
        alternating: &[],
        first_roles: &[],
        preference_keys: &[],
        preference_roles: &[],
        function_keys: &[],
        typed_tools: false,
        call_id_length: None,
        rival_keys: &[],
    };
}

impl ProfileRule {
    /// A rule that may report errors.
    pub(crate) const fn error(
        rule: &'static Rule,
        grade: Grade,
        seen: &'static str,
        text: &'static str,
    ) -> Self {
        Self::new(rule, Severity::Error, grade, seen, text)
    }

    /// A rule that reports warnings at most.
    pub(crate) const fn warning(
        rule: &'static Rule,
        grade: Grade,
        seen: &'static str,
        text: &'static str,
    ) -> Self {
        Self::new(rule, Severity::Warning, grade, seen, text)
    }

    /// A rule that only informs.
    pub(crate) const fn info(
        rule: &'static Rule,
        grade: Grade,
        seen: &'static str,
        text: &'static str,
    ) -> Self {
        Self::new(rule, Severity::Info, grade, seen, text)
    }

    const fn new(
        rule: &'static Rule,
        severity: Severity,
        grade: Grade,
        seen: &'static str,
        text: &'static str,
    ) -> Self {
        Self {
            rule,
            severity,
            source: Source { text, grade, seen },
        }
    }
}

impl Profile {
    /// Whether error texts that were seen in jobs of OpenAI may be quoted; nobody saw them elsewhere.
    pub(crate) fn speaks_openai(&self) -> bool {
        self.name == "openai"
    }

    /// Whether records of this format are taken; a format that is not known is not refused.
    pub(crate) fn takes(&self, format: &str) -> bool {
        format.is_empty() || self.formats.contains(&format)
    }

    /// The rules that are checked, sorted by name: the provider's own, and the common ones it does not name.
    pub fn all_rules(&self) -> Vec<&'static ProfileRule> {
        let own = |name: &str| self.rules.iter().any(|wanted| wanted.rule.name == name);
        let common = COMMON.iter().filter(|wanted| !own(wanted.rule.name));
        let mut all: Vec<_> = self.rules.iter().chain(common).collect();
        all.sort_by_key(|wanted| wanted.rule.name);
        all
    }
}

/// All profiles, sorted by name.
pub fn profiles() -> &'static [&'static Profile] {
    crate::profiles::PROFILES
}

/// The profile of this name.
pub fn profile(name: &str) -> Option<&'static Profile> {
    profiles()
        .iter()
        .copied()
        .find(|profile| profile.name == name)
}
