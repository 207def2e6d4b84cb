//! `tunesmith validate`: files, folders and standard input; for people and for programs.

use insta::assert_snapshot;
use tunesmith_pipeline::Compression;

use super::datasets::{BAD, GOOD, compressed, dataset, place, with_input};

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
    11 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    error[truncated-line]: the text ends inside an object
      --> bad.jsonl:12:13
       |
    12 | {"messages":
       | -           ^
       | |
       | opened here
       |
       = note: providers refuse the whole file: `Error: line contains invalid json`
       = help: close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off

    failed: 1 file; 12 records, 10 without errors; 2 errors; 0 warnings
    -- exit 1
    "#);
}

#[test]
fn a_bad_file_is_told_to_programs() {
    let said = place().tunesmith(&["validate", "bad.jsonl", "--format", "json"]);
    assert_snapshot!(said, @r#"
    {"version":1,"files":[{"path":"bad.jsonl","profile":"openai","format":"openai-chat","records":12,"examples":10,"diagnostics":[{"rule":"unknown-role","severity":"error","line":11,"column":57,"byte_start":908,"byte_end":915,"pointer":"/messages/1/role","message":"`robot` is not a role","because":"the provider chooses the shape of a message by its role and refuses the others","help":"roles are `system`, `user`, `assistant`, `tool`, `function`","profiles":["openai"]},{"rule":"truncated-line","severity":"error","line":12,"column":13,"byte_start":946,"byte_end":946,"pointer":"","message":"the text ends inside an object","because":"providers refuse the whole file: `Error: line contains invalid json`","help":"close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off","profiles":["openai"],"related":[{"message":"opened here","line":12,"column":1,"byte_start":934,"byte_end":935,"pointer":""}]}]}],"summary":{"errors":2,"warnings":0,"infos":0}}
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
    let said = with_input(&place(), &["validate", "-"], dataset(BAD).as_bytes());
    assert_snapshot!(said, @r#"
    error[unknown-role]: `robot` is not a role
      --> <stdin>:11:57
       |
    11 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
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
fn a_folder_stands_for_its_dataset_files() {
    let place = place();
    place.write("data/b.jsonl", dataset(""));
    place.write("data/a.jsonl", dataset(BAD));
    for not_looked_at in [
        "notes.txt",
        "a.rejected.jsonl",
        "manifest.json",
        "exclusions.jsonl",
        ".hidden.jsonl",
    ] {
        place.write(&format!("data/{not_looked_at}"), BAD);
    }
    assert_snapshot!(place.tunesmith(&["validate", "data"]), @r#"
    data/a.jsonl (openai): 1 error; 0 warnings

    error[unknown-role]: `robot` is not a role
      --> data/a.jsonl:11:57
       |
    11 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
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
    error: the folder data has no dataset file
    help: names end in .jsonl, .ndjson or .json, with .gz or .zst after it if compressed; name the files themselves if they end differently
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

#[test]
fn folders_below_arrays_and_compressed_files_are_read() {
    let place = place();
    let array = format!("[\n{}\n]\n", [BAD; 10].join(",\n"));
    place.write("data/deep/down/array.json", array);
    let bad = dataset(BAD);
    place.write("data/b.jsonl.gz", compressed(&bad, Compression::Gzip));
    place.write("data/a.ndjson.zst", compressed(&bad, Compression::Zstd));
    // The name says nothing; the content does.
    place.write("data/c.jsonl", compressed(&bad, Compression::Gzip));
    let said = place.tunesmith(&[
        "validate",
        "data",
        "--format",
        "jsonl",
        "--rule",
        "duplicate-example=off",
    ]);
    let summaries: Vec<&str> = said
        .out
        .lines()
        .filter(|line| line.starts_with("{\"summary\""))
        .collect();
    assert_snapshot!(summaries.join("\n"), @r#"
    {"summary":{"version":1,"path":"data/a.ndjson.zst","profile":"openai","format":"openai-chat","records":11,"examples":10,"errors":1,"warnings":0,"infos":0,"left_out":0}}
    {"summary":{"version":1,"path":"data/b.jsonl.gz","profile":"openai","format":"openai-chat","records":11,"examples":10,"errors":1,"warnings":0,"infos":0,"left_out":0}}
    {"summary":{"version":1,"path":"data/c.jsonl","profile":"openai","format":"openai-chat","records":11,"examples":10,"errors":1,"warnings":0,"infos":0,"left_out":0}}
    {"summary":{"version":1,"path":"data/deep/down/array.json","profile":"openai","format":"openai-chat","records":10,"examples":0,"errors":11,"warnings":0,"infos":0,"left_out":0}}
    "#);
}

#[test]
fn a_file_that_is_cut_off_is_told() {
    let place = place();
    let whole = compressed(&dataset(BAD), Compression::Gzip);
    place.write("cut.jsonl.gz", &whole[..whole.len() - 9]);
    assert_snapshot!(place.tunesmith(&["validate", "cut.jsonl.gz"]), @r"
    -- stderr
    error: cut.jsonl.gz can not be read: incomplete deflate stream
    help: if it is compressed it may be cut off or damaged; otherwise look at its permissions
    -- exit 2
    ");
}

#[test]
fn standard_input_is_read_once() {
    assert_snapshot!(place().tunesmith(&["validate", "-", "-"]), @r"
    -- stderr
    error: standard input is named twice
    help: it can be read only once; name - once
    -- exit 2
    ");
}

#[test]
fn several_profiles_make_a_table() {
    let place = place();
    let said = place.tunesmith(&[
        "validate",
        "good.jsonl",
        "bad.jsonl",
        "--profile",
        "openai,together,openai",
    ]);
    assert_snapshot!(said, @r"
    good.jsonl: 10 records, openai-chat

      profile   verdict  errors  warnings  first reason
      openai    pass          0         0
      together  pass          0         0

    bad.jsonl: 12 records, openai-chat

      profile   verdict  errors  warnings  first reason
      openai    fail          2         0  error[unknown-role] line 11: `robot` is not a role
      together  fail          2         0  error[unknown-role] line 11: `robot` is not a role

    failed: 4 checks, 2 with errors; `--profile NAME` shows the findings of one
    -- exit 1
    ");
}

#[test]
fn all_profiles_are_told_to_programs() {
    let arguments = [
        "validate",
        "good.jsonl",
        "--profile",
        "all",
        "--format",
        "json",
    ];
    let said = place().tunesmith(&arguments);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let profiles: Vec<&str> = json["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["profile"].as_str().unwrap())
        .collect();
    assert!(profiles.len() > 3 && profiles.is_sorted());
}

#[test]
fn findings_come_a_line_each() {
    assert_snapshot!(place().tunesmith(&["validate", "bad.jsonl", "good.jsonl", "--format", "jsonl"]), @r#"
    {"path":"bad.jsonl","profile":"openai","rule":"unknown-role","severity":"error","line":11,"column":57,"byte_start":908,"byte_end":915,"pointer":"/messages/1/role","message":"`robot` is not a role","because":"the provider chooses the shape of a message by its role and refuses the others","help":"roles are `system`, `user`, `assistant`, `tool`, `function`","profiles":["openai"]}
    {"path":"bad.jsonl","profile":"openai","rule":"truncated-line","severity":"error","line":12,"column":13,"byte_start":946,"byte_end":946,"pointer":"","message":"the text ends inside an object","because":"providers refuse the whole file: `Error: line contains invalid json`","help":"close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off","profiles":["openai"],"related":[{"message":"opened here","line":12,"column":1,"byte_start":934,"byte_end":935,"pointer":""}]}
    {"summary":{"version":1,"path":"bad.jsonl","profile":"openai","format":"openai-chat","records":12,"examples":10,"errors":2,"warnings":0,"infos":0,"left_out":0}}
    {"summary":{"version":1,"path":"good.jsonl","profile":"openai","format":"openai-chat","records":10,"examples":10,"errors":0,"warnings":0,"infos":0,"left_out":0}}
    -- exit 1
    "#);
}

#[test]
fn every_format_ends_with_the_same_exit_code() {
    let place = place();
    for format in ["human", "json", "jsonl", "sarif", "github", "markdown"] {
        let said = place.tunesmith(&["validate", "bad.jsonl", "--format", format]);
        assert_eq!((said.code, &*said.err), (Some(1), ""), "{format}");
        assert!(said.out.contains("unknown-role"), "{format}");
        let said = place.tunesmith(&["validate", "good.jsonl", "--format", format]);
        assert_eq!((said.code, &*said.err), (Some(0), ""), "{format}");
    }
}

#[test]
fn threads_change_nothing() {
    let place = place();
    let many = dataset(&format!("{BAD}\n{GOOD}\n").repeat(20_000));
    place.write("many.jsonl", many);
    let with = |threads| {
        place
            .tunesmith(&[
                "validate",
                "many.jsonl",
                "--format",
                "json",
                "--threads",
                threads,
            ])
            .out
    };
    assert_eq!(with("1"), with("3"));
}

#[test]
fn warnings_can_fail() {
    let place = place();
    place.write("blank.jsonl", dataset("\n"));
    let code = |more: &[&str]| {
        place
            .tunesmith(&[&["validate", "blank.jsonl"], more].concat())
            .code
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--fail-on", "warning"]), Some(1));
    assert_eq!(code(&["--fail-on", "error"]), Some(0));
}

#[test]
fn records_of_another_file_are_found() {
    let place = place();
    // Without a line break at its end, the last record counts too.
    place.write("held-out.jsonl", GOOD);
    let said = place.tunesmith(&["validate", "good.jsonl", "--against", "held-out.jsonl"]);
    assert_snapshot!(said, @r#"
    error[leaked-example]: this record is in held-out.jsonl too
     --> good.jsonl:3:1
      |
    3 | {"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = note: the validation loss measures what was learnt by heart; OpenAI's guide asks that the same data be not in both files
      = help: remove it from one of the files

    failed: 1 file; 10 records, 9 without errors; 1 error; 0 warnings
    -- exit 1
    "#);
    // A file is not compared with itself.
    let said = place.tunesmith(&["validate", "good.jsonl", "--against", "good.jsonl"]);
    assert_eq!(said.code, Some(0), "{said}");
}

#[test]
fn tokens_are_counted_if_asked_for() {
    let place = place();
    let tokens = |more: &[&str]| {
        let said =
            place.tunesmith(&[&["validate", "good.jsonl", "--format", "json"], more].concat());
        let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        json["files"][0]["tokens"].to_string()
    };
    assert_snapshot!(tokens(&[]), @"null");
    assert_snapshot!(tokens(&["--model", "gpt-4o-mini"]), @r#"{"encoding":"o200k_base","total":170,"assistant":10,"min":17,"max":17,"p10":17,"p50":17,"p90":17,"limit":65536,"truncated":0}"#);
    assert_snapshot!(tokens(&["--model", "gpt-4o-mini", "--profile", "azure"]), @r#"{"encoding":"o200k_base","total":170,"assistant":10,"min":17,"max":17,"p10":17,"p50":17,"p90":17,"limit":65536,"truncated":0}"#);
    assert_snapshot!(tokens(&["--tokens", "cl100k_base"]), @r#"{"encoding":"cl100k_base","total":170,"assistant":10,"min":17,"max":17,"p10":17,"p50":17,"p90":17,"limit":65536,"truncated":0}"#);
    assert_snapshot!(tokens(&["--model", "gpt-4o-mini", "--tokens", "none"]), @"null");
    assert_snapshot!(place.tunesmith(&["validate", "good.jsonl", "--model", "gtp-4o-mini"]), @r"
    -- stderr
    error: nothing is known of a model called `gtp-4o-mini`
    help: did you mean `gpt-4o-mini`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["validate", "good.jsonl", "--tokens", "o300k_base"]), @r"
    -- stderr
    error: no encoding is called `o300k_base`
    help: did you mean `o200k_base`?
    -- exit 2
    ");
}

#[test]
fn nothing_is_left_of_a_report_that_fails() {
    let place = place();
    place.write("report.json", "before");
    let said = place.tunesmith(&[
        "validate",
        "good.jsonl",
        "gone.jsonl",
        "--format",
        "jsonl",
        "-o",
        "report.json",
    ]);
    assert_eq!(said.code, Some(2), "{said}");
    assert_eq!(place.read("report.json"), "before");
    let names = std::fs::read_dir(place.path("")).unwrap();
    let parts = names.filter(|name| {
        name.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .contains("part")
    });
    assert_eq!(parts.count(), 0);
}
