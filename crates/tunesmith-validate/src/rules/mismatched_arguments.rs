//! The arguments of a call fit what its function declares: members that are required are there, values are of the declared types. Other
//! keywords of a schema are not looked at, nor alternatives and references. Arguments that can not be read are the business of
//! `malformed-tool-call`.
//!
//! Invariant: what a record costs is limited, however many calls are compared with however large a schema.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tunesmith_core::Severity;

use crate::conversation::{Conversation, Message};
use crate::json::{Kind, Place, Value, parse};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "mismatched-arguments",
    summary: "the arguments of a call do not fit the parameters its function declares",
    page: include_str!("../../rules/mismatched-arguments.md"),
    group: Group::Tools,
    severity: Severity::Warning,
    since: "0.2.0",
    check: Check::EachChat(check),
};

/// How many findings a record may have: more would say the same.
const MOST_FINDINGS: usize = 20;
/// How many members of values and schemas are looked at in a record.
const MOST_STEPS: usize = 1 << 20;

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    let acts = |message: &Message<'_>| {
        message.calls().next().is_some() || message.value.get_some("function_call").is_some()
    };
    if !conversation.all_messages().any(acts) {
        return;
    }
    let declared = declared(conversation);
    if declared.is_empty() {
        return;
    }
    let mut left = Left {
        findings: MOST_FINDINGS,
        steps: MOST_STEPS,
    };
    for message in conversation.all_messages() {
        let calls = message
            .calls()
            .filter_map(|call| call.value.get("function"));
        for function in calls.chain(message.value.get_some("function_call")) {
            let name = function.get("name").and_then(Value::text);
            let schema = name.and_then(|name| declared.get(&name).copied().flatten());
            if left.findings == 0 || left.steps == 0 {
                return;
            }
            if let (Some(schema), Some(arguments)) = (schema, function.get("arguments")) {
                check_arguments(arguments, schema, &mut left, report);
            }
        }
    }
}

/// How much may still be done for the record.
struct Left {
    findings: usize,
    steps: usize,
}

/// The parameters of each function; nothing where it is declared twice, as then they are not certain.
fn declared<'a>(conversation: &Conversation<'a>) -> BTreeMap<Cow<'a, str>, Option<Value<'a>>> {
    let list = |list: Option<Value<'a>>| {
        let list = list.filter(|list| list.kind() == Kind::Array);
        list.into_iter().flat_map(Value::children)
    };
    let tools = list(conversation.tools).filter_map(|tool| tool.get("function"));
    let functions = list(conversation.root.get("functions"));
    let mut declared = BTreeMap::new();
    for function in tools.chain(functions) {
        if let Some(name) = function.get("name").and_then(Value::text) {
            declared
                .entry(name)
                .and_modify(|parameters| *parameters = None)
                .or_insert_with(|| function.get_some("parameters"));
        }
    }
    declared
}

fn check_arguments(
    arguments: Value<'_>,
    schema: Value<'_>,
    left: &mut Left,
    report: &mut Report<'_>,
) {
    match arguments.text() {
        None => compare(arguments, schema, |value| value.place(), left, report),
        Some(text) => {
            let parsed = parse(text.as_bytes());
            let root = parsed.tree.root(text.as_bytes());
            if let Some(root) = root.filter(|_| parsed.errors.is_empty()) {
                let place = |value: Value<'_>| {
                    let range = value.range();
                    arguments.place_in_text(range.start as usize..range.end as usize)
                };
                compare(root, schema, place, left, report);
            }
        }
    }
}

/// Compares arguments with their schema, and what is in them with the schemas inside. `place` says where a value stands in the record.
fn compare(
    root: Value<'_>,
    schema: Value<'_>,
    place: impl Fn(Value<'_>) -> Place,
    left: &mut Left,
    report: &mut Report<'_>,
) {
    if root.kind() != Kind::Object {
        return;
    }
    let start = root.place().pointer.len();
    let pointer = |value: Value<'_>| value.place().pointer.split_off(start);
    let mut open = vec![(root, schema)];
    while let Some((value, schema)) = open.pop() {
        // Why: the type of the root is the business of `malformed-tool`.
        let wanted = wanted_type(value, schema).filter(|_| value.range() != root.range());
        if let Some(wanted) = wanted {
            let found = match value.kind() {
                Kind::Number if wanted == "an integer" => "a fraction",
                kind => kind.noun(),
            };
            let what = quote(&pointer(value));
            report
                .warning_at(place(value), format!("{what} is {found}, not {wanted}"))
                .because("the model learns to call the function as it can not be called")
                .help("write a value of the declared type, or correct the declaration")
                .related(schema.place(), "declared here");
            left.findings -= 1;
        } else {
            for (name, declared) in open_inner(value, schema, &mut open, left) {
                let lacks = match pointer(value) {
                    root if root.is_empty() => "the arguments lack".to_owned(),
                    inner => format!("{} lacks", quote(&inner)),
                };
                report
                    .warning_at(place(value), format!("{lacks} {}", quote(&name)))
                    .because(
                        "the function declares it as required; the model learns to leave it out",
                    )
                    .help("add it, or take it out of `required`")
                    .related(declared.place(), "declared here");
                left.findings -= 1;
            }
        }
        if left.findings == 0 || left.steps == 0 {
            return;
        }
    }
}

/// Adds what is in the value, each with its schema, to what is still to be compared. Returns the required members it lacks.
fn open_inner<'a, 's>(
    value: Value<'a>,
    schema: Value<'s>,
    open: &mut Vec<(Value<'a>, Value<'s>)>,
    left: &mut Left,
) -> Vec<(Cow<'s, str>, Value<'s>)> {
    let before = open.len();
    let inner = |key: &str, kind: Kind| schema.get(key).filter(|inner| inner.kind() == kind);
    if value.kind() == Kind::Array {
        if let Some(items) = inner("items", Kind::Object) {
            open.extend(value.children().map(|item| (item, items)));
        }
        left.steps = left.steps.saturating_sub(open.len() - before);
        return Vec::new();
    }
    if value.kind() != Kind::Object {
        return Vec::new();
    }
    let members: BTreeMap<_, _> = value
        .children()
        .map(|member| (member.key(), member))
        .collect();
    let required = inner("required", Kind::Array).into_iter();
    let required: BTreeMap<_, _> = required
        .flat_map(Value::children)
        .filter_map(|name| Some((name.text()?, name)))
        .collect();
    let properties = inner("properties", Kind::Object).into_iter();
    let properties: BTreeMap<_, _> = properties
        .flat_map(Value::children)
        .map(|schema| (schema.key(), schema))
        .collect();
    let steps = members.len() + required.len() + properties.len();
    left.steps = left.steps.saturating_sub(steps);
    for (name, member) in value.children().map(|member| (member.key(), member)) {
        // Why: `null` for something that may be left out is a way to leave it out.
        let absent = member.is_null() && !required.contains_key(&name);
        if let Some(schema) = properties.get(&name).filter(|_| !absent) {
            open.push((member, *schema));
        }
    }
    // Why: the last is looked at first, and findings are wanted in the order of the text.
    open[before..].reverse();
    let lacking = required.into_iter();
    let lacking = lacking.filter(|(name, _)| !members.contains_key(name));
    lacking.take(left.findings).collect()
}

/// The words for the type the schema wants, if the value is of another.
fn wanted_type(value: Value<'_>, schema: Value<'_>) -> Option<String> {
    let kind = schema.get("type")?;
    let nullable = schema
        .get("nullable")
        .is_some_and(|value| value.raw() == b"true");
    if nullable && value.is_null() {
        return None;
    }
    let names: Vec<_> = match kind.kind() {
        Kind::Array => kind.children().map(Value::text).collect(),
        _ => vec![kind.text()],
    };
    let mut wanted = Vec::new();
    for name in names {
        // A type nobody knows is the business of `malformed-tool`.
        let (noun, fits) = fits(value, &name?)?;
        if fits {
            return None;
        }
        wanted.push(noun);
    }
    (!wanted.is_empty()).then(|| wanted.join(" or "))
}

/// The words for a type, and whether the value is of it.
fn fits(value: Value<'_>, name: &str) -> Option<(&'static str, bool)> {
    let kind = match name {
        "string" => Kind::String,
        "number" => Kind::Number,
        "boolean" => Kind::Bool,
        "object" => Kind::Object,
        "array" => Kind::Array,
        "null" => Kind::Null,
        "integer" => {
            return Some((
                "an integer",
                value.kind() == Kind::Number && !is_fraction(value),
            ));
        }
        _ => return None,
    };
    Some((kind.noun(), value.kind() == kind))
}

/// Whether digits other than 0 follow the point; a number with an exponent is given the benefit of the doubt.
fn is_fraction(value: Value<'_>) -> bool {
    let raw = value.raw();
    let point = raw.iter().position(|byte| *byte == b'.');
    let exponent = raw.iter().any(|byte| matches!(byte, b'e' | b'E'));
    point.is_some_and(|point| !exponent && raw[point + 1..].iter().any(|digit| *digit != b'0'))
}

#[cfg(test)]
mod tests {
    use crate::{RuleSettings, check_line, profile};

    fn found(parameters: &str, arguments: &str) -> Vec<String> {
        let arguments = serde_json::to_string(arguments).unwrap();
        let line = format!(
            r#"{{"messages":[{{"role":"user","content":"q"}},{{"role":"assistant","tool_calls":[{{"id":"c","type":"function","function":{{"name":"f","arguments":{arguments}}}}}]}}],"tools":[{{"type":"function","function":{{"name":"f","parameters":{parameters}}}}}]}}"#
        );
        let only = RuleSettings::only(&["mismatched-arguments"]).unwrap();
        let found = check_line(profile("openai").unwrap(), &only, line.as_bytes());
        found.into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn compares_what_is_inside() {
        let list = r#"{"type":"object","properties":{"stops":{"type":"array","items":{"type":"object","properties":{"n":{"type":["integer","null"]}},"required":["n"]}}}}"#;
        let cases = [
            (list, r#"{"stops":[{"n":1},{"n":null},{"n":2.0}]}"#, vec![]),
            (
                list,
                r#"{"stops":[{"n":1},{}]}"#,
                vec!["`/stops/1` lacks `n`"],
            ),
            (
                list,
                r#"{"stops":[{"n":"1"}]}"#,
                vec!["`/stops/0/n` is a string, not an integer or null"],
            ),
            (list, r#"{"stops":null}"#, vec![]),
            (
                r#"{"properties":{"a":{"type":"text"}}}"#,
                r#"{"a":1}"#,
                vec![],
            ),
            (
                r#"{"properties":{"a":{"type":"string","nullable":true}},"required":["a"]}"#,
                r#"{"a":null}"#,
                vec![],
            ),
            (
                r#"{"properties":{"a":{"type":"string"}},"required":["a"]}"#,
                r#"{"a":null}"#,
                vec!["`/a` is null, not a string"],
            ),
            (
                r#"{"required":["a","b"]}"#,
                "{}",
                vec!["the arguments lack `a`", "the arguments lack `b`"],
            ),
            (r#"{"required":["a"]}"#, "no JSON", vec![]),
        ];
        for (parameters, arguments, expected) in cases {
            assert_eq!(
                found(parameters, arguments),
                expected,
                "{parameters} {arguments}"
            );
        }
    }

    #[test]
    fn says_only_so_much() {
        let names: Vec<String> = (0..100).map(|number| format!("\"p{number}\"")).collect();
        let parameters = format!(r#"{{"required":[{}]}}"#, names.join(","));
        assert_eq!(found(&parameters, "{}").len(), super::MOST_FINDINGS);
    }
}
