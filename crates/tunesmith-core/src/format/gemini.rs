//! The shape Gemini is tuned with on Vertex AI: `{"systemInstruction":…,"contents":[{"role":"user","parts":[…]},…],"tools":[…]}`.
//!
//! Calls have no ids: a result answers the first open call of its function. A result that is no JSON object is wrapped as `{"output":"…"}`, the
//! member Gemini takes for the output (Vertex AI: prepare supervised fine-tuning data, tune function calling, FunctionResponse, 2026).

use crate::format::bedrock_nova::plain;
use crate::format::calls::{Linked, Pairing, call_members, check_links};
use crate::format::gemini_schema::{read_tools, write_tools};
use crate::format::losses::{Losses, drop_null, example_of, is_silent, left_of_message};
use crate::format::media::{Media, kind_of, media_type, named, text_of_content};
use crate::format::openai_chat::{
    FormatError, Parsed, array, object, take_optional_text, take_required, take_text, wrong,
};
use crate::format::{Format, Rendered};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Content, Example, Extra, JsonText, Message, Part, Role, ToolCall};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "gemini",
    summary: "`contents` of `parts` with tools, for Gemini on Vertex AI",
    parse,
    render,
};

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    let mut reader = Reader::default();
    for name in ["systemInstruction", "system_instruction"] {
        drop_null(&mut top, name);
        let Some(instruction) = top.take(name) else {
            continue;
        };
        let at = format!("/{name}");
        if !reader.messages.is_empty() {
            return Err(wrong(
                &at,
                "the system instruction is given twice; keep one".to_owned(),
            ));
        }
        let mut members = object(&at, instruction.as_str())?;
        members.take("role");
        reader.content(&at, &Role::System, members)?;
    }
    let contents = take_required("", &mut top, "contents")?;
    for (index, content) in array("/contents", &contents)?.iter().enumerate() {
        let at = format!("/contents/{index}");
        let mut members = object(&at, content.as_str())?;
        let role = match take_text(&at, &mut members, "role")?.as_str() {
            "user" | "function" => Role::User,
            "model" => Role::Assistant,
            other => {
                let hint = format!("a role is `user` or `model`, this is `{other}`");
                return Err(wrong(&format!("{at}/role"), hint));
            }
        };
        reader.content(&at, &role, members)?;
    }
    drop_null(&mut top, "tools");
    let tools = match top.take("tools") {
        None => None,
        Some(tools) => Some(read_tools(&tools)?),
    };
    let example = Example {
        messages: reader.messages,
        tools,
        ..Example::default()
    };
    example_of(example, top)
}

#[derive(Default)]
struct Reader {
    messages: Vec<Message>,
    pairing: Pairing,
}

impl Reader {
    /// Reads one content. Results are messages of their own; so is what a model says after its calls.
    fn content(&mut self, at: &str, role: &Role, mut members: Extra) -> Parsed<()> {
        let parts = take_required(at, &mut members, "parts")?;
        let left = left_of_message(at, members)?;
        let before = self.messages.len();
        let mut said: Vec<Part> = Vec::new();
        let mut calls: Vec<ToolCall> = Vec::new();
        for (index, part) in array(&format!("{at}/parts"), &parts)?.iter().enumerate() {
            let at = format!("{at}/parts/{index}");
            let mut part = object(&at, part.as_str())?;
            if let (Some(call), Role::Assistant) = (part.take("functionCall"), role) {
                calls.push(self.call(&format!("{at}/functionCall"), &call, part)?);
            } else if let (Some(result), Role::User) = (part.take("functionResponse"), role) {
                self.flush(role, &mut said, &mut calls);
                let result = self.result(&format!("{at}/functionResponse"), &result, part)?;
                self.messages.push(result);
            } else {
                if !calls.is_empty() {
                    self.flush(role, &mut said, &mut calls);
                }
                said.push(read_part(&at, part)?);
            }
        }
        if self.messages.len() == before || !said.is_empty() || !calls.is_empty() {
            self.flush_always(role, &mut said, &mut calls);
        }
        if let Some(message) = self.messages.get_mut(before) {
            message.extra = joined(&message.extra, &left);
        }
        Ok(())
    }

    fn flush(&mut self, role: &Role, said: &mut Vec<Part>, calls: &mut Vec<ToolCall>) {
        if !said.is_empty() || !calls.is_empty() {
            self.flush_always(role, said, calls);
        }
    }

    fn flush_always(&mut self, role: &Role, said: &mut Vec<Part>, calls: &mut Vec<ToolCall>) {
        let mut message = Message::text(role.clone(), "");
        message.content = if said.is_empty() && !calls.is_empty() {
            Content::Null
        } else {
            plain(std::mem::take(said))
        };
        if !calls.is_empty() {
            self.pairing.wait_for(calls);
            message.tool_calls = Some(std::mem::take(calls));
        }
        self.messages.push(message);
    }

    fn call(&mut self, at: &str, call: &JsonText, part: Extra) -> Parsed<ToolCall> {
        let mut members = object(at, call.as_str())?;
        let id = take_optional_text(at, &mut members, "id")?;
        let made = self.pairing.make_id();
        let name = take_text(at, &mut members, "name")?;
        drop_null(&mut members, "args");
        let arguments = match members.take("args") {
            None => "{}".to_owned(),
            Some(arguments) => {
                object(&format!("{at}/args"), arguments.as_str())?;
                arguments.as_str().to_owned()
            }
        };
        drop_null(&mut members, "id");
        Ok(ToolCall {
            id: id.unwrap_or(made),
            name,
            arguments,
            function_extra: members,
            extra: part,
        })
    }

    fn result(&mut self, at: &str, result: &JsonText, part: Extra) -> Parsed<Message> {
        let mut members = object(at, result.as_str())?;
        let id = take_optional_text(at, &mut members, "id")?;
        let name = take_text(at, &mut members, "name")?;
        let response = take_required(at, &mut members, "response")?;
        let fields = object(&format!("{at}/response"), response.as_str())?;
        let answered = self.pairing.answer_named(&name);
        let text = wrapped(&fields).unwrap_or_else(|| response.as_str().to_owned());
        let mut message = Message::text(Role::Tool, text);
        message.tool_call_id = id.or(answered);
        if message.tool_call_id.is_none() {
            message.name = Some(name);
        }
        drop_null(&mut members, "id");
        message.extra = joined(&left_of_message(at, members)?, &left_of_message(at, part)?);
        Ok(message)
    }
}

/// The members of two objects.
fn joined(first: &Extra, second: &Extra) -> Extra {
    let members = first.iter().chain(second.iter());
    members
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
}

/// The text that was wrapped to be an object.
fn wrapped(fields: &Extra) -> Option<String> {
    let mut fields = fields.iter();
    match (fields.next(), fields.next()) {
        (Some(("output", value)), None) => value.as_text(),
        _ => None,
    }
}

fn read_part(at: &str, mut part: Extra) -> Parsed<Part> {
    if part.get("text").is_some() {
        let text = take_text(at, &mut part, "text")?;
        let extra = part;
        return Ok(Part::Text { text, extra });
    }
    let Some(file) = part.take("fileData") else {
        let hint = "a part is `text` or `fileData`, of a model also `functionCall`, of a user also `functionResponse`";
        return Err(wrong(at, hint.to_owned()));
    };
    let at = format!("{at}/fileData");
    let mut file = object(&at, file.as_str())?;
    let url = take_text(&at, &mut file, "fileUri")?;
    let told = take_text(&at, &mut file, "mimeType")?;
    if media_type(&url) != Some(&told) {
        file.set("mimeType", JsonText::string(&told));
    }
    Ok(Media {
        kind: kind_of(&told),
        url,
        inner: file,
        extra: part,
    }
    .into_part())
}

fn render(example: &Example) -> Rendered {
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
        losses.system_for_developer(&at, message);
        if message.weight.is_some() {
            losses.member(&at, "weight");
        }
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
