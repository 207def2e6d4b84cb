//! `tunesmith validate --fix --format jsonl` and `--apply`: a patch gives byte for byte what `--fix` writes, or nothing.

use insta::assert_snapshot;
use tunesmith_core::Safety;
use tunesmith_pipeline::Compression;
use tunesmith_validate::{
    Edited, Fixed, Fixer, Passed, PatchChange, PatchHead, RuleSettings, profile,
};

use super::datasets::{ALTERABLE, BAD, GOOD, MENDABLE, MENDED, compressed, dataset};
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
            format!("{}\n", MENDABLE.replace("2 + 13", "zwölf 🦀 é")).repeat(2000),
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

/// What the page makes of a file: the new one and the patch.
fn made_in_the_page(file: &str, edits: Vec<(u64, Edited)>) -> (String, String) {
    let settings = RuleSettings::default();
    let mut fixer = Fixer::new(profile("openai").unwrap(), &settings, Safety::Safe).editing(edits);
    let mut passed = Passed::default();
    passed.take(file.as_bytes());
    let parts = [fixer.push(file.as_bytes()), fixer.finish().unwrap()];
    let mut fixed = String::new();
    let mut patch = PatchHead::new("a.jsonl", &passed).to_line();
    for Fixed { bytes, changes, .. } in parts {
        fixed += &String::from_utf8(bytes).unwrap();
        let lines = changes.into_iter().map(PatchChange::from);
        patch.extend(lines.flat_map(|line| line.to_line()));
    }
    (fixed, String::from_utf8(patch).unwrap())
}

#[test]
fn a_patch_made_in_the_page_is_carried_out() {
    let place = Place::with_recipe("");
    let text = dataset(&format!("{MENDABLE}\n\n{BAD}\r\n"));
    place.write("a.jsonl", &text);
    place.tunesmith(&[&MAKE[..], &["a.jsonl", "-o", "cli.patch"]].concat());
    assert_eq!(
        made_in_the_page(&text, Vec::new()).1,
        place.read("cli.patch")
    );

    let second = text.find('\n').unwrap() as u64 + 1;
    let edits = vec![
        (0, Edited::Text(MENDABLE.replace("13", "dreizehn é"))),
        (second, Edited::Removed),
    ];
    let (fixed, patch) = made_in_the_page(&text, edits);
    assert!(fixed.contains("dreizehn é") && fixed.lines().count() + 2 == text.lines().count());
    place.write("a.patch", &patch);
    let said = place.tunesmith(&["validate", "a.jsonl", "--apply", "a.patch", "-o", "b.jsonl"]);
    assert_ne!(said.code, Some(2), "{said}");
    assert_eq!(place.read("b.jsonl"), fixed);
}

#[test]
fn a_patch_says_what_it_changes() {
    let place = Place::with_recipe("");
    place.write("a.jsonl", dataset(&format!("{MENDABLE}\n\n{BAD}\r\n")));
    let said = place.tunesmith(&[&MAKE[..], &["a.jsonl"]].concat());
    assert_snapshot!(said, @r#"
    {"tunesmith_patch":1,"path":"a.jsonl","bytes":1024,"xxh3":"7dff52e562557954"}
    {"line":11,"byte_start":937,"byte_end":938,"replacement":"","rules":["trailing-comma"]}
    {"line":13,"byte_start":940,"byte_end":941,"replacement":"","rules":[]}
    {"line":13,"byte_start":1022,"byte_end":1024,"replacement":"\n","rules":[]}
    -- stderr
    a.jsonl: 1 record changed
      trailing-comma  1 record
      layout          2 places: line ends, blank lines, white space between records
    error[unknown-role]: `robot` is not a role
      --> a.jsonl:12:57
       |
    12 | {"messages":[{"role":"user","content":"2 + 9?"},{"role":"robot","content":"11"}]}
       |                                                         ^^^^^^^
       |
       = note: at /messages/1/role
       = note: the provider chooses the shape of a message by its role and refuses the others
       = help: roles are `system`, `user`, `assistant`, `tool`, `function`

    failed: 1 file; 12 records, 11 without errors; 1 error; 0 warnings
    -- exit 1
    "#);
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
    assert_snapshot!(said, @r"
    passed: 1 file; 11 records, 11 without errors; 0 errors; 0 warnings
    -- exit 0
    ");
    assert_eq!(place.read("b.jsonl"), dataset(&format!("{MENDED}\n")));
}

#[test]
fn a_patch_of_another_file_is_refused() {
    let place = Place::with_recipe("");
    let text = dataset(&format!("{MENDABLE}\n"));
    place.write("a.jsonl", &text);
    place.tunesmith(&[&MAKE[..], &["a.jsonl", "-o", "a.patch"]].concat());
    let patch = place.read("a.patch");
    let apply = || place.tunesmith(&["validate", "a.jsonl", "--apply", "a.patch", "-o", "b.jsonl"]);

    place.write("a.jsonl", text.replace("2 + 13", "3 + 12"));
    assert_snapshot!(apply(), @r"
    -- stderr
    error: a.jsonl is not the file that the patch a.patch was made of: it is as long, but not the same
    help: carry the patch out on the original file, or make it again for this one
    -- exit 2
    ");
    place.write("a.jsonl", format!("{text}\n"));
    assert_snapshot!(apply(), @r"
    -- stderr
    error: a.jsonl is not the file that the patch a.patch was made of: it has 941 bytes, and that one had 940
    help: carry the patch out on the original file, or make it again for this one
    -- exit 2
    ");
    place.write("a.jsonl", &text[..100]);
    assert_snapshot!(apply(), @r"
    -- stderr
    error: a.jsonl is not the file that the patch a.patch was made of: it has 100 bytes, and that one had 940
    help: carry the patch out on the original file, or make it again for this one
    -- exit 2
    ");

    place.write("a.jsonl", &text);
    place.write(
        "a.patch",
        patch.replace("\"tunesmith_patch\":1", "\"tunesmith_patch\":2"),
    );
    assert_snapshot!(apply(), @r"
    -- stderr
    error: the patch a.patch can not be carried out: line 1: it has version 2, and this release reads version 1
    help: make it again with `tunesmith validate FILE --fix --format jsonl -o PATCH`
    -- exit 2
    ");
    let early = r#"{"line":1,"byte_start":0,"byte_end":1,"replacement":"","rules":[]}"#;
    place.write("a.patch", patch.clone() + early);
    assert_snapshot!(apply(), @r"
    -- stderr
    error: the patch a.patch can not be carried out: line 3: its changes are not in order, or lie outside of the file
    help: make it again with `tunesmith validate FILE --fix --format jsonl -o PATCH`
    -- exit 2
    ");
    place.write("a.patch", "");
    assert_snapshot!(apply(), @r"
    -- stderr
    error: the patch a.patch can not be carried out: line 1: it is empty
    help: make it again with `tunesmith validate FILE --fix --format jsonl -o PATCH`
    -- exit 2
    ");
    place.write("a.patch", patch.clone() + "nonsense\n");
    assert_snapshot!(apply(), @r"
    -- stderr
    error: the patch a.patch can not be carried out: line 3: expected ident at line 1 column 2
    help: make it again with `tunesmith validate FILE --fix --format jsonl -o PATCH`
    -- exit 2
    ");
    assert!(!place.path("b.jsonl").exists());
    let said = place.tunesmith(&["validate", "a.jsonl", "--apply", "gone.patch"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: the patch gone.patch can not be read: No such file or directory (os error 2)
    help: name a file that `tunesmith validate FILE --fix --format jsonl -o PATCH` wrote
    -- exit 2
    ");
}
