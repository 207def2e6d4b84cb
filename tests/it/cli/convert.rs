//! `tunesmith convert`: files of any layout, and what is done with records that do not fit.

use insta::assert_snapshot;
use tunesmith_pipeline::Compression;

use super::datasets::{GOOD, compressed, with_input};
use super::harness::Place;

const SHAREGPT: &str =
    r#"{"conversations":[{"from":"human","value":"2 + 2?"},{"from":"gpt","value":"4"}]}"#;
const WITH_TOOL: &str = r#"{"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":"Sunny.","weight":0},{"role":"user","content":"Sure?"},{"role":"assistant","content":"Yes."}]}"#;

fn place() -> Place {
    let place = Place::with_recipe("");
    place.write("a.jsonl", format!("{SHAREGPT}\n\n{GOOD}\n"));
    place
}

#[test]
fn each_record_shows_its_own_format() {
    let place = place();
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl", "--to", "openai-chat"]), @r#"
    {"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}
    {"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}
    -- stderr
    written as openai-chat: 1 record from openai-chat, 1 record from sharegpt
    -- exit 0
    "#);
    let said = place.tunesmith(&["convert", "a.jsonl", "--to", "sharegpt", "-o", "b.jsonl"]);
    assert_snapshot!(said, @r"
    -- stderr
    written as sharegpt: 1 record from openai-chat, 1 record from sharegpt
    -- exit 0
    ");
    assert_snapshot!(place.read("b.jsonl"), @r#"
    {"conversations":[{"from":"human","value":"2 + 2?"},{"from":"gpt","value":"4"}]}
    {"conversations":[{"from":"human","value":"2 + 2?"},{"from":"gpt","value":"4"}]}
    "#);
}

#[test]
fn every_layout_is_read() {
    let place = place();
    let expected = format!("{GOOD}\n{GOOD}\n");
    let pretty = SHAREGPT.replace(":[", ": [\n  ");
    for (name, bytes) in [
        ("a.json", format!("[{SHAREGPT},\n{SHAREGPT}]").into_bytes()),
        ("b.json", format!("{pretty}\n{pretty}").into_bytes()),
        (
            "c.jsonl.gz",
            compressed(&format!("{SHAREGPT}\r\n{SHAREGPT}"), Compression::Gzip),
        ),
    ] {
        place.write(name, &bytes);
        let said = place.tunesmith(&["convert", name, "--to", "openai-chat"]);
        assert_eq!(said.out, expected, "{name}: {said}");
        let said = with_input(&place, &["convert", "-", "--to", "openai-chat"], &bytes);
        assert_eq!(said.out, expected, "{name}: {said}");
    }
}

#[test]
fn a_record_that_does_not_fit_is_kept_apart() {
    let place = place();
    let odd = "{\"messages\":\n{\"question\":\"2 + 2?\"}\n[1]\n";
    place.write("a.jsonl", format!("{SHAREGPT}\n{odd}{GOOD}\n"));
    let said = place.tunesmith(&["convert", "a.jsonl", "--to", "openai-chat", "-o", "b.jsonl"]);
    assert_snapshot!(said, @r"
    -- stderr
    written as openai-chat: 1 record from openai-chat, 1 record from sharegpt
    3 records not converted and kept in b.rejected.jsonl:
      a.jsonl, line 2: it shows no format; name it with --from if there is one
      a.jsonl, line 3: it shows no format; name it with --from if there is one
      a.jsonl, line 4: it shows no format; name it with --from if there is one
    -- exit 1
    ");
    assert_eq!(place.read("b.jsonl"), format!("{GOOD}\n{GOOD}\n"));
    assert_eq!(place.read("b.rejected.jsonl"), odd);
    // Where the records go to standard output, no file is written.
    let said = place.tunesmith(&[
        "convert",
        "a.jsonl",
        "--to",
        "openai-chat",
        "--from",
        "sharegpt",
    ]);
    assert_snapshot!(said, @r#"
    {"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}
    -- stderr
    written as openai-chat: 1 record from sharegpt
    4 records not converted:
      a.jsonl, line 2: the record is not sharegpt: a JSON object is expected here; not JSON: EOF while parsing a value at line 1 column 12
      a.jsonl, line 3: the record is not sharegpt: `conversations` is missing
      a.jsonl, line 4: the record is not sharegpt: a JSON object is expected here; not JSON: invalid type: sequence, expected a JSON object at line 1 column 0
      a.jsonl, line 5: the record is not sharegpt: `conversations` is missing
    -- exit 1
    "#);
    assert!(!place.path("a.rejected.jsonl").exists());
}

#[test]
fn a_loss_is_refused_unless_allowed() {
    let place = place();
    place.write("a.jsonl", format!("{GOOD}\n{WITH_TOOL}\n"));
    let convert = ["convert", "a.jsonl", "--to", "sharegpt", "-o", "b.jsonl"];
    assert_snapshot!(place.tunesmith(&convert), @r"
    -- stderr
    error: a.jsonl, line 2: sharegpt can not hold it: weight 0 has no place; this answer would be trained (at /messages/1/weight)
    help: --lossy leaves out what can not be held, and says what it was; nothing was written
    -- exit 2
    ");
    assert!(!place.path("b.jsonl").exists());
    assert_snapshot!(place.tunesmith(&convert[..4]), @r"
    -- stderr
    error: a.jsonl, line 2: sharegpt can not hold it: weight 0 has no place; this answer would be trained (at /messages/1/weight)
    help: --lossy leaves out what can not be held, and says what it was; nothing was written
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&[&convert[..], &["--lossy"]].concat()), @r"
    -- stderr
    written as sharegpt: 2 records from openai-chat
    1 record incomplete:
      1 record  weight 0 has no place; this answer would be trained
    -- exit 0
    ");
    assert_snapshot!(place.read("b.jsonl"), @r#"
    {"conversations":[{"from":"human","value":"2 + 2?"},{"from":"gpt","value":"4"}]}
    {"conversations":[{"from":"human","value":"Weather?"},{"from":"gpt","value":"Sunny."},{"from":"human","value":"Sure?"},{"from":"gpt","value":"Yes."}]}
    "#);
}

#[test]
fn formats_are_listed_and_wrong_names_told() {
    let place = place();
    let said = place.tunesmith(&["convert", "--list"]);
    let first: Vec<&str> = said.out.lines().take(2).collect();
    assert_snapshot!(first.join("\n"), @r"
    format                   what it is
    alpaca                   `instruction`, `input` and `output`, with history, pairs and media as LLaMA-Factory has them
    ");
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl", "--to", "sharegtp"]), @r"
    -- stderr
    error: no format is called `sharegtp`
    help: did you mean `sharegpt`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl", "--to", "x"]), @r"
    -- stderr
    error: no format is called `x`
    help: `tunesmith convert --list` lists them
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl"]), @r"
    -- stderr
    error: the following required arguments were not provided:
      --to <FORMAT>

    Usage: tunesmith convert --to <FORMAT> <PATH>

    For more information, try '--help'.
    -- exit 2
    ");
}

#[test]
fn the_file_that_is_read_is_not_written() {
    let place = place();
    let before = place.read("a.jsonl");
    for command in [
        &["convert", "a.jsonl", "--to", "sharegpt"][..],
        &["validate", "a.jsonl"],
        &["validate", "a.jsonl", "--fix"],
    ] {
        let said = place.tunesmith(&[command, &["-o", "./a.jsonl"]].concat());
        assert_eq!(said.code, Some(2), "{said}");
        assert!(said.err.contains("./a.jsonl is read"), "{said}");
        assert_eq!(place.read("a.jsonl"), before);
    }
}
