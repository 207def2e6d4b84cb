//! Messages whose tool calls are looser than OpenAI's: arguments as objects, no ids.
//!
//! They are brought into the chat shape on reading: an object becomes its text, digit for digit, and missing ids are made up and given to
//! the results in order. Invariant: messages that have the chat shape are not changed.

use std::collections::{BTreeSet, VecDeque};

use crate::format::call_ids::Made;
use crate::format::functions;
use crate::format::openai_chat::{Parsed, array, message_from_members, object, wrong};
use crate::json_text::array_text;
use crate::{Extra, JsonText, Message, Tool};

/// Several lists of one record, read together so that made-up ids differ. `rename` sees each message's members first.
pub(super) fn parse_lists<const N: usize>(
    lists: [(&str, &JsonText); N],
    rename: fn(&str, &mut Extra) -> Parsed<()>,
) -> Parsed<[Vec<Message>; N]> {
    let mut opened = Vec::with_capacity(N);
    let mut used = BTreeSet::new();
    for (at, list) in lists {
        let mut messages = Vec::new();
        for (index, message) in array(at, list)?.into_iter().enumerate() {
            let at = format!("{at}/{index}");
            let mut members = object(&at, message.as_str())?;
            rename(&at, &mut members)?;
            let calls = open_calls(&at, &mut members)?;
            let ids = calls.iter().flatten().filter_map(|call| call.get("id"));
            let ids = ids.chain(members.get("tool_call_id"));
            used.extend(ids.filter_map(|id| id.as_text()));
            messages.push((at, members, calls));
        }
        opened.push(messages);
    }
    let mut made = Made::unlike(used);
    let mut open = VecDeque::new();
    let mut lists = opened.into_iter();
    let mut read = [const { Vec::new() }; N];
    for (number, list) in read.iter_mut().enumerate() {
        // The lists after the first are endings of it: each begins with the calls the first left open.
        let mut ending = VecDeque::clone(&open);
        let open = if number == 0 { &mut open } else { &mut ending };
        for (at, members, calls) in lists.next().unwrap_or_default() {
            list.push(close(&at, members, calls, &mut made, open)?);
        }
    }
    Ok(read)
}

/// One list.
pub(super) fn parse_list(at: &str, list: &JsonText) -> Parsed<Vec<Message>> {
    let [messages] = parse_lists([(at, list)], |_, _| Ok(()))?;
    Ok(messages)
}

/// Tools as a list or as a string that holds one; a definition may be the bare function.
pub(super) fn parse_tools(at: &str, tools: &JsonText) -> Parsed<Vec<Tool>> {
    let inside;
    let list = match tools.as_text() {
        None => tools,
        Some(text) => {
            inside = JsonText::parse(&text).map_err(|error| {
                wrong(
                    at,
                    format!("a list of tools is expected in this string; {error}"),
                )
            })?;
            &inside
        }
    };
    let mut wrapped = Vec::new();
    for (index, definition) in array(at, list)?.into_iter().enumerate() {
        let members = object(&format!("{at}/{index}"), definition.as_str())?;
        let bare = members.get("function").is_none();
        wrapped.push(match functions::tool(&definition) {
            Some(tool) if bare => tool.definition,
            Some(_) | None => definition,
        });
    }
    let list = array_text(
        wrapped
            .iter()
            .map(|definition| definition.as_str().to_owned()),
    );
    let list = JsonText::parse(&list).map_err(|error| wrong(at, error.to_string()))?;
    crate::format::openai_chat::parse_tools(at, &list)
}

fn open_calls(at: &str, members: &mut Extra) -> Parsed<Option<Vec<Extra>>> {
    let Some(calls) = members
        .get("tool_calls")
        .filter(|calls| calls.as_str() != "null")
    else {
        return Ok(None);
    };
    let at = format!("{at}/tool_calls");
    let calls = array(&at, calls)?.into_iter().enumerate();
    let calls: Vec<Extra> = calls
        .map(|(index, call)| {
            let at = format!("{at}/{index}");
            let mut call = object(&at, call.as_str())?;
            if let Some(function) = call.get("function") {
                let mut function = object(&format!("{at}/function"), function.as_str())?;
                let arguments = function.get("arguments");
                if let Some(arguments) = arguments.filter(|text| text.as_str().starts_with('{')) {
                    let text = JsonText::string(arguments.as_str());
                    function.set("arguments", text);
                }
                call.set("function", to_json(&at, &function)?);
            }
            Ok(call)
        })
        .collect::<Parsed<_>>()?;
    members.take("tool_calls");
    Ok(Some(calls))
}

fn close(
    at: &str,
    mut members: Extra,
    calls: Option<Vec<Extra>>,
    made: &mut Made,
    open: &mut VecDeque<String>,
) -> Parsed<Message> {
    if let Some(mut calls) = calls {
        for call in &mut calls {
            if call.get("id").is_none_or(|id| id.as_str() == "null") {
                let id = made.next();
                call.set("id", JsonText::string(&id));
                open.push_back(id);
            }
        }
        let list = array_text(calls.iter().map(Extra::to_text));
        let list = JsonText::parse(&list).map_err(|error| wrong(at, error.to_string()))?;
        members.set("tool_calls", list);
    }
    let mut message = message_from_members(at, members)?;
    if message.role == crate::Role::Tool && message.tool_call_id.is_none() {
        message.tool_call_id = open.pop_front();
        if message.tool_call_id.is_some() {
            // An explicit null gives way to the id.
            message.extra.take("tool_call_id");
        }
    }
    Ok(message)
}

fn to_json(at: &str, members: &Extra) -> Parsed<JsonText> {
    JsonText::parse(&members.to_text()).map_err(|error| wrong(at, error.to_string()))
}
