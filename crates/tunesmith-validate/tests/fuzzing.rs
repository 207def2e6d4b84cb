//! What the fuzz targets ask of any input, asked of every file of the corpus and of what is made from it. Small files only: this takes seconds.

use std::path::Path;

#[path = "../../../tests/fuzz/src/lib.rs"]
pub mod checks;

/// Larger files cost time and show nothing new.
const LARGEST: usize = 20_000;

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
    files.retain(|file| file.len() <= LARGEST);
    assert!(files.len() > 500, "the corpus is gone");
    files
}

fn all_hold(check: fn(&[u8])) {
    for file in corpus() {
        check(&file);
        // The other way to read the bytes: as choices.
        check(&[&[0], &*file].concat());
    }
}

#[test]
fn reading() {
    all_hold(checks::parse);
}

#[test]
fn nearly_right_files() {
    all_hold(checks::validate);
}

#[test]
fn fixing() {
    all_hold(checks::fix);
}

#[test]
fn converting() {
    all_hold(checks::convert);
}

#[test]
fn counting() {
    all_hold(checks::tokens);
}
