//! `tunesmith validate` with a baseline: what is known passes, what is new fails.

use insta::assert_snapshot;

use super::datasets::{BAD, dataset};
use super::harness::Place;

/// A folder with a dataset of one bad record, and a baseline beside it that accepts it.
fn place() -> Place {
    let place = Place::with_recipe("");
    place.write("data/a.jsonl", dataset(&format!("{BAD}\n")));
    let said = place.tunesmith(&["validate", "data", "--write-baseline", "data/known.json"]);
    assert_eq!(said.code, Some(0), "{said}");
    place
}

#[test]
fn a_baseline_accepts_what_is_there() {
    let place = place();
    // The baseline lies in the folder and is not taken for a dataset.
    let write = ["validate", "data", "--write-baseline", "data/known.json"];
    assert_snapshot!(place.tunesmith(&write), @r"
    passed: 1 file; 11 records, 10 without errors; 0 errors; 0 warnings
    -- stderr
    accepted by data/known.json: 1 finding
    -- exit 0
    ");
}

#[test]
fn what_is_known_passes_and_what_is_new_fails() {
    let place = place();
    let check = ["validate", "data", "--baseline", "data/known.json"];
    assert_snapshot!(place.tunesmith(&check), @r"
    passed: 1 file; 11 records, 10 without errors; 0 errors; 0 warnings
    -- stderr
    accepted by data/known.json: 1 finding
    -- exit 0
    ");

    let other = BAD.replace("2 + 9", "3 + 8");
    place.write("data/a.jsonl", dataset(&format!("{other}\n{BAD}\n")));
    let said = place.tunesmith(&[&check[..], &["--format", "github"]].concat());
    assert_snapshot!(said, @r"
    ::error file=data/a.jsonl,line=11,col=57,endColumn=64,title=unknown-role::`robot` is not a role%0Awhy: the provider chooses the shape of a message by its role and refuses the others%0Ahelp: roles are `system`, `user`, `assistant`, `tool`, `function`
    failed: 1 file; 12 records, 10 without errors; 1 error; 0 warnings
    -- stderr
    accepted by data/known.json: 1 finding
    -- exit 1
    ");
}

#[test]
fn a_broken_or_missing_baseline_is_told() {
    let place = place();
    place.write("data/known.json", "{}");
    let check = ["validate", "data", "--baseline", "data/known.json"];
    assert_snapshot!(place.tunesmith(&check), @r"
    -- stderr
    error: data/known.json: the baseline can not be read: missing field `version` at line 1 column 2; write a fresh one, or undo what was changed by hand
    -- exit 2
    ");
    let check = ["validate", "data", "--baseline", "gone.json"];
    assert_snapshot!(place.tunesmith(&check), @r"
    -- stderr
    error: the baseline gone.json can not be read: No such file or directory (os error 2)
    help: make it with `tunesmith validate PATH --write-baseline FILE`
    -- exit 2
    ");
}
