//! The older dialect of tools: `functions` beside the messages, `function_call` on them, results under the role `function`.
//!
//! Each has exactly one counterpart among tools, so nothing is lost; only ids, which the older dialect lacks, are made up. What is not
//! shaped as the dialect says stays where it is, and the target tells of it as of any unknown member.

use crate::format::call_ids::Made;
use crate::format::openai_chat::{array, object, take_text};
use crate::json_text::ObjectWriter;
use crate::{Example, Extra, JsonText, Message, Role, Tool, ToolCall};

/// The same example with tools instead of functions.
pub(super) fn to_tools(example: &Example) -> Example {
    let mut example = example.clone();
    if let Some(tools) = example.extra.get("functions").and_then(tools) {
        example.extra.take("functions");
        example.tools.get_or_insert_default().extend(tools);
    }
    let preference = example.preference.iter().flat_map(|preference| {
        let endings = [&preference.preferred, &preference.non_preferred];
        endings.into_iter().flatten()
    });
    let mut made = Made::beside(example.messages.iter().chain(preference));
    let mut open = None;
    calls_of(&mut example.messages, &mut made, &mut open);
    if let Some(preference) = &mut example.preference {
        calls_of(&mut preference.preferred, &mut made, &mut open.clone());
        calls_of(&mut preference.non_preferred, &mut made, &mut open);
    }
    example
}

fn tools(functions: &JsonText) -> Option<Vec<Tool>> {
    let functions = array("", functions).ok()?;
    functions.iter().map(tool).collect()
}

/// The tool that is this function.
pub(super) fn tool(function: &JsonText) -> Option<Tool> {
    let name = Extra::parse(function.as_str())
        .ok()?
        .get("name")?
        .as_text()?;
    let mut definition = ObjectWriter::new();
    definition.string("type", "function");
    definition.member("function", function.as_str());
    let definition = JsonText::parse(&definition.finish()).ok()?;
    Some(Tool { name, definition })
}

/// `open` is the id of the last call without a result.
fn calls_of(messages: &mut [Message], made: &mut Made, open: &mut Option<String>) {
    for message in messages {
        match message.role {
            Role::Function => {
                if let Some(id) = open.take() {
                    message.role = Role::Tool;
                    message.tool_call_id = Some(id);
                }
            }
            Role::Assistant => {
                let Some(call) = message.extra.get("function_call").and_then(call) else {
                    continue;
                };
                if !message.calls().is_empty() {
                    continue;
                }
                message.extra.take("function_call");
                let id = made.next();
                *open = Some(id.clone());
                message.tool_calls = Some(vec![ToolCall { id, ..call }]);
            }
            Role::System | Role::Developer | Role::User | Role::Tool | Role::Other(_) => {}
        }
    }
}

fn call(function_call: &JsonText) -> Option<ToolCall> {
    let mut members = object("", function_call.as_str()).ok()?;
    Some(ToolCall {
        name: take_text("", &mut members, "name").ok()?,
        arguments: take_text("", &mut members, "arguments").ok()?,
        function_extra: members,
        ..ToolCall::default()
    })
}
