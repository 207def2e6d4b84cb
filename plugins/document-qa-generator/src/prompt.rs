//! What the model is asked: a question about a text, then its answer with words of the text that prove it; or both at once.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Message, Request};

use crate::kind::{Kind, difficulty};
use crate::settings::{Settings, Shot};
use crate::{Case, Correction, Stage};

const MOST_SHOTS: usize = 2;

/// The request of a stage; a correction shows what was written and says what is wrong with it.
pub(crate) fn request(
    settings: &Settings,
    case: &Case,
    stage: &Stage,
    correction: Option<&Correction>,
) -> Request {
    let asks_question = !matches!(stage, Stage::Answer { .. });
    let mut messages = vec![Message::new("system", instructions(case.kind, stage))];
    for shot in shots(settings, case.kind, stage) {
        let question = (!asks_question).then_some(shot.question.as_str());
        let brief = brief(&shot.text, shot.question_type, "", question);
        messages.push(Message::new("user", brief));
        messages.push(Message::new("assistant", shown(shot, stage).to_string()));
    }
    let question = match stage {
        Stage::Answer { question } => Some(question.as_str()),
        Stage::Question | Stage::Both => None,
    };
    let text = case.text();
    messages.push(Message::new(
        "user",
        brief(&text, case.kind, &case.difficulty, question),
    ));
    if let Some(correction) = correction {
        messages.push(Message::new("assistant", correction.reply.as_str()));
        messages.push(Message::new(
            "user",
            format!("That is not usable: {}. Write it again.", correction.why),
        ));
    }
    Request {
        label: stage.label().to_owned(),
        messages,
        answer_schema: Some(schema(case.kind, stage)),
        temperature: Some(settings.temperature),
        max_tokens: Some(settings.max_tokens),
        ..Request::default()
    }
}

fn instructions(kind: Kind, stage: &Stage) -> &'static str {
    match (kind, stage) {
        (Kind::Unanswerable, _) => {
            "You write questions about a text that it does not answer. Answer with a JSON object: `question`, and `missing`, what the text lacks. Never say \"the text\" in the question."
        }
        (_, Stage::Question) => {
            "You write questions about a text. Answer with a JSON object: `question`. It must make sense to someone who can not see the text, so never say \"the text\" in it."
        }
        (_, Stage::Answer { .. }) => {
            "You answer questions from a text. Answer with a JSON object: `quote` is a few words copied exactly from the text, `answer` is a full sentence."
        }
        (_, Stage::Both) => {
            "You write questions about a text. Answer with a JSON object: `question`; `quote`, a few words copied exactly from the text; `answer`, a full sentence. Never say \"the text\" in the question."
        }
    }
}

/// Two shots, of the wanted type first; unanswerable questions have another shape and keep to themselves.
fn shots<'a>(settings: &'a Settings, kind: Kind, stage: &Stage) -> Vec<&'a Shot> {
    let unanswerable = kind == Kind::Unanswerable;
    let same_shape = settings
        .few_shot
        .iter()
        .filter(|it| (it.question_type == Kind::Unanswerable) == unanswerable);
    let (mut first, others): (Vec<&Shot>, Vec<&Shot>) =
        same_shape.partition(|it| it.question_type == kind);
    // Why: another type would mislead about the question; about answers it teaches just as well.
    if first.is_empty() || matches!(stage, Stage::Answer { .. } | Stage::Both) {
        first.extend(others);
    }
    first.truncate(MOST_SHOTS);
    // The nearest to the task comes last.
    first.reverse();
    first
}

fn brief(text: &str, kind: Kind, level: &str, question: Option<&str>) -> String {
    match question {
        Some(question) => format!("Text:\n{text}\n\nQuestion: {question}"),
        None if level.is_empty() => format!("Text:\n{text}\n\n{}", kind.task()),
        None => format!(
            "Text:\n{text}\n\n{} {}",
            kind.task(),
            difficulty(kind, level)
        ),
    }
}

/// What the model should have written for a shot.
fn shown(shot: &Shot, stage: &Stage) -> Value {
    match (shot.question_type, stage) {
        (Kind::Unanswerable, _) => json!({"question": shot.question, "missing": shot.answer}),
        (_, Stage::Question) => json!({"question": shot.question}),
        (_, Stage::Answer { .. }) => json!({"quote": shot.quote, "answer": shot.answer}),
        (_, Stage::Both) => {
            json!({"question": shot.question, "quote": shot.quote, "answer": shot.answer})
        }
    }
}

/// Flat and of strings only, which small models handle best.
fn schema(kind: Kind, stage: &Stage) -> Value {
    let names: &[&str] = match (kind, stage) {
        (Kind::Unanswerable, _) => &["question", "missing"],
        (_, Stage::Question) => &["question"],
        (_, Stage::Answer { .. }) => &["quote", "answer"],
        (_, Stage::Both) => &["question", "quote", "answer"],
    };
    let properties: serde_json::Map<String, Value> = names
        .iter()
        .map(|it| ((*it).to_owned(), json!({"type": "string"})))
        .collect();
    json!({"type": "object", "properties": properties, "required": names, "additionalProperties": false})
}
