//! The calls the metadata expects against the calls that were made, in any order.

use serde_json::{Map, Value};
use tunesmith_plugin_sdk::Example;
use tunesmith_plugin_sdk::Finding;

use crate::conversation::{Arguments, Call};
use crate::finding::finding;
use crate::tools::Tools;
use tunesmith_structured::schema::{canonical, shown};

/// What the metadata says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expected {
    /// Nothing.
    Unsaid,
    /// These calls; none at all if the list is empty.
    Calls(Vec<Wanted>),
    /// At least so many calls.
    AtLeast(usize),
}

/// One expected call.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    name: String,
    /// `None`: any arguments will do.
    arguments: Option<Value>,
}

impl Expected {
    pub(crate) fn of(example: &Example) -> Result<Self, String> {
        let case = example.metadata("case").and_then(Value::as_str);
        match example.metadata("expected_calls") {
            Some(Value::Array(list)) => list
                .iter()
                .map(wanted)
                .collect::<Result<_, _>>()
                .map(Self::Calls),
            None | Some(Value::Null) => Ok(match case {
                Some("none" | "clarify") => Self::Calls(Vec::new()),
                Some("single") => Self::AtLeast(1),
                Some("parallel" | "multi-step") => Self::AtLeast(2),
                _ => Self::Unsaid,
            }),
            Some(_) => Err("the metadata's `expected_calls` is no list".to_owned()),
        }
    }
}

fn wanted(value: &Value) -> Result<Wanted, String> {
    let function = value.get("function").unwrap_or(value);
    let name = function.get("name").and_then(Value::as_str);
    let name = name
        .ok_or("an item of the metadata's `expected_calls` has no `name`")?
        .to_owned();
    let arguments = match function.get("arguments") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(serde_json::from_str(text).map_err(|error| {
            format!("the metadata's expected arguments of `{name}` are no JSON: {error}")
        })?),
        Some(value) => Some(value.clone()),
    };
    Ok(Wanted { name, arguments })
}

/// Compares; the result is how many expected calls were made just so.
pub(crate) fn check(
    expected: &Expected,
    calls: &[&Call],
    tools: &Tools,
    loose: bool,
    found: &mut Vec<Finding>,
) -> usize {
    let wanted = match expected {
        Expected::Unsaid => return 0,
        Expected::AtLeast(least) => {
            if calls.len() < *least {
                found.push(finding(
                    "missing-call",
                    format!(
                        "the case needs {least} calls or more, {} were made",
                        calls.len()
                    ),
                ));
            }
            return calls.len().min(*least);
        }
        Expected::Calls(wanted) => wanted,
    };
    let mut left: Vec<(&Call, Option<String>)> = calls
        .iter()
        .map(|call| (*call, made(call, tools, loose)))
        .collect();
    let mut missing = Vec::new();
    let mut matched = 0;
    // Why: calls with given arguments choose first, those with any arguments take what is left.
    let (exact, any): (Vec<&Wanted>, Vec<&Wanted>) =
        wanted.iter().partition(|it| it.arguments.is_some());
    for want in exact.into_iter().chain(any) {
        let text = want
            .arguments
            .as_ref()
            .map(|it| comparable(it, &want.name, tools, loose));
        let fits = |(call, made): &(&Call, Option<String>)| {
            call.name == want.name && (text.is_none() || text == *made)
        };
        match left.iter().position(fits) {
            Some(at) => {
                left.remove(at);
                matched += 1;
            }
            None => missing.push(want),
        }
    }
    for want in missing {
        match left.iter().position(|(call, _)| call.name == want.name) {
            Some(at) => {
                let (call, _) = left.remove(at);
                found.push(finding("wrong-call", difference(call, want, loose)));
            }
            None => found.push(finding(
                "missing-call",
                format!("a call of `{}` was expected and not made", want.name),
            )),
        }
    }
    for (call, _) in left {
        let place = call.message + 1;
        let words = if wanted.is_empty() {
            format!(
                "message {place} calls `{}` where no call was expected",
                call.name
            )
        } else {
            format!(
                "message {place} calls `{}`, which was not expected",
                call.name
            )
        };
        found.push(finding("unexpected-call", words));
    }
    matched
}

fn made(call: &Call, tools: &Tools, loose: bool) -> Option<String> {
    match &call.arguments {
        Arguments::Object(object) => Some(comparable(object, &call.name, tools, loose)),
        Arguments::Bad(_) => None,
    }
}

/// One text for arguments that mean the same: defaults left out, and if loose, case and outer spaces too.
fn comparable(arguments: &Value, name: &str, tools: &Tools, loose: bool) -> String {
    let parameters = tools.named(name).and_then(|tool| tool.parameters.as_ref());
    let Value::Object(members) = arguments else {
        return canonical(arguments);
    };
    let is_default = |member: &str, value: &Value| {
        let default = parameters.and_then(|it| it.get("properties")?.get(member)?.get("default"));
        default.is_some_and(|default| canonical(default) == canonical(value))
    };
    let kept: Map<String, Value> = members
        .iter()
        .filter(|(member, value)| !is_default(member, value))
        .map(|(member, value)| (member.clone(), value.clone()))
        .collect();
    let kept = Value::Object(kept);
    comparable_value(&kept, loose)
}

fn comparable_value(value: &Value, loose: bool) -> String {
    if loose {
        canonical(&loosened(value))
    } else {
        canonical(value)
    }
}

/// Strings without outer spaces and in lower case.
fn loosened(value: &Value) -> Value {
    match value {
        Value::String(text) => text.trim().to_lowercase().into(),
        Value::Array(items) => items.iter().map(loosened).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), loosened(member)))
            .collect(),
        _ => value.clone(),
    }
}

fn difference(call: &Call, want: &Wanted, loose: bool) -> String {
    let place = call.message + 1;
    let nothing = Map::new();
    let (Arguments::Object(Value::Object(made)), Some(wanted)) = (&call.arguments, &want.arguments)
    else {
        return format!(
            "message {place} calls `{}` with other arguments than expected",
            call.name
        );
    };
    let wanted = wanted.as_object().unwrap_or(&nothing);
    for (name, value) in wanted {
        match made.get(name) {
            None => {
                return format!(
                    "message {place}: the call of `{}` lacks /{name}, {} was expected",
                    call.name,
                    shown(value)
                );
            }
            Some(other) if comparable_value(other, loose) != comparable_value(value, loose) => {
                return format!(
                    "message {place}: the call of `{}` has {} at /{name}, {} was expected",
                    call.name,
                    shown(other),
                    shown(value)
                );
            }
            Some(_) => {}
        }
    }
    let extra = made.keys().find(|name| !wanted.contains_key(*name));
    format!(
        "message {place}: the call of `{}` has /{}, which was not expected",
        call.name,
        extra.map_or("", |name| name.as_str())
    )
}
