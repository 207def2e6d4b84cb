//! Reads the model's answers and says what is wrong with them, in words that go back to the model.

use serde_json::Value;

use crate::plan::{Case, Plan};
use crate::prompt::{is_shown, prefix, result_keys};
use crate::{Call, Written};
use tunesmith_structured::Words;
use tunesmith_structured::schema::check;
use tunesmith_structured::{Field, Kind, NUMBER_WORDS, insert};

/// Most characters of a message or answer.
const LONGEST: usize = 800;

/// The user's message and the calls that follow from it; for `none` and `clarify` the answer instead.
pub(crate) fn written(plan: &Plan, answer: &Value) -> Result<Written, String> {
    let message = text(answer, "user_message")?;
    if message.split_whitespace().count() < 2 {
        return Err("`user_message` is no sentence".to_owned());
    }
    if message.contains('{')
        || plan
            .picks
            .iter()
            .any(|pick| pick.tool.name.contains('_') && message.contains(&pick.tool.name))
    {
        return Err(
            "`user_message` must be what a person writes, without names of tools or JSON"
                .to_owned(),
        );
    }
    let mut said = Words::default();
    said.add(&message);
    let mut calls = Vec::new();
    for (at, pick) in plan.picks.iter().enumerate() {
        let mut arguments = pick.fixed_arguments();
        let linked = plan.link.as_ref().filter(|_| at > 0).map(|(name, _)| name);
        for (name, value) in pick.fixed.iter().filter(|(name, _)| Some(name) != linked) {
            must_hold(&said, name, value)?;
        }
        for field in pick.fields() {
            let name = field.name();
            if plan
                .missing
                .as_ref()
                .is_some_and(|(missing, _)| *missing == name)
            {
                continue;
            }
            let value = value(&field, answer, &format!("{}{name}", prefix(plan, at)))?;
            if field.kind != Kind::Json {
                must_hold(&said, &name, &value)?;
            }
            insert(&mut arguments, &field.path, value);
        }
        let arguments = Value::Object(arguments);
        if plan.missing.is_none()
            && let Some(violation) = check(&pick.tool.parameters, &arguments).violations.first()
        {
            return Err(format!(
                "the arguments of {} are wrong: {}",
                pick.tool.name,
                violation.phrase()
            ));
        }
        calls.push(Call {
            name: pick.tool.name.clone(),
            arguments,
        });
    }
    check_calls(plan, &message, &calls)?;
    let mut written = Written {
        message,
        calls,
        answer: None,
    };
    if matches!(plan.case, Case::None | Case::Clarify) {
        let reply = text(answer, "answer")?;
        check_reply(plan, &written, &reply)?;
        written.answer = Some(reply);
        written.calls.clear();
    }
    Ok(written)
}

/// What the tools returned, one text for each, and the final answer.
pub(crate) fn finished(
    plan: &Plan,
    written: &Written,
    answer: &Value,
) -> Result<(Vec<String>, String), String> {
    let results: Vec<String> = result_keys(plan)
        .iter()
        .map(|key| text(answer, key))
        .collect::<Result<_, _>>()?;
    let reply = text(answer, "answer")?;
    if repeats(&written.message, &reply) {
        return Err("`answer` repeats the user's message".to_owned());
    }
    let mut known = Words::default();
    known.add(&plan.facts);
    known.add(&written.message);
    for call in &written.calls {
        known.add_value(&call.arguments);
    }
    let mut answered = Words::default();
    answered.add(&reply);
    for result in &results {
        known.add(result);
        if !result
            .split(|it: char| !it.is_alphanumeric())
            .any(|word| word.len() > 1 && answered.hold(word))
        {
            return Err(format!(
                "`answer` says nothing of what the tool returned: {result}"
            ));
        }
    }
    let number = |word: &&str| {
        word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() && !known.hold(word)
    };
    if let Some(number) = reply.split(|it: char| !it.is_alphanumeric()).find(number) {
        return Err(format!(
            "`answer` has the number {number}, which no tool returned"
        ));
    }
    Ok((results, reply))
}

/// One stands in the other.
fn repeats(message: &str, answer: &str) -> bool {
    message.contains(answer) || (answer.contains(message) && answer.len() < 2 * message.len())
}

fn text(answer: &Value, key: &str) -> Result<String, String> {
    let text = answer.get(key).and_then(Value::as_str).map(str::trim);
    match text {
        None => Err(format!("there is no text `{key}`")),
        Some("") => Err(format!("`{key}` is empty")),
        Some(text) if text.chars().count() > LONGEST => {
            Err(format!("`{key}` has more than {LONGEST} characters"))
        }
        Some(text) if matches!(key, "user_message" | "answer") && is_shown(text) => {
            Err(format!("`{key}` copies a shown answer; write another one"))
        }
        Some(text) => Ok(text.to_owned()),
    }
}

fn value(field: &Field, answer: &Value, key: &str) -> Result<Value, String> {
    let value = field.value(&text(answer, key)?)?;
    // Why: a list is judged with its tool's whole schema; a plain value is told with its own name.
    match check(&field.schema, &value).violations.first() {
        Some(violation) => Err(format!("`{key}` {}", violation.phrase())),
        None => Ok(value),
    }
}

/// The message must say the value: texts by their words, numbers by digits or word, a yes by the argument's name.
fn must_hold(said: &Words, name: &str, value: &Value) -> Result<(), String> {
    let holds = match value {
        Value::String(text) => {
            let dated =
                text.bytes().filter(u8::is_ascii_digit).count() >= 4 && text.contains(['-', ':']);
            // Why: "on 14 May" says 2026-05-14; the year alone does not.
            let any_part = || {
                text.split(|it: char| !it.is_alphanumeric())
                    .any(|part| (1..=2).contains(&part.len()) && said.hold(part))
            };
            if dated { any_part() } else { said.hold(text) }
        }
        Value::Number(number) => {
            let word = number
                .as_u64()
                .and_then(|it| NUMBER_WORDS.get(usize::try_from(it).ok()?));
            said.hold(&number.to_string()) || word.is_some_and(|word| said.hold(word))
        }
        // A yes must be said in some way; nobody has to say what he does not want.
        Value::Bool(true) => name
            .split(['_', '-'])
            .any(|word| word.len() > 2 && said.hold(word)),
        Value::Array(items) => {
            return items
                .iter()
                .try_for_each(|item| must_hold(said, name, item));
        }
        _ => true,
    };
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    if holds {
        Ok(())
    } else {
        Err(format!(
            "`user_message` does not say that {name} is {shown}"
        ))
    }
}

fn check_calls(plan: &Plan, message: &str, calls: &[Call]) -> Result<(), String> {
    if let [first, second] = calls
        && first == second
    {
        return Err("both calls are the same; choose other values for the second".to_owned());
    }
    if let Some((name, value)) = &plan.link {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        if message.contains(&value) {
            return Err(format!(
                "`user_message` must not say the {name}; a tool finds it"
            ));
        }
    }
    Ok(())
}

fn check_reply(plan: &Plan, written: &Written, reply: &str) -> Result<(), String> {
    if repeats(&written.message, reply) {
        return Err("`answer` repeats the user's message".to_owned());
    }
    let mut said = Words::default();
    said.add(&written.message);
    let Some((name, purpose)) = &plan.missing else {
        let named = plan
            .other
            .split_whitespace()
            .any(|word| word.len() > 3 && said.hold(word));
        return if named {
            Ok(())
        } else {
            Err(format!("`user_message` does not ask for {}", plan.other))
        };
    };
    if !reply.contains('?') {
        return Err(format!(
            "`answer` must ask for what was not said: {purpose}"
        ));
    }
    let mut asked = Words::default();
    asked.add(reply);
    let told = format!("{} {purpose}", name.replace('_', " "));
    if !told
        .split_whitespace()
        .any(|word| word.len() > 2 && asked.hold(word))
    {
        return Err(format!(
            "`answer` does not ask for what was not said: {purpose}"
        ));
    }
    let mut given = Words::default();
    for call in &written.calls {
        given.add_value(&call.arguments);
    }
    match told_value(&written.message, &given) {
        Some(word) => Err(format!(
            "`user_message` says \"{word}\", but {purpose} must not be said"
        )),
        None => Ok(()),
    }
}

/// A word that looks like a value nobody was to give: a number, or a name inside a sentence.
fn told_value(message: &str, given: &Words) -> Option<String> {
    let mut starts = true;
    for word in message.split_whitespace() {
        let plain = word.trim_matches(|it: char| !it.is_alphanumeric());
        let name = !starts
            && plain.chars().next().is_some_and(char::is_uppercase)
            && plain != "I"
            && !plain.starts_with("I'");
        let number = plain.contains(|it: char| it.is_ascii_digit());
        if (name || number) && !given.hold(plain) {
            return Some(plain.to_owned());
        }
        starts = word.ends_with(['.', '!', '?', ':']);
    }
    None
}
