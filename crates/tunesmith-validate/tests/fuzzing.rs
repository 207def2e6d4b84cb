//! What the fuzz targets ask of any input, asked of every file of the corpus and of what is made from it. Small files only: this takes seconds.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that reads the corpus"
)]

use std::path::Path;

#[path = "../../../tests/fuzz/src/lib.rs"]
pub mod checks;

/// Larger files cost time and show nothing new.
const LARGEST: usize = 4_000;

/// Small files that were not fixed for good by one pass once.
const FOUND: [&[u8]; 8] = [
    b"[\xef\xbb\xbf",
    b"[\xef\xbb\xbf\xef\xbb\xbf,\xef\xbb\xbf1]",
    b"[ \xef\xbb\xbfabc, {}]",
    b"\xef\xbb\xbf[\n\xef\xbb\xbf{\n}]",
    b"\n\xef\xbb\xbf",
    b"\xef\xbb\xbf\xef\xbb\xbf \n{}\n",
    b"no record\n\xef\xbb\xbf{\"messages\":[]}\n",
    b"no record\n\xef\xbb\xbf\n\xef\xbb\xbf{}\n",
];

fn corpus() -> Vec<Vec<u8>> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(std::fs::read(path).unwrap());
            }
        }
    }
    files.sort();
    files.retain(|file| file.len() <= LARGEST);
    assert!(files.len() > 500, "the corpus is gone");
    files
}

/// Checks one file in so many. Why not all: each is checked a hundred times over, and the build of the tests is not a quick one.
fn holds(check: fn(&[u8]), one_in: usize) {
    for file in corpus().into_iter().step_by(one_in) {
        check(&file);
        // The other way to read the bytes: as choices.
        check(&[&[0], &*file].concat());
    }
}

#[test]
fn reading() {
    holds(checks::parse, 3);
}

#[test]
fn nearly_right_files() {
    holds(checks::validate, 6);
}

#[test]
fn fixing() {
    holds(checks::fix, 3);
    for found in FOUND {
        checks::fix(found);
    }
}

#[test]
fn converting() {
    holds(checks::convert, 6);
}

#[test]
fn counting() {
    holds(checks::tokens, 1);
}
