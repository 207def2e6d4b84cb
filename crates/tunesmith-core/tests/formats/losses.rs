//! What each format can not hold, in its words, and what `lossy` makes of it.

use tunesmith_core::format::{ConvertError, convert};

use crate::records::CANONICAL;
use crate::{named, value};

/// The format written, a record in the chat shape, all that is lost, what is written nevertheless (empty if nothing can be).
const CASES: &[(&str, &str, &[&str], &str)] = &[
    (
        "openai-chat",
        r#"{"messages":[{"role":"robot","content":"x"},{"role":"user","content":[{"type":"video","video":"v"}],"mood":1},{"role":"assistant","content":"a"}],"note":"n","null":null}"#,
        &[
            "/note the member `note` is not part of the shape",
            "/messages/0 a message of the role `robot` is not taken",
            "/messages/1/content/0 a part of the type `video` is not taken",
            "/messages/1/mood the member `mood` is not part of the shape",
        ],
        r#"{"messages":[{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "openai-chat",
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"a"}],"non_preferred_output":[],"a/b":1}"#,
        &[
            "/a~1b the member `a/b` is not part of the shape",
            "/non_preferred_output the worse ending has no place; the better one ends the conversation",
        ],
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "openai-preference",
        r#"{"messages":[{"role":"user","content":"q"}]}"#,
        &[" there is one ending; a preference pair needs two"],
        "",
    ),
    (
        "openai-preference",
        r#"{"input":{"messages":[]},"preferred_output":[{"role":"assistant","content":"a"},{"role":"assistant","content":"b"}],"non_preferred_output":[{"role":"assistant","content":"c"}]}"#,
        &["/preferred_output/0 an ending is one message, the assistant's last"],
        r#"{"input":{"messages":[]},"preferred_output":[{"role":"assistant","content":"b"}],"non_preferred_output":[{"role":"assistant","content":"c"}]}"#,
    ),
    (
        "openai-reinforcement",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"x":1}"#,
        &["/messages/1 the answer has no place in a prompt"],
        r#"{"messages":[{"role":"user","content":"q"}],"x":1}"#,
    ),
    (
        "openai-reinforcement",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a","weight":0}]}"#,
        &["/messages/1 the last message must be the user's, so what follows it has no place"],
        r#"{"messages":[{"role":"user","content":"q"}]}"#,
    ),
    (
        "openai-reinforcement",
        r#"{"messages":[]}"#,
        &[" there is no user message; a prompt ends with one"],
        "",
    ),
    (
        "prompt-completion",
        r#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        &[
            "/messages/0 a message of the role `system` becomes text, joined by a blank line, and nothing shows who said it",
            "/messages/1 a message of the role `user` becomes text, joined by a blank line, and nothing shows who said it",
        ],
        r#"{"prompt":"s\n\nq","completion":"a"}"#,
    ),
    (
        "prompt-completion",
        r#"{"messages":[{"role":"user","content":"q"}]}"#,
        &[" there is no trained answer at the end; a completion is needed"],
        "",
    ),
    (
        "text",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"weight":0}]}"#,
        &[
            "/messages/1/content several parts become one text, joined by line breaks",
            "/messages/1/weight weight 0 has no place; a text is trained as a whole",
            "/messages/0 a message of the role `user` becomes text, joined by a blank line, and nothing shows who said it",
            "/messages/1 a message of the role `assistant` becomes text, joined by a blank line, and nothing shows who said it",
        ],
        r#"{"text":"q\n\na\nb"}"#,
    ),
    (
        "text",
        r#"{"messages":[{"role":"assistant","content":null}]}"#,
        &["/messages/0/content there is no content; an empty text is written"],
        r#"{"text":""}"#,
    ),
    (
        "together",
        r#"{"messages":[{"role":"developer","content":"d","name":"n"},{"role":"assistant","content":"a","tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"1"}],"tools":[{"function":{"name":"f"}}],"parallel_tool_calls":true}"#,
        &[
            "/tools tool definitions are not taken",
            "/parallel_tool_calls the member `parallel_tool_calls` is not part of the shape",
            "/messages/0/name the participant's name has no place",
            "/messages/1/tool_calls tool calls are not taken",
            "/messages/2 a message of the role `tool` is not taken",
        ],
        r#"{"messages":[{"role":"system","content":"d"},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "fireworks",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"system","content":"s"},{"role":"assistant","content":"a"}]}"#,
        &["/messages/1 a system message is taken only as the first message"],
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
    ),
    (
        "mistral",
        r#"{"messages":[{"role":"user","content":[{"type":"text","text":"q"}]},{"role":"assistant","content":"let me","tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"abcdefghi","content":"1"}]}"#,
        &[
            "/messages/1/content text beside tool calls becomes a message of its own before them",
            "/messages/2 the last message must be the assistant's, so what follows it has no place",
        ],
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"let me"},{"role":"assistant","tool_calls":[{"id":"abcdefghi","type":"function","function":{"name":"f","arguments":"{}"}}]}]}"#,
    ),
    (
        "trl-chat",
        r#"{"messages":[{"role":"assistant","content":null,"weight":0,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"no"}}]}],"label":true,"score":1}"#,
        &[
            "/label the member `label` is not part of the shape",
            "/messages/0/weight weight 0 has no place; this answer would be trained",
            "/messages/0/tool_calls/0/function/arguments the arguments are no JSON object and stay a string",
        ],
        r#"{"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"no"}}]}],"score":1}"#,
    ),
    (
        "trl-prompt",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"},{"role":"assistant","content":"b"}]}"#,
        &[
            "/messages/1 an answer before the last would not be trained; give it weight 0 if that is meant",
            "/messages/3 the answer has no place in a prompt",
        ],
        r#"{"prompt":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"user","content":"r"}]}"#,
    ),
    (
        "trl-prompt-completion",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"},{"role":"assistant","content":"b","weight":0}]}"#,
        &[
            "/messages/2/weight weight 0 has no place after a trained answer; this one would be trained",
        ],
        r#"{"prompt":[{"role":"user","content":"q"}],"completion":[{"role":"assistant","content":"a"},{"role":"assistant","content":"b"}]}"#,
    ),
    (
        "trl-unpaired-preference",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        &[" there is no `label` that is true or false; unpaired preference needs one"],
        "",
    ),
    (
        "trl-preference",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        &[" there is one ending; a preference pair needs two"],
        "",
    ),
    (
        "trl-preference",
        r#"{"input":{"messages":[],"x":1},"preferred_output":[],"non_preferred_output":[],"x":2,"y":3}"#,
        &["/x the member `x` stands in two places and can stand in one"],
        r#"{"prompt":[],"chosen":[],"rejected":[],"x":1,"y":3}"#,
    ),
    (
        "trl-stepwise",
        r#"{"messages":[{"role":"user","content":"q"}]}"#,
        &[
            " `completions` is missing",
            " there are no judged steps; give `completions` and `labels`",
        ],
        "",
    ),
    (
        "azure",
        r#"{"messages":[{"role":"assistant","content":"a"}],"x":1}"#,
        &["/x the member `x` is not part of the shape"],
        r#"{"messages":[{"role":"assistant","content":"a"}]}"#,
    ),
];

#[test]
fn losses_are_told_and_the_rest_is_written() {
    let chat = named("openai-chat");
    for (name, record, expected, rest) in CASES {
        let format = named(name);
        let strict = convert(record, chat, format, false).unwrap_err();
        let losses = match &strict {
            ConvertError::Lossy { losses, .. } | ConvertError::Impossible { losses, .. } => losses,
            ConvertError::Misshapen { .. } => panic!("{name}: {strict}"),
        };
        let told = losses
            .iter()
            .map(|loss| format!("{} {}", loss.pointer, loss.what));
        assert_eq!(told.collect::<Vec<_>>(), *expected, "{name}: {record}");
        match convert(record, chat, format, true) {
            Ok(written) => assert_eq!(value(&written.line), value(rest), "{name}"),
            Err(error) => {
                assert!(
                    matches!(error, ConvertError::Impossible { .. }),
                    "{name}: {error}"
                );
                assert_eq!(*rest, "", "{name}: {error}");
            }
        }
    }
}

#[test]
fn the_error_says_what_and_where() {
    let [.., (_, record)] = CANONICAL;
    let to_text = convert(record, named("openai-chat"), named("text"), false);
    assert_eq!(
        to_text.unwrap_err().to_string(),
        "text can not hold it: tool definitions are not taken (at /tools); tool calls are not taken (at /messages/1/tool_calls); \
         a message of the role `tool` is not taken (at /messages/2); and 2 more"
    );
    let to_pair = convert(record, named("openai-chat"), named("trl-preference"), true);
    assert_eq!(
        to_pair.unwrap_err().to_string(),
        "trl-preference can not be made of it: there is one ending; a preference pair needs two"
    );
}

#[test]
fn functions_become_tools_without_loss() {
    let [.., (_, record)] = CANONICAL;
    let written = convert(record, named("openai-chat"), named("trl-chat"), false).unwrap();
    let expected = r#"{"messages":[{"role":"user","content":"1+1?"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"add","arguments":{}}}]},{"role":"tool","name":"add","tool_call_id":"call_0","content":"2"},{"role":"assistant","content":"2"}],"tools":[{"type":"function","function":{"name":"add","parameters":{}}}]}"#;
    assert_eq!(value(&written.line), value(expected));
}

#[test]
fn a_record_is_written_on_one_line() {
    let record =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\\nb\"}],\"item\":{\n  \"x\":\r\n1}}";
    let format = named("openai-reinforcement");
    let written = convert(record, format, format, false).unwrap();
    assert!(!written.line.contains(['\n', '\r']));
    assert_eq!(value(&written.line), value(record));
}
