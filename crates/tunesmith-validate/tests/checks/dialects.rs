//! The same records against the dialects of the chat format: a table of what each provider makes of them. `UPDATE=1` rewrites it.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that reads its table and an environment variable"
)]

use std::fmt::Write;
use std::path::PathBuf;

use proptest::prelude::*;
use tunesmith_core::Diagnostic;
use tunesmith_validate::{Checker, RuleSettings, apply_fixes, check_line, profile};

const DIALECTS: [&str; 5] = ["openai", "azure", "together", "fireworks", "mistral"];

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/checks/dialects.txt")
}

/// Name and record of each case.
fn cases(table: &str) -> Vec<(&str, &str)> {
    let mut lines = table.lines();
    let mut cases = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("# ") {
            cases.push((name, lines.next().unwrap()));
        }
    }
    cases
}

/// What a provider says of a record: severity and rule, each once.
fn verdict(dialect: &str, record: &str) -> String {
    let found = check_line(
        profile(dialect).unwrap(),
        &RuleSettings::default(),
        record.as_bytes(),
    );
    let mut said: Vec<_> = found
        .iter()
        .map(|found| format!("{} {}", found.severity.name(), found.rule))
        .collect();
    said.sort();
    said.dedup();
    if said.is_empty() {
        "fine".to_owned()
    } else {
        said.join(", ")
    }
}

#[test]
fn each_provider_says_what_the_table_says() {
    let table = std::fs::read_to_string(path()).unwrap();
    let mut shown = String::new();
    for (name, record) in cases(&table) {
        writeln!(shown, "# {name}\n{record}").unwrap();
        for dialect in DIALECTS {
            writeln!(shown, "  {dialect}: {}", verdict(dialect, record)).unwrap();
        }
        shown.push('\n');
    }
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(path(), shown).unwrap();
    } else {
        assert_eq!(table, shown, "UPDATE=1 rewrites the table");
    }
}

#[test]
fn fixes_end_what_they_are_offered_for() {
    let table = std::fs::read_to_string(path()).unwrap();
    let settings = RuleSettings::default();
    for (name, record) in cases(&table) {
        for dialect in DIALECTS {
            let profile = profile(dialect).unwrap();
            let mut bytes = record.as_bytes().to_vec();
            for _ in 0..4 {
                let found = check_line(profile, &settings, &bytes);
                bytes = apply_fixes(
                    &bytes,
                    0,
                    found.iter().filter_map(|found| found.fix.as_ref()),
                )
                .0;
            }
            let left = check_line(profile, &settings, &bytes);
            let open = left.iter().find(|found| found.fix.is_some());
            assert!(open.is_none(), "{name}, {dialect}: {open:?}");
            assert!(
                !left.iter().any(|found| found.rule == "json-syntax"),
                "{name}, {dialect}: {}",
                String::from_utf8_lossy(&bytes)
            );
        }
    }
}

/// Each of these would take minutes if anything were quadratic.
#[test]
fn hostile_records_take_linear_time() {
    let many = |count: usize, item: &dyn Fn(usize) -> String| {
        let items: Vec<_> = (0..count).map(item).collect();
        items.join(",")
    };
    let call = |id: usize| {
        format!(
            r#"{{"id":"call_{id}","type":"function","function":{{"name":"f {id}","arguments":{{}}}}}}"#
        )
    };
    let tool = |id: usize| {
        format!(
            r#"{{"type":"function","function":{{"name":"g{id}","parameters":{{"title":"t","type":"str"}}}}}}"#
        )
    };
    let image = |id: usize| {
        format!(
            r#"{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{id}-","detail":1}}}}"#
        )
    };
    let (calls, tools) = (many(10_000, &call), many(10_000, &tool));
    let depth = 240;
    let deep = format!(
        "{}{}",
        r#"{"items":"#.repeat(depth),
        "{}".to_owned() + &"}".repeat(depth)
    );
    let records = [
        format!(
            r#"{{"messages":[{{"role":"assistant","content":"x","tool_calls":[{calls}]}},{}],"tools":[{tools}]}}"#,
            many(10_000, &|id| format!(
                r#"{{"role":"tool","tool_call_id":"call_{id}","content":"x"}}"#
            ))
        ),
        format!(
            r#"{{"messages":[{}]}}"#,
            many(10_000, &|_| {
                r#"{"role":"system","content":null,"text":"a","x":1}"#.to_owned()
            })
        ),
        format!(
            r#"{{"messages":[{}],"k":1}}"#,
            many(10_000, &|_| r#"{"role":"developer","content":"a"}"#
                .to_owned())
        ),
        format!(
            r#"{{"messages":[{{"role":"user","content":[{}]}},{{"role":"assistant","content":"a"}}]}}"#,
            many(10_000, &image)
        ),
        format!(
            r#"{{"messages":[{{"role":"user",{}}}]}}"#,
            many(10_000, &|id| format!(r#""k{id}":1"#))
        ),
        format!(
            r#"{{"input":{{"messages":[{{"role":"user","content":"a"}}]}},"preferred_output":[{}]}}"#,
            many(10_000, &|_| r#"{"role":"user"}"#.to_owned())
        ),
        format!(
            r#"{{"messages":[],"tools":[{{"type":"function","function":{{"name":"f","parameters":{deep}}}}}]}}"#
        ),
        // Each call is held against a schema that is as large as all calls together.
        format!(
            r#"{{"messages":[{{"role":"assistant","tool_calls":[{}]}}],"tools":[{{"type":"function","function":{{"name":"f","parameters":{{"properties":{{{}}}}}}}}}]}}"#,
            many(10_000, &|id| format!(
                r#"{{"id":"{id}","type":"function","function":{{"name":"f","arguments":"{{\"p1\":1}}"}}}}"#
            )),
            many(10_000, &|id| format!(r#""p{id}":{{"type":"integer"}}"#))
        ),
    ];
    for record in records {
        let fine = DIALECTS
            .iter()
            .filter(|dialect| verdict(dialect, &record) == "fine");
        assert!(fine.count() < DIALECTS.len());
    }
}

/// Pieces of records of every dialect, put together at random.
const PIECES: &[&str] = &[
    r#""role":"user""#,
    r#""role":"assistant""#,
    r#""role":"tool""#,
    r#""role":"system""#,
    r#""content":"é\/""#,
    r#""content":null"#,
    r#""content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo","detail":"x"}}]"#,
    r#""content":[{"type":"image_url","image_url":{"url":"data:,é"}},{"type":"text","text":"a"}]"#,
    r#""content":[{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/4AAE\u00e9"}}]"#,
    r#""tool_calls":[{"id":"é","function":{"name":"f g","arguments":{"a":[1]}}}]"#,
    r#""tool_call_id":"é""#,
    r#""weight":0"#,
    r#""text":"b""#,
    r#""x":{}"#,
];

fn any_record() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES);
    let message =
        prop::collection::vec(piece, 0..5).prop_map(|members| format!("{{{}}}", members.join(",")));
    let list =
        prop::collection::vec(message, 0..5).prop_map(|items| format!("[{}]", items.join(",")));
    let tools = prop::sample::select(&[
        "[]",
        "3",
        r#"[{"type":"function","function":{"name":"f","parameters":{"title":"t","type":"str","properties":[]}}}]"#,
        r#"[{"function":{"parameters":{"anyOf":[{"type":"null"}],"required":1,"default":null}}}]"#,
    ]);
    (list.clone(), list, tools, 0..4).prop_map(|(one, other, tools, shape)| match shape {
        0 => format!(r#"{{"messages":{one},"tools":{tools}}}"#),
        1 => format!(r#"{{"messages":{one},"functions":{tools},"id":1}}"#),
        2 => format!(r#"{{"input":{{"messages":{one}}},"preferred_output":{other},"non_preferred_completion":{one}}}"#),
        _ => format!(r#"{{"interactions":{one},"available_tools":{tools},"messages":{other}}}"#),
    })
}

proptest! {
    /// Whatever a record is, checking it neither panics nor offers a change that makes it less JSON than it was.
    #[test]
    fn fixes_keep_records_readable(record in any_record()) {
        for dialect in DIALECTS {
            let found = check_line(profile(dialect).unwrap(), &RuleSettings::default(), record.as_bytes());
            let broken = |found: &[Diagnostic]| found.iter().filter(|found| found.rule == "json-syntax").count();
            let fixes = found.iter().filter_map(|found| found.fix.as_ref());
            let (fixed, _) = apply_fixes(record.as_bytes(), 0, fixes);
            let after = check_line(profile(dialect).unwrap(), &RuleSettings::default(), &fixed);
            prop_assert!(broken(&after) <= broken(&found), "{dialect}: {}", String::from_utf8_lossy(&fixed));
            for found in found {
                prop_assert!(found.location.bytes.end as usize <= record.len());
            }
        }
    }
}

/// Known verdicts on real datasets, where they are at hand: whether a provider finds errors.
#[test]
fn real_datasets_keep_their_verdicts() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !folder.is_dir() {
        println!("no real datasets here; nothing was checked");
        return;
    }
    let cases: [(&str, &[&str], &[&str]); 8] = [
        (
            "dpo_orca",
            &["openai", "azure", "together", "fireworks"],
            &["mistral"],
        ),
        (
            "near_miss_parts",
            &[],
            &["openai", "azure", "together", "fireworks"],
        ),
        (
            "rft_countdown",
            &["openai", "azure"],
            &["together", "mistral"],
        ),
        ("sft_gsm8k", &DIALECTS, &[]),
        ("sft_text2sql", &DIALECTS, &[]),
        (
            "sft_tool_calls",
            &["openai", "azure", "fireworks"],
            &["together"],
        ),
        (
            "sft_tool_calls_no_content",
            &["openai", "azure", "fireworks"],
            &["together"],
        ),
        ("sft_vision_urls", &["openai", "azure"], &["together"]),
    ];
    for (name, passing, failing) in cases {
        let bytes = std::fs::read(folder.join(format!("{name}.jsonl"))).unwrap();
        let passes = |dialect: &&str| {
            let settings = RuleSettings::default();
            let mut checker = Checker::new(name, profile(dialect).unwrap(), &settings);
            checker.push(&bytes);
            checker.finish().passed()
        };
        let passed: Vec<_> = DIALECTS
            .iter()
            .copied()
            .filter(|dialect| passes(dialect))
            .collect();
        assert!(
            passing.iter().all(|dialect| passed.contains(dialect)),
            "{name}: {passed:?}"
        );
        assert!(
            !failing.iter().any(|dialect| passed.contains(dialect)),
            "{name}: {passed:?}"
        );
    }
}
