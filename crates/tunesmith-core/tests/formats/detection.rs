//! Keys of a record, and the format they tell.

use tunesmith_core::format::detect_line;

#[test]
fn tells_formats_by_their_keys() {
    let cases = [
        (r#"{"messages":[]}"#, "openai-chat"),
        (r#"{"messages":[],"tools":[],"note":1}"#, "openai-chat"),
        (
            r#"{"messages":[{"role":"user","content":"a","text":"b"}]}"#,
            "openai-chat",
        ),
        (r#"{"messages":[],"functions":[]}"#, "openai-chat"),
        (r#"{"messages":[],"reference_answer":"x"}"#, "openai-chat"),
        (r#"{"messages":[{"role":"user","text":"a"}]}"#, "mistral"),
        (r#"{"interactions":[]}"#, "mistral"),
        (r#"{"messages":[],"available_tools":[]}"#, "mistral"),
        (
            r#"{"input":{},"preferred_output":[],"non_preferred_output":[]}"#,
            "openai-preference",
        ),
        (
            r#"{"input":{},"preferred_completion":[],"non_preferred_completion":[]}"#,
            "openai-preference",
        ),
        (r#"{"messages":[],"chat_template_kwargs":{}}"#, "trl-chat"),
        (
            r#"{"messages":[],"chat_template_kwargs":null}"#,
            "openai-chat",
        ),
        (r#"{"text":"a"}"#, "text"),
        (r#"{"text":"a","source":"b"}"#, "text"),
        (r#"{"text":"a","label":1}"#, "none"),
        (r#"{"text":["a"]}"#, "none"),
        (r#"{"prompt":"a"}"#, "trl-prompt"),
        (
            r#"{"prompt":[{"role":"user","content":"a"}]}"#,
            "trl-prompt",
        ),
        (r#"{"prompt":"a","response":"b"}"#, "none"),
        (r#"{"prompt":"a","chosen":"b"}"#, "none"),
        (r#"{"prompt":"a","completion":"b"}"#, "prompt-completion"),
        (r#"{"prompt":[],"completion":[]}"#, "trl-prompt-completion"),
        (r#"{"prompt":"a","completion":null}"#, "trl-prompt"),
        (
            r#"{"prompt":"a","completion":"b","label":false}"#,
            "trl-unpaired-preference",
        ),
        (
            r#"{"prompt":"a","completions":["b"],"labels":[true]}"#,
            "trl-stepwise",
        ),
        (r#"{"prompt":"a","completions":["b"]}"#, "none"),
        (
            r#"{"prompt":"a","chosen":"b","rejected":"c"}"#,
            "trl-preference",
        ),
        (r#"{"chosen":[],"rejected":[]}"#, "trl-preference"),
        (r#"{"question":"a","chosen":"b","rejected":"c"}"#, "none"),
        (r#"{"question":"a","answer":"b"}"#, "none"),
        (r#"{"input":"a","output":"b"}"#, "torchtune-instruct"),
        ("{}", "none"),
        ("[]", "none"),
        ("nothing", "none"),
    ];
    for (record, expected) in cases {
        let found = detect_line(record).map_or("none", |format| format.name);
        assert_eq!(found, expected, "{record}");
    }
}
