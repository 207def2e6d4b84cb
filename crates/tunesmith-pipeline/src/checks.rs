//! The provider's rules as the pipeline uses them: on each example's exported line, and on the finished file.

use tunesmith_core::Severity;
use tunesmith_validate::{Checker, Profile, RuleSettings, check_line, profile, profiles};

use crate::recipe_error::did_you_mean;

/// The rules of one profile.
pub(crate) struct Checks {
    profile: &'static Profile,
    settings: RuleSettings,
}

impl Checks {
    /// The rules of the profile of this name; a sentence where there is none.
    pub(crate) fn new(name: &str) -> Result<Self, String> {
        let Some(profile) = profile(name) else {
            let known = profiles().iter().map(|profile| profile.name);
            let help = did_you_mean(name, known.clone())
                .unwrap_or_else(|| format!("known: {}", known.collect::<Vec<_>>().join(", ")));
            return Err(format!("no profile is called `{name}`; {help}"));
        };
        Ok(Self {
            profile,
            settings: RuleSettings::default(),
        })
    }

    /// The first error of a line, as `rule: message (pointer)`; warnings do not take an example out.
    pub(crate) fn record_fault(&self, line: &str) -> Option<String> {
        let found = check_line(self.profile, &self.settings, line.as_bytes());
        let error = found
            .into_iter()
            .find(|finding| finding.severity == Severity::Error)?;
        let pointer = error.location.pointer;
        let place = if pointer.is_empty() {
            String::new()
        } else {
            format!(" ({pointer})")
        };
        Some(format!("{}: {}{place}", error.rule, error.message))
    }

    /// What is said about the file as a whole, as `severity[rule]: name: message`.
    pub(crate) fn file_findings(&self, name: &str, bytes: &[u8]) -> Vec<String> {
        let mut checker = Checker::new(name, self.profile, &self.settings);
        checker.push(bytes);
        let report = checker.finish();
        let whole = report
            .diagnostics
            .iter()
            .map(|reported| &reported.diagnostic);
        whole
            .filter(|finding| finding.location.line == 0)
            .map(|finding| {
                format!(
                    "{}[{}]: {name}: {}",
                    finding.severity.name(),
                    finding.rule,
                    finding.message
                )
            })
            .collect()
    }
}
