//! What a shape can not hold, with the exact words, and what is written instead.

use tunesmith_core::format::ConvertError;

use crate::from_chat;

/// Format, record of the openai chat shape, the losses, what is written.
const CASES: &[(&str, &str, &[&str], &str)] = &[
    (
        "sharegpt",
        r#"{"messages":[{"role":"user","content":"q","name":"Ann"},{"role":"assistant","content":"hm","weight":0,"tool_calls":[{"id":"abc","type":"function","function":{"name":"f","arguments":"oops"},"index":0}]},{"role":"tool","tool_call_id":"other","content":"1"}]}"#,
        &[
            "/messages/2/tool_call_id: results answer calls in the order of the calls, and this one does not",
            "/messages/1/tool_calls/0/id: ids of tool calls such as `abc` become `call_0`, `call_1`, …",
            "/messages/0/name: there is no place for `name`",
            "/messages/1/weight: weight 0 has no place; this answer would be trained",
            "/messages/1/tool_calls/0/index: there is no place for `index`",
            "/messages/1/content: a function call can not have a content beside it",
        ],
        r#"{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":"{\"name\":\"f\",\"arguments\":\"oops\"}"},{"from":"observation","value":"1"}]}"#,
    ),
    (
        "sharegpt",
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"see <image>"},{"type":"text","text":"b","cache":1},{"type":"image_url","image_url":{"url":"u","detail":"low"}},{"type":"file","file":{}}]},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}],"value":1},{"role":"human","content":null}],"system":"s","images":["x"]}"#,
        &[
            "/messages/0/content/0: the text `<image>` stands for media in this shape; it becomes `[image]`",
            "/messages/0/content/1/cache: there is no place for `cache`",
            "/messages/0/content/2/image_url/detail: there is no place for `detail`",
            "/messages/0/content/3: there is no place for a part of this type",
            "/messages/0/content: text parts are joined by line breaks",
            "/messages/1/content/0: a refusal becomes plain text",
            "/messages/1/value: `value` means something else in this shape",
            "/messages/2/role: the role `human` means something else in this shape",
            "/messages/2/content: the content is missing, and the shape can only hold an empty text instead",
            "/system: `system` means something else in this shape",
            "/images: `images` means something else in this shape",
        ],
        r#"{"conversations":[{"from":"human","value":"see [image]\nb<image>"},{"from":"gpt","value":"no"},{"from":"human","value":""}],"images":["u"]}"#,
    ),
    (
        "sharegpt",
        r#"{"input":{"messages":[{"role":"user","content":"q"}],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"a"},{"role":"user","content":"b"}],"non_preferred_output":[]}"#,
        &[
            "/preferred_output/1: an ending is one message in this shape; only the first is kept",
            "/non_preferred_output: an ending can not be empty in this shape",
            "/input/parallel_tool_calls: there is no place for `parallel_tool_calls`",
        ],
        r#"{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"from":"gpt","value":""}}"#,
    ),
    (
        "alpaca",
        r#"{"messages":[{"role":"developer","content":"d"},{"role":"user","content":"q"},{"role":"user","content":"r"},{"role":"assistant","content":"a","weight":1,"mood":"m"},{"role":"user","content":"open"}],"output":2}"#,
        &[
            "/messages/1: there is no place for this message of role `user`",
            "/messages/3/mood: there is no place for `mood`",
            "/messages: there is no answer to the last user message; it is left empty",
            "/output: `output` means something else in this shape",
        ],
        r#"{"instruction":"open","input":"","output":"","system":"d","history":[["r","a"]]}"#,
    ),
    (
        "alpaca",
        r#"{"messages":[{"role":"assistant","content":"a"}]}"#,
        &[
            "/messages/0: there is no place for this message of role `assistant`",
            "/messages: there is no user message to be the prompt",
        ],
        r#"{"instruction":"","input":"","output":""}"#,
    ),
    (
        "ms-swift-query",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_0","content":"1"},{"role":"assistant","content":"a"}]}"#,
        &[
            "/messages/1: there is no place for this message of role `assistant`",
            "/messages/2: there is no place for this message of role `tool`",
        ],
        r#"{"query":"q","response":"a"}"#,
    ),
    (
        "torchtune-instruct",
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"u"}},{"type":"text","text":"r"}]},{"role":"assistant","content":"b"}],"tools":[]}"#,
        &[
            "/messages/0: there is no place for this message of role `system`",
            "/messages/3/content/0: there is no place for an image",
            "/messages: there is a place for one turn; earlier ones are left out",
        ],
        r#"{"input":"r","output":"b"}"#,
    ),
    (
        "bedrock-llama",
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
        &["/non_preferred_output: there is a place for one ending only"],
        r#"{"prompt":"q","completion":"a"}"#,
    ),
    (
        "torchtune-preference",
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"},{"role":"user","content":"b"}],"non_preferred_output":[{"role":"assistant","content":"a"},{"role":"user","content":"c"}]}"#,
        &["/preferred_output/0: what both endings begin with becomes part of the prompt"],
        r#"{"chosen_conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"b"}],"rejected_conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"c"}]}"#,
    ),
    (
        "axolotl",
        r#"{"messages":[{"role":"user","content":"q","train":"yes"}],"chosen":1}"#,
        &[
            "/messages/0/train: there is no place for `train`",
            "/chosen: `chosen` means something else in this shape",
        ],
        r#"{"messages":[{"role":"user","content":"q"}]}"#,
    ),
    (
        "bedrock-claude",
        r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"u"}}]},{"role":"system","content":"late"},{"role":"assistant","content":null,"weight":0,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}],"tools":[]}"#,
        &[
            "/messages/0/content/0: there is no place for an image",
            "/messages/1: there is no place for this message of role `system`",
            "/messages/2/weight: weight 0 has no place; this answer would be trained",
            "/messages/2/tool_calls: there is no place for `tool_calls`",
            "/messages/2/content: the content is missing, and the shape can only hold an empty text instead",
        ],
        r#"{"messages":[{"role":"user","content":""},{"role":"assistant","content":""}]}"#,
    ),
    (
        "bedrock-nova",
        r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/a.png"}},{"type":"image_url","image_url":{"url":"s3://b/a"}},{"type":"image_url","image_url":{"url":"s3://b/a.png","detail":"low"}},{"type":"audio_url","audio_url":{"url":"s3://b/a.mp3"}}]},{"role":"assistant","content":[{"type":"image_url","image_url":{"url":"s3://b/a.png"}}]},{"role":"tool","tool_call_id":"x","content":"1"}]}"#,
        &[
            "/messages/0/content/0: the image does not lie in S3; the shape takes `s3://` addresses only",
            "/messages/0/content/1: the format of the image can not be told from its name",
            "/messages/0/content/2/image_url/detail: there is no place for `detail`",
            "/messages/0/content/3: there is no place for an audio",
            "/messages/1/content/0: there is no place for an image",
            "/messages/2: there is no place for this message of role `tool`",
        ],
        r#"{"schemaVersion":"bedrock-conversation-2024","messages":[{"role":"user","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/a.png"}}}}]},{"role":"assistant","content":[]}]}"#,
    ),
    (
        "gemini",
        r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}},{"type":"image_url","image_url":{"url":"https://x/a"}},{"type":"input_audio","input_audio":{}}],"name":"Ann"},{"role":"assistant","content":"","weight":1,"tool_calls":[{"id":"x1","type":"function","function":{"name":"f","arguments":"[1]"}}]},{"role":"tool","tool_call_id":"x2","content":"1"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{"type":"object","additionalProperties":false,"properties":{"a":{"type":["string","integer"]},"b":{"type":"string","$ref":"x"}}}}},{"type":"function","function":{"name":"g"},"x":1}]}"#,
        &[
            "/messages/1/tool_calls/0/id: ids of tool calls such as `x1` become `call_0`, `call_1`, …",
            "/messages/0/name: there is no place for `name`",
            "/messages/0/content/0: the image stands in the record itself; the shape takes addresses only",
            "/messages/0/content/1: the media type of the image can not be told from its name",
            "/messages/0/content/2: there is no place for a part of this type",
            "/messages/1/tool_calls/0/function/arguments: the arguments are no JSON object; they are left empty",
            "/messages/2: the result answers no call before it, and the shape needs the function's name",
            "/tools/0/function/strict: there is no place for `strict`",
            "/tools/0/function/parameters/additionalProperties: there is no place for `additionalProperties`",
            "/tools/0/function/parameters/properties/a/type: a value has one type in this dialect, or one and null",
            "/tools/0/function/parameters/properties/b/$ref: there is no place for `$ref`",
            "/tools/1: only a function and nothing beside it can be a tool here",
        ],
        r#"{"contents":[{"role":"user","parts":[]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]}],"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{},"b":{"type":"STRING"}}}}]}]}"#,
    ),
];

#[test]
fn losses_are_told_and_the_rest_is_written() {
    for (name, chat, losses, line) in CASES {
        let found = from_chat(chat, name, true).unwrap_or_else(|error| panic!("{chat}: {error}"));
        let told = found.losses.iter();
        let told: Vec<_> = told
            .map(|loss| format!("{}: {}", loss.pointer, loss.what))
            .collect();
        assert_eq!(told, *losses, "{name}: {chat}");
        assert_eq!(found.line, *line, "{name}: {chat}");
    }
}

#[test]
fn losses_are_refused_unless_allowed() {
    for (name, chat, losses, _) in CASES {
        match from_chat(chat, name, false) {
            Err(ConvertError::Lossy { losses: told, .. }) => assert_eq!(told.len(), losses.len()),
            other => panic!("{name}, {chat}: {other:?}"),
        }
    }
}
