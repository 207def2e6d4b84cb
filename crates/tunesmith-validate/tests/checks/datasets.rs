//! Real datasets, where they are at hand: what providers accept gives no error, what they refuse does.

#![allow(clippy::disallowed_methods, reason = "the datasets are files")]

use std::path::PathBuf;

use tunesmith_core::Severity;

use crate::check;

const ACCEPTED: [(&str, u64); 6] = [
    ("sft_gsm8k", 449),
    ("sft_minimum_ten", 10),
    ("sft_text2sql", 100),
    ("sft_tool_calls", 55),
    ("sft_tool_calls_no_content", 86),
    ("sft_vision_urls", 100),
];

/// Beside the repository; `None` where they are not at hand.
fn folder() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Some(root.join("../shared/data")).filter(|folder| folder.is_dir())
}

#[test]
fn accepted_datasets_give_no_error() {
    let Some(folder) = folder() else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    for (name, records) in ACCEPTED {
        let report = check(&std::fs::read(folder.join(format!("{name}.jsonl"))).unwrap());
        let diagnostics = report.diagnostics.iter();
        let serious =
            diagnostics.filter(|reported| reported.diagnostic.severity == Severity::Error);
        let shown: Vec<_> = serious.take(3).collect();
        assert!(shown.is_empty(), "{name}: {shown:#?}");
        assert_eq!(
            (report.records, report.examples),
            (records, records),
            "{name}"
        );
    }
}

#[test]
fn a_near_miss_is_refused() {
    let Some(folder) = folder() else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    let report = check(&std::fs::read(folder.join("near_miss_parts.jsonl")).unwrap());
    assert!(!report.passed());
    assert_eq!((report.records, report.examples), (500, 0));
    assert_eq!(
        report.counts.keys().copied().collect::<Vec<_>>(),
        [
            "conflicting-answer",
            "duplicate-example",
            "malformed-content"
        ]
    );
}
