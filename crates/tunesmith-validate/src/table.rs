//! All rules at a glance, and the page of one.

use tunesmith_core::Severity;

use crate::profile::profiles;
use crate::rule::Group;
use crate::rules::RULES;

/// One line of the table of rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// The rule's name.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// The defect in one phrase.
    pub summary: &'static str,
    /// The profiles that ask for it, with what they make of it.
    pub profiles: Vec<(&'static str, Severity)>,
}

/// Every rule, sorted by name.
pub fn rule_table() -> Vec<RuleRow> {
    let row = |rule: &&'static crate::rule::Rule| {
        let asked = profiles().iter().flat_map(|profile| {
            let wanted = profile.all_rules().into_iter();
            let wanted = wanted.filter(|wanted| wanted.rule.name == rule.name);
            wanted.map(|wanted| (profile.name, wanted.severity))
        });
        RuleRow {
            name: rule.name,
            group: rule.group,
            summary: rule.summary,
            profiles: asked.collect(),
        }
    };
    RULES.iter().map(row).collect()
}

/// The page of a rule, as Markdown.
pub fn explain(rule: &str) -> Option<&'static str> {
    RULES
        .iter()
        .find(|known| known.name == rule)
        .map(|rule| rule.page)
}
