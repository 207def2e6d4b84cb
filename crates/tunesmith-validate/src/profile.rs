//! What one provider asks of a file: data only.

use tunesmith_core::Severity;

use crate::profiles::every::EVERY;
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
    /// Most records for reinforcement a training file may have.
    pub max_reinforcement_examples: Option<u64>,
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
    /// The names a turn may be from, where turns say that with `from`; the roles of `contents`.
    pub speakers: &'static [&'static str],
    /// Under which keys an item of `conversations` or `contents` says who speaks and what is said.
    pub turn_keys: &'static [(&'static str, &'static str)],
    /// Sets of keys of which a record has one.
    pub key_sets: &'static [&'static [&'static str]],
    /// Keys a record may have only as members of one of the sets.
    pub exclusive_keys: &'static [&'static str],
    /// What may stand under a key of the record, where the key is there and not `null`.
    pub fields: &'static [(&'static str, &'static [FieldKind])],
    /// The keys of a part, where parts are told by their key and not by `type`.
    pub parts: &'static [&'static str],
    /// The value `schemaVersion` has.
    pub schema_version: Option<&'static str>,
    /// Texts that mark turns in the provider's own prompts and may not stand in a text.
    pub turn_markers: &'static [&'static str],
    /// Fewest messages a conversation may have.
    pub min_messages: u64,
    /// Whether an answer that follows nothing but instructions is refused where it is the only one.
    pub refuses_lone_answer: bool,
    /// The roles whose message is refused if its text is empty.
    pub speaking_roles: &'static [&'static str],
    /// Most texts under `system` beside the messages.
    pub max_system_texts: Option<u64>,
    /// How many characters the provider takes for a token where it compares an example with `max_example_tokens` and refuses longer ones.
    pub characters_per_token: Option<u64>,
    /// Images and videos that are kept in S3.
    pub stored_media: Option<StoredMediaLimits>,
    /// Whether the parameters of tools are checked against Draft 7 of JSON Schema.
    pub draft7_schemas: bool,
    /// Whether in records with tools, or with `only_last`, only the last answer is trained.
    pub trains_last_with_tools: bool,
    /// Whether a part with keys it does not need is refused.
    pub strict_parts: bool,
    /// Whether `image_url` may be the address itself in place of an object.
    pub image_url_text: bool,
    /// Keys with underscores, and how the provider's documents spell them.
    pub camel_case: &'static [(&'static str, &'static str)],
    /// Whether tools are one text that holds a JSON list.
    pub tools_as_text: bool,
    /// The kinds of part the content of a user message may have; empty if it must be a string.
    pub user_parts: &'static [&'static str],
    /// The kinds of part the content of an assistant message may have; empty if it must be a string.
    pub assistant_parts: &'static [&'static str],
    /// Most tools or functions a record may declare.
    pub max_tools: Option<u64>,
    /// Whether the provider's documents ask for a byte order mark.
    pub wants_byte_order_mark: bool,
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
    /// The keys the input of a preference record may have.
    pub input_keys: &'static [&'static str],
    /// The roles a message of a preference ending may have.
    pub preference_roles: &'static [&'static str],
    /// The keys a declared function must have.
    pub function_keys: &'static [&'static str],
    /// Whether a key about tools that has nothing to say is to be left out, as the schema knows no `null` for it.
    pub strict_nulls: bool,
    /// Whether a tool and a tool call must say that their type is `function`.
    pub typed_tools: bool,
    /// The exact length of the id of a tool call, in letters and digits.
    pub call_id_length: Option<usize>,
    /// Pairs of keys that stand for the same thing, of which only one may be there.
    pub rival_keys: &'static [(&'static str, &'static str)],
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A string.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// An object whose values are strings; others are a warning.
    Texts,
    /// `true` or `false`.
    Flag,
}

/// What images and videos a provider takes from S3.
#[derive(Clone, Copy, Debug)]
pub struct StoredMediaLimits {
    /// Most images of one example.
    pub max_images: Option<u64>,
    /// Most videos of one example.
    pub max_videos: u64,
    /// Formats of images.
    pub image_formats: &'static [&'static str],
    /// Formats of videos.
    pub video_formats: &'static [&'static str],
    /// Whether a path has letters, digits, `_`, `-`, `/` and `.` only.
    pub plain_paths: bool,
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
        max_reinforcement_examples: None,
        max_bytes: None,
        max_example_tokens: None,
        record_keys: &[],
        message_keys: &[],
        roles: &[],
        speakers: &[],
        turn_keys: &[],
        key_sets: &[],
        exclusive_keys: &[],
        fields: &[],
        parts: &[],
        schema_version: None,
        turn_markers: &[],
        min_messages: 0,
        refuses_lone_answer: false,
        speaking_roles: &[],
        max_system_texts: None,
        characters_per_token: None,
        stored_media: None,
        draft7_schemas: false,
        trains_last_with_tools: false,
        strict_parts: false,
        image_url_text: false,
        camel_case: &[],
        tools_as_text: false,
        user_parts: &[],
        assistant_parts: &[],
        max_tools: None,
        wants_byte_order_mark: false,
        images: None,
        weight_roles: &[],
        alternating: &[],
        first_roles: &[],
        preference_keys: &[],
        input_keys: &[],
        preference_roles: &[],
        function_keys: &[],
        strict_nulls: false,
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
        let common = EVERY.iter().filter(|wanted| !own(wanted.rule.name));
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
