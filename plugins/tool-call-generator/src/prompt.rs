//! What the model is asked. Short on purpose: two shown answers of the same case do more for a small model than long instructions.

use serde_json::{Map, Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::plan::{Case, Pick, Plan};
use crate::settings::Settings;
use crate::{Call, Failure, State};

const WRITE: &str = "You invent users of an assistant with tools. Answer with a JSON object: a value for each argument, and `user_message`, \
                     what the user writes. The message says every value in the user's own words.";

const TALK: &str = "You invent users of an assistant with tools. Answer with a JSON object: `user_message` is what the user writes, \
                    `answer` is what the assistant replies.";

const FINISH: &str = "You play a tool and the assistant that called it. Answer with a JSON object: what the tool returns in a few words, \
                      and `answer`, in which the assistant tells the user what was returned and nothing else.";

/// What is shown, by case: briefs and answers.
const SHOTS: [(Case, &str, &str); 8] = [
    (
        Case::Single,
        "Tool: set_alarm (Sets an alarm)\ntime: when it rings like 09:30\nlabel: what it is for\nUser: brief",
        r#"{"time":"06:30","label":"gym","user_message":"Wake me at 06:30 for the gym."}"#,
    ),
    (
        Case::Single,
        "Tool: find_recipe (Finds a recipe)\ndish: name of the dish\npeople: how many eat, a whole number\ndiet = vegan\nUser: polite",
        r#"{"dish":"mushroom risotto","people":"4","user_message":"Could you find me a vegan recipe for mushroom risotto for 4 people, please?"}"#,
    ),
    (
        Case::Parallel,
        "Tool: set_alarm (Sets an alarm)\nfirst_time: when it rings like 09:30\nTool: set_alarm (Sets an alarm)\nsecond_time: when it rings like 09:30\nUser: plain",
        r#"{"first_time":"06:30","second_time":"07:15","user_message":"Set one alarm for 06:30 and another one for 07:15."}"#,
    ),
    (
        Case::Parallel,
        "Tool: find_recipe (Finds a recipe)\nfirst_dish: name of the dish\nTool: add_note (Saves a note)\nsecond_text: the note\nUser: hurried",
        r#"{"first_dish":"pancakes","second_text":"buy maple syrup","user_message":"Find a recipe for pancakes and note down buy maple syrup!"}"#,
    ),
    (
        Case::MultiStep,
        "Tool: find_note (Finds a note)\nfirst_topic: what the note is about\nTool: delete_note (Deletes a note)\nUser: plain",
        r#"{"first_topic":"garden party","user_message":"Please find my note about the garden party and delete it."}"#,
    ),
    (
        Case::MultiStep,
        "Tool: find_pupil (Finds a pupil)\nfirst_name: name of the pupil\nTool: add_grade (Adds a grade)\nsecond_grade: the grade, a whole number\nUser: brief",
        r#"{"first_name":"Tom Weaver","second_grade":"2","user_message":"Give Tom Weaver a grade 2."}"#,
    ),
    (
        Case::None,
        "The user wants: the capital of Peru\nUser: brief",
        r#"{"user_message":"What is the capital of Peru?","answer":"The capital of Peru is Lima."}"#,
    ),
    (
        Case::Clarify,
        "Tool: set_alarm (Sets an alarm)\nlabel: what it is for\nNot said: when it rings\nUser: plain",
        r#"{"label":"gym","user_message":"Please set an alarm for the gym.","answer":"When should the alarm for the gym ring?"}"#,
    ),
];

const FINISH_SHOTS: [(&str, &str); 2] = [
    (
        "User: Set an alarm at 06:30 for the gym.\nCall: set_alarm {\"time\":\"06:30\",\"label\":\"gym\"}",
        r#"{"result":"alarm set for 06:30, label gym","answer":"Your alarm for the gym is set for 06:30."}"#,
    ),
    (
        "User: Find a recipe for pancakes and one for risotto.\nCall: find_recipe {\"dish\":\"pancakes\"}\nCall: find_recipe {\"dish\":\"risotto\"}",
        r#"{"first_result":"Fluffy pancakes, 20 minutes","second_result":"Mushroom risotto, 45 minutes","answer":"I found Fluffy pancakes, which take 20 minutes, and Mushroom risotto, which takes 45 minutes."}"#,
    ),
];

/// Answers that are shown: weak models hand them back.
pub(crate) fn is_shown(text: &str) -> bool {
    let quoted = Value::from(text.trim()).to_string();
    let shown = SHOTS
        .iter()
        .map(|shot| shot.2)
        .chain(FINISH_SHOTS.iter().map(|shot| shot.1));
    shown.into_iter().any(|shot| shot.contains(&quoted))
}

/// `first_`, `second_`, or nothing for a case with one call.
pub(crate) fn prefix(plan: &Plan, at: usize) -> &'static str {
    match (plan.case, at) {
        (Case::Parallel | Case::MultiStep, 0) => "first_",
        (Case::Parallel | Case::MultiStep, _) => "second_",
        _ => "",
    }
}

/// The keys of the first answer, in order.
pub(crate) fn write_keys(plan: &Plan) -> Vec<String> {
    let missing = plan.missing.as_ref().map(|(name, _)| name);
    let picks = plan.picks.iter().enumerate();
    let fields = picks.flat_map(|(at, pick)| pick.asked.iter().map(move |name| (at, name)));
    let mut keys: Vec<String> = fields
        .filter(|(_, name)| Some(*name) != missing)
        .map(|(at, name)| format!("{}{name}", prefix(plan, at)))
        .collect();
    keys.push("user_message".to_owned());
    if matches!(plan.case, Case::None | Case::Clarify) {
        keys.push("answer".to_owned());
    }
    keys
}

/// The keys of the results the model writes.
pub(crate) fn result_keys(plan: &Plan) -> Vec<&'static str> {
    match plan.case {
        Case::Parallel => vec!["first_result", "second_result"],
        _ => vec!["result"],
    }
}

/// The next request.
pub(crate) fn request(settings: &Settings, state: &State) -> Request {
    let plan = &state.plan;
    let (label, system, shots, brief, keys) = match &state.written {
        None => {
            let system = if plan.case == Case::None { TALK } else { WRITE };
            let shots = SHOTS
                .iter()
                .filter(|shot| shot.0 == plan.case)
                .map(|shot| (shot.1, shot.2))
                .collect();
            ("write", system, shots, write_brief(plan), write_keys(plan))
        }
        Some(written) => {
            let mut keys: Vec<String> = result_keys(plan).into_iter().map(str::to_owned).collect();
            keys.push("answer".to_owned());
            let shot = FINISH_SHOTS[usize::from(plan.case == Case::Parallel)];
            (
                "finish",
                FINISH,
                vec![shot],
                finish_brief(plan, &written.message, &written.calls),
                keys,
            )
        }
    };
    let mut messages = vec![Message::new("system", system)];
    for (brief, answer) in shots {
        messages.push(Message::new("user", brief));
        messages.push(Message::new("assistant", answer));
    }
    messages.push(Message::new("user", brief));
    if let Some(Failure { answer, complaint }) = &state.failure {
        messages.push(Message::new("assistant", answer.as_str()));
        messages.push(Message::new(
            "user",
            format!("This can not be used: {complaint}. Write the JSON object again."),
        ));
    }
    Request {
        label: if state.failure.is_some() {
            format!("{label}-again")
        } else {
            label.to_owned()
        },
        messages,
        answer_schema: Some(answer_schema(&keys)),
        temperature: Some(settings.temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn write_brief(plan: &Plan) -> String {
    if plan.case == Case::None {
        return format!("The user wants: {}\nUser: {}", plan.other, plan.tone);
    }
    let mut lines = Vec::new();
    for (at, pick) in plan.picks.iter().enumerate() {
        lines.push(headline(pick));
        let missing = plan.missing.as_ref().map(|(name, _)| name);
        for field in pick
            .fields()
            .iter()
            .filter(|field| Some(&field.name()) != missing)
        {
            lines.push(format!(
                "{}{}: {}",
                prefix(plan, at),
                field.name(),
                field.purpose()
            ));
        }
        let linked = plan.link.as_ref().map(|(name, _)| name);
        for (name, value) in pick
            .fixed
            .iter()
            .filter(|(name, _)| at == 0 || Some(name) != linked)
        {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            lines.push(format!("{}{name} = {value}", prefix(plan, at)));
        }
    }
    if let Some((_, purpose)) = &plan.missing {
        lines.push(format!("Not said: {purpose}"));
    }
    lines.push(format!("User: {}", plan.tone));
    lines.join("\n")
}

fn headline(pick: &Pick) -> String {
    match pick.tool.description.as_str() {
        "" => format!("Tool: {}", pick.tool.name),
        description => format!("Tool: {} ({description})", pick.tool.name),
    }
}

fn finish_brief(plan: &Plan, message: &str, calls: &[Call]) -> String {
    let mut lines = Vec::new();
    if !plan.facts.is_empty() {
        lines.push(format!("Facts: {}", plan.facts));
    }
    lines.push(format!("User: {message}"));
    let skipped = usize::from(plan.case == Case::MultiStep);
    for call in calls.iter().skip(skipped) {
        lines.push(format!("Call: {} {}", call.name, call.arguments));
    }
    lines.join("\n")
}

/// Flat and of strings only, which small models handle best.
fn answer_schema(keys: &[String]) -> Value {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| (key.clone(), json!({"type": "string"})))
        .collect();
    json!({"type": "object", "properties": properties, "required": keys, "additionalProperties": false})
}
