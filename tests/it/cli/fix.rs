//! `tunesmith validate --fix`: what is written where, and that nothing is lost.

use std::fs;

use insta::assert_snapshot;
use tunesmith_pipeline::{Compression, open_dataset};

use super::datasets::{ALTERABLE, BAD, GOOD, MENDABLE, MENDED, compressed, dataset, with_input};
use super::harness::Place;

/// What can be mended, what only with --unsafe-fixes, what never, and what is no record.
fn broken() -> String {
    dataset(&format!(
        "{MENDABLE}\r\n\n{ALTERABLE}\n{BAD}\n{GOOD}\n{{\"messages\":\n"
    ))
}

fn place() -> Place {
    let place = Place::with_recipe("");
    place.write("a.jsonl", broken());
    place
}

/// The names of the files in the folder.
fn names(place: &Place) -> String {
    let entries = fs::read_dir(place.path("")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| !["recipe.toml", "seeds.jsonl"].contains(&&**name))
        .collect();
    names.sort();
    names.join(" ")
}

#[test]
fn a_new_file_stands_beside_the_old() {
    let place = place();
    assert_snapshot!(place.tunesmith(&["validate", "a.jsonl", "--fix"]), @r#"
    warning[unknown-message-key]: `mood` is not a key of a message
      --> a.fixed.jsonl:12:85
       |
    12 | …es":[{"role":"user","content":"2 + 15?"},{"role":"assistant","content":"17","mood":"glad"}]}
       |                                                                              ^^^^^^
       |
       = note: at /messages/1/mood
       = note: the provider ignores it or refuses the file; either way it is not trained
       = help: remove it; known keys are `role`, `content`, `name`, `weight`, `tool_calls`, `tool_call_id`, `function_call`, `refusal`, `audio`
       = fix (unsafe): remove the key

    error[unknown-role]: `robot` is not a role
      --> a.fixed.jsonl:13:57
       |
    13 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    warning[duplicate-example]: this record says the same as line 3
      --> a.fixed.jsonl:14:1
       |
    14 | {"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: first here: line 3, column 1
       = note: a repeated example is trained twice as much as the others and shows up in training and validation alike
       = help: remove one of them

    error[truncated-line]: the text ends inside an object
      --> a.fixed.jsonl:15:13
       |
    15 | {"messages":
       | -           ^
       | |
       | opened here
       |
       = note: providers refuse the whole file: `Error: line contains invalid json`
       = help: close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off

    failed: 1 file; 15 records, 13 without errors; 2 errors; 2 warnings
    -- stderr
    a.jsonl -> a.fixed.jsonl: 1 record changed
      trailing-comma  1 record
      layout          2 places: line ends, blank lines, white space between records
    -- exit 1
    "#);
    assert_eq!(names(&place), "a.fixed.jsonl a.jsonl");
    assert_eq!(place.read("a.jsonl"), broken());
    let expected = format!("{MENDED}\n{ALTERABLE}\n{BAD}\n{GOOD}\n{{\"messages\":\n");
    assert_eq!(place.read("a.fixed.jsonl"), dataset(&expected));

    // Again, of what came out: there is nothing left to do.
    let said = place.tunesmith(&["validate", "a.fixed.jsonl", "--fix", "-o", "b.jsonl"]);
    assert!(said.err.contains("nothing to change"), "{said}");
    assert_eq!(place.read("b.jsonl"), place.read("a.fixed.jsonl"));
}

#[test]
fn records_that_are_taken_out_are_kept_apart() {
    let place = place();
    let fix = ["validate", "a.jsonl", "--fix", "--unsafe-fixes"];
    assert_snapshot!(place.tunesmith(&fix), @r#"
    error[unknown-role]: `robot` is not a role
      --> a.fixed.jsonl:13:57
       |
    13 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    failed: 1 file; 13 records, 12 without errors; 1 error; 0 warnings
    -- stderr
    a.jsonl -> a.fixed.jsonl: 2 records changed
      trailing-comma       1 record
      unknown-message-key  1 record
      layout               2 places: line ends, blank lines, white space between records
      taken out            2 records, kept in a.rejected.jsonl
    -- exit 1
    "#);
    assert_eq!(names(&place), "a.fixed.jsonl a.jsonl a.rejected.jsonl");
    assert_eq!(
        place.read("a.rejected.jsonl"),
        format!("{GOOD}\n{{\"messages\":\n")
    );

    // Those of another run are not written over.
    place.write("a.fixed.jsonl", "before");
    assert_snapshot!(place.tunesmith(&fix), @r"
    -- stderr
    error: records have to be taken out, and a.rejected.jsonl holds those of another run
    help: move that file away; nothing was written
    -- exit 2
    ");
    assert_eq!(place.read("a.fixed.jsonl"), "before");
}

#[test]
fn a_file_is_changed_in_place_and_its_original_kept() {
    let place = place();
    let fix = ["validate", "a.jsonl", "--fix", "--in-place"];
    assert_snapshot!(place.tunesmith(&fix), @r#"
    warning[unknown-message-key]: `mood` is not a key of a message
      --> a.jsonl:12:85
       |
    12 | …es":[{"role":"user","content":"2 + 15?"},{"role":"assistant","content":"17","mood":"glad"}]}
       |                                                                              ^^^^^^
       |
       = note: at /messages/1/mood
       = note: the provider ignores it or refuses the file; either way it is not trained
       = help: remove it; known keys are `role`, `content`, `name`, `weight`, `tool_calls`, `tool_call_id`, `function_call`, `refusal`, `audio`
       = fix (unsafe): remove the key

    error[unknown-role]: `robot` is not a role
      --> a.jsonl:13:57
       |
    13 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    warning[duplicate-example]: this record says the same as line 3
      --> a.jsonl:14:1
       |
    14 | {"messages":[{"role":"user","content":"2 + 2?"},{"role":"assistant","content":"4"}]}
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = note: first here: line 3, column 1
       = note: a repeated example is trained twice as much as the others and shows up in training and validation alike
       = help: remove one of them

    error[truncated-line]: the text ends inside an object
      --> a.jsonl:15:13
       |
    15 | {"messages":
       | -           ^
       | |
       | opened here
       |
       = note: providers refuse the whole file: `Error: line contains invalid json`
       = help: close it, or remove the record; the line was broken in two or, if it is the last one, the file was cut off

    failed: 1 file; 15 records, 13 without errors; 2 errors; 2 warnings
    -- stderr
    a.jsonl: 1 record changed; the original is kept as a.jsonl.bak
      trailing-comma  1 record
      layout          2 places: line ends, blank lines, white space between records
    -- exit 1
    "#);
    assert_eq!(names(&place), "a.jsonl a.jsonl.bak");
    assert_eq!(place.read("a.jsonl.bak"), broken());

    // Nothing is left to change, so nothing is written.
    let said = place.tunesmith(&fix);
    assert!(said.err.contains("nothing to change"), "{said}");
    assert_eq!(names(&place), "a.jsonl a.jsonl.bak");

    // Another backup has another name.
    place.write("a.jsonl", dataset(MENDABLE));
    place.tunesmith(&fix);
    assert_eq!(names(&place), "a.jsonl a.jsonl.bak a.jsonl.bak1");
    assert_eq!(place.read("a.jsonl.bak"), broken());
    assert_eq!(place.read("a.jsonl.bak1"), dataset(MENDABLE));
}

#[test]
fn what_was_compressed_stays_compressed() {
    let place = Place::with_recipe("");
    let mended = dataset(&format!("{MENDED}\n"));
    let original = dataset(&format!("{MENDABLE}\n\n"));
    for (name, compression, fixed) in [
        ("a.jsonl.gz", Compression::Gzip, "a.fixed.jsonl.gz"),
        ("b.json.zst", Compression::Zstd, "b.fixed.jsonl.zst"),
    ] {
        place.write(name, compressed(&original, compression));
        let said = place.tunesmith(&["validate", name, "--fix"]);
        assert_eq!(said.code, Some(0), "{said}");
        assert_eq!(
            place.path(fixed).metadata().unwrap().len(),
            compressed(&mended, compression).len() as u64
        );
        let mut text = String::new();
        let mut source = open_dataset(&place.path(fixed)).unwrap();
        source.read_to_string(&mut text).unwrap();
        assert_eq!(text, mended);
    }
    // With -o, the name says it.
    place.tunesmith(&["validate", "a.jsonl.gz", "--fix", "-o", "plain.jsonl"]);
    assert_eq!(place.read("plain.jsonl"), mended);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let place = Place::with_recipe("");
    let input = dataset(&format!("{MENDABLE}\n{BAD}\n"));
    let said = with_input(&place, &["validate", "-", "--fix"], input.as_bytes());
    assert_eq!(said.out, dataset(&format!("{MENDED}\n{BAD}\n")));
    assert_snapshot!(said.err, @r#"
    <stdin>: 1 record changed
      trailing-comma  1 record
    error[unknown-role]: `robot` is not a role
      --> <stdout>:12:57
       |
    12 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    failed: 1 file; 12 records, 11 without errors; 1 error; 0 warnings
    "#);
    assert_eq!(said.code, Some(1));
}

#[test]
fn an_array_becomes_lines() {
    let place = Place::with_recipe("");
    let array: Vec<String> = dataset("")
        .lines()
        .map(|line| line.replace(':', ": "))
        .collect();
    place.write("a.json", format!("[\n  {}\n]\n", array.join(",\n  ")));
    assert_snapshot!(place.tunesmith(&["validate", "a.json", "--fix"]), @r"
    passed: 1 file; 10 records, 10 without errors; 0 errors; 0 warnings
    -- stderr
    a.json -> a.fixed.jsonl: 0 records changed
      layout  31 places: line ends, blank lines, white space between records
    -- exit 0
    ");
    assert_eq!(place.read("a.fixed.jsonl"), dataset(""));
}

#[test]
fn a_folder_is_fixed_file_by_file() {
    let place = Place::with_recipe("");
    place.write("data/a.jsonl", dataset(MENDABLE));
    place.write("data/b/c.jsonl", dataset(MENDABLE));
    let fix = ["validate", "data", "--fix"];
    let first = place.tunesmith(&fix).to_string();
    assert_snapshot!(first, @r"
    passed: 2 files; 22 records, 22 without errors; 0 errors; 0 warnings
    -- stderr
    data/a.jsonl -> data/a.fixed.jsonl: 1 record changed
      trailing-comma  1 record
    data/b/c.jsonl -> data/b/c.fixed.jsonl: 1 record changed
      trailing-comma  1 record
    -- exit 0
    ");
    // What --fix wrote is not fixed again.
    assert_eq!(place.tunesmith(&fix).to_string(), first);
}

#[test]
fn what_can_not_be_done_is_told_before_anything_is_written() {
    let place = place();
    place.write("a.ndjson", dataset(MENDABLE));
    let fix = |more: &[&str]| place.tunesmith(&[&["validate", "--fix"], more].concat());
    assert_snapshot!(fix(&["a.jsonl", "a.ndjson"]), @r"
    -- stderr
    error: a.jsonl and a.ndjson would both be written to a.fixed.jsonl
    help: fix them one after the other, with -o
    -- exit 2
    ");
    assert_snapshot!(fix(&["a.jsonl", "--profile", "openai,mistral"]), @r"
    -- stderr
    error: a file can not be fixed for several profiles at once
    help: name one with --profile; fix the result for the next if it is meant for several
    -- exit 2
    ");
    assert_snapshot!(fix(&["a.jsonl", "-o", "./a.jsonl"]), @r"
    -- stderr
    error: ./a.jsonl is read, so it can not be written
    help: name another file for the result; `validate --fix --in-place` changes a file and keeps the original as NAME.bak
    -- exit 2
    ");
    assert_snapshot!(fix(&["a.jsonl", "a.ndjson", "-o", "b.jsonl"]), @r"
    -- stderr
    error: -o with --fix is for one file, and 2 are meant
    help: name one file
    -- exit 2
    ");
    assert_snapshot!(fix(&["-", "--in-place"]), @r"
    -- stderr
    error: standard input can not be changed in place
    help: leave --in-place out: the result goes to standard output
    -- exit 2
    ");
    place.write("utf16.jsonl", b"\xff\xfe{\0}\0\n\0");
    assert_snapshot!(fix(&["utf16.jsonl"]), @r"
    -- stderr
    error: utf16.jsonl can not be fixed: the file is UTF-16; save it as UTF-8 first
    help: nothing was written
    -- exit 2
    ");
    assert_eq!(names(&place), "a.jsonl a.ndjson utf16.jsonl");
}
