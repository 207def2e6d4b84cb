//! Axolotl's `chat_template` shape: conversations under `messages` whose messages say with `train` whether they are trained on.
//!
//! `train` is the weight of a message; `train_detail` and the `train` of single parts travel as unknown members. Arguments may be objects;
//! they are written as text, so that they have one type in every row. Pairs stand in `chosen` and `rejected`, one message each
//! (Axolotl docs/dataset-formats/conversation.qmd and rlhf.qmd, 2025). `conversations` is read as well.

use crate::format::calls::{Pairing, arguments_text, take_tools};
use crate::format::losses::{Losses, drop_null, example_of, messages_at};
use crate::format::openai_chat::{
    FormatError, Parsed, array, message_from_members, object, render_message, take_required, wrong,
};
use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, Extra, JsonText, Message, Preference, Weight};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "axolotl",
    summary: "conversations under `messages` with `train` per message, for Axolotl's chat_template",
    parse,
    render,
};

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    let key = if top.get("messages").is_none() && top.get("conversations").is_some() {
        "conversations"
    } else {
        "messages"
    };
    let list = take_required("", &mut top, key)?;
    let mut pairing = Pairing::default();
    let messages = array(&format!("/{key}"), &list)?.into_iter().enumerate();
    let messages = messages
        .map(|(index, message)| read_message(&format!("/{key}/{index}"), &message, &mut pairing))
        .collect::<Parsed<_>>()?;
    let tools = take_tools(&mut top)?;
    for name in ["chosen", "rejected"] {
        drop_null(&mut top, name);
    }
    let preference = if top.get("chosen").is_some() || top.get("rejected").is_some() {
        let mut ending = |name: &str| {
            let message = take_required("", &mut top, name)?;
            Ok(vec![read_message(
                &format!("/{name}"),
                &message,
                &mut pairing,
            )?])
        };
        Some(Preference {
            preferred: ending("chosen")?,
            non_preferred: ending("rejected")?,
        })
    } else {
        None
    };
    let example = Example {
        messages,
        tools,
        preference,
        ..Example::default()
    };
    example_of(example, top)
}

fn read_message(at: &str, message: &JsonText, pairing: &mut Pairing) -> Parsed<Message> {
    let mut members = object(at, message.as_str())?;
    drop_null(&mut members, "train");
    drop_null(&mut members, "weight");
    drop_null(&mut members, "tool_calls");
    let train = members.take("train");
    if let Some(calls) = members.take("tool_calls") {
        let at = format!("{at}/tool_calls");
        let calls = array(&at, &calls)?.into_iter().enumerate();
        let calls = calls.map(|(index, call)| plain_call(&format!("{at}/{index}"), &call, pairing));
        let calls = array_text(calls.collect::<Parsed<Vec<_>>>()?);
        members.set("tool_calls", json(&at, &calls)?);
    }
    let mut message = message_from_members(at, members)?;
    if let Some(train) = train {
        message.weight = Some(match train.as_str() {
            "true" => Weight::Trained,
            "false" => Weight::Ignored,
            other => {
                let at = format!("{at}/train");
                return Err(wrong(
                    &at,
                    format!("`train` is true or false, this is {other}"),
                ));
            }
        });
    }
    Ok(message)
}

/// The call with arguments as text and an id.
fn plain_call(at: &str, call: &JsonText, pairing: &mut Pairing) -> Parsed<String> {
    let mut call = object(at, call.as_str())?;
    let made = pairing.make_id();
    drop_null(&mut call, "id");
    if call.get("id").is_none() {
        call.set("id", JsonText::string(&made));
    }
    let function = take_required(at, &mut call, "function")?;
    let at = format!("{at}/function");
    let mut function = object(&at, function.as_str())?;
    let arguments = take_required(&at, &mut function, "arguments")?;
    function.set("arguments", JsonText::string(&arguments_text(&arguments)));
    call.set("function", json(&at, &function.to_text())?);
    Ok(call.to_text())
}

fn json(at: &str, text: &str) -> Parsed<JsonText> {
    JsonText::parse(text).map_err(|error| wrong(at, error.to_string()))
}

fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    let mut writer = ObjectWriter::new();
    let at = messages_at(example);
    let messages = example.messages.iter().enumerate();
    let messages = messages
        .map(|(index, message)| write_message(&format!("{at}/{index}"), message, &mut losses));
    writer.member("messages", &array_text(messages));
    if let Some(tools) = &example.tools {
        let tools = tools.iter().map(|tool| tool.definition.as_str().to_owned());
        writer.member("tools", &array_text(tools));
    }
    if let Some(preference) = &example.preference {
        let endings = [
            ("chosen", "/preferred_output", &preference.preferred),
            (
                "rejected",
                "/non_preferred_output",
                &preference.non_preferred,
            ),
        ];
        for (name, at, ending) in endings {
            let message = losses.only_message(at, ending);
            writer.member(
                name,
                &write_message(&format!("{at}/0"), &message, &mut losses),
            );
        }
    }
    let own = ["messages", "tools", "chosen", "rejected"];
    losses.write_record_members(&mut writer, example, &own);
    losses.rendered(writer)
}

fn write_message(at: &str, message: &Message, losses: &mut Losses) -> String {
    let mut message = message.clone();
    if message.extra.get("train").is_some() {
        losses.members(at, &only(&message.extra, "train"));
        message.extra.take("train");
    }
    if let Some(weight) = message.weight.take() {
        let train = (weight == Weight::Trained).to_string();
        if let Ok(train) = JsonText::parse(&train) {
            message.extra.set("train", train);
        }
    }
    render_message(&message)
}

fn only(members: &Extra, name: &str) -> Extra {
    let found = members.iter().filter(|(key, _)| *key == name);
    found
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect()
}
