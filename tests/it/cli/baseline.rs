//! `tunesmith validate` with a baseline: what is known passes, what is new fails.

use insta::assert_snapshot;

use super::datasets::{BAD, dataset};
use super::harness::Place;

/// A folder with a dataset of one bad record, and a baseline beside it that accepts it.
fn place() -> Place {
    let place = Place::with_recipe("");
    place.write("data/a.jsonl", dataset(&format!("{BAD}\n")));
    let said = place.tunesmith(&["validate", "data", "--write-baseline", "data/known.json"]);
    assert_snapshot!(said, @"");
    place
}

#[test]
fn what_is_known_passes_and_what_is_new_fails() {
    let place = place();
    let check = ["validate", "data", "--baseline", "data/known.json"];
    assert_snapshot!(place.tunesmith(&check), @"");

    let other = BAD.replace("2 + 2", "2 + 6");
    place.write("data/a.jsonl", dataset(&format!("{other}\n{BAD}\n")));
    let said = place.tunesmith(&[&check[..], &["--format", "github"]].concat());
    assert_snapshot!(said, @"");
}

#[test]
fn a_broken_or_missing_baseline_is_told() {
    let place = place();
    place.write("data/known.json", "{}");
    let check = ["validate", "data", "--baseline", "data/known.json"];
    assert_snapshot!(place.tunesmith(&check), @"");
    let check = ["validate", "data", "--baseline", "gone.json"];
    assert_snapshot!(place.tunesmith(&check), @"");
}
