//! What one provider asks of a file: data only.

use tunesmith_core::Severity;

use crate::rule::Rule;

/// A provider's set of rules.
pub struct Profile {
    /// As on the command line.
    pub name: &'static str,
    /// The format it reads.
    pub format: &'static str,
    /// Rules with what this provider makes of them; others are not checked.
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

/// The figures and names of a provider.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Fewest records a training file may have.
    pub min_examples: u64,
    /// The keys a record may have.
    pub record_keys: &'static [&'static str],
    /// The roles a message may have.
    pub roles: &'static [&'static str],
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
