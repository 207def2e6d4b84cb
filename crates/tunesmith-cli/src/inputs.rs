//! Which dataset files are meant: files, folders of them, standard input.
//!
//! In folders only what is named like a dataset is taken. Invariant: the order is that of the arguments, and inside a folder that of the paths.

use std::io::Read;
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressStyle};
use tunesmith_pipeline::{Compression, open_compressed};

use crate::error::CliError;

/// How the names of dataset files end, apart from `.gz` or `.zst` after it.
const ENDINGS: [&str; 3] = [".jsonl", ".ndjson", ".json"];

/// What a run writes beside its datasets.
const OF_RUNS: [&str; 2] = ["exclusions.jsonl", "manifest.json"];

/// How much is read at a time.
const PIECE: usize = 1 << 20;

/// A file larger than this is read under a progress bar, if there is a terminal.
const SLOW: u64 = 256 << 20;

/// One dataset file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Where it lies; `-` for standard input.
    pub(crate) path: PathBuf,
    /// Its name in reports.
    pub(crate) label: String,
}

impl Input {
    fn new(path: &Path) -> Self {
        let label = if path == Path::new("-") {
            "<stdin>".to_owned()
        } else {
            path.display().to_string()
        };
        Self {
            path: path.to_owned(),
            label,
        }
    }

    pub(crate) fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Opens it, decompressed. With `progress`, a large file is read under a progress bar.
    pub(crate) fn open(
        &self,
        progress: bool,
    ) -> Result<(Box<dyn Read + Send>, Compression), CliError> {
        let (source, compression) =
            open_compressed(&self.path).map_err(|error| self.unreadable(&error))?;
        let size = std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len());
        if !progress || size < SLOW || compression != Compression::None {
            return Ok((source, compression));
        }
        let bar = ProgressBar::new(size);
        let style = "{bar:24} {bytes}/{total_bytes}  {bytes_per_sec}  {msg}";
        // The template is ours and constant.
        bar.set_style(ProgressStyle::with_template(style).expect("the template is valid"));
        bar.set_message(self.label.clone());
        Ok((Box::new(UnderBar { source, bar }), compression))
    }

    /// Reads a source that was opened to its end, a piece at a time.
    pub(crate) fn read(
        &self,
        mut source: Box<dyn Read + Send>,
        mut take: impl FnMut(&[u8]) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let mut piece = vec![0; PIECE];
        loop {
            let length = match source.read(&mut piece) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                read => read.map_err(|error| self.unreadable(&error))?,
            };
            if length == 0 {
                return Ok(());
            }
            take(&piece[..length])?;
        }
    }

    /// What is said when it can not be opened or read on.
    pub(crate) fn unreadable(&self, error: &std::io::Error) -> CliError {
        CliError::new(format!("{} can not be read: {error}", self.label)).help(
            if error.kind() == std::io::ErrorKind::NotFound {
                "name a JSONL file, a folder of them, or - for standard input"
            } else {
                "if it is compressed it may be cut off or damaged; otherwise look at its permissions"
            },
        )
    }
}

/// Reads and moves the bar, which goes away at the end.
struct UnderBar {
    source: Box<dyn Read + Send>,
    bar: ProgressBar,
}

impl Read for UnderBar {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.source.read(buffer)?;
        self.bar.inc(length as u64);
        Ok(length)
    }
}

impl Drop for UnderBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The files meant. In folders, those of `apart` are passed over: what this call reads or writes for other reasons.
pub(crate) fn inputs(paths: &[PathBuf], apart: &[&Path]) -> Result<Vec<Input>, CliError> {
    let apart: Vec<PathBuf> = apart
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let mut found = Vec::new();
    for path in paths {
        if !path.is_dir() {
            found.push(path.clone());
            continue;
        }
        let before = found.len();
        walk(path, &mut found)?;
        found.retain(|file| {
            apart.is_empty()
                || file
                    .canonicalize()
                    .map_or(true, |file| !apart.contains(&file))
        });
        if found.len() == before {
            let error = format!("the folder {} has no dataset file", path.display());
            return Err(CliError::new(error).help(
                "names end in .jsonl, .ndjson or .json, with .gz or .zst after it if compressed; name the files themselves if they end differently",
            ));
        }
        found[before..].sort();
    }
    if found.iter().filter(|path| *path == Path::new("-")).count() > 1 {
        return Err(CliError::new("standard input is named twice")
            .help("it can be read only once; name - once"));
    }
    Ok(found.iter().map(|path| Input::new(path)).collect())
}

/// Refuses to write over a file that is read.
pub(crate) fn not_an_input(files: &[Input], target: &Path) -> Result<(), CliError> {
    let Ok(place) = target.canonicalize() else {
        return Ok(());
    };
    // A device or a pipe may be read and written at once.
    let is_file = std::fs::metadata(&place).is_ok_and(|place| place.is_file());
    let same = |input: &Input| input.path.canonicalize().is_ok_and(|path| path == place);
    if is_file && files.iter().any(same) {
        let error = format!("{} is read, so it can not be written", target.display());
        return Err(CliError::new(error).help(
            "name another file for the result; `validate --fix --in-place` changes a file and keeps the original as NAME.bak",
        ));
    }
    Ok(())
}

/// Links to folders are not followed, so there is an end to it.
fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let unreadable = |error: std::io::Error| {
        CliError::new(format!(
            "the folder {} can not be read: {error}",
            folder.display()
        ))
        .help("look at its permissions, or name the files themselves")
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if entry.file_type().map_err(unreadable)?.is_dir() {
            walk(&path, found)?;
        } else if is_dataset(&name) && path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

fn is_dataset(name: &str) -> bool {
    let plain = without_compression(name);
    let ending = ENDINGS.iter().find(|ending| plain.ends_with(**ending));
    ending.is_some_and(|ending| {
        let stem = &plain[..plain.len() - ending.len()];
        !stem.ends_with(".rejected") && !OF_RUNS.contains(&plain)
    })
}

fn without_compression(name: &str) -> &str {
    let plain = name.strip_suffix(".gz").or(name.strip_suffix(".zst"));
    plain.unwrap_or(name)
}

/// `data/train.jsonl.gz` with `fixed` is `data/train.fixed.jsonl.gz`.
pub(crate) fn sibling(path: &Path, word: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let plain = without_compression(&name);
    let compressed = &name[plain.len()..];
    let ending = ENDINGS.iter().find_map(|ending| plain.strip_suffix(ending));
    path.with_file_name(format!(
        "{}.{word}.jsonl{compressed}",
        ending.unwrap_or(plain)
    ))
}

/// The file for records that were taken out: beside `path`, never compressed.
pub(crate) fn rejected_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    sibling(&path.with_file_name(without_compression(&name)), "rejected")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_dataset, rejected_path, sibling};

    #[test]
    fn datasets_are_known_by_their_names() {
        for (name, expected) in [
            ("a.jsonl", true),
            ("a.ndjson.gz", true),
            ("a.json.zst", true),
            ("a.fixed.jsonl", true),
            ("a.rejected.jsonl", false),
            ("a.jsonl.bz2", false),
            ("a.txt", false),
            ("jsonl", false),
            ("manifest.json", false),
            ("exclusions.jsonl", false),
        ] {
            assert_eq!(is_dataset(name), expected, "{name}");
        }
    }

    #[test]
    fn siblings_keep_the_compression() {
        for (path, fixed, rejected) in [
            ("d/a.jsonl", "d/a.fixed.jsonl", "d/a.rejected.jsonl"),
            ("a.json.gz", "a.fixed.jsonl.gz", "a.rejected.jsonl"),
            ("a.ndjson.zst", "a.fixed.jsonl.zst", "a.rejected.jsonl"),
            ("a.txt", "a.txt.fixed.jsonl", "a.txt.rejected.jsonl"),
        ] {
            assert_eq!(sibling(Path::new(path), "fixed"), Path::new(fixed));
            assert_eq!(rejected_path(Path::new(path)), Path::new(rejected));
        }
    }
}
