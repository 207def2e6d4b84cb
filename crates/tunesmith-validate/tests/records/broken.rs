//! Records that are broken in one way or another.

use insta::assert_snapshot;

use crate::shown;

#[test]
fn cut_off_in_an_answer() {
    let record = r#"{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello, my na"#;
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn python_and_trailing_commas() {
    let record = "{'messages': [{'role': 'user', 'content': \"it's\"}, {'role': 'assistant', 'content': None, 'weight': True,},],}";
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn messages_that_are_none() {
    let record = r#"{"messages":["Hi",7,null,{"content":{"a":1}},{"role":3,"content":[5,"x"]},{"role":"bot","content":"!"}],"messages ":1}"#;
    assert_snapshot!(shown(record, "openai"));
}

#[test]
fn tools_that_are_none() {
    let record = r#"{"messages":[{"role":"assistant","tool_calls":[{},{"function":{"name":2}},"x"]},{"role":"assistant","tool_calls":"none"}],"tools":"[{"}"#;
    assert_snapshot!(shown(record, ""));
}

#[test]
fn no_objects() {
    for record in [
        "",
        " ",
        "[]",
        "null",
        "\u{feff}",
        "[{\"role\":\"user\"}]",
        "plain words",
        "{",
    ] {
        let view = shown(record, "openai");
        assert!(view.contains(r#""messages": []"#), "{record}: {view}");
    }
}
