//! `tunesmith validate --fix`: what is written where, and that nothing is lost.

use std::fs;

use insta::assert_snapshot;
use tunesmith_pipeline::{Compression, open_dataset};

use super::datasets::{ALTERABLE, BAD, GOOD, MENDABLE, compressed, dataset, with_input};
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
    assert_snapshot!(place.tunesmith(&["validate", "a.jsonl", "--fix"]), @"");
    assert_eq!(names(&place), "a.fixed.jsonl a.jsonl");
    assert_eq!(place.read("a.jsonl"), broken());
    let mended = MENDABLE.replace("human", "user");
    let expected = format!("{mended}\n{ALTERABLE}\n{BAD}\n{GOOD}\n{{\"messages\":\n");
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
    assert_snapshot!(place.tunesmith(&fix), @"");
    assert_eq!(names(&place), "a.fixed.jsonl a.jsonl a.rejected.jsonl");
    assert_eq!(
        place.read("a.rejected.jsonl"),
        format!("{GOOD}\n{{\"messages\":\n")
    );

    // Those of another run are not written over.
    place.write("a.fixed.jsonl", "before");
    assert_snapshot!(place.tunesmith(&fix), @"");
    assert_eq!(place.read("a.fixed.jsonl"), "before");
}

#[test]
fn a_file_is_changed_in_place_and_its_original_kept() {
    let place = place();
    let fix = ["validate", "a.jsonl", "--fix", "--in-place"];
    assert_snapshot!(place.tunesmith(&fix), @"");
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
    let mended = dataset(&(MENDABLE.replace("human", "user") + "\n"));
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
    assert_eq!(
        said.out,
        dataset(&format!("{}\n{BAD}\n", MENDABLE.replace("human", "user")))
    );
    assert_snapshot!(said.err, @"");
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
    assert_snapshot!(place.tunesmith(&["validate", "a.json", "--fix"]), @"");
    assert_eq!(place.read("a.fixed.jsonl"), dataset(""));
}

#[test]
fn a_folder_is_fixed_file_by_file() {
    let place = Place::with_recipe("");
    place.write("data/a.jsonl", dataset(MENDABLE));
    place.write("data/b/c.jsonl", dataset(MENDABLE));
    let fix = ["validate", "data", "--fix"];
    let first = place.tunesmith(&fix).to_string();
    assert_snapshot!(first, @"");
    // What --fix wrote is not fixed again.
    assert_eq!(place.tunesmith(&fix).to_string(), first);
}

#[test]
fn what_can_not_be_done_is_told_before_anything_is_written() {
    let place = place();
    place.write("a.ndjson", dataset(MENDABLE));
    let fix = |more: &[&str]| place.tunesmith(&[&["validate", "--fix"], more].concat());
    assert_snapshot!(fix(&["a.jsonl", "a.ndjson"]), @"");
    assert_snapshot!(fix(&["a.jsonl", "--profile", "openai,mistral"]), @"");
    assert_snapshot!(fix(&["a.jsonl", "-o", "./a.jsonl"]), @"");
    assert_snapshot!(fix(&["a.jsonl", "a.ndjson", "-o", "b.jsonl"]), @"");
    assert_snapshot!(fix(&["-", "--in-place"]), @"");
    place.write("utf16.jsonl", b"\xff\xfe{\0}\0\n\0");
    assert_snapshot!(fix(&["utf16.jsonl"]), @"");
    assert_eq!(names(&place), "a.jsonl a.ndjson utf16.jsonl");
}
