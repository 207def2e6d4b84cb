//! The query-response shape of ms-swift: `{"query":…,"response":…}` with `history`, `system`, `rejected_response`, tools and media.
//!
//! Its other shapes are those of others: `messages` is openai-chat, `conversations` sharegpt, `instruction` alpaca (ms-swift
//! docs/source_en/Customization/Custom-dataset.md, 2025).

use crate::format::calls::{take_tools, write_tools};
use crate::format::losses::{Losses, drop_null};
use crate::format::openai_chat::{FormatError, object, take_optional_text, take_text};
use crate::format::placeholders::{Gallery, LISTS, Placeholders};
use crate::format::turns::{
    Holds, TurnsRead, example_of_turns, take_history, turns, write_history,
};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Content, Example};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "ms-swift-query",
    summary: "`query` and `response` of ms-swift, with history, pairs and media",
    parse,
    render,
};

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    for name in ["system", "rejected_response"] {
        drop_null(&mut top, name);
    }
    let query = take_text("", &mut top, "query")?;
    let response = take_text("", &mut top, "response")?;
    let rejected = take_optional_text("", &mut top, "rejected_response")?;
    let system = take_optional_text("", &mut top, "system")?;
    let tools = take_tools(&mut top)?;
    let mut media = Placeholders::take(&mut top)?;
    let history = take_history(&mut top)?.into_iter();
    let history = history.map(|(user, reply)| (media.content(user), media.content(reply)));
    let history = history.collect();
    let read = TurnsRead {
        system,
        history,
        prompt: media.content(query),
        answer: if rejected.is_some() {
            Content::Text(response)
        } else {
            media.content(response)
        },
        rejected: rejected.map(Content::Text),
    };
    media.finish()?;
    example_of_turns(read, tools, top)
}

fn render(example: &Example) -> Rendered {
    let mut losses = Losses::default();
    let mut gallery = Gallery::new(example);
    let holds = Holds {
        system: true,
        history: true,
        pairs: true,
        tools: true,
    };
    let turns = turns(example, &holds, Some(&mut gallery), &mut losses);
    let mut writer = ObjectWriter::new();
    if let Some(system) = &turns.system {
        writer.string("system", system);
    }
    writer.string("query", &turns.prompt);
    writer.string("response", &turns.answer);
    if let Some(rejected) = &turns.rejected {
        writer.string("rejected_response", rejected);
    }
    write_history(&mut writer, &turns.history);
    write_tools(&mut writer, example.tools.as_deref());
    gallery.write(&mut writer);
    let own = [
        "query",
        "response",
        "rejected_response",
        "system",
        "history",
        "tools",
    ];
    let own: Vec<_> = own.into_iter().chain(LISTS).collect();
    losses.write_record_members(&mut writer, example, &own);
    losses.rendered(writer)
}
