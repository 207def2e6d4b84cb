//! Whether messages are trained, and why, by profile.

use tunesmith_validate::{Trained, profile, view_record};

/// Each message as `sign: reason`.
fn reasons(record: &str, profile_name: &str) -> Vec<String> {
    let profile = (!profile_name.is_empty()).then(|| profile(profile_name).unwrap());
    let view = view_record(record.as_bytes(), profile);
    let endings = view.endings.iter().flat_map(|ending| &ending.messages);
    let all = view.messages.iter().chain(endings);
    all.map(|message| {
        let sign = match message.trained {
            Trained::Trained => '+',
            Trained::NotTrained => '-',
            Trained::Unknown => '?',
        };
        format!("{sign} {}", message.why)
    })
    .collect()
}

const WEIGHTS: &str = r#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","weight":0},{"role":"assistant","content":"c","weight":1},{"role":"assistant","content":"d"},{"role":"assistant","content":"e","weight":0.5},{"role":"bot","content":"f"}]}"#;

#[test]
fn weights_count_where_they_are_read() {
    let read = [
        "- not the assistant",
        "- weight 0",
        "+ weight 1",
        "+ the assistant",
        "? the weight is neither 0 nor 1",
        "? the role is not known",
    ];
    for name in ["", "openai", "azure", "together", "fireworks", "mistral"] {
        assert_eq!(reasons(WEIGHTS, name), read, "{name}");
    }
    let unread = "? it has a weight, which the provider is not known to read";
    let trl = [
        "- not the assistant",
        unread,
        unread,
        "+ the assistant",
        unread,
        "? the role is not known",
    ];
    assert_eq!(reasons(WEIGHTS, "trl"), trl);
}

#[test]
fn only_the_last_answer_counts_where_the_profile_says_so() {
    let record = r#"{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"},{"role":"assistant","content":"d"}],"tools":[{"type":"function","function":{"name":"f"}}]}"#;
    let [first, last] = ["- only the last answer is trained", "+ the assistant"];
    let not = "- not the assistant";
    assert_eq!(reasons(record, "mistral"), [not, first, not, last]);
    assert_eq!(reasons(record, "openai"), [not, last, not, last]);
    let without = record.replace(
        r#","tools":[{"type":"function","function":{"name":"f"}}]"#,
        "",
    );
    assert_eq!(reasons(&without, "mistral"), [not, last, not, last]);
}

#[test]
fn one_ending_of_two_is_wanted() {
    let record = r#"{"input":{"messages":[{"role":"user","content":"a"}]},"non_preferred_output":[{"role":"assistant","content":"b"}],"preferred_output":[{"role":"assistant","content":"c"}]}"#;
    let wanted = [
        "- not the assistant",
        "+ the preferred ending",
        "- the ending that is not preferred",
    ];
    assert_eq!(reasons(record, "openai"), wanted);
}

#[test]
fn a_profile_knows_only_formats_it_takes() {
    let record = r#"{"prompt":"a","completion":"b"}"#;
    assert_eq!(
        reasons(record, "gemini")[1],
        "? gemini does not take prompt-completion"
    );
    assert_eq!(reasons(record, "trl")[1], "+ the assistant");
    assert_eq!(
        reasons(r#"{"output":"b"}"#, ""),
        ["? the format is not known"]
    );
}
