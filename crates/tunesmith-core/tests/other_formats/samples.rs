//! Records that lose nothing: what they are in the openai chat shape, and back.

use tunesmith_core::format::convert;

use crate::{comparable, from_chat, named, to_chat};

/// Format, record, the record as openai-chat; the way back gives the record again.
const BOTH_WAYS: &[(&str, &str, &str)] = &[
    (
        "sharegpt",
        r#"{"conversations":[{"from":"system","value":"s"},{"from":"human","value":"q"},{"from":"gpt","value":"a","mood":1.50}],"id":"x"}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a","mood":1.50}],"id":"x"}"#,
    ),
    (
        "sharegpt",
        r#"{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":"{\"name\": \"f\", \"arguments\": {\"n\": 1.0}}"},{"from":"observation","value":"7"},{"from":"gpt","value":"7."}],"tools":"[{\"name\": \"f\", \"parameters\": {}}]"}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{\"n\": 1.0}"}}]},{"role":"tool","tool_call_id":"call_0","content":"7"},{"role":"assistant","content":"7."}],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}"#,
    ),
    (
        "sharegpt",
        r#"{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":"[{\"name\":\"f\",\"arguments\":{}},{\"name\":\"g\",\"arguments\":{}}]"},{"from":"observation","value":"1"},{"from":"observation","value":"2"},{"from":"function_call","value":"{\"name\":\"h\",\"arguments\":{}}"}]}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"call_1","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_0","content":"1"},{"role":"tool","tool_call_id":"call_1","content":"2"},{"role":"assistant","tool_calls":[{"id":"call_2","type":"function","function":{"name":"h","arguments":"{}"}}]}]}"#,
    ),
    (
        "sharegpt",
        r#"{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"from":"gpt","value":"b"},"kto_tag":true}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}],"kto_tag":true}"#,
    ),
    (
        "sharegpt",
        r#"{"conversations":[{"from":"human","value":"<image>Who? <video>"},{"from":"gpt","value":"A <audio>."},{"from":"human","value":"And <image>"}],"images":["a.jpg","b.jpg"],"videos":["v.mp4"],"audios":["s.wav"]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"a.jpg"}},{"type":"text","text":"Who? "},{"type":"video_url","video_url":{"url":"v.mp4"}}]},{"role":"assistant","content":[{"type":"text","text":"A "},{"type":"audio_url","audio_url":{"url":"s.wav"}},{"type":"text","text":"."}]},{"role":"user","content":[{"type":"text","text":"And "},{"type":"image_url","image_url":{"url":"b.jpg"}}]}]}"#,
    ),
    (
        "sharegpt",
        r#"{"conversations":[{"from":"human","value":"the tag <image> in text"}]}"#,
        r#"{"messages":[{"role":"user","content":"the tag <image> in text"}]}"#,
    ),
    (
        "alpaca",
        r#"{"instruction":"i","input":"","output":"o","text":"all of it","n":10000000000000000000001}"#,
        r#"{"messages":[{"role":"user","content":"i"},{"role":"assistant","content":"o"}],"text":"all of it","n":10000000000000000000001}"#,
    ),
    (
        "alpaca",
        r#"{"instruction":"<image>i","input":"","output":"o","system":"s","history":[["u","a"]],"images":["p.png"],"tools":"[{\"name\":\"f\"}]"}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"p.png"}},{"type":"text","text":"i"}]},{"role":"assistant","content":"o"}],"tools":[{"type":"function","function":{"name":"f"}}]}"#,
    ),
    (
        "alpaca",
        r#"{"instruction":"i","input":"","chosen":"a","rejected":"b"}"#,
        r#"{"input":{"messages":[{"role":"user","content":"i"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
    ),
    (
        "ms-swift-query",
        r#"{"system":"s","query":"<image><image>q","response":"r","history":[["u","a"]],"images":["1.png","2.png"],"label":false}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},{"role":"assistant","content":"a"},{"role":"user","content":[{"type":"image_url","image_url":{"url":"1.png"}},{"type":"image_url","image_url":{"url":"2.png"}},{"type":"text","text":"q"}]},{"role":"assistant","content":"r"}],"label":false}"#,
    ),
    (
        "ms-swift-query",
        r#"{"query":"q","response":"r","rejected_response":"x"}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"r"}],"non_preferred_output":[{"role":"assistant","content":"x"}]}"#,
    ),
    (
        "torchtune-instruct",
        r#"{"input":"q","output":"a","source":"s"}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"source":"s"}"#,
    ),
    (
        "bedrock-llama",
        r#"{"prompt":"q","completion":"a"}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "torchtune-preference",
        r#"{"chosen_conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected_conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"b"},{"role":"user","content":"r"}]}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"},{"role":"user","content":"r"}]}"#,
    ),
    (
        "torchtune-preference",
        r#"{"chosen_conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected_conversations":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "axolotl",
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"q","train":true}],"train":false},{"role":"assistant","content":"ab","train":true,"train_detail":[{"begin_offset":0,"end_offset":0,"train":false}]}],"tools":[{"type":"function","function":{"name":"f"},"strict":true}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"q","train":true}],"weight":0},{"role":"assistant","content":"ab","weight":1,"train_detail":[{"begin_offset":0,"end_offset":0,"train":false}]}],"tools":[{"type":"function","function":{"name":"f"},"strict":true}]}"#,
    ),
    (
        "axolotl",
        r#"{"messages":[{"role":"user","content":"q"}],"chosen":{"role":"assistant","content":"a"},"rejected":{"role":"assistant","content":"b"}}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
    ),
    (
        "bedrock-claude",
        r#"{"system":"s","messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"tag":1e2}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"tag":1e2}"#,
    ),
    (
        "bedrock-nova",
        r#"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"s"}],"messages":[{"role":"user","content":[{"text":"q"},{"image":{"format":"jpeg","source":{"s3Location":{"uri":"s3://b/a.jpg","bucketOwner":"123"}}}}]},{"role":"assistant","content":[{"text":"a"}]}]}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"q"},{"type":"image_url","image_url":{"url":"s3://b/a.jpg","bucketOwner":"123"}}]},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "bedrock-nova",
        r#"{"schemaVersion":"mine","system":[{"text":"s"},{"text":"t"}],"messages":[{"role":"user","content":[{"video":{"format":"mov","source":{"s3Location":{"uri":"s3://b/film"}}}},{"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/a.jpg"}}}}]}]}"#,
        r#"{"messages":[{"role":"system","content":[{"type":"text","text":"s"},{"type":"text","text":"t"}]},{"role":"user","content":[{"type":"video_url","video_url":{"url":"s3://b/film","format":"mov"}},{"type":"image_url","image_url":{"url":"s3://b/a.jpg","format":"png"}}]}],"schemaVersion":"mine"}"#,
    ),
    (
        "gemini",
        r#"{"systemInstruction":{"role":"system","parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"q"},{"fileData":{"mimeType":"image/png","fileUri":"gs://b/a.png"}}]},{"role":"model","parts":[{"text":"a","thought":true}]}],"references":{"r":"x"}}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"q"},{"type":"image_url","image_url":{"url":"gs://b/a.png"}}]},{"role":"assistant","content":[{"type":"text","text":"a","thought":true}]}],"references":{"r":"x"}}"#,
    ),
    (
        "gemini",
        r#"{"contents":[{"role":"user","parts":[{"fileData":{"mimeType":"application/pdf","fileUri":"gs://b/a"}},{"fileData":{"mimeType":"audio/mpeg","fileUri":"gs://b/a.mp3"}}]}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"file_url","file_url":{"url":"gs://b/a","mimeType":"application/pdf"}},{"type":"audio_url","audio_url":{"url":"gs://b/a.mp3"}}]}]}"#,
    ),
    (
        "gemini",
        r#"{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"let me see"},{"functionCall":{"name":"f","args":{"n":1.0}}},{"functionCall":{"name":"g","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"g","response":{"output":"sunny"}}},{"functionResponse":{"name":"f","response":{"sku":7}}}]},{"role":"model","parts":[{"text":"done"}]}],"tools":[{"functionDeclarations":[{"name":"f","description":"d","parameters":{"type":"OBJECT","properties":{"type":{"type":"STRING","enum":["A"]},"n":{"type":"NUMBER","nullable":true,"minimum":0.50},"l":{"type":"ARRAY","items":{"anyOf":[{"type":"INTEGER"}]}}},"required":["n"],"propertyOrdering":["n"]}},{"name":"g","response":{"type":"OBJECT"}}]}]}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"let me see","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{\"n\":1.0}"}},{"id":"call_1","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"sunny"},{"role":"tool","tool_call_id":"call_0","content":"{\"sku\":7}"},{"role":"assistant","content":"done"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"type":{"type":"string","enum":["A"]},"n":{"type":["number","null"],"minimum":0.50},"l":{"type":"array","items":{"anyOf":[{"type":"integer"}]}}},"required":["n"],"propertyOrdering":["n"]}}},{"type":"function","function":{"name":"g","response":{"type":"OBJECT"}}}]}"#,
    ),
];

/// Format, record, the record as openai-chat; the way back gives another spelling of the same.
const ONE_WAY: &[(&str, &str, &str)] = &[
    (
        "sharegpt",
        r#"{"system":"s","conversations":[{"from":"user","value":"q"},{"from":"assistant","value":"a"}],"tools":"","images":null}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "alpaca",
        r#"{"instruction":"i","input":"more","output":"o","history":[],"system":""}"#,
        r#"{"messages":[{"role":"user","content":"i\nmore"},{"role":"assistant","content":"o"}]}"#,
    ),
    (
        "axolotl",
        r#"{"conversations":[{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":{"a":1.0}}}]}]}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":"{\"a\":1.0}"},"id":"call_0"}]}]}"#,
    ),
    (
        "gemini",
        r#"{"system_instruction":{"parts":[{"text":"s"}]},"contents":[{"role":"function","parts":[{"functionResponse":{"name":"f","response":{"a":1}}},{"text":"and"}]},{"role":"model","parts":[{"functionCall":{"name":"f"}},{"text":"then"}]}],"tools":[{"function_declarations":[{"name":"f"}]},{"functionDeclarations":[{"name":"g"}]}]}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"tool","name":"f","content":"{\"a\":1}"},{"role":"user","content":"and"},{"role":"assistant","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"assistant","content":"then"}],"tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]}"#,
    ),
];

#[test]
fn samples_come_back_as_they_were() {
    for (name, record, chat) in BOTH_WAYS {
        let there = to_chat(record, name).unwrap_or_else(|error| panic!("{record}: {error}"));
        assert_eq!(
            comparable(&there.line),
            comparable(chat),
            "{name} to chat: {}",
            there.line
        );
        let back = from_chat(&there.line, name, false)
            .unwrap_or_else(|error| panic!("{name}, {chat}: {error}"));
        assert_eq!(
            comparable(&back.line),
            comparable(record),
            "{name} from chat: {}",
            back.line
        );
    }
}

#[test]
fn other_spellings_are_read() {
    for (name, record, chat) in ONE_WAY {
        let there = to_chat(record, name).unwrap_or_else(|error| panic!("{record}: {error}"));
        assert_eq!(
            comparable(&there.line),
            comparable(chat),
            "{name} to chat: {}",
            there.line
        );
        let back = from_chat(&there.line, name, false)
            .unwrap_or_else(|error| panic!("{name}, {chat}: {error}"));
        let again = to_chat(&back.line, name).unwrap();
        assert_eq!(
            comparable(&again.line),
            comparable(chat),
            "{name} again: {}",
            back.line
        );
    }
}

#[test]
fn numbers_keep_their_digits() {
    let record = r#"{"instruction":"i","input":"","output":"o","n":1.50,"big":123456789012345678901234567890}"#;
    let there = to_chat(record, "alpaca").unwrap().line;
    assert!(
        there.ends_with(r#""n":1.50,"big":123456789012345678901234567890}"#),
        "{there}"
    );
    assert_eq!(from_chat(&there, "alpaca", false).unwrap().line, record);
}

#[test]
fn a_record_over_many_lines_becomes_one_line() {
    let record =
        "{\n \"instruction\": \"i\",\n \"output\": \"o\",\r\n \"meta\": {\n  \"a\": 1\n }\n}";
    let there = convert(record, named("alpaca"), named("ms-swift-query"), true).unwrap();
    let there = there.line;
    assert_eq!(there.lines().count(), 1, "{there}");
    assert!(there.contains("\"meta\""), "{there}");
}
