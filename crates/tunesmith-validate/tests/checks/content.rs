//! What is said, in every shape of record; and rules about whole files that need a profile of their own.

use tunesmith_validate::{Checker, Limits, Profile, RuleSettings, apply_fixes, check_line};

use crate::{check_with, openai};

const CONTENT: [&str; 6] = [
    "assistant-refusal",
    "empty-content",
    "mojibake",
    "replacement-character",
    "template-leftover",
    "untrimmed-answer",
];

/// The rules that speak, and where their first finding is.
fn found(line: &str) -> Vec<(&'static str, String)> {
    let found = check_line(
        openai(),
        &RuleSettings::only(&CONTENT).expect("rules that exist"),
        line.as_bytes(),
    );
    let named = |place: std::ops::Range<u64>| {
        let at = |byte: u64| usize::try_from(byte).expect("a place in the line");
        line[at(place.start)..at(place.end)].to_owned()
    };
    found
        .into_iter()
        .map(|found| (found.rule, named(found.location.bytes)))
        .collect()
}

#[test]
fn every_shape_is_read() {
    let no = "I'm sorry, but I can't assist with that.";
    let refusal = [("assistant-refusal", no.trim_end_matches('.').to_owned())];
    for shape in [
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"TEXT"}]}"#,
        r#"{"messages":[{"role":"assistant","content":[{"type":"text","text":"TEXT"}]}]}"#,
        r#"{"contents":[{"role":"user","parts":[{"text":"q"}]},{"role":"model","parts":[{"text":"TEXT"}]}]}"#,
        r#"{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"TEXT"}]}"#,
        r#"{"instruction":"q","input":"","output":"TEXT"}"#,
        r#"{"prompt":"q","completion":"TEXT"}"#,
        r#"{"input":{"messages":[{"role":"user","content":"q"}]},"preferred_output":[{"role":"assistant","content":"TEXT"}],"non_preferred_output":[{"role":"assistant","content":"a"}]}"#,
        r#"{"prompt":"q","chosen":"TEXT","rejected":"a"}"#,
    ] {
        assert_eq!(found(&shape.replace("TEXT", no)), refusal, "{shape}");
        assert_eq!(found(&shape.replace("TEXT", "Yes.")), [], "{shape}");
    }
    // Nobody trains the worse ending.
    assert_eq!(
        found(&format!(
            r#"{{"prompt":"q","chosen":"a","rejected":"{no}"}}"#
        )),
        []
    );
}

#[test]
fn places_inside_escaped_texts_are_exact() {
    let message =
        |text: &str| format!(r#"{{"messages":[{{"role":"assistant","content":"{text}"}}]}}"#);
    for (text, rule, place) in [
        (
            r"a\n\u00e9\ud83d\ude00 <|im_end|> b",
            "template-leftover",
            "<|im_end|>",
        ),
        (
            r"a\n\u003c|im_end|\u003e b",
            "template-leftover",
            r"\u003c|im_end|\u003e",
        ),
        (r"\t\u00c3\u00a9 b", "mojibake", r"\u00c3\u00a9"),
        (r"\\\ufffd b", "replacement-character", r"\ufffd"),
        (r"a \u00e9 b \n\t", "untrimmed-answer", r" \n\t"),
        (r"\u00a0a", "untrimmed-answer", r"\u00a0"),
        (r" \n", "empty-content", r#"" \n""#),
    ] {
        let found = found(&message(text));
        assert!(
            found.contains(&(rule, place.to_owned())),
            "{text}: {found:?}"
        );
    }
    // What can not be read here is no replacement character.
    assert_eq!(found(&message(r"a\ud800b")), []);
}

#[test]
fn fixes_take_out_what_they_name() {
    let only = RuleSettings::only(&CONTENT).unwrap();
    for (line, expected) in [
        (
            r#"{"messages":[{"role":"assistant","content":" <s>[INST]\u0041[/INST]</s>\n"}]}"#,
            r#"{"messages":[{"role":"assistant","content":"A"}]}"#.replace('A', r"\u0041"),
        ),
        (
            r#"{"messages":[{"role":"assistant","content":"<|im_start|>é<|im_end|>"}]}"#,
            r#"{"messages":[{"role":"assistant","content":"é"}]}"#.to_owned(),
        ),
    ] {
        let found = check_line(openai(), &only, line.as_bytes());
        let fixes = found.iter().filter_map(|found| found.fix.as_ref());
        let (fixed, _) = apply_fixes(line.as_bytes(), 0, fixes);
        assert_eq!(String::from_utf8_lossy(&fixed), expected);
    }
}

#[test]
fn a_provider_may_ask_for_a_byte_order_mark() {
    let with = |wants_byte_order_mark| -> &'static Profile {
        let limits = Limits {
            wants_byte_order_mark,
            ..openai().limits
        };
        Box::leak(Box::new(Profile {
            limits,
            ..*openai()
        }))
    };
    let only = RuleSettings::only(&["byte-order-mark"]).unwrap();
    for (wanted, bytes, expected) in [
        (false, "{}", [0, 0, 0]),
        (false, "\u{feff}{}", [0, 1, 0]),
        (true, "{}", [0, 0, 1]),
        (true, "\u{feff}{}", [0, 0, 0]),
        (true, "", [0, 0, 0]),
    ] {
        let mut checker = Checker::new("train.jsonl", with(wanted), &only);
        checker.push(bytes.as_bytes());
        let totals = checker.finish().totals();
        assert_eq!(
            [totals.errors, totals.warnings, totals.infos],
            expected,
            "{bytes:?}"
        );
    }
}

#[test]
fn one_answer_is_counted_in_bounded_memory() {
    let only = RuleSettings::only(&["repeated-answer"]).unwrap();
    let record = |index: usize, answer: &str| {
        format!(
            "{{\"messages\":[{{\"role\":\"user\",\"content\":\"{index}\"}},{{\"role\":\"assistant\",\"content\":\"{answer}\"}}]}}\n"
        )
    };
    let file = |same: usize, other: usize| -> String {
        let others = (0..other).map(|index| record(index, &format!("a{index}")));
        others
            .chain((0..same).map(|index| record(index, "yes")))
            .collect()
    };
    for (same, other, warnings) in [
        (11, 9, 1),
        (10, 10, 0),
        (11, 8, 0),
        (0, 5000, 0),
        (6000, 5000, 1),
        (4000, 5000, 0),
    ] {
        let report = check_with(&only, file(same, other).as_bytes());
        assert_eq!(
            report.totals().warnings,
            warnings,
            "{same} of {}",
            same + other
        );
    }
}

#[test]
fn keys_are_compared_with_the_first_record_of_the_format() {
    let only = RuleSettings::only(&["inconsistent-keys", "conflicting-answer"]).unwrap();
    let lines = [
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"id":1}"#,
        r#"{"id":2,"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"b"}]}"#,
        r#"{"messages":[{"role":"user","content":"r"},{"role":"assistant","content":"b"}]}"#,
        "{broken",
        "[1]",
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}],"id":1,"tools":[]}"#,
    ];
    let report = check_with(&only, lines.join("\n").as_bytes());
    let found: Vec<_> = report
        .diagnostics
        .iter()
        .map(|reported| (reported.diagnostic.rule, reported.diagnostic.location.line))
        .collect();
    assert_eq!(
        found,
        [
            ("conflicting-answer", 3),
            ("inconsistent-keys", 3),
            ("inconsistent-keys", 7)
        ]
    );
}
