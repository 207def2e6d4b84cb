//! A declared tool has a type, a name and parameters in the form of a JSON Schema. What names may be is the business of `malformed-name`.

use tunesmith_core::Severity;

use crate::conversation::Conversation;
use crate::draft7::{Defect, TYPES, defects};
use crate::json::{Kind, Value};
use crate::quote::quote;
use crate::report::Report;
use crate::rule::{Check, Group, Rule};

pub(crate) static RULE: Rule = Rule {
    name: "malformed-tool",
    summary: "a tool is not declared in the shape the provider wants",
    page: include_str!("../../rules/malformed-tool.md"),
    group: Group::Tools,
    severity: Severity::Error,
    since: "0.2.0",
    check: Check::EachChat(check),
};

const SHAPE: &str = r#"a tool is `{"type":"function","function":{"name":"…","description":"…","parameters":{"type":"object","properties":{…}}}}`"#;
const BECAUSE: &str = "the provider reads tools by a fixed schema";

fn check(conversation: &Conversation<'_>, report: &mut Report<'_>) {
    check_nulls(conversation.root, report);
    // Why: an empty list of tools is no defect. The schema asks for none, and it gives all records the same keys.
    if let Some(tools) = conversation.tools.and_then(|tools| list(tools, report)) {
        for tool in tools.children() {
            check_tool(tool, report);
        }
    }
    let parallel = conversation.root.get_some("parallel_tool_calls");
    if let Some(parallel) = parallel.filter(|value| value.kind() != Kind::Bool) {
        let what = parallel.kind().noun();
        report
            .error_at(
                parallel.place(),
                format!("`parallel_tool_calls` is {what}, not a boolean"),
            )
            .because(BECAUSE)
            .help("write `true` or `false`, or remove it");
    }
    let functions = conversation.root.get_some("functions");
    // Where `functions` is not read, that is the business of `unknown-key`.
    let functions = functions.filter(|_| report.profile.limits.record_keys.contains(&"functions"));
    if let Some(functions) = functions.and_then(|functions| list(functions, report)) {
        if functions.is_empty() {
            report
                .error_at(functions.place(), "`functions` is an empty list")
                .because("the schema wants 1 to 128 functions")
                .help("leave `functions` out, or declare the functions");
        }
        for function in functions.children() {
            if is_object(function, "this function", report) {
                check_function(function, report);
            }
        }
    }
}

/// Keys that are there and say `null`, where that is no value they may have.
fn check_nulls(root: Value<'_>, report: &mut Report<'_>) {
    if !report.profile.limits.strict_nulls {
        return;
    }
    for (before, member) in root.children_and_before() {
        let key = member.key();
        if !member.is_null() || !matches!(&*key, "tools" | "functions" | "parallel_tool_calls") {
            continue;
        }
        report
            .warning_at(member.place(), format!("`{key}` is null"))
            .because(
                "the schema has no `null` here; a provider that keeps to it refuses the record",
            )
            .help(format!("leave `{key}` out"))
            .safe_fix(
                format!("remove `{key}`"),
                vec![(member.removal(before), String::new())],
            );
    }
}

fn list<'a>(value: Value<'a>, report: &mut Report<'_>) -> Option<Value<'a>> {
    if value.kind() == Kind::Array {
        return Some(value);
    }
    let message = format!("`{}` is {}, not a list", value.key(), value.kind().noun());
    report
        .error_at(value.place(), message)
        .because(BECAUSE)
        .help("write a list of tools, as objects and not as text");
    None
}

fn is_object(value: Value<'_>, what: &str, report: &mut Report<'_>) -> bool {
    let object = value.kind() == Kind::Object;
    if !object {
        let message = format!("{what} is {}, not an object", value.kind().noun());
        report
            .error_at(value.place(), message)
            .because(BECAUSE)
            .help(SHAPE);
    }
    object
}

fn check_tool(tool: Value<'_>, report: &mut Report<'_>) {
    if !is_object(tool, "this tool", report) {
        return;
    }
    let kind = tool.get("type");
    if report.profile.limits.typed_tools
        && kind.and_then(Value::text).as_deref() != Some("function")
    {
        let (place, message) = match kind {
            None => (tool.place(), "this tool has no `type`".to_owned()),
            Some(kind) => {
                let found = quote(&String::from_utf8_lossy(kind.raw()));
                (kind.place(), format!("{found} is not a type of tool"))
            }
        };
        let draft = report
            .error_at(place, message)
            .because(BECAUSE)
            .help(r#"write `"type":"function"`"#);
        let start = tool.place().bytes.start + 1;
        if kind.is_none() && tool.get("function").is_some() {
            let edit = (start..start, r#""type":"function","#.to_owned());
            draft.safe_fix("add the type", vec![edit]);
        }
    }
    let Some(function) = tool.get("function") else {
        if kind.is_some_and(|kind| kind.text().as_deref() != Some("function")) {
            return;
        }
        let help = match tool.get("name") {
            Some(_) => "put `name`, `description` and `parameters` into an object under `function`",
            None => SHAPE,
        };
        report
            .error_at(tool.place(), "this tool has no `function`")
            .because(BECAUSE)
            .help(help);
        return;
    };
    if is_object(function, "`function` of this tool", report) {
        check_function(function, report);
    }
}

fn check_function(function: Value<'_>, report: &mut Report<'_>) {
    for key in report.profile.limits.function_keys {
        if function.get(key).is_none() {
            report
                .error_at(function.place(), format!("this function has no `{key}`"))
                .because(BECAUSE)
                .help(SHAPE);
        }
    }
    for key in ["name", "description"] {
        let value = function.get(key);
        let wrong = match value.map(|value| (value.kind(), value.raw())) {
            Some((Kind::String, b"\"\"")) if key == "name" => "empty",
            None | Some((Kind::String, _)) => continue,
            Some((kind, _)) => kind.noun(),
        };
        let place = value.map_or_else(|| function.place(), Value::place);
        let message = if wrong == "empty" {
            format!("`{key}` of this function is empty")
        } else {
            format!("`{key}` of this function is {wrong}, not a string")
        };
        report.error_at(place, message).because(BECAUSE).help(SHAPE);
    }
    if let Some(parameters) = function.get("parameters") {
        check_parameters(parameters, report);
    }
}

fn check_parameters(parameters: Value<'_>, report: &mut Report<'_>) {
    if parameters.kind() != Kind::Object {
        let what = parameters.kind().noun();
        report
            .error_at(
                parameters.place(),
                format!("`parameters` is {what}, not an object"),
            )
            .because(BECAUSE)
            .help(r#"write a JSON Schema; without parameters it is `{"type":"object","properties":{}}`"#);
        return;
    }
    let root = parameters.get("type").and_then(Value::text);
    if root.is_some_and(|root| root != "object" && TYPES.contains(&&*root)) {
        report
            .error_at(
                parameters.place(),
                "the type of the parameters is not `object`",
            )
            .because("arguments are an object: each has a name")
            .help(r#"write `{"type":"object","properties":{…}}`"#);
    }
    defects(parameters, |defect| check_schema(&defect, report));
}

/// Says what is wrong with a schema; how bad that is depends on whether the provider checks it.
fn check_schema(defect: &Defect<'_>, report: &mut Report<'_>) {
    let place = defect.value.place();
    let refused = report.profile.limits.draft7_schemas && defect.certain;
    let draft = if refused || defect.value.key() == "properties" {
        report.error_at(place, &*defect.message)
    } else {
        report.warning_at(place, &*defect.message)
    };
    let because = if refused {
        "the schema is checked against Draft 7 of JSON Schema: `Invalid tool schema: …`"
    } else {
        "it is no JSON Schema, so nobody knows what the arguments are"
    };
    draft.because(because).help(defect.help.clone());
    if let Some(meant) = defect.meant {
        let edit = (defect.value.place().bytes, format!("\"{meant}\""));
        draft.safe_fix(format!("write `{meant}`"), vec![edit]);
    }
}
