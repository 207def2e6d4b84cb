//! A turn says who speaks in a word the reader knows. One that does not say it at all is the business of `malformed-turn`.

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Shape};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::rules::malformed_turn::keys_of;
use crate::rules::missing_field::is_known;
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-speaker",
    summary: "a turn is from someone the reader does not know",
    page: include_str!("../../rules/unknown-speaker.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachExample(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    if !is_known(conversation.root, report) {
        return;
    }
    let limits = &report.profile.limits;
    let known = limits.speakers;
    if known.is_empty()
        || !matches!(
            conversation.shape,
            Shape::Turns | Shape::Contents | Shape::Preference
        )
    {
        return;
    }
    let names = conversation.all_messages().filter_map(|message| {
        let (who, _) = keys_of(message.value, limits.turn_keys)?;
        let told = who == "from" || who == "role" && conversation.shape != Shape::Preference;
        message.value.get(who).filter(|_| told)
    });
    for name in names {
        let Some(text) = name.text().filter(|text| !known.contains(&&**text)) else {
            continue;
        };
        let help = match meant(&text, known).or_else(|| nearest(&text, known.iter().copied())) {
            Some(near) => format!("write `{near}`"),
            None => format!("speakers are `{}`", known.join("`, `")),
        };
        report
            .error_at(name.place(), format!("{} is not a speaker", quote(&text)))
            .because("the reader fails here, or leaves the example out without an error")
            .help(help);
    }
}

/// The same speaker in the words of this reader.
fn meant(name: &str, known: &'static [&'static str]) -> Option<&'static str> {
    const SAME: [&[&str]; 4] = [
        &["human", "user"],
        &["gpt", "assistant", "model", "bot", "chatgpt", "ai"],
        &["observation", "tool", "function_response", "ipython"],
        &["function_call", "tool_call"],
    ];
    let name = name.to_ascii_lowercase();
    let same = SAME.iter().find(|same| same.contains(&&*name))?;
    known.iter().copied().find(|known| same.contains(known))
}
