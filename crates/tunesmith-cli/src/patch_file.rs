//! Patch files: the changes of `--fix` as JSON Lines, to be read by people, reviewed and replayed.
//!
//! The first line names the file they belong to by length and hash; each further line is one replacement of bytes, in order.

use std::io::{BufRead, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tunesmith_validate::{Change, Fixed, FixError, Fixer};
use xxhash_rust::xxh3::Xxh3;

use crate::dataset_paths::{label, unreadable};
use crate::error::CliError;
use crate::whole_file::WholeFile;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    tunesmith_patch: u32,
    path: String,
    /// The length of the original, decompressed.
    bytes: u64,
    /// XXH3 (64 bits) of the original, decompressed.
    xxh3: String,
}

/// One replacement.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    line: u64,
    byte_start: u64,
    byte_end: u64,
    replacement: String,
    rules: Vec<String>,
}

/// Hash and length of what was read so far.
#[derive(Default)]
pub(crate) struct Original {
    hash: Xxh3,
    bytes: u64,
}

impl Original {
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    fn head(&self, path: &Path) -> Head {
        Head {
            tunesmith_patch: 1,
            path: label(path),
            bytes: self.bytes,
            xxh3: format!("{:016x}", self.hash.digest()),
        }
    }
}

/// Writes the changes that `fixer` makes of a file. They are held in memory, as the first line is known only at the end.
pub(crate) fn make(
    path: &Path,
    source: &mut dyn Read,
    mut fixer: Fixer,
) -> Result<String, CliError> {
    let mut original = Original::default();
    let mut text = String::new();
    let mut add = |fixed: Fixed| {
        for change in &fixed.changes {
            text.push_str(&line(change));
            text.push('\n');
        }
    };
    let mut piece = vec![0; 1 << 20];
    loop {
        let length = source
            .read(&mut piece)
            .map_err(|error| unreadable(path, &error))?;
        if length == 0 {
            break;
        }
        original.take(&piece[..length]);
        add(fixer.push(&piece[..length]));
    }
    add(fixer
        .finish()
        .map_err(|error: FixError| CliError::new(format!("{} can not be fixed: {error}", label(path))))?);
    let head = serde_json::to_string(&original.head(path)).unwrap_or_default();
    Ok(format!("{head}\n{text}"))
}

fn line(change: &Change) -> String {
    let replacement = Replacement {
        line: change.line,
        byte_start: change.bytes.start,
        byte_end: change.bytes.end,
        replacement: change.replacement.clone(),
        rules: change.rules.iter().map(|rule| (*rule).to_owned()).collect(),
    };
    serde_json::to_string(&replacement).unwrap_or_default()
}

/// Replays a patch: streams `source` into `out` with the changes made. Nothing is kept if the patch is for another file.
pub(crate) fn apply(
    patch: &Path,
    path: &Path,
    source: Box<dyn Read + Send>,
    out: &mut WholeFile,
) -> Result<u64, CliError> {
    let broken = |line: u64, why: String| {
        CliError::new(format!("{}, line {line}: {why}", patch.display()))
            .help("use a patch as `tunesmith validate FILE --fix --format jsonl` writes it")
    };
    let file = std::fs::File::open(patch).map_err(|error| {
        CliError::new(format!("{} can not be read: {error}", patch.display()))
    })?;
    let mut lines = std::io::BufReader::new(file).lines();
    let mut number = 0;
    let mut next = || -> Result<Option<(u64, String)>, CliError> {
        number += 1;
        let line = lines.next().transpose();
        let line = line.map_err(|error| broken(number, error.to_string()))?;
        Ok(line.map(|line| (number, line)))
    };
    let (_, first) = next()?.ok_or_else(|| broken(1, "the patch is empty".to_owned()))?;
    let head: Head = serde_json::from_str(&first).map_err(|error| broken(1, error.to_string()))?;
    if head.tunesmith_patch != 1 {
        return Err(broken(1, format!("version {} is not known", head.tunesmith_patch)));
    }
    let mut copy = Copy {
        source,
        original: Original::default(),
        path,
    };
    let mut changes = 0;
    while let Some((number, line)) = next()? {
        let change: Replacement =
            serde_json::from_str(&line).map_err(|error| broken(number, error.to_string()))?;
        if change.byte_start < copy.original.bytes || change.byte_end < change.byte_start {
            return Err(broken(number, "changes must come in order".to_owned()));
        }
        copy.up_to(change.byte_start, |bytes| out.write(bytes))?;
        copy.up_to(change.byte_end, |_| Ok(()))?;
        out.write(change.replacement.as_bytes())?;
        changes += 1;
    }
    copy.up_to(u64::MAX, |bytes| out.write(bytes))?;
    let found = copy.original.head(path);
    if (found.bytes, &found.xxh3) != (head.bytes, &head.xxh3) {
        return Err(CliError::new(format!(
            "{} is not the file that {} was made for ({}): it has {} bytes and hash {}, wanted are {} and {}",
            label(path),
            patch.display(),
            head.path,
            found.bytes,
            found.xxh3,
            head.bytes,
            head.xxh3
        ))
        .help("make the patch anew with `--fix --format jsonl`"));
    }
    Ok(changes)
}

/// Reads the original piece by piece.
struct Copy<'p> {
    source: Box<dyn Read + Send>,
    original: Original,
    path: &'p Path,
}

impl Copy<'_> {
    /// Hands out everything up to this offset, or to the end.
    fn up_to(
        &mut self,
        end: u64,
        mut take: impl FnMut(&[u8]) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let mut piece = vec![0; 1 << 16];
        while self.original.bytes < end {
            let most = usize::try_from(end - self.original.bytes).unwrap_or(usize::MAX);
            let most = most.min(piece.len());
            let length = self
                .source
                .read(&mut piece[..most])
                .map_err(|error| unreadable(self.path, &error))?;
            if length == 0 {
                break;
            }
            self.original.take(&piece[..length]);
            take(&piece[..length])?;
        }
        Ok(())
    }
}
