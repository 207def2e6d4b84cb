//! Tool calls and definitions in shapes that have no ids and name functions without wrapping them.
//!
//! Reading makes up the ids `call_0`, `call_1`, … in the order of the calls, and a result answers the first call still unanswered.
//! Writing loses ids that are others, and tells it once; made-up ids are nothing to lose.

use std::collections::{BTreeMap, VecDeque};

use crate::format::losses::{Losses, messages_at};
use crate::format::openai_chat::{Parsed, array, object, take_required, take_text, wrong};
use crate::json_text::{ObjectWriter, array_text};
use crate::{Example, Extra, JsonText, Message, Role, Tool, ToolCall};

/// Which calls wait for their result.
#[derive(Clone, Default)]
pub(super) struct Pairing {
    /// Ids in the order of the calls.
    waiting: VecDeque<String>,
    /// The same, by the function's name.
    by_name: BTreeMap<String, VecDeque<String>>,
    /// The function's name by id.
    names: BTreeMap<String, String>,
    made: usize,
}

impl Pairing {
    /// The next made-up id.
    pub(super) fn make_id(&mut self) -> String {
        self.made += 1;
        format!("call_{}", self.made - 1)
    }

    /// These calls wait from now on; older ones do not any more.
    pub(super) fn wait_for(&mut self, calls: &[ToolCall]) {
        self.waiting.clear();
        self.by_name.clear();
        self.names.clear();
        for ToolCall { id, name, .. } in calls {
            self.waiting.push_back(id.clone());
            let of_name = self.by_name.entry(name.clone()).or_default();
            of_name.push_back(id.clone());
            self.names.insert(id.clone(), name.clone());
        }
    }

    /// The id of the call that the next result answers: the first that waits.
    pub(super) fn answer_next(&mut self) -> Option<String> {
        self.waiting.pop_front()
    }

    /// The id of the first waiting call of this function.
    pub(super) fn answer_named(&mut self, name: &str) -> Option<String> {
        self.by_name.get_mut(name)?.pop_front()
    }

    /// The function of the latest calls with this id.
    pub(super) fn name_of(&self, id: Option<&str>) -> Option<&str> {
        self.names.get(id?).map(String::as_str)
    }
}

/// How a shape tells which call a result answers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Linked {
    /// By order alone.
    ByOrder,
    /// By the function's name, then by order.
    ByName,
}

/// Tells the ids that reading would not make up again, and results that reading would give to another call.
pub(super) fn check_links(example: &Example, linked: Linked, losses: &mut Losses) {
    let mut check = Check {
        linked,
        foreign: None,
    };
    let mut pairing = Pairing::default();
    check.messages(
        messages_at(example),
        &example.messages,
        &mut pairing,
        losses,
    );
    if let Some(preference) = &example.preference {
        let mut other = pairing.clone();
        check.messages(
            "/preferred_output",
            &preference.preferred,
            &mut pairing,
            losses,
        );
        let endings = &preference.non_preferred;
        check.messages("/non_preferred_output", endings, &mut other, losses);
    }
    if let Some((pointer, id)) = check.foreign {
        losses.add(
            pointer,
            format!("ids of tool calls such as `{id}` become `call_0`, `call_1`, …"),
        );
    }
}

struct Check {
    linked: Linked,
    foreign: Option<(String, String)>,
}

impl Check {
    fn messages(
        &mut self,
        at: &str,
        messages: &[Message],
        pairing: &mut Pairing,
        losses: &mut Losses,
    ) {
        for (index, message) in messages.iter().enumerate() {
            if message.role == Role::Assistant && !message.calls().is_empty() {
                for (place, call) in message.calls().iter().enumerate() {
                    if pairing.make_id() != call.id && self.foreign.is_none() {
                        let pointer = format!("{at}/{index}/tool_calls/{place}/id");
                        self.foreign = Some((pointer, call.id.clone()));
                    }
                }
                pairing.wait_for(message.calls());
            } else if message.role == Role::Tool {
                let id = message.tool_call_id.as_deref();
                let answered = match self.linked {
                    Linked::ByOrder => pairing.answer_next(),
                    Linked::ByName => match pairing.name_of(id).map(str::to_owned) {
                        Some(name) => pairing.answer_named(&name),
                        None => continue, // Told where it is written.
                    },
                };
                if answered.as_deref() != id {
                    losses.add(
                        format!("{at}/{index}/tool_call_id"),
                        "results answer calls in the order of the calls, and this one does not",
                    );
                }
            }
        }
    }
}

/// Arguments as JSON of their own; as a string where they are not JSON or would not be told from a string.
pub(super) fn arguments_value(arguments: &str) -> String {
    match JsonText::parse(arguments) {
        Ok(value) if value.as_str() == arguments && !arguments.starts_with('"') => {
            value.as_str().to_owned()
        }
        Ok(_) | Err(_) => JsonText::string(arguments).as_str().to_owned(),
    }
}

/// Arguments as the text the model writes.
pub(super) fn arguments_text(value: &JsonText) -> String {
    value.as_text().unwrap_or_else(|| value.as_str().to_owned())
}

/// Reads calls written as the text of `{"name":…,"arguments":…}` or of a list of these; `at` is where the text stands.
pub(super) fn parse_call_text(
    at: &str,
    text: &str,
    pairing: &mut Pairing,
) -> Parsed<Vec<ToolCall>> {
    let hint = |error: String| {
        let expected = "the text of {\"name\":…,\"arguments\":{…}} or of a list of these";
        wrong(at, format!("a function call is {expected}; {error}"))
    };
    let value = JsonText::parse(text).map_err(|error| hint(error.to_string()))?;
    let values = if value.as_str().starts_with('[') {
        array(at, &value)?
    } else {
        vec![value]
    };
    if values.is_empty() {
        return Err(hint("the list is empty".to_owned()));
    }
    let calls = values.into_iter().map(|value| {
        let mut members = Extra::parse(value.as_str()).map_err(|error| hint(error.to_string()))?;
        let name = members.take("name").and_then(|name| name.as_text());
        let name = name.ok_or_else(|| hint("`name` is missing or no string".to_owned()))?;
        let arguments = members.take("arguments");
        let arguments = arguments.ok_or_else(|| hint("`arguments` is missing".to_owned()))?;
        Ok(ToolCall {
            id: pairing.make_id(),
            name,
            arguments: arguments_text(&arguments),
            function_extra: members,
            extra: Extra::default(),
        })
    });
    calls.collect()
}

/// Writes calls as [`parse_call_text`] reads them; `at` is where the calls stand.
pub(super) fn render_call_text(at: &str, calls: &[ToolCall], losses: &mut Losses) -> String {
    let values = calls.iter().enumerate().map(|(index, call)| {
        let mut writer = ObjectWriter::new();
        writer.string("name", &call.name);
        writer.member("arguments", &arguments_value(&call.arguments));
        let at = format!("{at}/{index}");
        let own = ["name", "arguments"];
        losses.write_members(
            &format!("{at}/function"),
            &mut writer,
            &call.function_extra,
            &own,
        );
        call_members(&at, call, losses);
        writer.finish()
    });
    let mut values: Vec<_> = values.collect();
    if values.len() == 1 {
        values.swap_remove(0)
    } else {
        array_text(values)
    }
}

/// Members of a call beside `id` and `function` are lost, but that it is a function.
pub(super) fn call_members(at: &str, call: &ToolCall, losses: &mut Losses) {
    let mut extra = call.extra.clone();
    if extra
        .get("type")
        .is_some_and(|kind| kind.as_str() == "\"function\"")
    {
        extra.take("type");
    }
    losses.members(at, &extra);
}

/// Takes the member `tools`: a list of definitions, or the text of one. Bare functions are wrapped as `{"type":"function","function":…}`.
pub(super) fn take_tools(members: &mut Extra) -> Parsed<Option<Vec<Tool>>> {
    let Some(value) = members.take("tools") else {
        return Ok(None);
    };
    let list = match value.as_text() {
        None if value.as_str() == "null" => return Ok(None),
        Some(text) if text.trim().is_empty() => return Ok(None),
        Some(text) => JsonText::parse(&text).map_err(|error| {
            let expected = "tools are a list of definitions or the text of one";
            wrong("/tools", format!("{expected}; {error}"))
        })?,
        None => value,
    };
    let tools = array("/tools", &list)?.into_iter().enumerate();
    tools
        .map(|(index, tool)| read_tool(&format!("/tools/{index}"), &tool))
        .collect::<Parsed<_>>()
        .map(Some)
}

fn read_tool(at: &str, tool: &JsonText) -> Parsed<Tool> {
    let mut members = object(at, tool.as_str())?;
    if members.get("function").is_some() && members.get("name").is_none() {
        let function = take_required(at, &mut members, "function")?;
        let at = format!("{at}/function");
        let name = take_text(&at, &mut object(&at, function.as_str())?, "name")?;
        return Ok(Tool {
            name,
            definition: tool.clone(),
        });
    }
    let name = take_text(at, &mut members, "name")?;
    Ok(wrap_function(name, tool))
}

/// The tool whose function is this.
pub(super) fn wrap_function(name: String, function: &JsonText) -> Tool {
    let mut definition = Extra::default();
    definition.set("type", JsonText::string("function"));
    definition.set("function", function.clone());
    let definition = JsonText::parse(&definition.to_text());
    Tool {
        name,
        // What is made of JSON is JSON.
        definition: definition.unwrap_or_else(|_| function.clone()),
    }
}

/// The function of a definition that is nothing but a function.
pub(super) fn bare_function(tool: &Tool) -> Option<JsonText> {
    let mut members = Extra::parse(tool.definition.as_str()).ok()?;
    let kind = members.take("type")?;
    let function = members.take("function")?;
    (kind.as_str() == "\"function\"" && members.is_empty()).then_some(function)
}

/// Writes tools as the text of a list, functions bare where that says all.
pub(super) fn write_tools(writer: &mut ObjectWriter, tools: Option<&[Tool]>) {
    let Some(tools) = tools else { return };
    let tools = tools.iter().map(|tool| {
        let function = bare_function(tool).unwrap_or_else(|| tool.definition.clone());
        function.as_str().to_owned()
    });
    writer.string("tools", &array_text(tools));
}
