//! Keys are spelled as the provider's documents spell them. What stands under them is the business of other rules.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "snake-case-key",
    summary: "a key is spelled with underscores where the provider's documents have none",
    page: include_str!("../../rules/snake-case-key.md"),
    group: Group::Structure,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if conversation.shape != Shape::Contents || report.profile.limits.camel_case.is_empty() {
        return;
    }
    let root = conversation.root;
    check_keys(root, report);
    let tools = conversation.tools.into_iter().flat_map(Value::children);
    tools.for_each(|tool| check_keys(tool, report));
    let system = conversation.system.and_then(|system| system.get("parts"));
    let messages = conversation.messages.iter();
    let contents = messages.filter_map(|message| message.content);
    for part in system.into_iter().chain(contents).flat_map(Value::children) {
        check_keys(part, report);
        // Why: what stands in calls and results is the author's own.
        let files = ["fileData", "file_data", "inlineData", "inline_data"];
        let files = files.iter().filter_map(|key| part.get(key));
        files.for_each(|file| check_keys(file, report));
    }
}

fn check_keys(holder: Value<'_>, report: &mut Report<'_>) {
    if holder.kind() != Kind::Object {
        return;
    }
    for member in holder.children() {
        let key = member.key();
        let spellings = report.profile.limits.camel_case;
        let Some((_, camel)) = spellings.iter().find(|(snake, _)| *snake == key) else {
            continue;
        };
        let place = member.key_place();
        let bytes = place.bytes.clone();
        let draft = report
            .warning_at(place, format!("`{key}` is spelled `{camel}`"))
            .because("the provider's documents know the other spelling only");
        if holder.get(camel).is_some() {
            draft.help(format!("keep `{camel}` and remove this"));
            continue;
        }
        let title = format!("rename it to `{camel}`");
        draft
            .help(title.clone())
            .safe_fix(title, vec![(bytes, format!("\"{camel}\""))]);
    }
}
