//! What holds for every input.

use proptest::prelude::*;
use tunesmith_validate::{
    Checker, FileReport, HumanStyle, RuleSettings, check_line, render_human, render_json_v1,
};

use crate::{check, check_with, openai};

/// Bytes that look like datasets: pieces of records, damaged at random.
pub(crate) fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
        1 => ".{0,6}".prop_map(String::into_bytes),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\r\n",
    "\"",
    "\\",
    " ",
    "\t",
    "\u{feff}",
    "/*",
    "*/",
    "//",
    "#",
    "'",
    "null",
    "true",
    "NaN",
    "1",
    "-",
    "0.5e3",
    "\\u",
    "\\ud83d",
    "\\ude00",
    "\"messages\":[",
    "\"role\":\"user\"",
    "\"role\":\"assistant\"",
    "\"role\":\"tool\"",
    "\"content\":\"é😀\"",
    "\"content\":\"{{name}} <|a_b|> Ã© \\ufffd </s>\"",
    "\"prompt\":\"\"",
    "\"completion\":\" x\"",
    "\\u00c3\\u00a9",
    "<|im_end|>",
    "True",
    "\0",
    "\"content\":[",
    "\"weight\":1",
    "{\"type\":\"text\",\"text\":\"a\"}",
    "\"tool_calls\":[",
    "\"tool_call_id\":\"c\"",
    "\"id\":\"c\"",
    "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}",
    "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}]}",
];

fn in_pieces(bytes: &[u8], sizes: &[usize]) -> FileReport {
    let mut checker = Checker::new("train.jsonl", openai(), &RuleSettings::default());
    let mut rest = bytes;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let size = sizes
            .next()
            .map_or(rest.len(), |size| (*size).min(rest.len()));
        checker.push(&rest[..size]);
        // A piece may also be empty; without progress the rest goes in at once.
        rest = if size == 0 {
            checker.push(&rest[..1]);
            &rest[1..]
        } else {
            &rest[size..]
        };
    }
    checker.finish()
}

/// The start and end of each line's record in the file.
fn record_bounds(bytes: &[u8]) -> Vec<(u64, u64)> {
    let mut bounds = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let skipped = if start == 0 && line.starts_with(b"\xef\xbb\xbf") {
            3
        } else {
            0
        };
        bounds.push((start + skipped, start + line.len() as u64));
        start += line.len() as u64;
    }
    bounds
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn never_panics_and_stays_inside_the_record(bytes in any_file()) {
        let report = check(&bytes);
        let bounds = record_bounds(&bytes);
        for reported in &report.diagnostics {
            let found = &reported.diagnostic;
            // A place in another record is told by its line alone.
            for place in std::iter::once(&found.location).chain(found.related.iter().map(|label| &label.location).filter(|place| place.bytes != (0..0))) {
                if place.line == 0 {
                    prop_assert_eq!(&place.bytes, &(0..0));
                    continue;
                }
                let line = usize::try_from(place.line - 1).unwrap();
                let (start, end) = bounds[line];
                // A value that runs over several lines may end on a later one.
                prop_assert!(start <= place.bytes.start && place.bytes.start <= end, "{found:?}");
                prop_assert!(place.bytes.start <= place.bytes.end && place.bytes.end <= bytes.len() as u64, "{found:?}");
                prop_assert!(1 <= place.column && place.column <= place.bytes.start - start + 1);
                let before = &bytes[usize::try_from(start).unwrap()..usize::try_from(place.bytes.start).unwrap()];
                if let Ok(before) = std::str::from_utf8(before) {
                    prop_assert_eq!(place.column, before.chars().count() as u64 + 1);
                }
            }
            if let Some(excerpt) = &reported.excerpt {
                prop_assert!(excerpt.text.get(excerpt.highlight.clone()).is_some());
            }
        }
        prop_assert!(report.examples <= report.records);
        let _ = render_json_v1(std::slice::from_ref(&report));
        for width in [0, 40, 200] {
            let style = HumanStyle { colour: width == 40, width, most_per_rule: None };
            let _ = render_human(std::slice::from_ref(&report), &style);
        }
    }

    #[test]
    fn pieces_do_not_matter(bytes in any_file(), sizes in prop::collection::vec(0_usize..9, 1..6)) {
        prop_assert_eq!(in_pieces(&bytes, &sizes), check_with(&RuleSettings::default(), &bytes));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(in_pieces(&bytes, &[1]), check_with(&RuleSettings::default(), &bytes));
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json(text in any_json_text()) {
        let expected = match serde_json::from_slice::<serde_json::Value>(&text) {
            Ok(_) => true,
            // RFC 8259 sets no limit to the size of a number.
            Err(error) if error.to_string().starts_with("number out of range") => return Ok(()),
            Err(_) => false,
        };
        let only = RuleSettings::only(&crate::SYNTAX).unwrap();
        let found = check_line(openai(), &only, &text);
        prop_assert_eq!(found.is_empty(), expected, "{}: {:?}", String::from_utf8_lossy(&text), found);
    }

    #[test]
    fn every_json_value_is_read(value in any_value()) {
        let only = RuleSettings::only(&crate::SYNTAX).unwrap();
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(check_line(openai(), &only, text.as_bytes()), []);
        }
    }
}

/// JSON, nearly JSON, and far from it; shallower than the 128 levels serde_json reads, and without line breaks.
fn any_json_text() -> impl Strategy<Value = Vec<u8>> {
    let damaged = (
        any_value(),
        any::<prop::sample::Index>(),
        prop::sample::select(PIECES),
    )
        .prop_map(|(value, at, piece)| {
            let mut text = value.to_string().into_bytes();
            let at = at.index(text.len() + 1);
            text.splice(at..at, piece.bytes());
            text
        });
    let cut =
        (any_value(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(value, at, byte)| {
            let mut text = value.to_string().into_bytes();
            let at = at.index(text.len());
            text[at] = byte;
            text
        });
    let number = "-?[0-9+.eE-]{0,6}".prop_map(String::into_bytes);
    prop_oneof![any_file(), damaged, cut, number]
}

fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        ".{0,8}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::btree_map(".{0,4}", inner, 0..5).prop_map(|members| members
                .into_iter()
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}
