//! Translates between the generated types and the ones plugin authors see. Errors are sentences for people.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::bindings::about::exports::tunesmith::plugin::about as wit_about;
use super::bindings::filter::exports::tunesmith::plugin::filter as wit_filter;
use super::bindings::generator::exports::tunesmith::plugin::generator as wit_generator;
use super::bindings::generator::tunesmith::plugin::dialogue as wit_dialogue;
use super::bindings::judge::exports::tunesmith::plugin::judge as wit_judge;
use super::bindings::scorer::tunesmith::plugin::types as wit;
use crate::{
    Answer, Description, Example, Message, NamedScore, Reply, Request, Score, Step, Task, Verdict,
};

pub(super) fn description(description: Description) -> wit_about::Description {
    let Description {
        name,
        version,
        summary,
        licence,
        authors,
        documentation,
        settings_schema,
        abilities,
    } = description;
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    wit_about::Description {
        name: name.to_owned(),
        version: version.to_owned(),
        summary: summary.to_owned(),
        licence: licence.to_owned(),
        authors: owned(authors),
        documentation: documentation.to_owned(),
        settings_schema: settings_schema.to_string(),
        abilities: owned(abilities),
    }
}

pub(super) fn settings<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("the settings do not fit: {error}"))
}

pub(super) fn examples_in(examples: Vec<wit::Example>) -> Result<Vec<Example>, String> {
    examples.into_iter().map(example_in).collect()
}

pub(super) fn example_in(example: wit::Example) -> Result<Example, String> {
    let wit::Example {
        id,
        messages,
        extra,
    } = example;
    let extra = object_in("an example's extra", extra.as_deref())?;
    let messages = messages
        .into_iter()
        .map(message_in)
        .collect::<Result<_, String>>()?;
    Ok(Example {
        id,
        messages,
        extra,
    })
}

fn message_in(message: wit::Message) -> Result<Message, String> {
    let wit::Message {
        role,
        content,
        extra,
    } = message;
    Ok(Message {
        role,
        content,
        extra: object_in("a message's extra", extra.as_deref())?,
    })
}

fn example_out(example: Example) -> wit::Example {
    let Example {
        id,
        messages,
        extra,
    } = example;
    wit::Example {
        id,
        messages: messages.into_iter().map(message_out).collect(),
        extra: object_out(&extra),
    }
}

fn message_out(message: Message) -> wit::Message {
    let Message {
        role,
        content,
        extra,
    } = message;
    wit::Message {
        role,
        content,
        extra: object_out(&extra),
    }
}

pub(super) fn score_out(score: Score) -> wit::Score {
    let Score {
        value,
        marks,
        note,
        extra,
    } = score;
    wit::Score {
        value,
        marks,
        note,
        extra: object_out(&extra),
    }
}

fn score_in(score: wit::Score) -> Result<Score, String> {
    let wit::Score {
        value,
        marks,
        note,
        extra,
    } = score;
    Ok(Score {
        value,
        marks,
        note,
        extra: object_in("a score's extra", extra.as_deref())?,
    })
}

pub(super) fn scored_in(scored: wit_filter::Scored) -> Result<(Example, Vec<NamedScore>), String> {
    let wit_filter::Scored { example, scores } = scored;
    let scores = scores
        .into_iter()
        .map(|wit_filter::NamedScore { name, score }| {
            Ok(NamedScore {
                name,
                score: score_in(score)?,
            })
        });
    Ok((example_in(example)?, scores.collect::<Result<_, String>>()?))
}

pub(super) fn verdict_out(verdict: Verdict) -> wit_filter::Verdict {
    match verdict {
        Verdict::Keep => wit_filter::Verdict::Keep,
        Verdict::Drop(why) => wit_filter::Verdict::Drop(why),
    }
}

pub(super) fn task_in(task: wit_generator::Task) -> Result<Task, String> {
    let wit_generator::Task {
        index,
        rng_seed,
        seed,
    } = task;
    let seed = seed
        .map(|seed| value_in("the seed record", &seed))
        .transpose()?;
    Ok(Task {
        index,
        rng_seed,
        seed,
    })
}

pub(super) fn replies_in(replies: Vec<wit_dialogue::Reply>) -> Result<Vec<Reply>, String> {
    replies.into_iter().map(reply_in).collect()
}

fn reply_in(reply: wit_dialogue::Reply) -> Result<Reply, String> {
    Ok(match reply {
        wit_dialogue::Reply::Answered(answer) => {
            let wit_dialogue::Answer {
                content,
                value,
                finish_reason,
                extra: _,
            } = answer;
            let value = value
                .map(|value| value_in("an answer", &value))
                .transpose()?;
            Reply::Answered(Answer {
                content,
                value,
                finish_reason,
            })
        }
        wit_dialogue::Reply::Refused(words) => Reply::Refused(words),
        wit_dialogue::Reply::Failed(why) => Reply::Failed(why),
    })
}

pub(super) fn generator_step_out<S: Serialize>(
    step: Step<S, Vec<Example>>,
) -> Result<wit_generator::Step, String> {
    Ok(match step {
        Step::Ask { requests, state } => wit_generator::Step::Ask(ask_out(requests, &state)?),
        Step::Done(examples) => {
            wit_generator::Step::Done(examples.into_iter().map(example_out).collect())
        }
        Step::GiveUp(why) => wit_generator::Step::GiveUp(why),
    })
}

pub(super) fn judge_step_out<S: Serialize>(
    step: Step<S, Vec<Score>>,
) -> Result<wit_judge::Step, String> {
    Ok(match step {
        Step::Ask { requests, state } => wit_judge::Step::Ask(ask_out(requests, &state)?),
        Step::Done(scores) => wit_judge::Step::Done(scores.into_iter().map(score_out).collect()),
        Step::GiveUp(why) => wit_judge::Step::GiveUp(why),
    })
}

fn ask_out<S: Serialize>(requests: Vec<Request>, state: &S) -> Result<wit_dialogue::Ask, String> {
    let state = serde_json::to_vec(state)
        .map_err(|error| format!("the state can not be written as JSON: {error}"))?;
    Ok(wit_dialogue::Ask {
        requests: requests.into_iter().map(request_out).collect(),
        state,
    })
}

fn request_out(request: Request) -> wit_dialogue::Request {
    let Request {
        label,
        messages,
        answer_schema,
        temperature,
        max_tokens,
        extra,
    } = request;
    wit_dialogue::Request {
        label,
        messages: messages.into_iter().map(message_out).collect(),
        answer_schema: answer_schema.map(|schema| schema.to_string()),
        temperature,
        max_tokens,
        extra: object_out(&extra),
    }
}

pub(super) fn state_in<S: DeserializeOwned>(state: &[u8]) -> Result<S, String> {
    serde_json::from_slice(state).map_err(|error| {
        format!("the state is not this version's (was the run begun with another version of the plugin?): {error}")
    })
}

fn object_in(what: &str, text: Option<&str>) -> Result<Map<String, Value>, String> {
    match text {
        None => Ok(Map::new()),
        Some(text) => {
            serde_json::from_str(text).map_err(|error| format!("{what} can not be read: {error}"))
        }
    }
}

fn value_in(what: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("{what} can not be read: {error}"))
}

fn object_out(extra: &Map<String, Value>) -> Option<String> {
    // A map of JSON values with string keys always serialises.
    if extra.is_empty() {
        None
    } else {
        serde_json::to_string(extra).ok()
    }
}
