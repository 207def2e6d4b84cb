//! Records of other shapes against the profiles that read them: which rules speak, that safe fixes help, that nothing panics.

#![allow(clippy::disallowed_methods, reason = "the datasets are files")]

use std::path::PathBuf;

use tunesmith_core::Safety;
use tunesmith_validate::{Checker, Profile, RuleSettings, check_line, profile, profiles};

fn profile_of(name: &str) -> &'static Profile {
    profile(name).unwrap_or_else(|| panic!("there is a profile `{name}`"))
}

/// The rules that speak about a record, each once, sorted.
fn rules_of(name: &str, record: &str) -> Vec<&'static str> {
    let found = check_line(
        profile_of(name),
        &RuleSettings::default(),
        record.as_bytes(),
    );
    let mut rules: Vec<_> = found.iter().map(|found| found.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

fn check_table(name: &str, cases: &[(&str, &[&str])]) {
    for (record, expected) in cases {
        assert_eq!(rules_of(name, record), *expected, "{name}: {record}");
    }
}

#[test]
fn nova() {
    let image = r#"{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/a.png"}}}}"#;
    let many = |count: usize| {
        format!(
            r#"{{"messages":[{{"role":"user","content":[{}]}},{{"role":"assistant","content":[{{"text":"a"}}]}}]}}"#,
            vec![image; count].join(",")
        )
    };
    check_table(
        "bedrock-nova",
        &[
            (
                r#"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"s"}],"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &[],
            ),
            (&many(10), &[]),
            (&many(11), &["too-many-media"]),
            (
                r#"{"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["consecutive-roles"],
            ),
            (
                r#"{"messages":[{"role":"assistant","content":[{"text":"a"}]},{"role":"user","content":[{"text":"q"}]}]}"#,
                &["final-message-not-assistant", "misplaced-message"],
            ),
            (
                r#"{"messages":[{"role":"system","content":[{"text":"s"}]},{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["unknown-role"],
            ),
            (
                r#"{"system":"s","messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["malformed-field"],
            ),
            (
                r#"{"system":[{"image":{}}],"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["malformed-part"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["malformed-part"],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"image":{"format":"PNG","source":{"s3Location":{"uri":"s3://b/ä_1-2/x.png"}}}}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://"}}}}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["malformed-media"],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"image":"a.png"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["malformed-part"],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"text":"say [EOS]"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["turn-marker-in-text"],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"text":"q"}]}]}"#,
                &["missing-assistant"],
            ),
            (r#"{"messages":[]}"#, &["empty-messages"]),
            (r#"{"messages":{}}"#, &["malformed-field"]),
            (r#"{"instruction":"q","output":"a"}"#, &["unknown-key-set"]),
        ],
    );
}

#[test]
fn claude() {
    check_table(
        "bedrock-claude",
        &[
            (
                r#"{"system":"s","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q\nHuman: x"},{"role":"assistant","content":"a"}]}"#,
                &["turn-marker-in-text"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q\\nHuman: x"},{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (
                r#"{"system":"s\u000aAssistant:","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &["turn-marker-in-text"],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":"a"}]}"#,
                &["content-in-parts"],
            ),
            (
                r#"{"messages":[{"role":"assistant","content":"a"}]}"#,
                &["misplaced-message", "too-few-messages"],
            ),
            (
                r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &["unknown-role"],
            ),
        ],
    );
}

#[test]
fn llama() {
    check_table(
        "bedrock-llama",
        &[
            (r#"{"prompt":"q","completion":"a"}"#, &[]),
            (r#"{"prompt":"q","completion":null}"#, &["missing-field"]),
            (
                r#"{"prompt":{"q":1},"completion":"a"}"#,
                &["malformed-field"],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"video":{"format":"mp4","source":{"s3Location":{"uri":"s3://b/a"}}}}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["malformed-media", "malformed-part"],
            ),
            (
                r#"{"schemaVersion":"x","messages":[{"role":"user","content":[{"text":"q"}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
                &["unknown-schema-version"],
            ),
        ],
    );
}

#[test]
fn mistral() {
    check_table(
        "mistral",
        &[
            (
                r#"{"messages":[{"role":"assistant","content":"a"}]}"#,
                &["too-few-messages"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"}]}"#,
                &["missing-assistant"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":0},{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1}],"only_last":true}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1},{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":0}],"only_last":false,"tools":[]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":"https://a/b.png"}]},{"role":"assistant","content":[{"type":"text","text":""}]}]}"#,
                &["empty-content"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"a","train":true}]}]}"#,
                &["malformed-content"],
            ),
        ],
    );
}

#[test]
fn gemini() {
    check_table(
        "gemini",
        &[
            (
                r#"{"system_instruction":{"parts":[{"text":7}]},"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}],"tools":[{"function_declarations":[]}],"references":{"answer":"4"}}"#,
                &["malformed-part", "snake-case-key"],
            ),
            (
                r#"{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"mime_type":"x"}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"file_data":{}}}}]},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &[],
            ),
            (
                r#"{"systemInstruction":{"role":"system","parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &[],
            ),
            (
                r#"{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &[],
            ),
            (
                r#"{"systemInstruction":"s","contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &["malformed-field"],
            ),
            (
                r#"{"contents":[{"role":"user","parts":"q"},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &["malformed-part"],
            ),
            (
                r#"{"contents":[{"role":"user","content":"q"},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &["malformed-turn"],
            ),
            (
                r#"{"contents":[{"role":"human","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"a"}]}]}"#,
                &["unknown-speaker"],
            ),
            (r#"{"contents":[]}"#, &["malformed-turn"]),
            (
                r#"{"contents":[{"role":"user","parts":[{"text":"q"}]}]}"#,
                &["final-message-not-assistant"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"model","content":"a"}]}"#,
                &["unknown-key-set"],
            ),
        ],
    );
}

#[test]
fn trl() {
    check_table(
        "trl",
        &[
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"source":"x"}"#,
                &[],
            ),
            (r#"{"text":"t"}"#, &[]),
            (
                r#"{"conversations":[{"from":"user","value":"q"},{"from":"assistant","value":"a"}]}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"assistant","value":"a"}]}"#,
                &["unknown-speaker"],
            ),
            (r#"{"prompt":"q"}"#, &[]),
            (r#"{"prompt":"q","completion":"a","label":true}"#, &[]),
            (
                r#"{"prompt":"q","completion":"a","label":1}"#,
                &["malformed-field"],
            ),
            (r#"{"chosen":"a","rejected":"b"}"#, &[]),
            (r#"{"prompt":"q","chosen":"a"}"#, &["missing-field"]),
            (r#"{"completion":"a"}"#, &["missing-field"]),
            (
                r#"{"prompt":"q","chosen":"a","rejected":"b","messages":[{"role":"user","content":"q"}]}"#,
                &["unknown-key-set"],
            ),
            (
                r#"{"prompt":"q","completions":["a","b"],"labels":[true,false]}"#,
                &[],
            ),
            (
                r#"{"prompt":"q","completions":["a"],"labels":[true,false]}"#,
                &["inconsistent-step-labels"],
            ),
            (
                r#"{"prompt":"q","chosen":[{"role":"assistant","content":"a"}],"rejected":[{"role":"assistant","content":"b"}]}"#,
                &["mixed-prompt-kinds"],
            ),
            (
                r#"{"prompt":[{"role":"system","content":"s"}]}"#,
                &["misplaced-prompt-end"],
            ),
            (
                r#"{"prompt":[{"role":"user","content":"q"}],"completion":[{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":{}}}]},{"role":"tool","name":"f","content":"r"}],"tools":[]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":"x"}}]}]}"#,
                &["stringified-arguments"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"tools":"["}"#,
                &["malformed-tool-text"],
            ),
            (r#"{"instruction":"q","output":"a"}"#, &["unknown-key-set"]),
        ],
    );
}

#[test]
fn llama_factory() {
    check_table(
        "llama-factory",
        &[
            (
                r#"{"instruction":"q","input":"","output":"a","history":[["q","a"]],"system":"s"}"#,
                &[],
            ),
            (r#"{"instruction":"q","input":null,"output":"a"}"#, &[]),
            (r#"{"instruction":"q"}"#, &["missing-field"]),
            (
                r#"{"instruction":"q","output":"a","history":[["q"]]}"#,
                &["malformed-history"],
            ),
            (r#"{"instruction":"q","output":"a","history":"[]"}"#, &[]),
            (r#"{"instruction":"q","chosen":"a","rejected":"b"}"#, &[]),
            (
                r#"{"instruction":"q","output":"a","kto_tag":"true"}"#,
                &["malformed-field"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}],"tools":"[]"}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"system","value":"s"},{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"system","value":"s"}]}"#,
                &["misplaced-turn"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"bing","value":"a"}]}"#,
                &["unknown-speaker"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"}]}"#,
                &["unpaired-turn"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"from":"gpt","value":"b"}}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"from":"bot","value":"b"}}"#,
                &["unknown-speaker"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"gpt"}]}"#,
                &["malformed-turn"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"<image><image>"},{"from":"gpt","value":"a"}],"images":["x"]}"#,
                &["inconsistent-media-count"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":"{\"name\":\"f\",\"arguments\":\"{}\"}"}]}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":"[]"}]}"#,
                &["malformed-function-turn"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"tools":[]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"","tool_calls":[]},{"role":"tool","content":"1"},{"role":"tool","content":"2"},{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (r#"{"text":"t"}"#, &[]),
        ],
    );
}

#[test]
fn axolotl() {
    check_table(
        "axolotl",
        &[
            (
                r#"{"messages":[{"role":"user","content":"q","train":false},{"role":"assistant","content":"ä","train_detail":[{"begin_offset":0,"end_offset":1,"train":true}]}]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"ä","train_detail":[{"begin_offset":0,"end_offset":2,"train":true}]}]}"#,
                &["malformed-train-detail"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","train_detail":[{"begin_offset":-1,"end_offset":1,"train":true}]}]}"#,
                &["malformed-train-detail"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","train":1}]}"#,
                &["malformed-train-flag"],
            ),
            (
                r#"{"conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"role":"assistant"}]}"#,
                &["malformed-turn"],
            ),
        ],
    );
}

#[test]
fn torchtune() {
    check_table(
        "torchtune",
        &[
            (
                r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &["consecutive-roles"],
            ),
            (
                r#"{"messages":[{"role":"system","content":"s"},{"role":"assistant","content":"a"}]}"#,
                &["misplaced-role"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"assistant","content":"a"}]}"#,
                &["misplaced-role"],
            ),
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"ipython","content":"1"},{"role":"assistant","content":"a"}]}"#,
                &["misplaced-role"],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"a"}]}"#,
                &[],
            ),
            (
                r#"{"conversations":[{"from":"human","value":"q"}]}"#,
                &["too-few-messages"],
            ),
            (r#"{"input":"q","output":"a"}"#, &[]),
            (r#"{"input":"q"}"#, &["missing-field"]),
        ],
    );
}

#[test]
fn ms_swift() {
    check_table(
        "ms-swift",
        &[
            (
                r#"{"messages":[{"role":"user","content":"q"},{"role":"tool_call","content":"{}"},{"role":"tool_response","content":"r"},{"role":"assistant","content":"a"}]}"#,
                &[],
            ),
            (
                r#"{"system":"s","conversation":[{"human":"q","assistant":"a"}]}"#,
                &[],
            ),
            (r#"{"query":"q","response":"a","history":[["q","a"]]}"#, &[]),
            (
                r#"{"query":"q","response":"a","history":[["q","a","b"]]}"#,
                &["malformed-history"],
            ),
            (r#"{"instruction":"q","input":"i","output":"a"}"#, &[]),
            (
                r#"{"messages":[{"role":"user","content":null}]}"#,
                &["missing-content"],
            ),
            (
                r#"{"messages":[{"role":"narrator","content":"q"},{"role":"assistant","content":"a"}]}"#,
                &["unknown-role"],
            ),
            (
                r#"{"conversations":[{"from":"bing","value":"q"},{"from":"gpt","value":"a"}]}"#,
                &["unknown-speaker"],
            ),
            (r#"{"frage":"q"}"#, &["unknown-key-set"]),
        ],
    );
}

#[test]
fn safe_fixes_leave_nothing_to_say() {
    let cases = [
        (
            "bedrock-nova",
            r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"text":"a"}]}]}"#,
        ),
        (
            "bedrock-claude",
            r#"{"messages":[{"role":"user","content":[{"type":"text","text":"\u00e4\n"}]},{"role":"assistant","content":"a"}]}"#,
        ),
        (
            "trl",
            r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\n \"x\": \"a\\nb\"\n}"}}]}]}"#,
        ),
        ("trl", r#"{"prompt":"q","completion":"a","label":"False"}"#),
        (
            "llama-factory",
            r#"{"instruction":"q","output":"a","tools":[{"name":"f","description":"a \"b\" \\ c\n"}]}"#,
        ),
    ];
    for (name, record) in cases {
        let settings = RuleSettings::default();
        let found = check_line(profile_of(name), &settings, record.as_bytes());
        assert_eq!(found.len(), 1, "{record}");
        let fix = found[0].fix.as_ref().expect("a fix is offered");
        assert_eq!(fix.safety, Safety::Safe);
        let mut fixed = record.to_owned();
        for edit in fix.edits.iter().rev() {
            let at = |at: u64| usize::try_from(at).unwrap();
            fixed.replace_range(at(edit.bytes.start)..at(edit.bytes.end), &edit.replacement);
        }
        assert!(!fixed.contains('\n'), "{fixed}");
        assert_eq!(rules_of(name, &fixed), [""; 0], "{fixed}");
    }
}

/// Every value of the records above is replaced by every kind of value, in every profile: nothing panics, and what is no longer what it was
/// is told by places inside the record.
#[test]
fn awkward_values_do_no_harm() {
    let keys = [
        "messages",
        "contents",
        "conversations",
        "conversation",
        "prompt",
        "completion",
        "completions",
        "labels",
        "label",
        "chosen",
        "rejected",
        "instruction",
        "input",
        "output",
        "history",
        "system",
        "systemInstruction",
        "tools",
        "images",
        "schemaVersion",
        "text",
    ];
    let values = [
        "null",
        "true",
        "-1e999",
        r#""""#,
        r#""\ud800""#,
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "[[[],[]]]",
        r#"[{}]"#,
        r#"[{"role":null,"content":null}]"#,
        r#"[{"role":"user","content":[null,{},{"text":{}}]}]"#,
        r#"[{"role":"assistant","tool_calls":[null,{"function":{"arguments":"["}},{"function":null}],"train_detail":[{}],"train":{}}]"#,
        r#"[{"from":"function_call","value":"\u0000"},{"from":[],"value":{}}]"#,
        r#"[{"role":"model","parts":[{"fileData":[]},{"image":{"source":[]}}]}]"#,
        r#"{"parts":null}"#,
        r#"{"messages":[{}]}"#,
    ];
    for key in keys {
        for value in values {
            for (other, beside) in keys.iter().zip(values.iter().cycle()) {
                let record = format!(r#"{{"{key}":{value},"{other}":{beside}}}"#);
                for profile in profiles() {
                    for found in check_line(profile, &RuleSettings::default(), record.as_bytes()) {
                        assert!(found.location.bytes.end <= record.len() as u64, "{record}");
                    }
                }
            }
        }
    }
}

/// Real datasets, where they are at hand: file, profile, records, and how often which rule speaks.
type Known = (
    &'static str,
    &'static str,
    u64,
    &'static [(&'static str, u64)],
);

const DATASETS: [Known; 7] = [
    (
        "alpaca_en.json",
        "llama-factory",
        999,
        &[("assistant-refusal", 7), ("duplicate-example", 14)],
    ),
    (
        "sharegpt_tool_calls.json",
        "llama-factory",
        300,
        &[
            ("assistant-refusal", 12),
            ("conflicting-answer", 2),
            ("duplicate-example", 35),
        ],
    ),
    ("claude3_style.jsonl", "bedrock-claude", 560, &[]),
    ("sft_gsm8k.jsonl", "trl", 449, &[("untrimmed-answer", 449)]),
    (
        "sft_gsm8k.jsonl",
        "axolotl",
        449,
        &[("untrimmed-answer", 449)],
    ),
    ("sft_text2sql.jsonl", "torchtune", 100, &[]),
    (
        "sft_tool_calls.jsonl",
        "trl",
        55,
        &[("stringified-arguments", 223)],
    ),
];

#[test]
fn real_datasets_give_what_is_known() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("../shared/data");
    if !folder.is_dir() {
        println!("no real datasets here; nothing was checked");
        return;
    }
    for (file, name, records, expected) in DATASETS {
        let mut checker = Checker::new(file, profile_of(name), &RuleSettings::default());
        checker.push(&std::fs::read(folder.join(file)).unwrap());
        let report = checker.finish();
        let found = report.counts.iter();
        let found: Vec<_> = found
            .map(|(rule, counts)| (*rule, counts.total()))
            .collect();
        assert_eq!(
            (report.records, &*found),
            (records, expected),
            "{file} as {name}"
        );
    }
}
