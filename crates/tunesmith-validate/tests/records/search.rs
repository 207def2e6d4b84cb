//! What is found where.

use tunesmith_core::Role;
use tunesmith_validate::RecordSearch;

const RECORD: &str = r#"{"messages":[{"role":"system","content":"Be K\u00f6lsch \/ brief"},{"role":"user","content":[{"type":"text","text":"Weather in\nSTRASSE?"}]},{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"get_weather","arguments":"{\"city\": \"Bonn\"}"}}]},{"role":"tool","tool_call_id":"c","content":"sun \ud83d\ude00"}],"tools":[{"type":"function","function":{"name":"nobody_calls"}}],"note":"by hand"}"#;

fn found(text: &str, roles: Option<&[Role]>) -> bool {
    RecordSearch::new(text, roles, false).matches(RECORD.as_bytes())
}

#[test]
fn texts_are_found_behind_their_escapes() {
    for text in [
        "kölsch",
        "KÖLSCH / BRIEF",
        "in\nstrasse",
        "😀",
        "get_weather",
        "\"Bonn\"",
        "nobody_calls",
        "by HAND",
    ] {
        assert!(found(text, None), "{text}");
    }
    for text in [
        "",
        "koelsch",
        "content",
        "user",
        "u00f6",
        "\\n",
        "weather in strasse",
    ] {
        assert!(!found(text, None), "{text}");
    }
}

#[test]
fn roles_bound_the_search() {
    for (text, role) in [
        ("brief", Role::System),
        ("strasse", Role::User),
        ("bonn", Role::Assistant),
        ("sun", Role::Tool),
    ] {
        for other in [Role::System, Role::User, Role::Assistant, Role::Tool] {
            let wanted = other == role;
            assert_eq!(found(text, Some(&[other])), wanted, "{text}");
        }
    }
    assert!(!found("nobody_calls", Some(&[Role::Assistant])));
}

#[test]
fn case_matters_if_it_is_said() {
    let found = |text| RecordSearch::new(text, None, true).matches(RECORD.as_bytes());
    assert!(found("Kölsch") && found("STRASSE") && !found("kölsch") && !found("strasse"));
}

#[test]
fn beside_the_list_and_in_endings() {
    let record = br#"{"system":"Brief!","messages":[{"role":"user","content":"a"}]}"#;
    assert!(RecordSearch::new("brief", Some(&[Role::System]), false).matches(record));
    let record = br#"{"prompt":"a","chosen":"Good one","rejected":"Bad one"}"#;
    for text in ["good one", "bad one"] {
        assert!(RecordSearch::new(text, Some(&[Role::Assistant]), false).matches(record));
    }
    let record = br#"{"contents":[{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"sky":"blue"}}}]}]}"#;
    assert!(RecordSearch::new("blue", Some(&[Role::Tool]), false).matches(record));
    assert!(!RecordSearch::new("blue", Some(&[Role::User]), false).matches(record));
}

#[test]
fn pictures_are_no_texts() {
    let record = br#"{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0K"}}]}]}"#;
    assert!(!RecordSearch::new("ivbor", None, false).matches(record));
}

#[test]
fn records_that_are_not_understood_are_searched_as_they_stand() {
    let record = br#"{"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hel"lo there"}]}"#;
    assert!(RecordSearch::new("lo THERE", None, false).matches(record));
    assert!(!RecordSearch::new("lo there", Some(&[Role::Assistant]), false).matches(record));
    assert!(RecordSearch::new("hi", Some(&[Role::User]), false).matches(record));
}
