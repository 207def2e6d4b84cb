//! Each step of an answer has its label.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "inconsistent-step-labels",
    summary: "the steps of an answer and their labels do not match",
    page: include_str!("../../rules/inconsistent-step-labels.md"),
    group: Group::Structure,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let list = |key: &str| {
        let value = conversation.root.get(key);
        value.filter(|value| value.kind() == Kind::Array)
    };
    let (Some(steps), Some(labels)) = (list("completions"), list("labels")) else {
        return;
    };
    let count = |list: Value<'_>| list.children().count();
    if count(steps) != count(labels) {
        report
            .error_at(
                labels.place(),
                format!(
                    "there are {} steps and {} labels",
                    count(steps),
                    count(labels)
                ),
            )
            .because("steps and labels are taken in pairs; the trainer fails where one is left")
            .help("give each step one label")
            .related(steps.place(), "the steps are here");
    }
    for (list, wanted) in [(steps, Kind::String), (labels, Kind::Bool)] {
        for item in list.children().filter(|item| item.kind() != wanted) {
            let (what, noun) = (item.kind().noun(), wanted.noun());
            report
                .error_at(item.place(), format!("this item is {what}, not {noun}"))
                .because("a step is a text, its label says whether it is right")
                .help(format!("write {noun}"));
        }
    }
}
