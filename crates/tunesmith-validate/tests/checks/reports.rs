//! Whole reports, as a person and as a program sees them.

use tunesmith_validate::{Group, HumanStyle, explain, render_human, render_json_v1, rule_table};

use crate::check;

fn file() -> String {
    let lines = [
        r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#,
        r#"{"messages":[{"role":"human","content":"What is the capital of France?"},{"role":"assistant","content":"Paris"}]}"#,
        "",
        r#"{"messages":[{"role":"user","content":"é"},{"role":"assistant","content":"a"}"#,
    ];
    lines.join("\n")
}

#[test]
fn json_v1() {
    let expected = concat!(
        r#"{"version":1,"files":[{"path":"train.jsonl","profile":"openai","format":"openai-chat","records":3,"examples":1,"diagnostics":["#,
        r#"{"rule":"too-few-examples","severity":"error","line":0,"column":0,"byte_start":0,"byte_end":0,"pointer":"","message":"the file holds 3 records; at least 10 are needed","because":"the job fails with `Training file has 3 example(s), but must have at least 10 examples`","help":"add examples; improvement is usually seen from 50 on","profiles":["openai"]},"#,
        r#"{"rule":"unknown-role","severity":"error","line":2,"column":22,"byte_start":101,"byte_end":108,"pointer":"/messages/0/role","message":"`human` is not a role","because":"the provider chooses the shape of a message by its role and refuses the others","help":"write `user`","profiles":["openai"]},"#,
        r#"{"rule":"blank-line","severity":"warning","line":3,"column":1,"byte_start":194,"byte_end":194,"pointer":"","message":"this line holds no record","because":"some readers take every line for a record and refuse the file","help":"remove the line","profiles":["openai"],"fix":{"safety":"safe","title":"leave the line out when the file is written again","edits":[]}},"#,
        r#"{"rule":"truncated-line","severity":"error","line":4,"column":78,"byte_start":273,"byte_end":273,"pointer":"/messages","message":"the text ends inside a list","because":"providers refuse the whole file: `Error: line contains invalid json`","help":"close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off","profiles":["openai"],"related":[{"message":"opened here","line":4,"column":13,"byte_start":207,"byte_end":208,"pointer":"/messages"}]}]}],"summary":{"errors":3,"warnings":1,"infos":0}}"#,
    );
    assert_eq!(render_json_v1(&[check(file().as_bytes())]), expected);
}

const HUMAN: &str = r##"error[too-few-examples]: the file holds 3 records; at least 10 are needed
--> train.jsonl
 = note: the job fails with `Training file has 3 example(s), but must have at least 10 examples`
 = help: add examples; improvement is usually seen from 50 on

error[unknown-role]: `human` is not a role
 --> train.jsonl:2:22
  |
2 | {"messages":[{"role":"human","content":"What is the capital of France?"},…
  |                      ^^^^^^^
  |
  = note: at /messages/0/role
  = note: the provider chooses the shape of a message by its role and refuses the others
  = help: write `user`

warning[blank-line]: this line holds no record
--> train.jsonl:3:1
 = note: some readers take every line for a record and refuse the file
 = help: remove the line
 = fix (safe): leave the line out when the file is written again

error[truncated-line]: the text ends inside a list
 --> train.jsonl:4:78
  |
4 | …ssages":[{"role":"user","content":"é"},{"role":"assistant","content":"a"}
  |          - opened here                                                    ^
  |
  = note: at /messages
  = note: providers refuse the whole file: `Error: line contains invalid json`
  = help: close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off

failed: 1 file; 3 records, 1 without errors; 3 errors; 1 warning
"##;

#[test]
fn human() {
    let style = HumanStyle {
        width: 80,
        ..HumanStyle::default()
    };
    let shown = render_human(&[check(file().as_bytes())], &style);
    assert_eq!(shown, HUMAN);
}

const CUT: &str = r##"error[unknown-role]: `nobody` is not a role
 --> train.jsonl:1:651
  |
1 | …京東京東京"},{"role":"nobody","content":"xxxxxxxxxxxxxxxxxxxxxx…
  |                       ^^^^^^^^
  |
  = note: at /messages/1/role
  = note: the provider chooses the shape of a message by its role and refuses the others
  = help: roles are `system`, `user`, `assistant`, `tool`, `function`

rule          errors  warnings  infos  shown
unknown-role      12         0      0      1  … and 11 more of this rule; --all shows them

failed: 1 file; 12 records, 0 without errors; 12 errors; 0 warnings
"##;

#[test]
fn human_cuts_long_lines_and_lists() {
    let long = format!(
        r#"{{"messages":[{{"role":"user","content":"{}"}},{{"role":"nobody","content":"{}"}}]}}"#,
        "東京".repeat(300),
        "x".repeat(900)
    );
    let file = format!("{long}\n").repeat(12);
    let style = HumanStyle {
        width: 70,
        most_per_rule: Some(1),
        ..HumanStyle::default()
    };
    let shown = render_human(&[check(file.as_bytes())], &style);
    assert_eq!(shown, CUT);
}

#[test]
fn human_colours_and_passes() {
    let good = r#"{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"}]}"#;
    let passed = render_human(
        &[check(format!("{good}\n").repeat(10).as_bytes())],
        &HumanStyle::default(),
    );
    assert_eq!(
        passed,
        "passed: 1 file; 10 records, 10 without errors; 0 errors; 0 warnings\n"
    );
    let coloured = HumanStyle {
        colour: true,
        ..HumanStyle::default()
    };
    let shown = render_human(&[check(b"{\"\x1b[31m\":1}")], &coloured);
    assert!(shown.contains("\u{1b}["), "there is colour");
    assert!(
        !shown.contains("\u{1b}[31m\""),
        "the data's own colour is not passed on"
    );
    let plain = render_human(
        &[check(b"{\"messages\":[],\"\x1b[31m\":1}")],
        &HumanStyle::default(),
    );
    assert!(!plain.contains('\u{1b}'), "{plain}");
}

#[test]
fn rules_explain_themselves() {
    let table = rule_table();
    let row = table
        .iter()
        .find(|row| row.name == "unanswered-tool-call")
        .unwrap();
    assert_eq!(row.group, Group::Tools);
    assert!(
        explain("unanswered-tool-call")
            .unwrap()
            .starts_with("# unanswered-tool-call\n")
    );
    assert_eq!(explain("no-such-rule"), None);
}
