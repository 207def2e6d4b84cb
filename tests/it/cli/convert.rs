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
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl", "--to", "openai-chat"]), @"");
    let said = place.tunesmith(&["convert", "a.jsonl", "--to", "sharegpt", "-o", "b.jsonl"]);
    assert_snapshot!(said, @"");
    assert_snapshot!(place.read("b.jsonl"), @"");
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
    assert_snapshot!(said, @"");
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
    assert_snapshot!(said, @"");
    assert!(!place.path("a.rejected.jsonl").exists());
}

#[test]
fn a_loss_is_refused_unless_allowed() {
    let place = place();
    place.write("a.jsonl", format!("{GOOD}\n{WITH_TOOL}\n"));
    let convert = ["convert", "a.jsonl", "--to", "sharegpt", "-o", "b.jsonl"];
    assert_snapshot!(place.tunesmith(&convert), @"");
    assert!(!place.path("b.jsonl").exists());
    assert_snapshot!(place.tunesmith(&convert[..4]), @"");
    assert_snapshot!(place.tunesmith(&[&convert[..], &["--lossy"]].concat()), @"");
    assert_snapshot!(place.read("b.jsonl"), @"");
}

#[test]
fn formats_are_listed_and_wrong_names_told() {
    let place = place();
    let said = place.tunesmith(&["convert", "--list"]);
    let first: Vec<&str> = said.out.lines().take(2).collect();
    assert_snapshot!(first.join("\n"), @"");
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl", "--to", "sharegtp"]), @"");
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl", "--to", "x"]), @"");
    assert_snapshot!(place.tunesmith(&["convert", "a.jsonl"]), @"");
}
