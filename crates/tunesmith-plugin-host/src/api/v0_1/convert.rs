//! Translates between line 0.1's records and tunesmith-core's types, as `plugin.wit` says.
//!
//! Invariant: an example that goes out and comes back is the same, but for its provenance, which stays here. What comes
//! from a plugin is checked; nothing of it can panic.

use tunesmith_core::{
    Answer, Example, Extra, JsonText, Message, PlainExample, PlainMessage, PlainScore, Purpose,
    Reply, Request, Score, StageFailure, schema_fault,
};

use super::about::exports::tunesmith::plugin::about as wit_about;
use super::generator::tunesmith::plugin::dialogue as wit_dialogue;
use super::scorer::tunesmith::plugin::types as wit;
use crate::Description;

/// Messages of one request.
const MOST_MESSAGES: usize = 1_000;

fn bad(what: impl Into<String>) -> StageFailure {
    StageFailure::BadAnswer(what.into())
}

fn object(at: &str, text: &str) -> Result<Extra, StageFailure> {
    Extra::parse(text).map_err(|error| bad(format!("{at}: a JSON object is expected; {error}")))
}

fn optional_object(at: &str, text: Option<&str>) -> Result<Extra, StageFailure> {
    text.map_or_else(|| Ok(Extra::default()), |text| object(at, text))
}

fn optional_text(extra: &Extra) -> Option<String> {
    if extra.is_empty() {
        None
    } else {
        Some(extra.to_text())
    }
}

pub(super) fn description(
    description: wit_about::Description,
) -> Result<Description, StageFailure> {
    let wit_about::Description {
        name,
        version,
        summary,
        licence,
        authors,
        documentation,
        settings_schema,
        abilities,
    } = description;
    let settings_schema = JsonText::parse(&settings_schema)
        .map_err(|error| bad(format!("its settings schema is {error}")))?;
    Ok(Description {
        name,
        version,
        summary,
        licence,
        authors,
        documentation,
        settings_schema,
        abilities,
    })
}

pub(super) fn example_to_wit(example: &Example) -> wit::Example {
    let PlainExample {
        id,
        messages,
        extra,
    } = PlainExample::of(example);
    wit::Example {
        id,
        messages: messages.into_iter().map(plain_to_wit).collect(),
        extra,
    }
}

#[cfg(test)]
pub(super) fn message_to_wit(message: &Message) -> wit::Message {
    plain_to_wit(PlainMessage::of(message))
}

fn plain_to_wit(message: PlainMessage) -> wit::Message {
    let PlainMessage {
        role,
        content,
        extra,
    } = message;
    wit::Message {
        role,
        content,
        extra,
    }
}

pub(super) fn example_from_wit(at: &str, example: wit::Example) -> Result<Example, StageFailure> {
    let wit::Example {
        id,
        messages,
        extra,
    } = example;
    let plain = PlainExample {
        id,
        messages: messages.into_iter().map(plain_from_wit).collect(),
        extra,
    };
    plain.read(at)
}

pub(super) fn message_from_wit(at: &str, message: wit::Message) -> Result<Message, StageFailure> {
    plain_from_wit(message).read(at)
}

fn plain_from_wit(message: wit::Message) -> PlainMessage {
    let wit::Message {
        role,
        content,
        extra,
    } = message;
    PlainMessage {
        role,
        content,
        extra,
    }
}

pub(super) fn score_to_wit(score: &Score) -> wit::Score {
    let Score {
        value,
        marks,
        note,
        extra,
    } = score;
    wit::Score {
        value: *value,
        marks: marks.clone(),
        note: note.clone(),
        extra: optional_text(extra),
    }
}

pub(super) fn score_from_wit(index: usize, score: wit::Score) -> Result<Score, StageFailure> {
    let wit::Score {
        value,
        marks,
        note,
        extra,
    } = score;
    let score = PlainScore {
        value,
        marks,
        note,
        extra,
    };
    score.read(index)
}

pub(super) fn request_from_wit(
    index: usize,
    request: wit_dialogue::Request,
) -> Result<Request, StageFailure> {
    let wit_dialogue::Request {
        label,
        messages,
        answer_schema,
        temperature,
        max_tokens,
        extra,
    } = request;
    let at = format!("request {index} `{label}`");
    if messages.is_empty() {
        return Err(bad(format!("{at}: it has no messages")));
    }
    if messages.len() > MOST_MESSAGES {
        return Err(bad(format!(
            "{at}: it has {} messages, more than {MOST_MESSAGES}",
            messages.len()
        )));
    }
    if temperature.is_some_and(|temperature| !temperature.is_finite()) {
        return Err(bad(format!("{at}: its temperature is not a finite number")));
    }
    let messages = messages.into_iter().enumerate();
    let messages = messages
        .map(|(index, message)| message_from_wit(&format!("{at}, message {index}"), message));
    let messages = messages.collect::<Result<_, _>>()?;
    let answer_schema = match answer_schema {
        None => None,
        Some(schema) => {
            object(&format!("{at}, answer schema"), &schema)?;
            let parsed = JsonText::parse(&schema)
                .map_err(|error| bad(format!("{at}, answer schema: {error}")))?;
            if let Some(why) = schema_fault(&parsed.to_value()) {
                return Err(bad(format!("{at}, answer schema: {why}")));
            }
            Some(parsed)
        }
    };
    let extra = optional_object(&format!("{at}, extra"), extra.as_deref())?;
    Ok(Request {
        label,
        messages,
        answer_schema,
        temperature,
        max_tokens,
        extra,
        purpose: Purpose::Ask,
    })
}

pub(super) fn reply_to_wit(reply: &Reply) -> wit_dialogue::Reply {
    match reply {
        Reply::Answered(Answer {
            content,
            value,
            finish_reason,
            extra,
        }) => wit_dialogue::Reply::Answered(wit_dialogue::Answer {
            content: content.clone(),
            value: value.as_ref().map(|value| value.as_str().to_owned()),
            finish_reason: finish_reason.clone(),
            extra: optional_text(extra),
        }),
        Reply::Refused(words) => wit_dialogue::Reply::Refused(words.clone()),
        Reply::Failed(why) => wit_dialogue::Reply::Failed(why.clone()),
    }
}
