//! Tokens by message.

use tunesmith_tokens::{BpeCounter, Encoding, TokenCounter};
use tunesmith_validate::{record_tokens, view_record};

#[test]
fn every_message_has_its_count() {
    let record = br#"{"system":"Be brief","input":{"messages":[{"role":"user","content":"Hi there"}]},"preferred_output":[{"role":"assistant","content":[{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]}],"non_preferred_output":[{"role":"assistant","tool_calls":[{"id":"x","function":{"name":"f","arguments":"{\"a\": 1}"}}]}]}"#;
    let mut counter = BpeCounter::new(Encoding::O200kBase);
    let counts = record_tokens(record, &mut counter);
    let mut count = |texts: &[&str]| texts.iter().map(|text| counter.count(text)).sum::<u64>();
    assert_eq!(counts.system, count(&["Be brief"]));
    assert_eq!(counts.messages, [count(&["Hi there"])]);
    let endings = [[count(&["Hel", "lo"])], [count(&["f", "{\"a\": 1}"])]];
    assert_eq!(counts.endings, endings);
    let view = view_record(record, None);
    assert_eq!((view.messages.len(), view.endings.len()), (1, 2));
}
