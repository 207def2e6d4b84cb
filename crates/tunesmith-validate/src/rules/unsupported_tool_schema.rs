//! The parameters of a tool keep to the part of JSON Schema the provider takes. What is no JSON Schema is the business of `malformed-tool`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::json::{Kind, Value};
use crate::report::Report;
use crate::rule::{Check, Group, Rule};
use crate::schema::schemas;

pub(crate) static RULE: Rule = Rule {
    name: "unsupported-tool-schema",
    summary: "the parameters of a tool use a part of JSON Schema the provider was seen to refuse",
    page: include_str!("../../rules/unsupported-tool-schema.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let tools = conversation.tools.into_iter().flat_map(Value::children);
    for tool in tools {
        let function = tool.get("function");
        let Some(parameters) = function.and_then(|function| function.get("parameters")) else {
            continue;
        };
        for schema in schemas(parameters) {
            check_schema(schema, report);
        }
    }
}

fn check_schema(schema: Value<'_>, report: &mut Report<'_>) {
    for (before, member) in schema.children_and_before() {
        let (what, help, removable) = match (&*member.key(), member.kind()) {
            ("title", Kind::String) => ("a `title`", "remove the title", true),
            ("default", Kind::Null) => ("the default `null`", "remove the default", true),
            ("anyOf", Kind::Array) if member.children().any(is_null_type) => (
                "an `anyOf` with `null`",
                "write the one type and leave the property out of `required`",
                false,
            ),
            _ => continue,
        };
        let draft = report
            .warning_at(member.key_place(), format!("this schema has {what}"))
            .because("a job was refused with `contains invalid schema` over such schemas")
            .help(help);
        if removable {
            draft.safe_fix(help, vec![(member.removal(before), String::new())]);
        }
    }
}

fn is_null_type(schema: Value<'_>) -> bool {
    let kind = schema.get("type").and_then(Value::text);
    kind.as_deref() == Some("null")
}
