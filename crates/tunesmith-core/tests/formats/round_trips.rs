//! Records each format reads, what they are as a chat, and that they are written as they were read.

use tunesmith_core::format::openai_chat;

use crate::{named, value};

/// Format, record, the same in the chat shape (a record of two endings in the shape for these).
const SAME: [(&str, &str, &str); 15] = [
    (
        "openai-chat",
        r#"{"messages":[{"role":"user","content":"q","name":"bo"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"},"weight":0},{"role":"function","name":"f","content":"1"},{"role":"assistant","content":"a","refusal":null}],"functions":[{"name":"f"}],"parallel_tool_calls":false}"#,
        r#"{"messages":[{"role":"user","content":"q","name":"bo"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"},"weight":0},{"role":"function","name":"f","content":"1"},{"role":"assistant","content":"a","refusal":null}],"functions":[{"name":"f"}],"parallel_tool_calls":false}"#,
    ),
    (
        "openai-preference",
        r#"{"input":{"messages":[{"role":"user","content":"q"}],"tools":[],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}],"tools":[],"parallel_tool_calls":true},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
    ),
    (
        "openai-reinforcement",
        r#"{"messages":[{"role":"developer","content":"d"},{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"}],"target":98,"digits":1.50}"#,
        r#"{"messages":[{"role":"developer","content":"d"},{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":0},{"role":"user","content":"r"}],"target":98,"digits":1.50}"#,
    ),
    (
        "prompt-completion",
        r#"{"prompt":"q\n","completion":" a"}"#,
        r#"{"messages":[{"role":"user","content":"q\n"},{"role":"assistant","content":" a"}]}"#,
    ),
    (
        "text",
        r#"{"text":"Once"}"#,
        r#"{"messages":[{"role":"assistant","content":"Once"}]}"#,
    ),
    (
        "azure",
        r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]}"#,
    ),
    (
        "together",
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"q"}]},{"role":"assistant","content":"a","weight":0}]}"#,
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"q"}]},{"role":"assistant","content":"a","weight":0}]}"#,
    ),
    (
        "fireworks",
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1}]}"#,
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":1}]}"#,
    ),
    (
        "mistral",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"abcdef012","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"abcdef012","name":"f","content":"1"},{"role":"assistant","content":"a"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{}}}]}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"abcdef012","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"abcdef012","name":"f","content":"1"},{"role":"assistant","content":"a"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{}}}]}"#,
    ),
    (
        "trl-chat",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{"n":12345678901234567890123}}}]},{"role":"tool","tool_call_id":"c","content":"1"}],"tools":[{"type":"function","function":{"name":"f"}}],"chat_template_kwargs":{"enable_thinking":false}}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"n\":12345678901234567890123}"}}]},{"role":"tool","tool_call_id":"c","content":"1"}],"tools":[{"type":"function","function":{"name":"f"}}],"chat_template_kwargs":{"enable_thinking":false}}"#,
    ),
    (
        "trl-prompt",
        r#"{"prompt":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"}],"solution":1.0}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":0},{"role":"user","content":"r"}],"solution":1.0}"#,
    ),
    (
        "trl-prompt-completion",
        r#"{"prompt":[{"role":"user","content":"q"},{"role":"assistant","content":"p"}],"completion":[{"role":"assistant","content":"a"}]}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"p","weight":0},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "trl-unpaired-preference",
        r#"{"prompt":[{"role":"user","content":"q"}],"completion":[{"role":"assistant","content":"a"}],"label":false}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"label":false}"#,
    ),
    (
        "trl-preference",
        r#"{"prompt":[{"role":"user","content":"q"}],"chosen":[{"role":"assistant","content":"a"}],"rejected":[{"role":"assistant","content":"b"}],"score":9.50}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}],"score":9.50},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
    ),
    (
        "trl-stepwise",
        r#"{"prompt":"q","completions":["a","b"],"labels":[true,false]}"#,
        r#"{"messages":[{"role":"user","content":"q"}],"completions":["a","b"],"labels":[true,false]}"#,
    ),
];

#[test]
fn what_is_read_is_written() {
    for (name, record, chat) in SAME {
        let format = named(name);
        let example = (format.parse)(record).unwrap_or_else(|error| panic!("{record}: {error}"));
        assert_eq!(value(&openai_chat::render(&example)), value(chat), "{name}");
        let written = (format.render)(&example);
        assert_eq!(written.losses, [], "{name}: {record}");
        assert_eq!(value(&written.line), value(record), "{name}");
        // Values compare numbers; this compares digits.
        for digits in ["1.50", "9.50", "1.0}", "12345678901234567890123"] {
            assert_eq!(
                record.contains(digits),
                written.line.contains(digits),
                "{digits} in {name}"
            );
        }
    }
}

/// Format, record, what it is written as.
const OTHERWISE: [(&str, &str, &str); 12] = [
    // The spelling of the OpenAPI description.
    (
        "openai-preference",
        r#"{"input":{"messages":[]},"preferred_completion":[{"role":"assistant","content":"a"}],"non_preferred_completion":[{"role":"assistant","content":"b"}]}"#,
        r#"{"input":{"messages":[]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[{"role":"assistant","content":"b"}]}"#,
    ),
    (
        "openai-reinforcement",
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"}]}"#,
        r#"{"messages":[{"role":"developer","content":"s"},{"role":"user","content":"q"}]}"#,
    ),
    (
        "mistral",
        r#"{"interactions":[{"role":"user","text":"q"},{"role":"assistant","text":"","tool_calls":[{"function":{"name":"f","arguments":{"a": 1.0}}}]},{"role":"assistant","text":"a"}],"available_tools":[{"name":"f"}]}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"id":"bcb49fa5a","type":"function","function":{"name":"f","arguments":"{\"a\": 1.0}"}}]},{"role":"assistant","content":"a"}],"tools":[{"type":"function","function":{"name":"f"}}]}"#,
    ),
    (
        "azure",
        r#"{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}]}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]}"#,
    ),
    // Ids are made up, in order, beside those in use; tools may stand in a string, and bare.
    (
        "trl-chat",
        r#"{"messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{}}},{"id":"call_0","function":{"name":"f","arguments":{}}},{"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","content":"1"},{"role":"tool","tool_call_id":"call_0","content":"2"},{"role":"tool","content":"3"}],"tools":"[{\"name\":\"f\"}]"}"#,
        r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":{}}},{"id":"call_0","type":"function","function":{"name":"f","arguments":{}}},{"id":"call_2","type":"function","function":{"name":"f","arguments":{}}}]},{"role":"tool","tool_call_id":"call_1","content":"1"},{"role":"tool","tool_call_id":"call_0","content":"2"},{"role":"tool","tool_call_id":"call_2","content":"3"}],"tools":[{"type":"function","function":{"name":"f"}}]}"#,
    ),
    (
        "trl-prompt",
        r#"{"prompt":"q"}"#,
        r#"{"prompt":[{"role":"user","content":"q"}]}"#,
    ),
    (
        "trl-prompt-completion",
        r#"{"prompt":"q","completion":"a"}"#,
        r#"{"prompt":[{"role":"user","content":"q"}],"completion":[{"role":"assistant","content":"a"}]}"#,
    ),
    // Without a prompt the common beginning is one; the blank before the endings is theirs.
    (
        "trl-preference",
        r#"{"chosen":"Grün ist gut","rejected":"Grün ist gar nichts"}"#,
        r#"{"prompt":[{"role":"user","content":"Grün ist g"}],"chosen":[{"role":"assistant","content":"ut"}],"rejected":[{"role":"assistant","content":"ar nichts"}]}"#,
    ),
    (
        "trl-preference",
        r#"{"chosen":"Sky: blue","rejected":"Sky: green"}"#,
        r#"{"prompt":[{"role":"user","content":"Sky:"}],"chosen":[{"role":"assistant","content":" blue"}],"rejected":[{"role":"assistant","content":" green"}]}"#,
    ),
    (
        "trl-preference",
        r#"{"chosen":"añ","rejected":"añ"}"#,
        r#"{"prompt":[{"role":"user","content":"a"}],"chosen":[{"role":"assistant","content":"ñ"}],"rejected":[{"role":"assistant","content":"ñ"}]}"#,
    ),
    (
        "trl-preference",
        r#"{"chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        r#"{"prompt":[{"role":"user","content":"q"}],"chosen":[{"role":"assistant","content":"a"}],"rejected":[{"role":"assistant","content":"a"}]}"#,
    ),
    // A string beside whole conversations repeats what the user says.
    (
        "trl-preference",
        r#"{"prompt":"q","chosen":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"rejected":[{"role":"user","content":"q"},{"role":"assistant","content":"b"}]}"#,
        r#"{"prompt":[{"role":"user","content":"q"}],"chosen":[{"role":"assistant","content":"a"}],"rejected":[{"role":"assistant","content":"b"}]}"#,
    ),
];

#[test]
fn spellings_are_brought_to_one() {
    for (name, record, expected) in OTHERWISE {
        let format = named(name);
        let example = (format.parse)(record).unwrap_or_else(|error| panic!("{record}: {error}"));
        let written = (format.render)(&example);
        assert_eq!(written.losses, [], "{name}: {record}");
        assert_eq!(value(&written.line), value(expected), "{name}: {record}");
        let again = (format.render)(&(format.parse)(&written.line).unwrap());
        assert_eq!(again.losses, [], "{name}");
        let (again, once) = (value(&again.line), value(&written.line));
        assert_eq!(again, once, "{name}: a second time changes nothing");
    }
}

#[test]
fn what_is_misshapen_is_told() {
    let cases = [
        (
            "openai-chat",
            r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":{}}}]}]}"#,
            "at /messages/0/tool_calls/0/function/arguments: arguments are JSON inside a string; write them as a string, or read the record as trl-chat, which takes objects",
        ),
        (
            "openai-preference",
            r#"{"input":{"messages":[]}}"#,
            "`preferred_output` is missing",
        ),
        (
            "openai-preference",
            r#"{"input":{"messages":[]},"preferred_output":[],"preferred_completion":[]}"#,
            "`preferred_output` and `preferred_completion` are the same; keep `preferred_output`",
        ),
        (
            "prompt-completion",
            r#"{"prompt":[],"completion":"a"}"#,
            "at /prompt: a string is expected here; lists of messages are the format trl-prompt-completion",
        ),
        (
            "mistral",
            r#"{"messages":[{"role":"user","text":"a","content":"a"}]}"#,
            "at /messages/0: `content` and `text` are the same; keep one of them",
        ),
        (
            "mistral",
            r#"{"messages":[],"interactions":[]}"#,
            "`messages` and `interactions` are the same; keep one of them",
        ),
        (
            "trl-prompt-completion",
            r#"{"prompt":"q","completion":[]}"#,
            "at /completion: strings and lists of messages are mixed; make all of them lists",
        ),
        (
            "trl-prompt-completion",
            r#"{"prompt":[],"completion":[{"role":"user","content":"q"}]}"#,
            "at /completion/0: an answer holds assistant and tool messages, this is of the role `user`; move it and what comes before it into `prompt`",
        ),
        (
            "trl-unpaired-preference",
            r#"{"prompt":"q","completion":"a","label":1}"#,
            "at /label: a label is true or false, this is 1; write true for a good completion",
        ),
        (
            "trl-stepwise",
            r#"{"prompt":"q","completions":["a"],"labels":[]}"#,
            "at /labels: there are 1 steps and 0 labels; give each step one label",
        ),
        (
            "trl-stepwise",
            r#"{"prompt":"q","completions":[1],"labels":[true]}"#,
            "at /completions/0: a step is a string; write it as one",
        ),
        (
            "trl-stepwise",
            r#"{"prompt":"q","completions":["a"],"labels":[1]}"#,
            "at /labels/0: a label is true or false; write true for a good step",
        ),
        (
            "trl-preference",
            r#"{"prompt":"x","chosen":[{"role":"user","content":"q"}],"rejected":[{"role":"user","content":"q"}]}"#,
            "at /prompt: `prompt` is not what the last user message of both `chosen` and `rejected` says; make it a list of messages",
        ),
        (
            "trl-chat",
            r#"{"messages":[],"tools":"x"}"#,
            "at /tools: a list of tools is expected in this string; not JSON: expected value at line 1 column 1",
        ),
    ];
    for (name, record, expected) in cases {
        let error = (named(name).parse)(record).unwrap_err();
        assert_eq!(error.to_string(), expected, "{name}: {record}");
    }
}
