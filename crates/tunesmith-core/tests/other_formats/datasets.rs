//! Real datasets, where they are at hand beside the repository: every record is read and comes back.

use std::path::PathBuf;

use serde_json::value::RawValue;
use tunesmith_core::format::detect_line;

use crate::{comparable, from_chat, to_chat};

fn read(name: &str) -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    std::fs::read_to_string(root.join(name)).ok()
}

fn come_back(records: &[&str], name: &str) {
    for record in records {
        assert_eq!(
            detect_line(record).map(|format| format.name),
            Some(name),
            "{record}"
        );
        let there = to_chat(record, name).unwrap_or_else(|error| panic!("{record}: {error}"));
        let back =
            from_chat(&there.line, name, false).unwrap_or_else(|error| panic!("{record}: {error}"));
        let again = to_chat(&back.line, name).unwrap_or_else(|error| panic!("{record}: {error}"));
        assert_eq!(comparable(&again.line), comparable(&there.line), "{record}");
    }
}

#[test]
fn alpaca_comes_back() {
    let Some(text) = read("alpaca_en.json") else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    let records: Vec<&RawValue> = serde_json::from_str(&text).unwrap();
    assert_eq!(records.len(), 999);
    let records: Vec<_> = records.into_iter().map(RawValue::get).collect();
    come_back(&records, "alpaca");
}

#[test]
fn sharegpt_comes_back_the_same() {
    let Some(text) = read("sharegpt_tool_calls.json") else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    let records: Vec<&RawValue> = serde_json::from_str(&text).unwrap();
    assert_eq!(records.len(), 300);
    let records: Vec<_> = records.into_iter().map(RawValue::get).collect();
    come_back(&records, "sharegpt");
    for record in records {
        let there = to_chat(record, "sharegpt").unwrap().line;
        let back = from_chat(&there, "sharegpt", false).unwrap().line;
        assert_eq!(comparable(&back), comparable(record));
    }
}

#[test]
fn claude_comes_back_the_same() {
    let Some(text) = read("claude3_style.jsonl") else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    let records: Vec<_> = text.lines().collect();
    assert_eq!(records.len(), 560);
    come_back(&records, "bedrock-claude");
    for record in records {
        let there = to_chat(record, "bedrock-claude").unwrap().line;
        let back = from_chat(&there, "bedrock-claude", false).unwrap().line;
        assert_eq!(comparable(&back), comparable(record));
    }
}
