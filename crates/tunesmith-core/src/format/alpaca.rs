//! The Alpaca shape: `{"instruction":…,"input":…,"output":…}`, as LLaMA-Factory extends it by `system`, `history`, pairs, tools and media.
//!
//! A prompt is `instruction` and `input` with a line break between them (LLaMA-Factory data/README.md, 2025; other trainers put words around
//! them). Writing puts the whole prompt into `instruction`. `text`, `kto_tag` and others travel as unknown members.

use crate::format::calls::{take_tools, write_tools};
use crate::format::losses::{Losses, drop_null};
use crate::format::openai_chat::{FormatError, object, take_optional_text, take_text, wrong};
use crate::format::placeholders::{Gallery, LISTS, Placeholders};
use crate::format::turns::{
    Holds, TurnsRead, example_of_turns, take_history, turns, write_history,
};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Content, Example};

/// The format.
pub(crate) static FORMAT: Format = Format {
    name: "alpaca",
    summary: "`instruction`, `input` and `output`, with history, pairs and media as LLaMA-Factory has them",
    parse,
    render,
};

fn parse(record: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    for name in ["input", "system", "output", "chosen", "rejected"] {
        drop_null(&mut top, name);
    }
    let instruction = take_text("", &mut top, "instruction")?;
    let input = take_optional_text("", &mut top, "input")?.filter(|input| !input.is_empty());
    let prompt = match input {
        None => instruction,
        Some(input) if instruction.is_empty() => input,
        Some(input) => format!("{instruction}\n{input}"),
    };
    let tools = take_tools(&mut top)?;
    let mut media = Placeholders::take(&mut top)?;
    let history = take_history(&mut top)?.into_iter();
    let history = history.map(|(user, reply)| (media.content(user), media.content(reply)));
    let history = history.collect();
    let prompt = media.content(prompt);
    let system = take_optional_text("", &mut top, "system")?;
    let (answer, rejected) = if top.get("chosen").is_some() || top.get("rejected").is_some() {
        let chosen = take_text("", &mut top, "chosen")?;
        let rejected = take_text("", &mut top, "rejected")?;
        if take_optional_text("", &mut top, "output")?.is_some_and(|output| !output.is_empty()) {
            let hint = "`chosen` and `rejected` are the answers already; remove `output`";
            return Err(wrong("/output", hint.to_owned()));
        }
        (Content::Text(chosen), Some(Content::Text(rejected)))
    } else {
        let answer = take_text("", &mut top, "output")?;
        (media.content(answer), None)
    };
    media.finish()?;
    let read = TurnsRead {
        system,
        history,
        prompt,
        answer,
        rejected,
    };
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
    writer.string("instruction", &turns.prompt);
    writer.string("input", "");
    match &turns.rejected {
        None => writer.string("output", &turns.answer),
        Some(rejected) => {
            writer.string("chosen", &turns.answer);
            writer.string("rejected", rejected);
        }
    }
    if let Some(system) = &turns.system {
        writer.string("system", system);
    }
    write_history(&mut writer, &turns.history);
    write_tools(&mut writer, example.tools.as_deref());
    gallery.write(&mut writer);
    let own = [
        "instruction",
        "input",
        "output",
        "chosen",
        "rejected",
        "system",
        "history",
        "tools",
    ];
    let own: Vec<_> = own.into_iter().chain(LISTS).collect();
    losses.write_record_members(&mut writer, example, &own);
    losses.rendered(writer)
}
