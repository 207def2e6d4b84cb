//! Writes the shape of Gemini; [`gemini`](super::gemini) says what it is and reads it.

use crate::format::Rendered;
use crate::format::calls::{Linked, Pairing, call_members, check_links};
use crate::format::gemini::wrapped;
use crate::format::gemini_schema::write_tools;
use crate::format::losses::{Losses, is_silent};
use crate::format::media::{Media, kind_of, media_type, named};
use crate::format::placeholders::text_of_content;
use crate::json_text::{ObjectWriter, array_text};
use crate::{Content, Example, Extra, JsonText, Message, Part, Role, ToolCall};

/// Writes one record.
pub(super) fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    check_links(example, Linked::ByName, &mut losses);
    let mut contents: Vec<Turn> = Vec::new();
    let mut system = None;
    let mut pairing = Pairing::default();
    for (index, (at, message)) in losses.one_ending(example).into_iter().enumerate() {
        let role = match message.role {
            Role::User | Role::Tool => "user",
            Role::Assistant => "model",
            Role::System | Role::Developer if index == 0 => "system",
            Role::System | Role::Developer | Role::Function | Role::Other(_) => {
                losses.message(&at, message);
                continue;
            }
        };
        losses.weight(&at, message);
        if !message.calls().is_empty() {
            pairing.wait_for(message.calls());
        }
        let mut turn = Turn {
            role,
            parts: Vec::new(),
            results: message.role == Role::Tool,
            extra: ObjectWriter::new(),
        };
        losses.write_members(&at, &mut turn.extra, &message.extra, &["role", "parts"]);
        if message.role == Role::Tool {
            let Some(part) = write_result(&at, message, &pairing, &mut losses) else {
                continue;
            };
            // The results of one turn stand together.
            if let Some(last) = contents
                .last_mut()
                .filter(|last| last.results && message.extra.is_empty())
            {
                last.parts.push(part);
                continue;
            }
            turn.parts.push(part);
        } else {
            if message.name.is_some() {
                losses.member(&at, "name");
            }
            if message.tool_call_id.is_some() {
                losses.member(&at, "tool_call_id");
            }
            turn.parts = write_parts(&at, message, &mut losses);
        }
        if role == "system" {
            system = Some(turn);
        } else {
            contents.push(turn);
        }
    }
    let mut writer = ObjectWriter::new();
    if let Some(system) = system {
        writer.member("systemInstruction", &system.write());
    }
    writer.member(
        "contents",
        &array_text(contents.into_iter().map(Turn::write)),
    );
    write_tools(&mut writer, example, &mut losses);
    let own = [
        "systemInstruction",
        "system_instruction",
        "contents",
        "tools",
    ];
    losses.write_record_members(&mut writer, example, &own);
    losses.rendered(writer)
}

struct Turn {
    role: &'static str,
    parts: Vec<String>,
    results: bool,
    extra: ObjectWriter,
}

impl Turn {
    fn write(self) -> String {
        let mut writer = ObjectWriter::new();
        writer.string("role", self.role);
        writer.member("parts", &array_text(self.parts));
        writer.extra(&Extra::parse(&self.extra.finish()).unwrap_or_default());
        writer.finish()
    }
}

fn write_parts(at: &str, message: &Message, losses: &mut Losses) -> Vec<String> {
    let content_at = format!("{at}/content");
    let mut written = Vec::new();
    let calls = if message.role == Role::Assistant {
        message.calls()
    } else {
        if !message.calls().is_empty() {
            losses.member(at, "tool_calls");
        }
        &[]
    };
    match &message.content {
        content if is_silent(content) && !calls.is_empty() => {}
        Content::Text(text) => {
            written.push(write_text(&content_at, text, &Extra::default(), losses));
        }
        Content::Parts(parts) => {
            let parts = parts.iter().enumerate();
            written.extend(parts.filter_map(|(index, part)| {
                write_part(&format!("{content_at}/{index}"), part, losses)
            }));
        }
        Content::Absent | Content::Null => {
            losses.add(
                &content_at,
                "the content is missing, and the shape can only hold an empty list instead",
            );
        }
    }
    for (index, call) in calls.iter().enumerate() {
        written.push(write_call(
            &format!("{at}/tool_calls/{index}"),
            call,
            losses,
        ));
    }
    written
}

fn write_part(at: &str, part: &Part, losses: &mut Losses) -> Option<String> {
    match part {
        Part::Text { text, extra } => Some(write_text(at, text, extra, losses)),
        Part::Refusal { refusal, extra } => {
            losses.add(at, "a refusal becomes plain text");
            Some(write_text(at, refusal, extra, losses))
        }
        Part::Image { .. } | Part::Other(_) => {
            let Some(media) = Media::of_part(part) else {
                losses.add(at, format!("there is no place for {}", named(part)));
                return None;
            };
            write_file(at, media, losses)
        }
    }
}

const PART: [&str; 5] = [
    "text",
    "fileData",
    "functionCall",
    "functionResponse",
    "type",
];

fn write_text(at: &str, text: &str, extra: &Extra, losses: &mut Losses) -> String {
    let mut writer = ObjectWriter::new();
    writer.string("text", text);
    losses.write_members(at, &mut writer, extra, &PART);
    writer.finish()
}

fn write_file(at: &str, mut media: Media, losses: &mut Losses) -> Option<String> {
    let word = media.kind.word();
    if media.url.starts_with("data:") {
        losses.add(
            at,
            format!("the {word} stands in the record itself; the shape takes addresses only"),
        );
        return None;
    }
    let told = media.inner.take("mimeType").and_then(|told| told.as_text());
    let told = told.or_else(|| media_type(&media.url).map(str::to_owned));
    let Some(told) = told.filter(|told| kind_of(told) == media.kind) else {
        losses.add(
            at,
            format!("the media type of the {word} can not be told from its name"),
        );
        return None;
    };
    let mut file = ObjectWriter::new();
    file.string("mimeType", &told);
    file.string("fileUri", &media.url);
    losses.members(&format!("{at}/{word}_url"), &media.inner);
    let mut writer = ObjectWriter::new();
    writer.member("fileData", &file.finish());
    losses.write_members(at, &mut writer, &media.extra, &PART);
    Some(writer.finish())
}

fn write_call(at: &str, call: &ToolCall, losses: &mut Losses) -> String {
    let function_at = format!("{at}/function");
    let arguments = match Extra::parse(&call.arguments) {
        Ok(_) => call.arguments.trim(),
        Err(_) => {
            let what = "the arguments are no JSON object; they are left empty";
            losses.add(format!("{function_at}/arguments"), what);
            "{}"
        }
    };
    let mut body = ObjectWriter::new();
    body.string("name", &call.name);
    body.member("args", arguments);
    losses.members(&function_at, &call.function_extra);
    let mut writer = ObjectWriter::new();
    writer.member("functionCall", &body.finish());
    // What stood beside the call in its part, such as a thought signature, goes back there.
    let signature = call.extra.get("thoughtSignature");
    let mut rest = call.clone();
    if let Some(signature) = signature {
        writer.member("thoughtSignature", signature.as_str());
        rest.extra.take("thoughtSignature");
    }
    call_members(at, &rest, losses);
    writer.finish()
}

fn write_result(
    at: &str,
    message: &Message,
    pairing: &Pairing,
    losses: &mut Losses,
) -> Option<String> {
    let id = message.tool_call_id.as_deref();
    let named = pairing.name_of(id);
    if named.is_some() && message.name.is_some() {
        losses.member(at, "name");
    }
    let Some(name) = named.or(message.name.as_deref()) else {
        losses.add(
            at,
            "the result answers no call before it, and the shape needs the function's name",
        );
        return None;
    };
    if named.is_none() && id.is_some() {
        losses.member(at, "tool_call_id");
    }
    if !message.calls().is_empty() {
        losses.member(at, "tool_calls");
    }
    let content_at = format!("{at}/content");
    let text = text_of_content(&content_at, &message.content, None, losses);
    let response = match JsonText::parse(&text).ok().zip(Extra::parse(&text).ok()) {
        Some((object, fields)) if object.as_str() == text && wrapped(&fields).is_none() => text,
        Some(_) | None => {
            let mut writer = ObjectWriter::new();
            writer.string("output", &text);
            writer.finish()
        }
    };
    let mut body = ObjectWriter::new();
    body.string("name", name);
    body.member("response", &response);
    let mut writer = ObjectWriter::new();
    writer.member("functionResponse", &body.finish());
    Some(writer.finish())
}
