//! Counts that a provider or another program published, for framing, tools and whole datasets.

#![allow(clippy::disallowed_methods, reason = "the datasets are files")]

use std::path::PathBuf;

use serde_json::{Value, json};
use tunesmith_tokens::{
    BpeCounter, ChatTally, Encoding, ExampleTokens, TokenStatistics, estimate_tools,
    expected_epochs,
};

/// Tokens of a record's messages whose values are all strings.
fn tally(counter: &mut BpeCounter, messages: &Value) -> ExampleTokens {
    let mut tally = ChatTally::new();
    for message in messages.as_array().into_iter().flatten() {
        let text = |key: &str| message[key].as_str();
        let role = text("role").unwrap_or_default();
        tally.begin_message(counter, role);
        if let Some(name) = text("name") {
            tally.name(counter, name);
        }
        match text("content") {
            Some(content) if role == "assistant" => {
                tally.assistant_content(counter, content, message["weight"] != 0);
            }
            Some(content) => tally.value(counter, content),
            None => {}
        }
    }
    tally.finish()
}

/// The conversation whose prompt tokens the cookbook compares with what the API reports.
const JARGON: &str = r#"[
    {"role": "system", "content": "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."},
    {"role": "system", "name": "example_user", "content": "New synergies will help drive top-line growth."},
    {"role": "system", "name": "example_assistant", "content": "Things working well together will increase revenue."},
    {"role": "system", "name": "example_user", "content": "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage."},
    {"role": "system", "name": "example_assistant", "content": "Let's talk later when we're less busy about how to do better."},
    {"role": "user", "content": "This late pivot means we don't have time to boil the ocean for the client deliverable."}
]"#;

const WEATHER: &str = r#"[
    {"role": "system", "content": "You are a helpful assistant that can answer to questions about the weather."},
    {"role": "user", "content": "What's the weather like in San Francisco?"}
]"#;

const WEATHER_TOOLS: &str = r#"[{"type": "function", "function": {
    "name": "get_current_weather",
    "description": "Get the current weather in a given location",
    "parameters": {"type": "object", "properties": {
        "location": {"type": "string", "description": "The city and state, e.g. San Francisco, CA"},
        "unit": {"type": "string", "description": "The unit of temperature to return", "enum": ["celsius", "fahrenheit"]}
    }, "required": ["location"]}}}]"#;

/// What is said in `toy_chat_fine_tuning.jsonl`, the file the cookbook's check prints its figures for (MIT, openai-cookbook 9172b0f): the
/// system prompt is one for all, users and the assistant take turns, and the last answer is said two thousand times.
const TOY_SYSTEM: &str = "You are a happy assistant that puts a positive spin on everything.";
const TOY: [(bool, &[&str]); 5] = [
    (
        true,
        &[
            "I fell off my bike today.",
            "It's great that you're getting exercise outdoors!",
        ],
    ),
    (
        true,
        &[
            "I lost my tennis match today.",
            "It's ok, it happens to everyone.",
            "But I trained so hard!",
            "It will pay off next time.",
            "I'm going to switch to golf.",
            "Golf is fun too!",
            "I don't even know how to play golf.",
            "It's easy to learn!",
        ],
    ),
    (
        false,
        &[
            "I lost my book today.",
            "You can read everything on ebooks these days!",
        ],
    ),
    (true, &["", "You're great!"]),
    (true, &["I'm hungry.", "Eat a banana!"]),
];

fn toy() -> Vec<Value> {
    let records = TOY.iter().enumerate().map(|(index, (system, turns))| {
        let repeats = if index == 4 { 2000 } else { 1 };
        let mut messages = Vec::new();
        if *system {
            messages.push(json!({"role": "system", "content": TOY_SYSTEM}));
        }
        for pair in turns.chunks(2) {
            if !pair[0].is_empty() {
                messages.push(json!({"role": "user", "content": pair[0]}));
            }
            messages.push(json!({"role": "assistant", "content": pair[1].repeat(repeats)}));
        }
        Value::Array(messages)
    });
    records.collect()
}

#[test]
fn the_toy_file_has_the_figures_of_the_cookbook() {
    for (encoding, sum) in [(Encoding::Cl100kBase, 8_242), (Encoding::O200kBase, 8_233)] {
        let mut counter = BpeCounter::new(encoding);
        let mut total = TokenStatistics::new();
        for messages in toy() {
            total.add(tally(&mut counter, &messages).total);
        }
        assert_eq!(total.sum(), sum, "{encoding}");
        if encoding == Encoding::Cl100kBase {
            assert_eq!((total.min(), total.max()), (Some(26), Some(8_032)));
        }
    }
    assert_eq!(expected_epochs(5), 20);
}

#[test]
fn framing_is_what_the_api_reports() {
    let messages = serde_json::from_str(JARGON).unwrap();
    for (encoding, total) in [(Encoding::Cl100kBase, 129), (Encoding::O200kBase, 124)] {
        let tokens = tally(&mut BpeCounter::new(encoding), &messages);
        assert_eq!((tokens.total, tokens.assistant), (total, 0), "{encoding}");
    }
}

#[test]
fn tools_cost_what_the_api_reports() {
    let messages = serde_json::from_str(WEATHER).unwrap();
    for (encoding, total) in [(Encoding::Cl100kBase, 105), (Encoding::O200kBase, 101)] {
        let mut counter = BpeCounter::new(encoding);
        let tools = estimate_tools(encoding, &mut counter, WEATHER_TOOLS).unwrap();
        assert_eq!(
            tally(&mut counter, &messages).total + tools,
            total,
            "{encoding}"
        );
    }
}

#[test]
fn odd_tools_are_estimated_and_never_stop_the_count() {
    let encoding = Encoding::O200kBase;
    let mut counter = BpeCounter::new(encoding);
    let mut of = |tools: &str| estimate_tools(encoding, &mut counter, tools).ok();
    for (tools, tokens) in [
        ("[]", Some(0)),
        ("null", Some(0)),
        ("[1]", Some(12 + 7)),
        (r#"[{"name": "f"}]"#, Some(12 + 7 + 1)),
        (r#"[{"name": "f", "description": "go."}]"#, Some(12 + 7 + 3)),
        (
            r#"[{"name": "f", "parameters": {"properties": {}}}]"#,
            Some(12 + 7 + 1),
        ),
        (
            r#"[{"name": "f", "parameters": {"properties": {"a": {}}}}]"#,
            Some(12 + 7 + 1 + 3 + 3 + 1),
        ),
        (
            r#"[{"name": "f", "parameters": {"properties": {"a": {"enum": []}}}}]"#,
            Some(12 + 7 + 1 + 3 + 3 + 1),
        ),
        (
            r#"[{"name": "f", "parameters": {"properties": {"a": {"items": {"type": "object", "properties": {"b": {}}}}}}}]"#,
            Some(12 + 7 + 1 + (3 + 3 + 1) + 1 + (3 + 3 + 1)),
        ),
        ("{}", None),
        ("[", None),
        ("", None),
    ] {
        assert_eq!(of(tools), tokens, "{tools}");
    }
    assert_eq!(of(&"[".repeat(100_000)), None);
}

/// Beside the repository; `None` where they are not at hand.
fn folder() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Some(root.join("../shared/data")).filter(|folder| folder.is_dir())
}

#[test]
fn whole_datasets_have_the_counts_another_program_found() {
    let Some(folder) = folder() else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    for (name, encoding, sum) in [
        ("sft_gsm8k", Encoding::O200kBase, 84_326),
        ("sft_gsm8k", Encoding::Cl100kBase, 85_172),
        ("sft_minimum_ten", Encoding::O200kBase, 479),
        ("sft_minimum_ten", Encoding::Cl100kBase, 506),
        ("sft_text2sql", Encoding::O200kBase, 10_285),
        ("rft_countdown", Encoding::O200kBase, 35_900),
        ("claude3_style", Encoding::O200kBase, 25_574),
    ] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.jsonl"))).unwrap();
        let mut counter = BpeCounter::new(encoding);
        let (mut total, mut assistant) = (TokenStatistics::new(), 0);
        for line in text.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let tokens = tally(&mut counter, &record["messages"]);
            total.add(tokens.total);
            assistant += tokens.assistant;
        }
        assert_eq!(total.sum(), sum, "{name} in {encoding}");
        if (name, encoding) == ("sft_gsm8k", Encoding::O200kBase) {
            assert_eq!((total.min(), total.max()), (Some(88), Some(462)));
            assert_eq!(assistant, 46_990);
        }
    }
}
