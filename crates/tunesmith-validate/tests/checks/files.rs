//! Awkward files: encodings, line ends, shapes that are not JSON Lines, and defects that must not be reported twice.

use tunesmith_validate::{KEPT_PER_RULE, Level, RuleSettings, check_line};

use crate::{SYNTAX, check, check_with, found, no_duplicates, openai};

const GOOD: &str =
    r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#;

type Places = &'static [(u64, u64, &'static str)];

#[test]
fn files_are_read_line_by_line() {
    let bom = "\u{feff}";
    let cases: &[(&str, String, u64, u64, Places)] = &[
        ("nothing", String::new(), 0, 0, &[(0, 0, "empty-file")]),
        (
            "a line break",
            "\n".into(),
            0,
            0,
            &[(0, 0, "empty-file"), (1, 1, "blank-line")],
        ),
        (
            "a byte order mark",
            bom.into(),
            0,
            0,
            &[(0, 0, "empty-file")],
        ),
        ("no last line break", GOOD.into(), 1, 1, &[]),
        ("CRLF", format!("{GOOD}\r\n{GOOD}\r\n"), 2, 2, &[]),
        ("CR at the very end", format!("{GOOD}\r"), 1, 1, &[]),
        (
            "byte order mark",
            format!("{bom}{GOOD}\n{GOOD}\n"),
            2,
            2,
            &[],
        ),
        (
            "byte order mark and CRLF",
            format!("{bom}\r\n{GOOD}\n"),
            1,
            1,
            &[(1, 1, "blank-line")],
        ),
        (
            "a second byte order mark",
            format!("{bom}{bom}{GOOD}"),
            1,
            0,
            &[(1, 1, "json-syntax")],
        ),
        (
            "a later byte order mark",
            format!("{GOOD}\n{bom}{GOOD}"),
            2,
            1,
            &[(2, 1, "json-syntax")],
        ),
        (
            "blank lines",
            format!("\n{GOOD}\n \t\r\n{GOOD}\n\n"),
            2,
            2,
            &[
                (1, 1, "blank-line"),
                (3, 1, "blank-line"),
                (5, 1, "blank-line"),
            ],
        ),
        (
            "old line ends",
            format!("{GOOD}\r{GOOD}\r"),
            1,
            0,
            &[(1, 81, "json-syntax")],
        ),
        (
            "column after wide characters",
            r#"{"messages":[{"role":"user","content":"é😀"},{"role":"x"}]}"#.into(),
            1,
            0,
            &[(1, 53, "unknown-role")],
        ),
    ];
    for (what, text, records, examples, expected) in cases {
        let report = check(text.as_bytes());
        assert_eq!(found(&report), *expected, "{what}");
        assert_eq!(
            (report.records, report.examples),
            (*records, *examples),
            "{what}"
        );
    }
}

#[test]
fn files_that_are_not_json_lines_are_reported_once() {
    let pretty = GOOD.replace(",", ",\n").replace("[", "\n[\n") + "\n";
    let pretty = pretty.repeat(20);
    let array = format!("[\n{}\n]\n", [GOOD; 12].join(",\n"));
    let pretty_good =
        "\n  {\n    \"messages\": [\n{\"role\":\"assistant\", \"content\": \"a\"}\n    ]\n  }";
    let pretty_array = format!(
        "[{}, {}]\n",
        pretty_good.replace("assistant", "x"),
        [pretty_good; 11].join(",")
    );
    let same_line = format!("[{}]\n", [GOOD; 12].join(",\n"));
    let faulty = format!(
        "[\n{GOOD},\n{{\"messages\":[]}},\n{}]\n",
        [GOOD; 10].join(",\n")
    );
    let unclosed = format!(
        "[\n{GOOD},\n{},\n{}]\n",
        &GOOD[..60],
        [GOOD; 10].join(",\n")
    );
    let rows = [GOOD; 10].join(",");
    let array_at = |place| [(0, 0, "whole-file-array"), place];
    type Case<'c> = (&'c str, &'c str, u64, &'c [(u64, u64, &'c str)]);
    let cases: &[Case<'_>] = &[
        (
            "one line",
            &format!("[{rows},{rows}]"),
            20,
            &[(0, 0, "whole-file-array")],
        ),
        (
            "pretty-printed",
            &pretty,
            20,
            &[(0, 0, "pretty-printed-file")],
        ),
        (
            "an element a line",
            &array,
            12,
            &[(0, 0, "whole-file-array")],
        ),
        (
            "first element beside the bracket",
            &same_line,
            12,
            &[(0, 0, "whole-file-array")],
        ),
        (
            "pretty-printed array",
            &pretty_array,
            12,
            &array_at((4, 9, "unknown-role")),
        ),
        (
            "a faulty element",
            &faulty,
            12,
            &array_at((3, 13, "empty-messages")),
        ),
        (
            "an element that is never closed",
            &unclosed,
            12,
            &[(0, 0, "whole-file-array"), (3, 52, "truncated-line")],
        ),
    ];
    for (what, text, records, expected) in cases {
        let report = check(text.as_bytes());
        assert_eq!(found(&report), *expected, "{what}");
        assert_eq!(report.records, *records, "{what}");
    }
    for mark in [b"\xff\xfe", b"\xfe\xff"] {
        let utf16: Vec<u8> = GOOD.bytes().flat_map(|byte| [byte, 0]).collect();
        let file = [mark.as_slice(), &utf16, b"\n\0", &utf16, b"\n\0"].concat();
        let report = check(&file);
        assert_eq!(found(&report), [(1, 1, "utf16-file")]);
        assert_eq!(
            report.diagnostics[0].diagnostic.message,
            "the file is UTF-16, not UTF-8"
        );
        assert_eq!(
            report.counts.len(),
            1,
            "records that were not counted are not too few"
        );
    }
}

#[test]
fn syntax_errors_name_the_exact_byte() {
    // Byte offset, pointer and the beginning of the message.
    let cases: &[(&[u8], u64, &str, &str)] = &[
        (b"{\"a\":NaN}", 5, "", "`NaN` is not a JSON number"),
        (b"{\"a\":-Infinity}", 5, "", "`-Infinity` is not"),
        (
            b"{\"a\":[1,2,]}",
            9,
            "/a",
            "there is a comma before the closing `]`",
        ),
        (
            b"{\"a\":1,}",
            6,
            "",
            "there is a comma before the closing `}`",
        ),
        (b"{\"a\":[,]}", 6, "/a", "nothing stands before"),
        (b"{\"a\":1 /* x */}", 7, "", "JSON has no comments"),
        (b"{\"a\":1} // x", 8, "", "JSON has no comments"),
        (b"{\"a\":1} # x", 8, "", "JSON has no comments"),
        (b"{// x\"a\":1}", 1, "", "JSON has no comments"),
        (b"{\"a\":'b'}", 5, "/a", "JSON strings stand"),
        (b"{a:1}", 1, "", "the key `a` is not"),
        (b"{1:1}", 1, "", "a key must be a string"),
        (b"{\"a\" 1}", 5, "", "there is no `:`"),
        (b"{\"a\":}", 5, "", "there is no value"),
        (b"{\"a\":user}", 5, "", "`user` is not in quotation marks"),
        (b"{\"a\":undefined}", 5, "", "`undefined` is JavaScript"),
        (b"{\"a\":True}", 5, "", "`True` is Python"),
        (
            b"{\"a\":1 \"b\":2}",
            7,
            "",
            "a comma or a closing bracket is missing",
        ),
        (
            b"{\"a\":{} \"b\":2}",
            8,
            "",
            "a comma or a closing bracket is missing",
        ),
        (
            b"{\"a\":\"b\tc\"}",
            7,
            "/a",
            "raw control character U+0009 (tab)",
        ),
        (
            b"{\"a\":\"\\\tc\"}",
            7,
            "/a",
            "raw control character U+0009 (tab)",
        ),
        (b"{\"a\":\"\\x\"}", 6, "/a", "`\\x` is not a JSON escape"),
        (
            b"{\"a\":\"\\\x7f\"}",
            6,
            "/a",
            "`\\\\u{7f}` is not a JSON escape",
        ),
        (b"{\"a\":\"\\u12\"}", 6, "/a", "`\\u` needs four"),
        (b"{\"a\":\"x\\ud800y\"}", 7, "/a", "`\\ud800` is half"),
        (b"{\"a\":\"x\\udc00y\"}", 7, "/a", "`\\udc00` is half"),
        (b"{\"a\":\"x\\ud800\\u0041\"}", 7, "/a", "`\\ud800` is half"),
        (
            b"{\"a\":\"b\xffc\"}",
            7,
            "/a",
            "byte 0xFF is not valid UTF-8",
        ),
        (
            b"{\"a\":\"\xed\xa0\x80\"}",
            6,
            "/a",
            "byte 0xED is not valid UTF-8",
        ),
        (b"{\"a\":\xff}", 5, "", "byte 0xFF is not valid UTF-8"),
        (b"{\"a\":\"b}", 5, "/a", "this string is never closed"),
        (b"{\"a\":[1", 7, "/a", "the text ends inside a list"),
        (b"{\"a\":1", 6, "", "the text ends inside an object"),
        (b"{\"a\"", 4, "", "the text ends inside an object"),
        (b"{\"a\":[1}", 7, "/a", "`}` can not close a list"),
        (b"{\"a\":1}}", 7, "", "there is text after"),
        (b"{\"a\":1},", 7, "", "there is a comma after the record"),
        (b"{\"a\":1}{\"b\":2}", 7, "", "a second value begins"),
        (
            b"{\"a\":01}",
            5,
            "",
            "`01` is not a JSON number: it begins with `0`",
        ),
        (b"{\"a\":+1}", 5, "", "`+1` is not a JSON number"),
        (b"{\"a\":.5}", 5, "", "`.5` is not a JSON number"),
        (b"{\"a\":5.}", 5, "", "`5.` is not a JSON number"),
        (b"{\"a\":1e}", 5, "", "`1e` is not a JSON number"),
        (b"{\"a\":-}", 5, "", "`-` is not a JSON number"),
        (
            b"{\"a\":0x1F}",
            5,
            "",
            "`0x1F` is not a JSON number: only decimal",
        ),
        (
            b"{\"a\":1_000}",
            5,
            "",
            "`1_000` is not a JSON number: digits",
        ),
        (b"{\"a\":1\xc2\xa0}", 6, "", "U+00A0 (no-break space)"),
        (b"{\"a\":1\x0b}", 6, "", "control character U+000B"),
        (
            b"{\xe2\x80\x9ca\xe2\x80\x9d:1}",
            1,
            "",
            "`“` is not a JSON quotation mark",
        ),
        (b"@", 0, "", "`@` can not begin a value"),
    ];
    let only = RuleSettings::only(&SYNTAX).unwrap();
    for (text, byte, pointer, message) in cases {
        let shown = String::from_utf8_lossy(text);
        let found = check_line(openai(), &only, text);
        let [found] = found.as_slice() else {
            panic!("{shown}: one diagnostic, not {found:#?}")
        };
        assert_eq!(
            (found.location.bytes.start, &*found.location.pointer),
            (*byte, *pointer),
            "{shown}"
        );
        assert!(
            found.message.starts_with(message),
            "{shown}: {}",
            found.message
        );
        assert!(found.help.is_some(), "{shown}");
    }
}

#[test]
fn one_defect_is_reported_once() {
    let cases: &[(&str, Places)] = &[
        (
            r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"#,
            &[(1, 74, "truncated-line")],
        ),
        (
            r#"{"messages":[{"role":"user","content":"q"},]}"#,
            &[(1, 43, "trailing-comma"), (1, 13, "missing-assistant")],
        ),
        (
            r#"{"messages":["hi",4,null]}"#,
            &[
                (1, 14, "malformed-message"),
                (1, 19, "malformed-message"),
                (1, 21, "malformed-message"),
            ],
        ),
        (
            r#"{"messages":[{"role":"bot","content":5,"weight":"x","tool_calls":3}]}"#,
            &[(1, 22, "unknown-role")],
        ),
        (r#"{"messages":[{}]}"#, &[(1, 14, "unknown-role")]),
        (
            r#"{"messages":null,"id":3}"#,
            &[(1, 13, "missing-messages")],
        ),
        (
            r#"{"conversations":[],"id":3}"#,
            &[(1, 1, "missing-messages")],
        ),
        (r#"[]"#, &[(1, 1, "record-not-object")]),
        (
            r#"{"messages":[{"role":"assistant","tool_calls":[]}]}"#,
            &[(1, 14, "missing-content")],
        ),
        (
            r#"{"messages":[{"role":"assistant","content":null,"tool_calls":{}}]}"#,
            &[(1, 49, "malformed-tool-call")],
        ),
        // The call without an id may be the one that is answered.
        (
            r#"{"messages":[{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"},{"role":"assistant","content":"a"}]}"#,
            &[(1, 48, "malformed-tool-call")],
        ),
        // The message of unknown role may be the one that calls.
        (
            r#"{"messages":[{"role":"assitant","tool_calls":[]},{"role":"tool","tool_call_id":"c","content":"x"},{"role":"assistant","content":"a"}]}"#,
            &[(1, 22, "unknown-role")],
        ),
        // The same id in every turn: one finding, at the later call.
        (
            r#"{"messages":[{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"x"},{"role":"assistant","content":"a"}]}"#,
            &[(1, 209, "duplicate-tool-call-id")],
        ),
        // An answer that comes before its call.
        (
            r#"{"messages":[{"role":"tool","tool_call_id":"c","content":"x"},{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"assistant","content":"a"}]}"#,
            &[(1, 44, "unanswered-tool-call")],
        ),
        // A repeated key: the last counts, as for every reader.
        (
            r#"{"messages":3,"messages":[{"role":"x","role":"assistant","content":"a"}]}"#,
            &[(1, 15, "duplicate-key"), (1, 39, "duplicate-key")],
        ),
        // Escapes in keys and values mean what they stand for.
        (
            r#"{"messages":[{"\u0072ole":"\u0061ssistant","content":"a"}]}"#,
            &[],
        ),
    ];
    for (line, expected) in cases {
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found(&check(line.as_bytes())), expected, "{line}");
    }
}

#[test]
fn settings_outrank_the_profile() {
    let line = r#"{"messages":[{"role":"developer","content":"x"},{"role":"assistant","content":"a"}],"id":1}"#;
    let file = format!("{line}\n").repeat(10);
    let counts = |settings: &[&str]| {
        let report = check_with(&no_duplicates(settings), file.as_bytes());
        let totals = report.totals();
        (totals.errors, totals.warnings, report.examples)
    };
    assert_eq!(counts(&[]), (10, 10, 0));
    assert_eq!(
        counts(&["unknown-role=error", "unknown-key=warning"]),
        (10, 10, 0)
    );
    assert_eq!(counts(&["unknown-key=warning"]), (0, 20, 10));
    assert_eq!(counts(&["unknown-key=off", "unknown-role=off"]), (0, 0, 10));
    assert_eq!(
        counts(&["unknown-key=off", "unknown-role=error"]),
        (10, 0, 0)
    );
}

#[test]
fn counts_stay_exact_where_diagnostics_are_left_out() {
    let most = usize::try_from(KEPT_PER_RULE).unwrap();
    let report = check("{}\n".repeat(most + 7).as_bytes());
    assert_eq!(report.diagnostics.len(), most);
    assert_eq!(report.left_out(), 7);
    assert_eq!(report.counts["missing-messages"].errors, KEPT_PER_RULE + 7);
}

#[test]
fn a_single_line_is_checked_without_its_file() {
    let settings = RuleSettings::default();
    assert_eq!(check_line(openai(), &settings, GOOD.as_bytes()), []);
    assert_eq!(
        check_line(openai(), &settings, format!("{GOOD}\r\n").as_bytes()),
        []
    );
    for blank in ["", " ", "\n"] {
        let found = check_line(openai(), &settings, blank.as_bytes());
        let messages: Vec<_> = found.iter().map(|found| &*found.message).collect();
        assert_eq!(messages, ["there is no value"], "{blank:?}");
    }
    let mut off = RuleSettings::default();
    off.set("missing-messages", Level::Off).unwrap();
    assert_eq!(check_line(openai(), &off, b"{}"), []);
}

#[test]
fn deep_and_long_records_are_read_in_linear_time() {
    let deep = |depth: usize| {
        format!(
            "{{\"messages\":{}{}}}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(
        found(&check(deep(255).as_bytes())),
        [(1, 14, "malformed-message")]
    );
    assert_eq!(
        found(&check(deep(256).as_bytes())),
        [(1, 268, "excessive-nesting")]
    );
    let million = "[".repeat(1_000_000);
    assert_eq!(
        found(&check(million.as_bytes())),
        [(1, 257, "excessive-nesting")]
    );
    // Each of these would take minutes if anything were quadratic.
    let call = r#"{"role":"assistant","tool_calls":[{"id":"ID","type":"function","function":{"name":"f","arguments":"{}"}}]}"#;
    let calls: Vec<String> = (0..20_000)
        .map(|index| call.replace("ID", &index.to_string()))
        .collect();
    let many = [
        format!(r#"{{"messages":[{}]}}"#, ["{}"; 50_000].join(",")),
        format!(r#"{{"messages":[{}]}}"#, calls.join(",")),
        format!(
            r#"{{"messages":[{}]}}"#,
            [r#"{"role":"tool","tool_call_id":"x","content":"y"}"#; 20_000].join(",")
        ),
        format!(
            "{{{}}}",
            (0..50_000)
                .map(|index| format!(r#""k{index}":1"#))
                .collect::<Vec<_>>()
                .join(",")
        ),
        format!(
            r#"{{"messages":[{}],{}}}"#,
            GOOD,
            (0..20_000)
                .map(|index| format!(r#""k{index}":1"#))
                .collect::<Vec<_>>()
                .join(",")
        ),
        format!(r#"{{"a":"{}"}}"#, "\t\\x\u{1}\\ud800".repeat(100_000)),
        "{\"a\":\"\u{e9}".repeat(100_000),
    ];
    for line in many {
        assert!(check(line.as_bytes()).totals().errors > 0);
    }
}
