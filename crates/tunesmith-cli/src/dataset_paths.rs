//! Which files a path on the command line means.

use std::path::{Path, PathBuf};

use crate::error::CliError;

/// What dataset files end in; each may be compressed.
const ENDINGS: [&str; 3] = ["jsonl", "ndjson", "json"];
const COMPRESSED: [&str; 2] = ["gz", "zst"];

/// The files meant: a folder stands for the dataset files in it and below it, sorted by name.
pub(crate) fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        collect(path, &mut found)?;
        if found.is_empty() {
            let message = format!("the folder {} has no dataset file", path.display());
            return Err(CliError::new(message).help(format!(
                "looked for .{}, also with .gz or .zst; name the files themselves if they end differently",
                ENDINGS.join(", .")
            )));
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let unreadable = |error| {
        CliError::new(format!(
            "the folder {} can not be read: {error}",
            folder.display()
        ))
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        // Why: links are not followed into folders, so that no circle is walked.
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            collect(&path, found)?;
        } else if is_dataset(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn is_dataset(path: &Path) -> bool {
    let (stem, ending) = split_ending(path);
    let ending = if COMPRESSED.contains(&ending.as_str()) {
        split_ending(&stem).1
    } else {
        ending
    };
    ENDINGS.contains(&ending.as_str())
}

fn split_ending(path: &Path) -> (PathBuf, String) {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    (path.with_extension(""), ending.to_lowercase())
}

/// How a path is called in reports.
pub(crate) fn label(path: &Path) -> String {
    if is_stdin(path) {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    }
}

pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The error for a dataset that can not be read.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error) -> CliError {
    CliError::new(format!("{} can not be read: {error}", label(path)))
        .help("name a dataset file, a folder of them, or - for standard input")
}

/// What the command writes of a dataset: `train.jsonl.gz` with `.fixed` becomes `train.fixed.jsonl`.
pub(crate) fn beside(path: &Path, mark: &str) -> PathBuf {
    let (stem, ending) = split_ending(path);
    let stem = if COMPRESSED.contains(&ending.as_str()) {
        split_ending(&stem).0
    } else {
        stem
    };
    let name = stem.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}.{mark}.jsonl"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{beside, is_dataset};

    #[test]
    fn dataset_files_are_known_by_their_names() {
        for (name, known) in [
            ("a.jsonl", true),
            ("a.JSONL", true),
            ("a.b.json.gz", true),
            ("a.ndjson.zst", true),
            ("a.gz", false),
            ("a.txt", false),
            ("jsonl", false),
        ] {
            assert_eq!(is_dataset(Path::new(name)), known, "{name}");
        }
    }

    #[test]
    fn what_is_written_stands_beside_the_file() {
        for (path, expected) in [
            ("d/train.jsonl", "d/train.fixed.jsonl"),
            ("d/train.v2.json.gz", "d/train.v2.fixed.jsonl"),
            ("train", "train.fixed.jsonl"),
        ] {
            assert_eq!(beside(Path::new(path), "fixed"), Path::new(expected));
        }
    }
}
