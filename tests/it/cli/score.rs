//! `tunesmith score`: a line for every record, whatever becomes of it.

use insta::assert_snapshot;
use tunesmith_pipeline::Compression;

use super::datasets::{GOOD, compressed, with_input};
use super::harness::Place;

/// A guest says something odd about this one.
const MARKED: &str = r#"{"messages":[{"role":"user","content":"guest:misbehave"},{"role":"assistant","content":"4"}]}"#;
const ALPACA: &str = r#"{"instruction":"2 + 2?","input":"","output":"4"}"#;

fn place() -> Place {
    let place = Place::with_recipe("");
    for guest in ["scorer_ok", "scorer_panics", "scorer_nan", "judge_ok"] {
        place.add_guest(guest);
    }
    let records = [ALPACA, "", "{\"messages\":", MARKED, GOOD, "[1]"];
    place.write("a.jsonl", records.join("\n"));
    place
}

#[test]
fn every_record_has_its_line() {
    let place = place();
    let scorers = [
        "--plugin",
        "scorer_ok.wasm={\"full_length\":9}",
        "--plugin",
        "scorer_panics.wasm",
        "--plugin",
        "scorer_nan.wasm",
    ];
    let said = place.tunesmith(&[&["score", "a.jsonl"], &scorers[..]].concat());
    assert_snapshot!(said, @r#"
    {"line":1,"id":"7fc1c5ecddc80838462669dae28a7d1b735bba33105fc2215f3ccf24d50a8630","scores":{"ok-scorer":{"value":0.7777777777777778,"marks":[]},"panics-scorer":{"value":0.07,"marks":[]},"nan-scorer":{"value":0.07,"marks":[]}}}
    {"line":3,"unreadable":"it is not JSON: EOF while parsing a value at line 1 column 12"}
    {"line":4,"id":"ea0d9726e9613bcaa40883d2ae3e226e16a160a836d726b004537c1241cb795f","scores":{"ok-scorer":{"value":0.0,"marks":["marked"],"note":"carries the marker","extra":{"times":1}}},"failed":{"panics-scorer":"crashed: this example is too much (tests/guests/examples/scorer_panics.rs:4)","nan-scorer":"answered nonsense: score 0 is NaN, not a number that can be compared"}}
    {"line":5,"id":"7fc1c5ecddc80838462669dae28a7d1b735bba33105fc2215f3ccf24d50a8630","scores":{"ok-scorer":{"value":0.7777777777777778,"marks":[]},"panics-scorer":{"value":0.07,"marks":[]},"nan-scorer":{"value":0.07,"marks":[]}}}
    {"line":6,"unreadable":"it shows no known format"}
    -- stderr
    5 records
    2 records could not be read
    ok-scorer: 3 scores, mean 0.519, min 0.000, max 0.778
    panics-scorer: 2 scores, mean 0.070, min 0.070, max 0.070
      1 record failed
        1  crashed: this example is too much (tests/guests/examples/scorer_panics.rs:4)
    nan-scorer: 2 scores, mean 0.070, min 0.070, max 0.070
      1 record failed
        1  answered nonsense: score 0 is NaN, not a number that can be compared
    -- exit 1
    "#);
    // The same in a file, where nothing else goes to standard output.
    let into_file = [&["score", "a.jsonl", "-o", "b.jsonl"], &scorers[..]].concat();
    let into_file = place.tunesmith(&into_file);
    assert_eq!(into_file.out, "");
    assert_eq!(into_file.err, said.err);
    assert_eq!(place.shown(&place.read("b.jsonl")), said.out);
}

#[test]
fn the_standard_scorers_are_found_by_name() {
    let place = place();
    place.write("a.jsonl", format!("{GOOD}\n"));
    let said = place.tunesmith(&[
        "score",
        "a.jsonl",
        "--plugin",
        "text-quality-scorer",
        "--plugin",
        "math-scorer",
    ]);
    assert_snapshot!(said, @r#"
    {"line":1,"id":"7fc1c5ecddc80838462669dae28a7d1b735bba33105fc2215f3ccf24d50a8630","scores":{"text-quality-scorer":{"value":1.0,"marks":[],"extra":{"chars":1,"words":1,"repeated_groups":0.0,"repeated_lines":0.0,"other_script":0.0,"mojibake":0,"language":null}},"math-scorer":{"value":1.0,"marks":[],"extra":{"equations":0,"wrong":0,"unclear":0,"answer":"4","expected":"4","expected_from":"question"}}}}
    -- stderr
    1 record
    text-quality-scorer: 1 score, mean 1.000, min 1.000, max 1.000
    math-scorer: 1 score, mean 1.000, min 1.000, max 1.000
    -- exit 0
    "#);
}

#[test]
fn every_layout_has_the_same_scores() {
    let place = place();
    let scores = |text: &str| -> Vec<String> {
        let lines = text.lines();
        lines
            .map(|line| line.split_once(",\"id\"").unwrap().1.to_owned())
            .collect()
    };
    let pretty = GOOD.replace(":[", ": [\n  ");
    place.write("a.jsonl", format!("{GOOD}\n{ALPACA}\n"));
    fn arguments(name: &str) -> [&str; 4] {
        ["score", name, "--plugin", "scorer_ok.wasm"]
    }
    let plain = place.tunesmith(&arguments("a.jsonl"));
    assert_eq!(plain.code, Some(0), "{plain}");
    let expected = scores(&plain.out);
    assert_eq!(expected.len(), 2);
    let gzip = compressed(&format!("{GOOD}\r\n\r\n{ALPACA}"), Compression::Gzip);
    let zstd = compressed(&format!("{GOOD}\n{ALPACA}"), Compression::Zstd);
    for (name, bytes, lines) in [
        ("b.json", format!("[{GOOD},{ALPACA}]").into_bytes(), [1, 1]),
        (
            "c.json",
            format!("[\n{pretty},\n{ALPACA}]").into_bytes(),
            [2, 4],
        ),
        (
            "d.json",
            format!("{pretty}\n\n{ALPACA}").into_bytes(),
            [1, 4],
        ),
        ("e.jsonl.gz", gzip, [1, 3]),
        ("f.jsonl.zst", zstd, [1, 2]),
    ] {
        place.write(&format!("folder/{name}"), &bytes);
        let said = place.tunesmith(&arguments(&format!("folder/{name}")));
        assert_eq!(said.code, Some(0), "{name}: {said}");
        assert_eq!(scores(&said.out), expected, "{name}: {said}");
        let found = said.out.lines().zip(lines);
        for (line, number) in found {
            assert!(line.starts_with(&format!("{{\"line\":{number},")), "{said}");
        }
        let read = with_input(&place, &arguments("-"), &bytes);
        assert_eq!(read.out, said.out, "{name}: {read}");
    }
    let folder = place.tunesmith(&arguments("folder"));
    assert_eq!(scores(&folder.out), vec![expected; 5].concat(), "{folder}");
}

#[test]
fn threads_keep_the_order_and_only_the_guilty_fail() {
    let place = place();
    let record = |number: usize| {
        let text = if number % 97 == 5 {
            "guest:misbehave".to_owned()
        } else {
            "x".repeat(number % 89)
        };
        GOOD.replace("2 + 2?", &text) + "\n"
    };
    let records: String = (0..1500).map(record).collect();
    place.write("many.jsonl", &records);
    let score = |threads: &str| {
        let plugin = "scorer_panics.wasm";
        place.tunesmith(&[
            "score",
            "many.jsonl",
            "--plugin",
            plugin,
            "--threads",
            threads,
        ])
    };
    let one = score("1");
    assert_eq!(one.code, Some(1), "{}", one.err);
    for (number, line) in one.out.lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["line"], number + 1);
        let is_guilty = number % 97 == 5;
        assert_eq!(line["failed"].is_object(), is_guilty, "{line}");
        if !is_guilty {
            let expected = (number % 89 + 1) as f64 / 100.0;
            assert_eq!(line["scores"]["panics-scorer"]["value"], expected);
        }
    }
    assert_eq!(one.out.lines().count(), 1500);
    let three = score("3");
    assert_eq!((three.out, three.err), (one.out, one.err));
}

#[test]
fn what_can_not_score_is_said() {
    let place = place();
    let refused = |plugins: &[&str]| {
        let mut arguments = vec!["score", "a.jsonl", "-o", "out.jsonl"];
        for plugin in plugins {
            arguments.extend(["--plugin", plugin]);
        }
        let said = place.tunesmith(&arguments);
        assert!(!place.path("out.jsonl").exists(), "{said}");
        said
    };
    assert_snapshot!(refused(&["judge_ok.wasm"]), @r"
    -- stderr
    error: plugin `ok-judge` is a judge, and judges ask a model
    help: judges belong in a recipe, under [[scorers]] with a `model`; `tunesmith run` asks it
    -- exit 2
    ");
    assert_snapshot!(refused(&["math-generator"]), @r"
    -- stderr
    error: plugin `math-generator` is a generator, not a scorer
    help: `tunesmith plugin list` shows the kinds
    -- exit 2
    ");
    assert_snapshot!(refused(&["scorer_ok.wasm={\"full_length\":0}"]), @r"
    -- stderr
    error: `full_length` of `ok-scorer`: 0 is less than the minimum of 1
    help: `tunesmith plugin show ok-scorer` lists its settings
    -- exit 2
    ");
    assert_snapshot!(refused(&["scorer_ok.wasm={full_length}"]), @r#"
    -- stderr
    error: the settings of scorer_ok.wasm are no JSON: key must be a string at line 1 column 2
    help: write them as --plugin 'NAME={"key":1}'
    -- exit 2
    "#);
    assert_snapshot!(refused(&["math-scorer", "math-scorer={}"]), @r"
    -- stderr
    error: math-scorer is named twice
    help: score with different settings one after the other, into two files
    -- exit 2
    ");
}
