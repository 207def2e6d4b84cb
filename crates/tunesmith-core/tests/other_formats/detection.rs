//! Which format a record is taken for.

use tunesmith_core::format::detect_line;

#[test]
fn keys_tell_the_format() {
    let cases = [
        (
            r#"{"schemaVersion":"bedrock-conversation-2024","messages":[]}"#,
            "bedrock-nova",
        ),
        (r#"{"system":[{"text":"s"}],"messages":[]}"#, "bedrock-nova"),
        (r#"{"system":"s","messages":[]}"#, "bedrock-claude"),
        (r#"{"system":null,"messages":[]}"#, "openai-chat"),
        (r#"{"contents":[]}"#, "gemini"),
        (
            r#"{"chosen_conversations":[],"rejected_conversations":[]}"#,
            "torchtune-preference",
        ),
        (
            r#"{"conversations":[{"from":"human","value":"q"}],"messages":null}"#,
            "sharegpt",
        ),
        (
            r#"{"conversations":[{"role":"user","content":"q"}]}"#,
            "axolotl",
        ),
        (
            r#"{"messages":[{"role":"user"},{"role":"assistant","train":false}]}"#,
            "axolotl",
        ),
        (
            r#"{"messages":[{"role":"assistant","train_detail":[]}]}"#,
            "axolotl",
        ),
        (
            r#"{"messages":[{"role":"user"}],"tools":[]}"#,
            "openai-chat",
        ),
        (r#"{"instruction":"i","input":"x","output":"o"}"#, "alpaca"),
        (
            r#"{"instruction":"i","chosen":"a","rejected":"b"}"#,
            "alpaca",
        ),
        (r#"{"query":"q","response":"r"}"#, "ms-swift-query"),
        (r#"{"input":"q","output":"a"}"#, "torchtune-instruct"),
        (r#"{"conversations":[]}"#, ""),
        (r#"{"instruction":"i"}"#, ""),
        (r#"{"input":{},"output":"a"}"#, ""),
        (r#"{}"#, ""),
        ("[1]", ""),
        ("no JSON", ""),
    ];
    for (record, expected) in cases {
        let found = detect_line(record).map_or("", |format| format.name);
        assert_eq!(found, expected, "{record}");
    }
}
