//! `tunesmith validate --fix --format jsonl` and `--apply`: a patch gives byte for byte what `--fix` writes, or nothing.

use insta::assert_snapshot;
use tunesmith_pipeline::Compression;

use super::datasets::{ALTERABLE, BAD, GOOD, MENDABLE, compressed, dataset};
use super::harness::Place;

const MAKE: [&str; 4] = ["validate", "--fix", "--format", "jsonl"];

#[test]
fn a_patch_gives_what_fixing_writes() {
    let array: Vec<String> = dataset(MENDABLE)
        .lines()
        .map(|line| line.replace(":[", ": [\n    "))
        .collect();
    let files = [
        ("plain", dataset(&format!("{MENDABLE}\n{BAD}\n"))),
        ("untouched", dataset("")),
        ("empty", String::new()),
        (
            "ends",
            format!("\u{feff}\r\n{MENDABLE}\r\n\n  \n{MENDABLE}\r\n{GOOD}"),
        ),
        ("array", format!(" [\n{}\n]\n\n", array.join(" ,\n"))),
        ("spread", array.join("\n\n")),
        (
            "broken",
            format!("{MENDABLE}\n{{\"messages\":\n{ALTERABLE}\n{GOOD}\n{GOOD}\nnonsense"),
        ),
        (
            "letters",
            format!("{}\n", MENDABLE.replace("2 + 3", "zwölf 🦀 é")).repeat(2000),
        ),
    ];
    let place = Place::with_recipe("");
    for (name, text) in files {
        place.write("a.jsonl", &text);
        for unsafe_fixes in [&[][..], &["--unsafe-fixes"]] {
            let _ = std::fs::remove_file(place.path("a.rejected.jsonl"));
            let more = [&["a.jsonl"], unsafe_fixes].concat();
            place.tunesmith(&[&["validate", "--fix"], &more[..]].concat());
            place.tunesmith(&[&MAKE[..], &more, &["-o", "a.patch"]].concat());
            let apply = ["validate", "a.jsonl", "--apply", "a.patch"];
            let said = place.tunesmith(&[&apply[..], &["-o", "b.jsonl"]].concat());
            assert_ne!(said.code, Some(2), "{name}: {said}");
            let fixed = place.read("a.fixed.jsonl");
            assert_eq!(place.read("b.jsonl"), fixed, "{name}");
            // Without -o it goes to standard output.
            let printed = place.command(&apply).output().unwrap();
            assert_eq!(String::from_utf8(printed.stdout).unwrap(), fixed, "{name}");
        }
    }
}

#[test]
fn a_patch_says_what_it_changes() {
    let place = Place::with_recipe("");
    place.write("a.jsonl", dataset(&format!("{MENDABLE}\n\n{BAD}\r\n")));
    let said = place.tunesmith(&[&MAKE[..], &["a.jsonl"]].concat());
    assert_snapshot!(said, @"");
    assert!(!place.path("a.fixed.jsonl").exists());
}

#[test]
fn a_patch_counts_decompressed_bytes() {
    let place = Place::with_recipe("");
    let text = dataset(&format!("{MENDABLE}\n"));
    place.write("a.jsonl", &text);
    place.write("a.jsonl.gz", compressed(&text, Compression::Gzip));
    place.tunesmith(&[&MAKE[..], &["a.jsonl.gz", "-o", "a.patch"]].concat());
    let said = place.tunesmith(&["validate", "a.jsonl", "--apply", "a.patch", "-o", "b.jsonl"]);
    assert_snapshot!(said, @"");
    assert_eq!(place.read("b.jsonl"), text.replace("human", "user"));
}

#[test]
fn a_patch_of_another_file_is_refused() {
    let place = Place::with_recipe("");
    let text = dataset(&format!("{MENDABLE}\n"));
    place.write("a.jsonl", &text);
    place.tunesmith(&[&MAKE[..], &["a.jsonl", "-o", "a.patch"]].concat());
    let patch = place.read("a.patch");
    let apply = || place.tunesmith(&["validate", "a.jsonl", "--apply", "a.patch", "-o", "b.jsonl"]);

    place.write("a.jsonl", text.replace("2 + 3", "3 + 2"));
    assert_snapshot!(apply(), @"");
    place.write("a.jsonl", format!("{text}\n"));
    assert_snapshot!(apply(), @"");
    place.write("a.jsonl", &text[..100]);
    assert_snapshot!(apply(), @"");

    place.write("a.jsonl", &text);
    place.write(
        "a.patch",
        patch.replace("\"tunesmith_patch\":1", "\"tunesmith_patch\":2"),
    );
    assert_snapshot!(apply(), @"");
    place.write("a.patch", patch.clone() + patch.lines().nth(1).unwrap());
    assert_snapshot!(apply(), @"");
    place.write("a.patch", "");
    assert_snapshot!(apply(), @"");
    place.write("a.patch", patch.clone() + "nonsense\n");
    assert_snapshot!(apply(), @"");
    assert!(!place.path("b.jsonl").exists());
    let said = place.tunesmith(&["validate", "a.jsonl", "--apply", "gone.patch"]);
    assert_snapshot!(said, @"");
}
