//! Every file says at its top what it is for, has a name that says something, and can be read in one sitting.

use std::path::Path;

use super::tree::{assert_none, files, files_ending, read};

/// Names that say nothing, alone or as the last word of a name.
const EMPTY_NAMES: [&str; 7] = [
    "common", "helper", "helpers", "manager", "misc", "util", "utils",
];

/// Endings of files that people write and read.
const SOURCE: [&str; 7] = ["css", "js", "py", "rs", "svelte", "ts", "wit"];

const MOST_LINES: usize = 800;

/// What a file of this kind must begin with, and whether it does; `None` where there is no rule.
fn opening(path: &Path, text: &str) -> Option<(&'static str, bool)> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default().trim_start();
    let comment = |line: &str| line.starts_with("//") || line.starts_with("/*");
    match path.extension()?.to_str()? {
        "rs" => Some(("`//!`", first.starts_with("//! "))),
        "toml" if path.starts_with("recipes") => Some(("a `#` comment", first.starts_with("# "))),
        // In WIT a comment before the package would not belong to the package.
        "wit" => Some((
            "a comment, after the package line at most",
            comment(first) || (first.starts_with("package ") && comment(second)),
        )),
        "py" => {
            let line = if first.starts_with("#!") {
                second
            } else {
                first
            };
            Some(("a docstring", line.starts_with("\"\"\"")))
        }
        "ts" | "js" => Some(("a comment", comment(first))),
        "svelte" => Some((
            "a comment, after the script tag at most",
            first.starts_with("<!--") || (first.starts_with("<script") && comment(second)),
        )),
        // The part of a page that a plugin brings; the page has the heading.
        "md" if path.ends_with("documentation.md") => None,
        "md" => Some((
            "a heading",
            first.starts_with("# ") || (first.starts_with("<!--") && second.starts_with("# ")),
        )),
        _ => None,
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let offenders: Vec<_> = files()
        .iter()
        .filter(|path| !path.starts_with("tests/corpus"))
        .filter_map(|path| match opening(path, &read(path)) {
            Some((wanted, false)) => Some(format!("{} must begin with {wanted}", path.display())),
            _ => None,
        })
        .collect();
    assert_none(&offenders, "files without their opening words");
}

#[test]
fn no_file_is_too_long() {
    let mut offenders = Vec::new();
    for path in SOURCE.into_iter().flat_map(files_ending) {
        let lines = read(&path).lines().count();
        if lines > MOST_LINES {
            offenders.push(format!("{} has {lines} lines", path.display()));
        }
    }
    assert_none(
        &offenders,
        &format!("source files of more than {MOST_LINES} lines"),
    );
}

/// The part of a path that says nothing, if there is one.
fn empty_name(path: &Path) -> Option<&str> {
    path.iter().find_map(|part| {
        let part = part.to_str()?;
        let stem = part.split('.').next()?;
        let last = stem.rsplit(['_', '-']).next()?;
        EMPTY_NAMES.contains(&last).then_some(part)
    })
}

#[test]
fn every_name_says_something() {
    let offenders: Vec<_> = files()
        .iter()
        .filter_map(|path| Some(format!("{}: `{}`", path.display(), empty_name(path)?)))
        .collect();
    assert_none(&offenders, "names that do not say what is inside");
}

#[test]
fn openings_and_names_are_told_apart() {
    for (path, text, good) in [
        ("a/b.rs", "//! What it is.\nfn f() {}\n", true),
        ("a/b.rs", "// What it is.\n", false),
        ("a/b.rs", "", false),
        ("recipes/a.toml", "# What it makes.\n", true),
        ("recipes/a.toml", "version = 1\n", false),
        (
            "a.wit",
            "package a:b;\n\n/// Shapes.\ninterface c {}\n",
            true,
        ),
        ("a.wit", "package a:b;\n\ninterface c {}\n", false),
        (
            "a.py",
            "#!/usr/bin/env python3\n\"\"\"Does it.\"\"\"\n",
            true,
        ),
        ("a.py", "import os\n", false),
        ("a.svelte", "<script lang=\"ts\">\n  // The list.\n", true),
        ("a.svelte", "<p>hello</p>\n", false),
        ("a.md", "\n# Title\n", true),
        ("a.md", "Title\n", false),
    ] {
        let (_, found) = opening(Path::new(path), text).unwrap();
        assert_eq!(found, good, "{path}: {text:?}");
    }
    assert!(opening(Path::new("Cargo.toml"), "[package]").is_none());

    assert_eq!(empty_name(Path::new("src/utils/a.rs")), Some("utils"));
    assert_eq!(
        empty_name(Path::new("src/task_manager.rs")),
        Some("task_manager.rs")
    );
    assert_eq!(empty_name(Path::new("src/common_words.rs")), None);
}
