//! Whether an instruction and an answer are usable. Each error is told to the model, and is the reason if that does not help.

use crate::Case;
use crate::language::other_than;
use crate::prompt::REFUSAL;
use crate::settings::Settings;
use tunesmith_plugin_sdk::likeness;
use tunesmith_plugin_sdk::words;

/// An answer that is as like its request as this only repeats it.
const ECHO: f64 = 0.8;

/// Words of the task, which a person would not write.
const TASK_WORDS: [&str; 14] = [
    "person:",
    "topic:",
    "difficulty:",
    "wants:",
    "form:",
    "request:",
    "instruction:",
    "this persona",
    "the persona",
    "the person asks",
    "the user asks",
    "the user wants",
    "write an instruction",
    "json object",
];

/// How answers begin, and requests do not.
const ANSWERING: [&str; 9] = [
    "sure,",
    "sure!",
    "of course,",
    "certainly",
    "here is",
    "here are",
    "here's",
    "i'm happy to help",
    "as an ai",
];

/// Words without which, and without a question mark, a text in English asks for nothing.
const ASKING: [&str; 24] = [
    "please",
    "tell",
    "explain",
    "give",
    "show",
    "help",
    "write",
    "list",
    "describe",
    "compare",
    "suggest",
    "recommend",
    "summarise",
    "summarize",
    "translate",
    "make",
    "plan",
    "need",
    "want",
    "how",
    "what",
    "which",
    "draft",
    "find",
];

/// Signs that a text goes on with somebody else's words.
const SPEAKERS: [&str; 8] = [
    "user:",
    "assistant:",
    "human:",
    "ai:",
    "<|im_start|>",
    "<|im_end|>",
    "[inst]",
    "### response",
];

/// Says what is wrong with an instruction.
pub(crate) fn instruction(text: &str, case: &Case, settings: &Settings) -> Result<(), String> {
    let count = words(text).count();
    if count == 0 {
        return Err("`instruction` is empty".to_owned());
    }
    if count < settings.min_words {
        return Err(format!(
            "`instruction` has {count} words; at least {} are needed",
            settings.min_words
        ));
    }
    if count > settings.max_words {
        return Err(format!(
            "`instruction` has {count} words; at most {} are wanted",
            settings.max_words
        ));
    }
    let lower = text.to_lowercase();
    if let Some(word) = TASK_WORDS.iter().find(|it| lower.contains(**it)) {
        return Err(format!(
            "`instruction` says “{word}”; write only what the person writes"
        ));
    }
    if let Some(word) = ANSWERING.iter().find(|it| lower.starts_with(**it)) {
        return Err(format!(
            "`instruction` begins with “{word}”, like an answer; write what the person asks"
        ));
    }
    speakers("instruction", &lower)?;
    let asks = text.contains('?') || words(text).any(|it| ASKING.contains(&it.as_str()));
    if case.language == "English" && !asks {
        return Err(
            "`instruction` asks for nothing; let the person ask a question or say what they want"
                .to_owned(),
        );
    }
    let copied = settings
        .few_shot
        .iter()
        .any(|it| likeness(&it.instruction, text) >= settings.near_duplicate);
    if copied {
        return Err(
            "`instruction` nearly copies one of the examples; write another one".to_owned(),
        );
    }
    language("instruction", text, case, settings)
}

/// Says what is wrong with an answer.
pub(crate) fn answer(
    text: &str,
    instruction: &str,
    case: &Case,
    settings: &Settings,
) -> Result<(), String> {
    let count = words(text).count();
    if count == 0 {
        return Err("`answer` is empty".to_owned());
    }
    if count > settings.max_answer_words {
        return Err(format!(
            "`answer` has {count} words; at most {} are wanted",
            settings.max_answer_words
        ));
    }
    if likeness(instruction, text) >= ECHO {
        return Err("`answer` repeats the request instead of answering it".to_owned());
    }
    speakers("answer", &text.to_lowercase())?;
    let copied = settings
        .few_shot
        .iter()
        .any(|it| likeness(&it.answer, text) >= settings.near_duplicate);
    if copied {
        return Err("`answer` nearly copies one of the examples".to_owned());
    }
    if let Some(lacks) = case.shape.lacks(text) {
        return Err(format!("`answer` {lacks}; wanted is {}", case.ask));
    }
    language("answer", text, case, settings)
}

/// A speaker's name at the beginning of a line, or the words with which a reply was sent back.
fn speakers(name: &str, lower: &str) -> Result<(), String> {
    if lower.contains(&REFUSAL.to_lowercase()) {
        return Err(format!("`{name}` repeats what was said about it"));
    }
    let found = lower.lines().find_map(|line| {
        SPEAKERS
            .iter()
            .find(|it| line.trim_start().starts_with(**it))
    });
    match found {
        Some(speaker) => Err(format!(
            "`{name}` has a line that begins with “{speaker}”; only one voice is wanted"
        )),
        None => Ok(()),
    }
}

fn language(name: &str, text: &str, case: &Case, settings: &Settings) -> Result<(), String> {
    if !settings.check_language {
        return Ok(());
    }
    match other_than(&case.language, text) {
        Some(other) => Err(format!(
            "`{name}` is written in {other}, not in {}",
            case.language
        )),
        None => Ok(()),
    }
}
