//! What holds for any bytes.

use proptest::prelude::*;
use tunesmith_core::Role;
use tunesmith_tokens::{BpeCounter, Encoding};
use tunesmith_validate::{
    RecordSearch, pretty_text, profiles, raw_text, record_tokens, view_record,
};

/// Pieces of records, put together at random.
fn any_record() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            &b"{"[..], b"}", b"[", b"]", b",", b":", b"\"", b"'", b" ", b"\n", b"\\", b"#", b"//", b"/*", b"*/", b"null", b"0", b"1",
            b"\"messages\":[", b"\"contents\":[", b"\"conversations\":[", b"\"input\":{", b"\"chosen\":", b"\"rejected\":",
            b"\"chosen_conversations\":[", b"\"prompt\":", b"\"completions\":[", b"\"labels\":[]", b"\"history\":[[", b"\"tools\":",
            b"{\"role\":\"user\",\"content\":", b"{\"role\":\"assistant\",\"weight\":0,\"content\":", b"{\"from\":\"function_call\",\"value\":",
            b"\"parts\":[", b"\"tool_calls\":[", b"\"function\":{", b"\"arguments\":\"{\\\"a\\\":1}\"", b"{\"type\":\"image_url\",\"image_url\":",
            b"\"data:image/png;base64,iVBORw0KGgo\"", b"{\"functionCall\":{", b"{\"functionResponse\":{", b"{\"inlineData\":{\"data\":",
        ]).prop_map(<[u8]>::to_vec),
        1 => "[a-kA-Kßſ\u{212a}İiéΣ東😀]{0,5}".prop_map(|text| format!("\"{text}\"").into_bytes()),
        1 => prop::sample::select(vec![r#""\u004b\n""#, r#""\ud83d\ude00\ud800""#, r#""\k\/\"x""#, r#""\u212a\u0130""#])
            .prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..25).prop_map(|pieces| pieces.concat())
}

/// Whether a text holds another, letter by letter in small letters.
fn holds(text: &str, part: &str) -> bool {
    let small = |text: &str| -> String {
        let letters = text.chars();
        letters
            .map(|letter| letter.to_lowercase().next().unwrap())
            .collect()
    };
    small(text).contains(&small(part))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn every_record_is_shown(record in any_record()) {
        let end = u32::try_from(record.len()).unwrap();
        for profile in [None].into_iter().chain(profiles().iter().copied().map(Some)) {
            let view = view_record(&record, profile);
            let endings = view.endings.iter().flat_map(|ending| &ending.messages);
            for message in view.messages.iter().chain(endings) {
                prop_assert!(message.place.bytes.start <= message.place.bytes.end);
                prop_assert!(message.place.bytes.end <= end);
            }
            let mut counter = BpeCounter::new(Encoding::O200kBase);
            let tokens = record_tokens(&record, &mut counter);
            prop_assert_eq!(tokens.messages.len(), view.messages.len());
            let lengths: Vec<_> = tokens.endings.iter().map(Vec::len).collect();
            let endings: Vec<_> = view.endings.iter().map(|ending| ending.messages.len()).collect();
            prop_assert_eq!(lengths, endings);
        }
    }

    #[test]
    fn places_lie_between_characters(record in any_record(), places in prop::collection::vec((0_usize..120, 0_usize..120), 0..6)) {
        let places: Vec<_> = places.into_iter().map(|(start, end)| start..end).collect();
        for view in [pretty_text(&record, &places), raw_text(&record, &places)] {
            let units: Vec<u16> = view.text.encode_utf16().collect();
            prop_assert_eq!(view.highlights.len(), places.len());
            for (highlight, place) in view.highlights.iter().zip(&places) {
                prop_assert!(String::from_utf16(&units[highlight.clone()]).is_ok());
                prop_assert!(String::from_utf16(&units[..highlight.start]).is_ok());
                prop_assert!(!place.is_empty() || highlight.is_empty());
            }
        }
        prop_assert_eq!(raw_text(&record, &[]).text, String::from_utf8_lossy(&record));
        let no_space = |text: &str| text.replace([' ', '\t', '\r', '\n'], "");
        prop_assert_eq!(no_space(&pretty_text(&record, &[]).text), no_space(&String::from_utf8_lossy(&record)));
    }

    #[test]
    fn pretty_text_of_json_is_json(record in any_record()) {
        if let Ok(value) = serde_json::from_slice::<serde_json::Value>(&record) {
            let text = pretty_text(&record, &[]).text;
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
        }
    }

    #[test]
    fn what_is_said_is_found(record in any_record(), text in "[a-kA-Kßſ\u{212a}İiéΣ東😀]{1,4}", match_case: bool) {
        for roles in [None, Some(&[Role::User, Role::Assistant, Role::Tool, Role::System][..])] {
            let search = RecordSearch::new(&text, roles, match_case);
            let found = search.matches(&record);
            let view = view_record(&record, None);
            let endings = view.endings.iter().flat_map(|ending| &ending.messages);
            let parts = view.messages.iter().chain(endings).filter(|message| message.role.is_some()).flat_map(|message| &message.parts);
            let said = parts.into_iter().any(|part| match &part.part {
                tunesmith_validate::Part::Text { text: said } if match_case => said.contains(&text),
                tunesmith_validate::Part::Text { text: said } => holds(said, &text),
                _ => false,
            });
            prop_assert!(found || !said);
        }
    }
}

#[test]
fn letters_with_one_case_have_no_other() {
    let simple = |letter: char| letter.to_lowercase().next().unwrap();
    for letter in '\0'..=char::MAX {
        let small = simple(letter);
        if small == letter {
            continue;
        }
        // What the search takes for a letter that stands in the bytes as it is may not be another one's small letter.
        assert!(!small.to_uppercase().eq([small]), "{letter} {small}");
        assert!(
            !small.is_ascii() || letter.is_ascii() || ['\u{212a}', '\u{130}'].contains(&letter),
            "{letter}"
        );
    }
}
