//! What the formats of TRL share: messages with arguments as objects, values that are strings or lists of messages, `tools`.
//!
//! TRL takes strings as they are and puts lists of messages through the chat template. Both are read, a string as one user or one assistant
//! message; lists are written, except by `trl-stepwise`, which TRL knows only with strings. `chat_template_kwargs` and other columns stay.
//! Images have no place: TRL wants them in a column of their own. Source: TRL f2cd577, dataset formats and `data_utils`.

use crate::format::dialect::OPENAI;
use crate::format::loose;
use crate::format::narrow::{Keys, Limits, one_place};
use crate::format::openai_chat::{self, Parsed, wrong};
use crate::format::prompt::Placed;
use crate::format::{Loss, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, Extra, JsonText, Message, Role, Tool};

/// Any conversation. The columns TRL tells its shapes by can not be kept as unknown ones.
pub(super) const CHAT: Limits = Limits {
    roles: &["system", "developer", "user", "assistant", "tool"],
    top: Keys::AllBut(COLUMNS),
    outer: Keys::AllBut(COLUMNS),
    message: Keys::AllBut(&[]),
    parts: Some(&["text", "image", "video", "audio"]),
    weights: false,
    object_arguments: true,
    ..OPENAI
};

/// A conversation whose weights say where the prompt ends.
pub(super) const PROMPT: Limits = Limits {
    weights: true,
    ..CHAT
};

const COLUMNS: &[&str] = &[
    "messages",
    "text",
    "prompt",
    "completion",
    "chosen",
    "rejected",
    "label",
    "completions",
    "labels",
];

/// Takes the tools out, if there are any.
pub(super) fn take_tools(top: &mut Extra) -> Parsed<Option<Vec<Tool>>> {
    match top.take("tools") {
        None => Ok(None),
        Some(tools) if tools.as_str() == "null" => Ok(None),
        Some(tools) => loose::parse_tools("/tools", &tools).map(Some),
    }
}

/// Reads lists of messages, or strings: then each is one message of the role given with it.
pub(super) fn parse_values<const N: usize>(
    values: [(&str, &JsonText, Role); N],
) -> Parsed<[Vec<Message>; N]> {
    let texts = values.each_ref().map(|(_, value, _)| value.as_text());
    if texts.iter().all(Option::is_none) {
        let lists = values.each_ref().map(|(at, value, _)| (*at, *value));
        return loose::parse_lists(lists, |_, _| Ok(()));
    }
    let mut texts = texts.into_iter();
    let mut failed = None;
    let read = values.map(|(at, _, role)| match texts.next().flatten() {
        Some(text) => vec![Message::text(role, text)],
        None => {
            let message = "strings and lists of messages are mixed; make all of them lists";
            failed = Some(wrong(at, message.to_owned()));
            Vec::new()
        }
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(read),
    }
}

/// Writes messages with arguments as objects.
pub(super) fn messages_text<'a>(messages: impl IntoIterator<Item = &'a Message>) -> String {
    array_text(messages.into_iter().map(message_text))
}

/// As [`messages_text`].
pub(super) fn placed_text(messages: &[Placed]) -> String {
    messages_text(messages.iter().map(|(_, message)| message))
}

fn message_text(message: &Message) -> String {
    let calls = message.calls().iter().map(|call| {
        let mut function = ObjectWriter::new();
        function.string("name", &call.name);
        if Extra::parse(&call.arguments).is_ok() {
            function.member("arguments", call.arguments.trim());
        } else {
            function.string("arguments", &call.arguments);
        }
        function.extra(&call.function_extra);
        let mut writer = ObjectWriter::new();
        writer.string("id", &call.id);
        if call.extra.get("type").is_none() {
            writer.string("type", "function");
        }
        writer.member("function", &function.finish());
        writer.extra(&call.extra);
        writer.finish()
    });
    let Ok(calls) = JsonText::parse(&array_text(calls)) else {
        // Nested deeper than any reader takes.
        return openai_chat::render_message(message);
    };
    if message.calls().is_empty() {
        return openai_chat::render_message(message);
    }
    let mut message = message.clone();
    message.tool_calls = None;
    message.extra.set("tool_calls", calls);
    openai_chat::render_message(&message)
}

/// Ends a record: tools, then further columns.
pub(super) fn finish(
    mut writer: ObjectWriter,
    example: &Example,
    mut losses: Vec<Loss>,
) -> Rendered {
    if let Some(tools) = &example.tools {
        let tools = tools.iter().map(|tool| tool.definition.as_str().to_owned());
        writer.member("tools", &array_text(tools));
    }
    writer.extra(&one_place(
        &example.extra,
        &example.outer_extra,
        &mut losses,
    ));
    Rendered {
        line: writer.finish(),
        losses,
    }
}

/// Nothing can be made of the example.
pub(super) fn impossible(mut losses: Vec<Loss>, what: &str) -> Rendered {
    losses.push(crate::format::narrow::lost("", what));
    Rendered {
        line: String::new(),
        losses,
    }
}
