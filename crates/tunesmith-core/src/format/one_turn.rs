//! Shapes of one prompt and one answer under two names: Bedrock's Llama 3.1 and torchtune's instruct datasets.
//!
//! They hold neither a system prompt nor earlier turns nor pairs. Bedrock trains Llama 3.2 on conversations instead: that is `bedrock-nova`.

use crate::format::losses::Losses;
use crate::format::openai_chat::{FormatError, Parsed, object, take_text};
use crate::format::turns::{Holds, TurnsRead, example_of_turns, turns};
use crate::format::{Format, Rendered};
use crate::json_text::ObjectWriter;
use crate::{Content, Example};

/// Amazon Bedrock's shape for models that complete text, Llama 3.1 among them (Bedrock user guide, model-customization-prepare, 2026).
pub(crate) static BEDROCK_LLAMA: Format = Format {
    name: "bedrock-llama",
    summary: "`prompt` and `completion` for Llama 3.1 on Amazon Bedrock; Llama 3.2 takes bedrock-nova",
    parse: |record| parse(record, "prompt", "completion"),
    render: |example| render(example, "prompt", "completion"),
};

/// torchtune's `InputOutputToMessages` (torchtune docs, instruct datasets, 2025).
pub(crate) static TORCHTUNE_INSTRUCT: Format = Format {
    name: "torchtune-instruct",
    summary: "`input` and `output` of torchtune's instruct datasets",
    parse: |record| parse(record, "input", "output"),
    render: |example| render(example, "input", "output"),
};

fn parse(record: &str, prompt: &str, answer: &str) -> Result<Example, FormatError> {
    let mut top = object("", record)?;
    let mut text =
        |name: &str| -> Parsed<Content> { take_text("", &mut top, name).map(Content::Text) };
    let read = TurnsRead {
        system: None,
        history: Vec::new(),
        prompt: text(prompt)?,
        answer: text(answer)?,
        rejected: None,
    };
    example_of_turns(read, None, top)
}

fn render(example: &Example, prompt: &str, answer: &str) -> Rendered {
    let mut losses = Losses::default();
    let holds = Holds {
        system: false,
        history: false,
        pairs: false,
        tools: false,
    };
    let turns = turns(example, &holds, None, &mut losses);
    let mut writer = ObjectWriter::new();
    writer.string(prompt, &turns.prompt);
    writer.string(answer, &turns.answer);
    losses.write_record_members(&mut writer, example, &[prompt, answer]);
    losses.rendered(writer)
}
