//! Judges a raw reply. Pure, so that a replay over the journal comes to the same.
//!
//! Whatever the server claims to enforce, an answer with a schema is parsed and validated here; the first misfit is answered by a
//! correction turn, the second is the end.

use serde_json::Value;
use tunesmith_core::{
    Answer, AnswerMode, JsonText, Message, Purpose, RawReply, Reading, Reply, Request, Role,
};

use crate::lenient::find_values;
use crate::schemas::{Mismatch, Schemas};

pub(crate) fn read(schemas: &Schemas, request: &Request, reply: &RawReply) -> Reading {
    if let Some(words) = &reply.refusal {
        return Reading::Reply(Reply::Refused(words.clone()));
    }
    if reply.finish_reason == "content_filter" {
        return Reading::Reply(Reply::Refused(
            "the server's content filter stopped the answer".to_owned(),
        ));
    }
    let content = reply.content.as_deref().unwrap_or_default();
    if reply.finish_reason == "length"
        && (request.answer_schema.is_some() || content.trim().is_empty())
    {
        return failed(cut_off(request));
    }
    if content.trim().is_empty() {
        return failed(format!(
            "the answer is empty (finish reason `{}`)",
            reply.finish_reason
        ));
    }
    let Some(schema) = &request.answer_schema else {
        return answered(content, None, reply);
    };
    let misfits = match find_valid(schemas, schema, content, reply.mode) {
        Ok(value) => return answered(content, Some(value), reply),
        Err(Mismatch::Schema(why)) => {
            return failed(format!(
                "the JSON Schema of request `{}` is not valid, {why}",
                request.label
            ));
        }
        Err(Mismatch::Value(misfits)) => misfits,
    };
    if request.purpose == Purpose::Correct {
        return failed(format!(
            "the answer does not fit its JSON Schema even after a correction turn: {}",
            misfits.join("; ")
        ));
    }
    Reading::AskAgain(correction(request, content, &misfits))
}

/// The value in the answer that satisfies the schema; without one, what is wrong with the likeliest.
fn find_valid(
    schemas: &Schemas,
    schema: &JsonText,
    content: &str,
    mode: AnswerMode,
) -> Result<JsonText, Mismatch> {
    let values: Vec<(Value, &str)> = match mode {
        AnswerMode::Native => match serde_json::from_str(content.trim()) {
            Ok(value) => vec![(value, content)],
            Err(error) => return Err(Mismatch::Value(vec![format!("it is not JSON: {error}")])),
        },
        AnswerMode::Prompt | AnswerMode::Plain => find_values(content),
    };
    let mut first = None;
    for (value, text) in values {
        match schemas.check(schema, &value) {
            Ok(()) => {
                return Ok(JsonText::parse(text).unwrap_or_else(|_| JsonText::from_value(&value)));
            }
            Err(mismatch) => first = first.or(Some(mismatch)),
        }
    }
    Err(first.unwrap_or_else(|| {
        Mismatch::Value(vec![
            "there is no complete JSON object or array in it".to_owned(),
        ])
    }))
}

/// The same request with the bad answer shown and its errors told.
fn correction(request: &Request, content: &str, misfits: &[String]) -> Request {
    let list: String = misfits
        .iter()
        .map(|misfit| format!("- {misfit}\n"))
        .collect();
    let complaint = format!(
        "This answer does not satisfy the JSON Schema:\n{list}\nWrite the corrected answer: only the JSON, no explanation and no code fence."
    );
    let mut corrected = request.clone();
    corrected
        .messages
        .push(Message::text(Role::Assistant, content));
    corrected
        .messages
        .push(Message::text(Role::User, complaint));
    corrected.purpose = Purpose::Correct;
    corrected
}

fn answered(content: &str, value: Option<JsonText>, reply: &RawReply) -> Reading {
    let finish_reason = reply.finish_reason.clone();
    Reading::Reply(Reply::Answered(Answer {
        content: content.to_owned(),
        value,
        finish_reason,
        ..Answer::default()
    }))
}

fn failed(why: String) -> Reading {
    Reading::Reply(Reply::Failed(why))
}

fn cut_off(request: &Request) -> String {
    let limit = match request.max_tokens {
        Some(limit) => format!("max_tokens = {limit}"),
        None => "the server's own limit of tokens".to_owned(),
    };
    format!("the answer was cut off at {limit}; raise max_tokens or ask for less")
}

#[cfg(test)]
mod tests {
    use tunesmith_core::{
        Answer, AnswerMode, JsonText, Message, Purpose, RawReply, Reading, Reply, Request, Role,
        Usage,
    };

    use super::read;
    use crate::schemas::Schemas;

    const SCHEMA: &str =
        r#"{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}"#;

    fn reply(content: &str, finish_reason: &str, mode: AnswerMode) -> RawReply {
        RawReply {
            content: Some(content.to_owned()),
            refusal: None,
            finish_reason: finish_reason.to_owned(),
            mode,
            usage: Usage::default(),
            lost_tries: 0,
        }
    }

    fn request(schema: Option<&str>, purpose: Purpose) -> Request {
        Request {
            label: "answer".to_owned(),
            messages: vec![Message::text(Role::User, "hi")],
            answer_schema: schema.map(|schema| JsonText::parse(schema).unwrap()),
            max_tokens: Some(9),
            temperature: Some(0.3),
            purpose,
            ..Request::default()
        }
    }

    fn reads(request: &Request, reply: &RawReply) -> Reading {
        read(&Schemas::default(), request, reply)
    }

    fn answer(content: &str, value: Option<&str>, finish_reason: &str) -> Reading {
        Reading::Reply(Reply::Answered(Answer {
            content: content.to_owned(),
            value: value.map(|value| JsonText::parse(value).unwrap()),
            finish_reason: finish_reason.to_owned(),
            ..Answer::default()
        }))
    }

    fn failure(why: &str) -> Reading {
        Reading::Reply(Reply::Failed(why.to_owned()))
    }

    #[test]
    fn without_a_schema_the_text_is_the_answer() {
        let plain = request(None, Purpose::Ask);
        let mode = AnswerMode::Plain;
        assert_eq!(
            reads(&plain, &reply("hi", "stop", mode)),
            answer("hi", None, "stop")
        );
        assert_eq!(
            reads(&plain, &reply("hi", "length", mode)),
            answer("hi", None, "length")
        );
        assert_eq!(
            reads(&plain, &reply(" \n", "stop", mode)),
            failure("the answer is empty (finish reason `stop`)")
        );
        let tools = RawReply {
            content: None,
            ..reply("", "tool_calls", mode)
        };
        assert_eq!(
            reads(&plain, &tools),
            failure("the answer is empty (finish reason `tool_calls`)")
        );
        let cut = "the answer was cut off at max_tokens = 9; raise max_tokens or ask for less";
        assert_eq!(reads(&plain, &reply("", "length", mode)), failure(cut));
    }

    #[test]
    fn refusals_are_refusals() {
        for schema in [None, Some(SCHEMA)] {
            let refused = RawReply {
                refusal: Some("I can't".to_owned()),
                ..reply("", "stop", AnswerMode::Native)
            };
            assert_eq!(
                reads(&request(schema, Purpose::Ask), &refused),
                Reading::Reply(Reply::Refused("I can't".to_owned()))
            );
            assert_eq!(
                reads(
                    &request(schema, Purpose::Ask),
                    &reply(r#"{"n":1}"#, "content_filter", AnswerMode::Native)
                ),
                Reading::Reply(Reply::Refused(
                    "the server's content filter stopped the answer".to_owned()
                ))
            );
        }
    }

    #[test]
    fn a_fitting_answer_keeps_its_text() {
        let asked = request(Some(SCHEMA), Purpose::Ask);
        let native = reply(" {\"n\": 1} ", "stop", AnswerMode::Native);
        assert_eq!(
            reads(&asked, &native),
            answer(" {\"n\": 1} ", Some("{\"n\": 1}"), "stop")
        );
        let text = "As [1] says:\n```json\n{\"n\": 1}\n```";
        assert_eq!(
            reads(&asked, &reply(text, "stop", AnswerMode::Prompt)),
            answer(text, Some("{\"n\": 1}"), "stop")
        );
    }

    #[test]
    fn a_misfit_is_shown_once() {
        let asked = request(Some(SCHEMA), Purpose::Ask);
        let cases = [
            (
                AnswerMode::Native,
                r#"{"n":"x"}"#,
                "at /n: \"x\" is not of type \"integer\"",
            ),
            (
                AnswerMode::Native,
                "```\n{\"n\":1}\n```",
                "it is not JSON: expected value at line 1 column 1",
            ),
            (
                AnswerMode::Prompt,
                "n is 1",
                "there is no complete JSON object or array in it",
            ),
            (
                AnswerMode::Prompt,
                "{} or {\"n\":null}",
                "at the top: \"n\" is a required property",
            ),
        ];
        for (mode, content, misfit) in cases {
            let mut expected = asked.clone();
            expected.purpose = Purpose::Correct;
            expected
                .messages
                .push(Message::text(Role::Assistant, content));
            expected.messages.push(Message::text(
                Role::User,
                format!(
                    "This answer does not satisfy the JSON Schema:\n- {misfit}\n\nWrite the corrected answer: only the JSON, no \
                     explanation and no code fence."
                ),
            ));
            assert_eq!(
                reads(&asked, &reply(content, "stop", mode)),
                Reading::AskAgain(expected.clone())
            );
            let why = format!(
                "the answer does not fit its JSON Schema even after a correction turn: {misfit}"
            );
            assert_eq!(
                reads(&expected, &reply(content, "stop", mode)),
                failure(&why)
            );
        }
    }

    #[test]
    fn neither_a_cut_answer_nor_a_bad_schema_is_corrected() {
        let cut = "the answer was cut off at max_tokens = 9; raise max_tokens or ask for less";
        let asked = request(Some(SCHEMA), Purpose::Ask);
        assert_eq!(
            reads(&asked, &reply(r#"{"n":"#, "length", AnswerMode::Native)),
            failure(cut)
        );
        let unlimited = Request {
            max_tokens: None,
            ..asked
        };
        let cut = "the answer was cut off at the server's own limit of tokens; raise max_tokens or ask for less";
        assert_eq!(
            reads(&unlimited, &reply(r#"{"n":"#, "length", AnswerMode::Prompt)),
            failure(cut)
        );
        let outcome = reads(
            &request(Some(r#"{"type":"objekt"}"#), Purpose::Ask),
            &reply("{}", "stop", AnswerMode::Native),
        );
        let Reading::Reply(Reply::Failed(why)) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(
            why.starts_with("the JSON Schema of request `answer` is not valid, at /type: "),
            "{why}"
        );
    }
}
