//! Reading Mistral's spellings of the chat shape: `interactions` for `messages`, `text` for `content`, `available_tools` for `tools`.
//!
//! Source: mistral-finetune 1943535, which takes either spelling and refuses both at once. Writing is in `dialect.rs`.

use crate::format::loose;
use crate::format::openai_chat::{Parsed, object, take_required, wrong};
use crate::{Example, Extra};

/// Reads one record.
pub(super) fn parse(line: &str) -> Parsed<Example> {
    let mut top = object("", line)?;
    rename("", &mut top, "interactions", "messages")?;
    rename("", &mut top, "available_tools", "tools")?;
    let list = take_required("", &mut top, "messages")?;
    let [messages] = loose::parse_lists([("/messages", &list)], |at, members| {
        rename(at, members, "text", "content")
    })?;
    let tools = match top.take("tools") {
        None => None,
        Some(tools) if tools.as_str() == "null" => None,
        Some(tools) => Some(loose::parse_tools("/tools", &tools)?),
    };
    Ok(Example {
        messages,
        tools,
        extra: top,
        ..Example::default()
    })
}

fn rename(at: &str, members: &mut Extra, other: &str, key: &str) -> Parsed<()> {
    let Some(value) = members.take(other) else {
        return Ok(());
    };
    if members.get(key).is_some() {
        let message = format!("`{key}` and `{other}` are the same; keep one of them");
        return Err(wrong(at, message));
    }
    members.set(key, value);
    Ok(())
}
