//! Records that are not of the shape: where and why.

use crate::to_chat;

#[test]
fn errors_say_where_and_what_to_do() {
    let cases = [
        ("sharegpt", "[]", "a JSON object is expected here"),
        ("sharegpt", "{}", "`conversations` is missing"),
        (
            "sharegpt",
            r#"{"conversations":[{"from":"human","value":4}]}"#,
            "at /conversations/0/value: a string is expected here",
        ),
        (
            "sharegpt",
            r#"{"conversations":[{"from":"function_call","value":"f(1)"}]}"#,
            "at /conversations/0/value: a function call is the text of {\"name\":…,\"arguments\":{…}} or of a list of these; not JSON",
        ),
        (
            "sharegpt",
            r#"{"conversations":[{"from":"human","value":"<image>"}],"images":["a","b"]}"#,
            "at /images: the list has 2 entries and the texts hold `<image>` 1 times; put one `<image>` where each entry belongs",
        ),
        (
            "sharegpt",
            r#"{"conversations":[{"from":"human","value":"<image>"}],"images":[]}"#,
            "at /images: the list has 0 entries and the texts hold `<image>` 1 times",
        ),
        (
            "sharegpt",
            r#"{"conversations":[{"from":"human","value":"q","content":"q"}]}"#,
            "at /conversations/0/content: this shape has no member `content` here; remove it or rename it",
        ),
        (
            "sharegpt",
            r#"{"system":"a","conversations":[{"from":"system","value":"b"}]}"#,
            "at /system: the first message is a system prompt already; keep one of the two",
        ),
        (
            "sharegpt",
            r#"{"conversations":[],"messages":[]}"#,
            "at /messages: this shape has no member `messages` here",
        ),
        (
            "sharegpt",
            r#"{"conversations":[],"chosen":{"from":"gpt","value":"a"}}"#,
            "`rejected` is missing",
        ),
        (
            "sharegpt",
            r#"{"conversations":[],"tools":"none"}"#,
            "at /tools: tools are a list of definitions or the text of one; not JSON",
        ),
        ("alpaca", r#"{"instruction":"i"}"#, "`output` is missing"),
        (
            "alpaca",
            r#"{"instruction":"i","output":"o","history":[["a"]]}"#,
            "at /history/0: an earlier turn is a pair of texts, what the person said and what the model said; this list has 1 entries",
        ),
        (
            "alpaca",
            r#"{"instruction":"i","output":"o","chosen":"a","rejected":"b"}"#,
            "at /output: `chosen` and `rejected` are the answers already; remove `output`",
        ),
        (
            "ms-swift-query",
            r#"{"query":"q"}"#,
            "`response` is missing",
        ),
        (
            "torchtune-instruct",
            r#"{"input":{},"output":"a"}"#,
            "at /input: a string is expected here",
        ),
        (
            "torchtune-preference",
            r#"{"chosen_conversations":[],"rejected_conversations":[]}"#,
            "at /chosen_conversations: a conversation of a pair needs at least its answer",
        ),
        (
            "axolotl",
            r#"{"messages":[{"role":"user","content":"q","train":1}]}"#,
            "at /messages/0/train: `train` is true or false, this is 1",
        ),
        (
            "bedrock-claude",
            r#"{"messages":[{"role":"system","content":"s"}]}"#,
            "at /messages/0/role: a role is `user` or `assistant`, this is `system`; a system prompt goes into `system`",
        ),
        (
            "bedrock-nova",
            r#"{"messages":[{"role":"user","content":[{"toolUse":{}}]}]}"#,
            "at /messages/0/content/0: a part of a content is `text`, `image` or `video`; tool use and others can not be read",
        ),
        (
            "bedrock-nova",
            r#"{"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":""}}}]}]}"#,
            "at /messages/0/content/0/image/source: training data gives an image by its place in S3",
        ),
        (
            "gemini",
            r#"{"contents":[{"role":"assistant","parts":[]}]}"#,
            "at /contents/0/role: a role is `user` or `model`, this is `assistant`",
        ),
        (
            "gemini",
            r#"{"contents":[{"role":"user","parts":[{"inlineData":{}}]}]}"#,
            "at /contents/0/parts/0: a part is `text` or `fileData`",
        ),
        (
            "gemini",
            r#"{"contents":[],"tools":[{"googleSearch":{}}]}"#,
            "at /tools/0: `functionDeclarations` is missing",
        ),
    ];
    for (name, record, expected) in cases {
        let error = to_chat(record, name)
            .map(|rendered| rendered.line)
            .unwrap_err();
        let expected = format!("the record is not {name}: {expected}");
        assert!(
            error.to_string().starts_with(&expected),
            "{record}: {error}"
        );
    }
}
