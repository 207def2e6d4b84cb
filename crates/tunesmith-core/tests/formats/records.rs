//! Records in the openai chat shape that stand for all others in the tests of pairs and of the matrix.

/// What it is, and the record.
pub(crate) const CANONICAL: [(&str, &str); 7] = [
    (
        "plain chat",
        r#"{"messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":"2"}]}"#,
    ),
    (
        "system and two turns",
        r#"{"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":"1+1?"},{"role":"assistant","content":"2"}]}"#,
    ),
    (
        "tools",
        r#"{"messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_a","type":"function","function":{"name":"add","arguments":"{\"a\":1,\"b\":1.0}"}}]},{"role":"tool","tool_call_id":"call_a","content":"2"},{"role":"assistant","content":"2"}],"tools":[{"type":"function","function":{"name":"add","parameters":{"type":"object","properties":{}}}}]}"#,
    ),
    (
        "vision",
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}}]},{"role":"assistant","content":"A dot."}]}"#,
    ),
    (
        "preference",
        r#"{"input":{"messages":[{"role":"user","content":"1+1?"}]},"preferred_output":[{"role":"assistant","content":"2"}],"non_preferred_output":[{"role":"assistant","content":"3"}]}"#,
    ),
    (
        "prompt alone",
        r#"{"messages":[{"role":"user","content":"1+1?"}],"answer":2.0}"#,
    ),
    (
        "functions",
        r#"{"messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":null,"function_call":{"name":"add","arguments":"{}"}},{"role":"function","name":"add","content":"2"},{"role":"assistant","content":"2","weight":1}],"functions":[{"name":"add","parameters":{}}]}"#,
    ),
];
