//! One record of each format.

use insta::assert_snapshot;

use crate::shown;

#[test]
fn chat_with_tools() {
    let record = r#"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","name":"ann","content":"Weather in Köln?"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"K\\u00f6ln\",\"days\":[1,2]}"}},{"id":"c2","type":"function","function":{"name":"weather","arguments":"{city"}}]},{"role":"tool","tool_call_id":"c1","content":"sun"},{"role":"assistant","content":"Sunny.","refusal":null,"weight":0},{"role":"assistant","refusal":"No.","weight":1}],"tools":[{"type":"function","function":{"name":"weather","description":"Says it.","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],"parallel_tool_calls":false,"functions":[{"name":"old"}]}"#;
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn chat_with_media() {
    let record = r#"{"messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAADklEQVR4nGP4z8DAxAAAAAsAAgAAAAAASUVORK5CYII=","detail":"low"}},{"type":"image_url","image_url":"https://a.example/b.png"},{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}},{"type":"file","file":{"file_id":"file-1"}},{"type":"video_url","video_url":{"url":"a.mp4"}},{"type":"mood","mood":["glad"]},{"type":"image_url"}]},{"role":"assistant","reasoning_content":"A thought.","content":[{"type":"thinking","thinking":"Another."},{"type":"refusal","refusal":"I decline."}]}]}"#;
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn preference() {
    let record = r#"{"input":{"messages":[{"role":"user","content":"Hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"Hello!"}],"non_preferred_output":[{"role":"assistant","content":"What?"}]}"#;
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn reinforcement() {
    let record = r#"{"messages":[{"role":"user","content":"2 + 2?"}],"answer":4}"#;
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn gemini() {
    let record = r#"{"systemInstruction":{"role":"system","parts":[{"text":"Be brief."}]},"contents":[{"role":"user","parts":[{"text":"Weather?"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"fileData":{"mimeType":"audio/mp3","fileUri":"gs://a/b.mp3"}}]},{"role":"model","parts":[{"text":"I look.","thought":true},{"functionCall":{"name":"weather","args":{"city":"Bonn"}}}]},{"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"sky":"blue"}}}]},{"role":"model","parts":[{"text":"Blue."}]}],"tools":[{"functionDeclarations":[{"name":"weather","description":"Says it.","parameters":{"type":"OBJECT"}}]}]}"#;
    assert_snapshot!(shown(record, "gemini"));
}

#[test]
fn sharegpt() {
    let record = r#"{"conversations":[{"from":"human","value":"Weather?"},{"from":"function_call","value":"{\"name\":\"weather\",\"arguments\":{\"city\":\"Bonn\"}}"},{"from":"observation","value":"sun"},{"from":"gpt","value":"Sunny."}],"system":"Be brief.","tools":"[{\"name\":\"weather\",\"parameters\":{}}]"}"#;
    assert_snapshot!(shown(record, "llama-factory"));
}

#[test]
fn alpaca_with_history() {
    let record = r#"{"system":"Be brief.","instruction":"Add.","input":"2 2","output":"4","history":[["Hi","Hello"]],"id":7}"#;
    assert_snapshot!(shown(record, "llama-factory"));
}

#[test]
fn prompt_completion() {
    assert_snapshot!(shown(r#"{"prompt":"2 + 2 =","completion":" 4"}"#, "trl"));
}

#[test]
fn text() {
    assert_snapshot!(shown(r#"{"text":"All of it."}"#, "trl"));
}

#[test]
fn trl_prompt_completion() {
    let record = r#"{"prompt":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"Bye"}],"completion":[{"role":"assistant","content":"Bye!"}]}"#;
    assert_snapshot!(shown(record, "trl"));
}

#[test]
fn trl_preference_with_a_prompt_inside() {
    let record = r#"{"chosen":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}],"rejected":[{"role":"user","content":"Hi"},{"role":"assistant","content":"What?"}]}"#;
    assert_snapshot!(shown(record, "trl"));
}

#[test]
fn trl_stepwise() {
    let record =
        r#"{"prompt":"2 + 2?","completions":["Two and two","are five."],"labels":[true,false]}"#;
    assert_snapshot!(shown(record, "trl"));
}

#[test]
fn torchtune_preference() {
    let record = r#"{"chosen_conversations":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}],"rejected_conversations":[{"role":"user","content":"Hi"},{"role":"assistant","content":"What?"}]}"#;
    assert_snapshot!(shown(record, "torchtune"));
}

#[test]
fn ms_swift_query() {
    let record =
        r#"{"query":"Hi","response":"Hello","rejected_response":"What?","images":["a.png"]}"#;
    assert_snapshot!(shown(record, "ms-swift"));
}

#[test]
fn bedrock_nova() {
    let record = r#"{"schemaVersion":"bedrock-conversation-2024","system":[{"text":"Be brief."}],"messages":[{"role":"user","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://a/b.png"}}}},{"text":"What?"}]},{"role":"assistant","content":[{"text":"A cat."}]}]}"#;
    assert_snapshot!(shown(record, "bedrock-nova"));
}

#[test]
fn mistral() {
    let record = r#"{"interactions":[{"role":"user","text":"Hi"},{"role":"assistant","text":"Hello"},{"role":"user","text":"Bye"},{"role":"assistant","text":"Bye!"}],"available_tools":[{"name":"f"}]}"#;
    assert_snapshot!(shown(record, "mistral"));
}

#[test]
fn axolotl() {
    let record = r#"{"messages":[{"role":"user","content":"Hi","train":true},{"role":"assistant","content":"Hello","train":false},{"role":"assistant","content":"Bye"}]}"#;
    assert_snapshot!(shown(record, "axolotl"));
}

#[test]
fn another_format_than_the_profile_takes() {
    assert_snapshot!(shown(r#"{"prompt":"a","completion":"b"}"#, "openai"));
}

#[test]
fn no_format() {
    assert_snapshot!(shown(r#"{"question":"Hi","answers":["Hello"]}"#, ""));
}
