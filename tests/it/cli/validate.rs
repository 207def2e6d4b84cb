//! `tunesmith validate`: files, folders and standard input; for people and for programs.

use std::io::Write as _;
use std::process::Stdio;

use insta::assert_snapshot;

use super::harness::Place;

const GOOD: &str =
    r#"{"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}"#;
const BAD: &str =
    r#"{"messages":[{"role":"user","content":"2 + 2?"},{"role":"robot","content":"4"}]}"#;

/// Enough good records for a provider, and after them what is given.
fn dataset(more: &str) -> String {
    let good = (0..10).map(|number| GOOD.replace('4', &number.to_string()) + "\n");
    good.collect::<String>() + more
}

fn place() -> Place {
    let place = Place::with_recipe("");
    place.write("good.jsonl", dataset(""));
    place.write("bad.jsonl", dataset(&format!("{BAD}\n{{\"messages\":\n")));
    place
}

#[test]
fn a_good_file_passes() {
    assert_snapshot!(place().tunesmith(&["validate", "good.jsonl"]), @r"
    passed: 1 file; 10 records, 10 without errors; 0 errors; 0 warnings
    -- exit 0
    ");
}

#[test]
fn a_bad_file_is_explained_to_people() {
    assert_snapshot!(place().tunesmith(&["validate", "bad.jsonl"]), @r#"
    error[unknown-role]: `robot` is not a role
      --> bad.jsonl:11:57
       |
    11 | {"messages":[{"role":"user","content":"2 + 2?"},{"role":"robot","content":"4"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    error[json-syntax]: the text ends inside an object
      --> bad.jsonl:12:13
       |
    12 | {"messages":
       | -           ^
       | |
       | opened here
       |
       = note: providers refuse the whole file: `Error: line contains invalid json`
       = help: close it, or remove the record; the line may have been cut off or broken in two

    failed: 1 file; 12 records, 10 without errors; 2 errors; 0 warnings
    -- exit 1
    "#);
}

#[test]
fn a_bad_file_is_told_to_programs() {
    let said = place().tunesmith(&["validate", "bad.jsonl", "--format", "json"]);
    assert_snapshot!(said, @r#"
    {"version":1,"files":[{"path":"bad.jsonl","profile":"openai","format":"openai-chat","records":12,"examples":10,"diagnostics":[{"rule":"unknown-role","severity":"error","line":11,"column":57,"byte_start":906,"byte_end":913,"pointer":"/messages/1/role","message":"`robot` is not a role","because":"the provider chooses the shape of a message by its role and refuses the others","help":"roles are `system`, `user`, `assistant`, `tool`, `function`","profiles":["openai"]},{"rule":"json-syntax","severity":"error","line":12,"column":13,"byte_start":943,"byte_end":943,"pointer":"","message":"the text ends inside an object","because":"providers refuse the whole file: `Error: line contains invalid json`","help":"close it, or remove the record; the line may have been cut off or broken in two","profiles":["openai"],"related":[{"message":"opened here","line":12,"column":1,"byte_start":931,"byte_end":932,"pointer":""}]}]}],"summary":{"errors":2,"warnings":0,"infos":0}}
    -- exit 1
    "#);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(json["version"], 1);
}

#[test]
fn a_good_file_is_told_to_programs() {
    let said = place().tunesmith(&["validate", "good.jsonl", "--format", "json"]);
    assert_snapshot!(said, @r#"
    {"version":1,"files":[{"path":"good.jsonl","profile":"openai","format":"openai-chat","records":10,"examples":10,"diagnostics":[]}],"summary":{"errors":0,"warnings":0,"infos":0}}
    -- exit 0
    "#);
}

#[test]
fn standard_input_is_read() {
    let place = place();
    let mut command = place.command(&["validate", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(dataset(BAD).as_bytes())
        .unwrap();
    assert_snapshot!(place.said(child.wait_with_output().unwrap()), @r#"
    error[unknown-role]: `robot` is not a role
      --> <stdin>:11:57
       |
    11 | {"messages":[{"role":"user","content":"2 + 2?"},{"role":"robot","content":"4"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    failed: 1 file; 11 records, 10 without errors; 1 error; 0 warnings
    -- exit 1
    "#);
}

#[test]
fn a_folder_stands_for_its_jsonl_files() {
    let place = place();
    place.write("data/b.jsonl", dataset(""));
    place.write("data/a.jsonl", dataset(BAD));
    place.write("data/notes.txt", "not looked at");
    assert_snapshot!(place.tunesmith(&["validate", "data"]), @r#"
    data/a.jsonl (openai): 1 error; 0 warnings

    error[unknown-role]: `robot` is not a role
      --> data/a.jsonl:11:57
       |
    11 | {"messages":[{"role":"user","content":"2 + 2?"},{"role":"robot","content":"4"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    failed: 2 files; 21 records, 20 without errors; 1 error; 0 warnings
    -- exit 1
    "#);
}

#[test]
fn a_folder_without_any_is_told() {
    let place = place();
    place.write("data/notes.txt", "");
    assert_snapshot!(place.tunesmith(&["validate", "data"]), @r"
    -- stderr
    error: the folder data has no .jsonl file
    help: name the files themselves if they end differently
    -- exit 2
    ");
}

#[test]
fn a_missing_file_is_told() {
    assert_snapshot!(place().tunesmith(&["validate", "godo.jsonl"]), @r"
    -- stderr
    error: godo.jsonl can not be read: No such file or directory (os error 2)
    help: name a JSONL file, a folder of them, or - for standard input
    -- exit 2
    ");
}

#[test]
fn a_rule_can_be_turned_off() {
    let place = place();
    place.write("bad.jsonl", dataset(BAD));
    let said = place.tunesmith(&["validate", "bad.jsonl", "--rule", "unknown-role=off"]);
    assert_snapshot!(said, @r"
    passed: 1 file; 11 records, 11 without errors; 0 errors; 0 warnings
    -- exit 0
    ");
}

#[test]
fn an_unknown_rule_or_profile_is_told() {
    let place = place();
    assert_snapshot!(place.tunesmith(&["validate", "good.jsonl", "--rule", "unknown-rol=off"]), @r"
    -- stderr
    error: --rule unknown-rol=off: there is no rule `unknown-rol`; did you mean `unknown-role`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["validate", "good.jsonl", "--rule", "unknown-role"]), @r"
    -- stderr
    error: --rule unknown-role: `unknown-role` is not a rule setting; write `RULE=off`, `RULE=warning` or `RULE=error`
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["validate", "good.jsonl", "--profile", "opnai"]), @r"
    -- stderr
    error: no profile is called `opnai`
    help: did you mean `openai`?
    -- exit 2
    ");
}

#[test]
fn the_result_can_go_to_a_file() {
    let place = place();
    let options = ["validate", "bad.jsonl", "--format", "json"];
    let printed = place.tunesmith(&options).out;
    let said = place.tunesmith(&[&options[..], &["-o", "report.json"]].concat());
    assert_snapshot!(said, @"-- exit 1");
    assert_eq!(place.read("report.json"), printed);
    assert_snapshot!(place.tunesmith(&["validate", "bad.jsonl", "-o", "no/folder.txt"]), @r"
    -- stderr
    error: no/folder.txt can not be written: No such file or directory (os error 2)
    help: name a file in a folder that is there and that you may write to
    -- exit 2
    ");
}
