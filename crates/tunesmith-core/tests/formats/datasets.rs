//! Real datasets, where they are at hand: which format they are in, and how many of their records each target takes without loss.

use std::path::Path;

use tunesmith_core::format::{convert, detect_line};

use crate::named;

/// File, its format, a target, how many records it takes without loss.
const CASES: [(&str, &str, &str, usize); 9] = [
    ("sft_gsm8k", "openai-chat", "together", 449),
    ("sft_gsm8k", "openai-chat", "trl-prompt-completion", 449),
    ("sft_text2sql", "openai-chat", "mistral", 100),
    ("sft_tool_calls", "openai-chat", "trl-chat", 55),
    ("sft_tool_calls", "openai-chat", "together", 0),
    ("sft_tool_calls_no_content", "openai-chat", "azure", 86),
    ("sft_vision_urls", "openai-chat", "fireworks", 100),
    ("dpo_orca", "openai-preference", "trl-preference", 284),
    ("rft_countdown", "openai-chat", "openai-reinforcement", 100),
];

#[test]
fn real_records_convert() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !folder.is_dir() {
        println!("no real datasets here; nothing was checked");
        return;
    }
    for (name, from, to, expected) in CASES {
        let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        let mut taken = 0;
        for record in text.lines().filter(|line| !line.trim().is_empty()) {
            assert_eq!(detect_line(record).map(|format| format.name), Some(from));
            match convert(record, named(from), named(to), false) {
                Ok(_) => taken += 1,
                Err(error) if expected > 0 => panic!("{name}: {error}"),
                Err(_) => {}
            }
        }
        assert_eq!(taken, expected, "{name} to {to}");
    }
}
