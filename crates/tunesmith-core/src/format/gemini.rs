//! The shape Gemini is tuned with on Vertex AI: `{"systemInstruction":…,"contents":[{"role":"user","parts":[…]},…],"tools":[…]}`.
//!
//! Calls have no ids: a result answers the first open call of its function. A result that is no JSON object is wrapped as `{"output":"…"}`, the
//! member Gemini takes for the output (Vertex AI: prepare supervised fine-tuning data, tune function calling, FunctionResponse, 2026).

use crate::format::bedrock_nova::plain;
use crate::format::calls::Pairing;
use crate::format::gemini_schema::read_tools;
use crate::format::losses::{drop_null, example_of, left_of_message};
use crate::format::media::{Media, kind_of, media_type};
use crate::format::openai_chat::{
    FormatError, Parsed, array, object, take_optional_text, take_required, take_text, wrong,
};
use crate::format::{Format, gemini_write};
use crate::{Content, Example, Extra, JsonText, Message, Part, Role, ToolCall};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "gemini",
    summary: "`contents` of `parts` with tools, for Gemini on Vertex AI",
    parse,
    render: gemini_write::render,
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
pub(super) fn wrapped(fields: &Extra) -> Option<String> {
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
