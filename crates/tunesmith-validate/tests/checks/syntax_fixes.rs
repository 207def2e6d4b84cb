//! What the rules about syntax change: all places of a record at once, and nothing but what they name.

use proptest::prelude::*;
use tunesmith_core::{Diagnostic, Safety};
use tunesmith_validate::{RuleSettings, apply_fixes, check_line};

use crate::{SYNTAX, openai};

fn found(line: &[u8]) -> Vec<Diagnostic> {
    let only = RuleSettings::only(&SYNTAX).expect("rules that exist");
    check_line(openai(), &only, line)
}

/// Applies one round of fixes.
fn fix(line: &[u8], safe_only: bool) -> Vec<u8> {
    let found = found(line);
    let fixes = found
        .iter()
        .filter_map(|diagnostic| diagnostic.fix.as_ref());
    let fixes = fixes.filter(|fix| !safe_only || fix.safety == Safety::Safe);
    apply_fixes(line, 0, fixes).0
}

#[test]
fn safe_fixes_keep_the_meaning() {
    let cases: &[(&[u8], &str)] = &[
        (b"{\"a\":[1,2, ],}", r#"{"a":[1,2 ]}"#),
        (b"{\"a\":[1,[2,],3,]}", r#"{"a":[1,[2],3]}"#),
        (b"{\"a\":1} ,", r#"{"a":1} "#),
        (b"{\"a\":\"b\tc\td\\\\\te\"}", r#"{"a":"b\tc\td\\\te"}"#),
        (b"{\"a\":\"b\\\tc\"}", r#"{"a":"b\tc"}"#),
        (b"{\"\x1b\":\"\x01\"}", r#"{"\u001b":"\u0001"}"#),
        (b"{\"a\":\x0b1\x0c}", r#"{"a": 1 }"#),
        (
            b"{'a':'it\\'s \"b\"','c':True}",
            r#"{"a":"it's \"b\"","c":true}"#,
        ),
        (b"{\"a\":[None,False,True]}", r#"{"a":[null,false,true]}"#),
        (b"{\"a\":1}// b, \"c\"", r#"{"a":1}"#),
        (
            b"{/* \"x */\"a\"/**/:\"/* b */ // c\" /*d*/} # e",
            r#"{"a":"/* b */ // c" } "#,
        ),
    ];
    for (line, expected) in cases {
        let fixed = fix(line, true);
        assert_eq!(String::from_utf8_lossy(&fixed), *expected);
        assert_eq!(found(&fixed), [], "{expected}");
    }
}

#[test]
fn unsafe_fixes_leave_strict_json() {
    let cases: &[(&[u8], &str)] = &[
        (b"{\"a\":[NaN,-Infinity,1]}", r#"{"a":[null,null,1]}"#),
        (
            b"{\"a\":\"x\\ud800\\udc00\\ud83dy\\udc00\"}",
            r#"{"a":"x\ud800\udc00y"}"#,
        ),
        (b"{\"a\":\"b\x00\x00c\"}", r#"{"a":"bc"}"#),
        (b"{\"a\":\"caf\xe9 \x80 d\"}", r#"{"a":"café € d"}"#),
    ];
    for (line, expected) in cases {
        assert_eq!(fix(line, true), *line, "nothing of it is safe");
        let fixed = fix(line, false);
        assert_eq!(String::from_utf8_lossy(&fixed), *expected);
        assert_eq!(found(&fixed), [], "{expected}");
    }
}

#[test]
fn what_is_in_doubt_is_left_alone() {
    let lines: [&[u8]; 7] = [
        // A character cut in two, and a byte that Windows-1252 has no letter for.
        b"{\"a\":\"b\xe2\x80\"}",
        b"{\"a\":\"b\x81\"}",
        // The shape is not certain.
        b"{'a':'it's'}",
        b"{\"a\":[1,],",
        b"{\"a\":True",
        // A hole is no trailing comma.
        b"{\"a\":[1,,]}",
        b"{\"a\":[,]}",
    ];
    for line in lines {
        assert_eq!(fix(line, false), line, "{}", String::from_utf8_lossy(line));
    }
}

#[test]
fn what_the_end_cuts_off_is_no_defect_of_its_own() {
    for line in [
        r#"{"a":tru"#,
        r#"{"a":"\u12"#,
        r#"{"a":"\ud83d"#,
        r#"{"a":1."#,
        r#"{"a":-"#,
    ] {
        let rules: Vec<_> = found(line.as_bytes())
            .iter()
            .map(|found| found.rule)
            .collect();
        assert_eq!(rules, ["truncated-line"], "{line}");
    }
}

#[test]
fn many_places_take_linear_time() {
    let many = [
        format!("{{\"a\":[{}]}}", "NaN,".repeat(100_000)),
        format!("{{\"a\":\"{}\"}}", "\t".repeat(200_000)),
        format!("{{\"a\":[{}1]}}", "'x\\'y\"z',".repeat(50_000)),
        format!("{{\"a\":[{}1]}}", "/* x */".repeat(50_000)),
        format!("{{\"a\":[{}1]}}", "[1 ,  ],".repeat(50_000)),
        format!("{{\"a\":\"{}\\\t\"}}", "\\\\".repeat(200_000)),
        format!("{{{}\"b\":1}}", "\"a\":1,".repeat(100_000)),
    ];
    for line in many {
        assert!(!found(line.as_bytes()).is_empty() || line.contains("\"b\""));
        let _ = fix(line.as_bytes(), false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever is fixed is nearer to JSON: rounds come to an end, and a safe one never makes a readable record unreadable.
    #[test]
    fn rounds_come_to_an_end(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..14)) {
        let mut line = format!("{{\"a\":[{}]}}", pieces.concat()).into_bytes();
        for _ in 0..20 {
            let fixed = fix(&line, false);
            if fixed == line {
                return Ok(());
            }
            line = fixed;
        }
        prop_assert!(false, "still changing: {}", String::from_utf8_lossy(&line));
    }
}

const PIECES: &[&str] = &[
    "1", ",", " ", "'", "\"", "\\", "\t", "\u{b}", "None", "NaN", "[", "]", "{", "}", ":", "//",
    "/*", "*/", "#", "\\ud800", "\0",
];
