//! Each message says who speaks, in a word the provider knows.

use tunesmith_core::{Role, Severity};

use crate::conversation::{Conversation, Message};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::settings::nearest;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-role",
    summary: "the role of a message is missing or unknown",
    page: include_str!("../../rules/unknown-role.md"),
    group: Group::Roles,
    severity: Severity::Error,
    since: "0.1.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let differs =
        |message: &Message<'_>| message.is(&Role::Developer) || message.is(&Role::Function);
    let messages = &conversation.messages;
    // Why: asked once, as it looks at the whole record.
    let takes = report.profile.takes("openai-reinforcement");
    let reinforcement = takes && messages.iter().any(differs) && conversation.is_reinforcement();
    for message in conversation
        .messages
        .iter()
        .filter(|message| message.is_object())
    {
        check_message(message, reinforcement, report);
    }
}

fn check_message(message: &Message<'_>, reinforcement: bool, report: &mut Report<'_>) {
    let known = report.profile.limits.roles;
    let list = || format!("roles are `{}`", known.join("`, `"));
    let Some(role) = message.value.get("role") else {
        let help = if message.value.get("from").is_some() {
            "this is ShareGPT: `from` and `value` become `role` and `content`".to_owned()
        } else {
            format!("say who speaks; {}", list())
        };
        let because = if report.profile.speaks_openai() {
            "the job fails with `Example 100, message 2 Discriminator 'role' is missing in value`"
        } else {
            "the provider chooses the shape of a message by its role"
        };
        report
            .error_at(message.value.place(), "this message has no role")
            .because(because)
            .help(help);
        return;
    };
    let Some(name) = role.text() else {
        let what = role.kind().noun();
        report
            .error_at(role.place(), format!("the role is {what}, not a string"))
            .because("the provider chooses the shape of a message by its role")
            .help(list());
        return;
    };
    if name == "function" && reinforcement && known.contains(&"function") {
        report
            .error_at(
                role.place(),
                "`function` is not a role of a record for reinforcement",
            )
            .because("its schema has `developer`, `user`, `assistant` and `tool`")
            .help("call tools with `tool_calls` and answer them with `tool` messages");
        return;
    }
    if known.contains(&&*name) || name == "developer" && reinforcement {
        return;
    }
    if name == "developer" && report.profile.takes("openai-reinforcement") {
        report
            .warning_at(role.place(), "`developer` is not a role of the fine-tuning schema")
            .because("the chat API and reinforcement fine-tuning take it; supervised fine-tuning documents `system` only")
            .help("write `system`");
        return;
    }
    let help = match meant(&name).or_else(|| nearest(&name, known.iter().copied())) {
        Some(near) => format!("write `{near}`"),
        None => list(),
    };
    report
        .error_at(role.place(), format!("{} is not a role", quote(&name)))
        .because("the provider chooses the shape of a message by its role and refuses the others")
        .help(help);
}

/// What other formats call a role.
fn meant(name: &str) -> Option<&'static str> {
    match name.to_ascii_lowercase().as_str() {
        "human" | "person" | "customer" | "prompter" => Some("user"),
        "gpt" | "bot" | "model" | "ai" | "chatbot" | "chatgpt" | "llm" | "agent" => {
            Some("assistant")
        }
        "developer" => Some("system"),
        "observation" | "ipython" | "tool_result" | "tool_response" | "function_response" => {
            Some("tool")
        }
        "instruction" | "context" => Some("system"),
        _ => None,
    }
}
