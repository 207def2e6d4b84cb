//! Records as texts, with places.

use std::ops::Range;

use insta::assert_snapshot;
use tunesmith_validate::{TextView, pretty_text, raw_text};

/// What stands at a highlight, taken as JavaScript takes it.
fn marked(view: &TextView, index: usize) -> String {
    let units: Vec<u16> = view.text.encode_utf16().collect();
    String::from_utf16(&units[view.highlights[index].clone()]).unwrap()
}

fn pretty(record: &str) -> String {
    pretty_text(record.as_bytes(), &[]).text
}

#[test]
fn valid_json_has_the_lines_serde_gives_it() {
    for record in [
        r#"{"a":[1,{"b":"x, y: {z}"},[]],"c":{},"d":"\"\\","e":null}"#,
        r#"[ ]"#,
        " \"é😀\" ",
        r#"{"a" : [ true , -1.5 ] }"#,
    ] {
        let value: serde_json::Value = serde_json::from_str(record).unwrap();
        assert_eq!(
            pretty(record),
            serde_json::to_string_pretty(&value).unwrap()
        );
    }
}

#[test]
fn broken_json_is_copied() {
    let records = [
        "{'a': 'it, is', b: None, # c, d\n \"e\": 1 /* f, */, // g\n}",
        r#"{"a":"never closed, [1,2]"#,
        r#"{"a":1,,}]]} trailing words {"b":2}{"c":3}"#,
        "[1 2, \"a\" \"b\"]",
    ];
    assert_snapshot!(records.map(pretty).join("\n\n"));
}

#[test]
fn deep_nesting_is_copied() {
    let record = format!("{}1, 2{}", "[".repeat(100), "]".repeat(100));
    let text = pretty(&record);
    assert!(text.len() < 10_000 && text.contains("[[[1, 2]]]"), "{text}");
}

#[test]
fn places_are_found_again() {
    let record = r#"{"a": "😀é", "b": [ "x" ]}"#;
    let at = |part: &str| {
        let start = record.find(part).unwrap();
        start..start + part.len()
    };
    let places = [
        at("\"b\""),
        at("é"),
        at("\"😀é\""),
        at("[ \"x\" ]"),
        at(", "),
    ];
    let pretty = pretty_text(record.as_bytes(), &places);
    let found: Vec<_> = (0..places.len())
        .map(|index| marked(&pretty, index))
        .collect();
    assert_eq!(found, ["\"b\"", "é", "\"😀é\"", "[\n    \"x\"\n  ]", ","]);
    let raw = raw_text(record.as_bytes(), &places);
    let found: Vec<_> = (0..places.len()).map(|index| marked(&raw, index)).collect();
    assert_eq!(found, ["\"b\"", "é", "\"😀é\"", "[ \"x\" ]", ", "]);
    assert_eq!(raw.highlights[0], 13..16, "the face takes two units");
}

#[test]
fn odd_places_lie_between_characters() {
    let record = "é😀\u{e9}";
    // Inside characters, empty, backwards, behind the end.
    let places = [1..3, 3..3, Range { start: 5, end: 2 }, 100..200, 0..100];
    let view = raw_text(record.as_bytes(), &places);
    assert_eq!(view.highlights, [0..3, 1..1, 1..1, 4..4, 0..4]);
    let broken = raw_text(b"a\xff\xfeb", &[1..2, 2..3, 3..4]);
    assert_eq!(broken.text, "a\u{fffd}\u{fffd}b");
    assert_eq!(broken.highlights, [1..2, 2..3, 3..4]);
}

#[test]
fn white_space_that_is_left_out_marks_nothing() {
    let view = pretty_text(b"[   1   ]", &[2..3, 5..7, 4..5]);
    assert_eq!(view.text, "[\n  1\n]");
    assert_eq!((view.highlights[0].len(), view.highlights[1].len()), (0, 0));
    assert_eq!(marked(&view, 2), "1");
}
