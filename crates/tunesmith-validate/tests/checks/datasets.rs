//! Real datasets, where they are at hand: what providers accept gives no error, what they refuse does.

#![allow(clippy::disallowed_methods, reason = "the datasets are files")]

use std::path::PathBuf;

use tunesmith_core::Severity;
use tunesmith_tokens::Encoding;
use tunesmith_validate::{Checker, Counting, RuleSettings};

use crate::{check, check_with, openai};

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
    let bytes = std::fs::read(folder.join("near_miss_parts.jsonl")).unwrap();
    let report = check_with(&RuleSettings::default(), &bytes);
    assert!(!report.passed());
    assert_eq!((report.records, report.examples), (500, 0));
    assert_eq!(
        report.counts.keys().copied().collect::<Vec<_>>(),
        [
            "conflicting-answer",
            "duplicate-example",
            "malformed-content",
            "unknown-message-key"
        ]
    );
}

/// Total, shortest, longest and trained tokens as Python's tiktoken counts them.
const TOKENS: [(&str, Encoding, u64, Option<[u64; 3]>); 8] = [
    (
        "sft_gsm8k",
        Encoding::O200kBase,
        84_326,
        Some([88, 462, 46_990]),
    ),
    ("sft_gsm8k", Encoding::Cl100kBase, 85_172, None),
    ("sft_minimum_ten", Encoding::O200kBase, 479, None),
    ("sft_minimum_ten", Encoding::Cl100kBase, 506, None),
    ("sft_text2sql", Encoding::O200kBase, 10_285, None),
    ("rft_countdown", Encoding::O200kBase, 35_900, None),
    ("sft_gsm8k", Encoding::O200kHarmony, 84_326, None),
    ("sft_minimum_ten", Encoding::O200kHarmony, 479, None),
];

#[test]
fn tokens_are_those_of_the_reference() {
    let Some(folder) = folder() else {
        println!("no real datasets here; nothing was checked");
        return;
    };
    for (name, encoding, total, more) in TOKENS {
        let bytes = std::fs::read(folder.join(format!("{name}.jsonl"))).unwrap();
        let counting = Counting::exact(encoding, None);
        let mut checker = Checker::new(name, openai(), &RuleSettings::default()).counting(counting);
        checker.push(&bytes);
        let tokens = checker.finish().tokens.unwrap();
        assert_eq!(tokens.total, total, "{name} {encoding:?}");
        if let Some(expected) = more {
            let found = [
                tokens.lengths.min().unwrap(),
                tokens.lengths.max().unwrap(),
                tokens.trained,
            ];
            assert_eq!(found, expected, "{name} {encoding:?}");
        }
    }
}
