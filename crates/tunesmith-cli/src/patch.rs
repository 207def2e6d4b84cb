//! Patches in files: written while `--fix` goes on, and carried out later, byte for byte.
//!
//! What the lines say is `tunesmith-validate`'s business. Invariant: a patch is carried out on exactly the bytes it was made of, or nothing
//! is written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek as _, Write};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tunesmith_validate::{Change, PATCH_VERSION, Passed, PatchChange, PatchHead};

use crate::error::CliError;
use crate::inputs::Input;

/// How much is read at a time.
const PIECE: usize = 1 << 16;

/// A patch in the making. Its changes wait in a file without a name, because the first line is known last.
pub(crate) struct PatchWriter(BufWriter<File>);

impl PatchWriter {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self(BufWriter::new(tempfile::tempfile()?)))
    }

    pub(crate) fn add(&mut self, change: Change) -> io::Result<()> {
        self.0.write_all(&PatchChange::from(change).to_line())
    }

    /// Writes the whole patch; `passed` is the original.
    pub(crate) fn finish(
        self,
        label: &str,
        passed: &Passed,
        out: &mut impl Write,
    ) -> io::Result<()> {
        out.write_all(&PatchHead::new(label, passed).to_line())?;
        let mut changes = self
            .0
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        changes.rewind()?;
        io::copy(&mut changes, out)?;
        Ok(())
    }
}

/// A patch being carried out.
struct Patch {
    path: PathBuf,
    lines: BufReader<File>,
    /// The line that was read last.
    number: u64,
}

impl Patch {
    fn open(path: &Path) -> Result<(Self, PatchHead), CliError> {
        let file = File::open(path).map_err(|error| {
            CliError::new(format!(
                "the patch {} can not be read: {error}",
                path.display()
            ))
            .help("name a file that `tunesmith validate FILE --fix --format jsonl -o PATCH` wrote")
        })?;
        let mut patch = Self {
            path: path.to_owned(),
            lines: BufReader::new(file),
            number: 0,
        };
        let head: PatchHead = match patch.read()? {
            Some(head) => head,
            None => return Err(patch.broken("it is empty")),
        };
        if head.tunesmith_patch != PATCH_VERSION {
            let version = head.tunesmith_patch;
            return Err(patch.broken(&format!(
                "it has version {version}, and this release reads version {PATCH_VERSION}"
            )));
        }
        Ok((patch, head))
    }

    fn read<T: for<'a> Deserialize<'a>>(&mut self) -> Result<Option<T>, CliError> {
        let mut line = Vec::new();
        self.number += 1;
        match self.lines.read_until(b'\n', &mut line) {
            Err(error) => Err(self.broken(&error.to_string())),
            Ok(0) => Ok(None),
            Ok(_) => match serde_json::from_slice(&line) {
                Ok(read) => Ok(Some(read)),
                Err(error) => Err(self.broken(&error.to_string())),
            },
        }
    }

    fn broken(&self, why: &str) -> CliError {
        CliError::new(format!(
            "the patch {} can not be carried out: line {}: {why}",
            self.path.display(),
            self.number
        ))
        .help("make it again with `tunesmith validate FILE --fix --format jsonl -o PATCH`")
    }

    fn other_file(&self, input: &Input, what: &str) -> CliError {
        CliError::new(format!(
            "{} is not the file that the patch {} was made of: {what}",
            input.label,
            self.path.display()
        ))
        .help("carry the patch out on the original file, or make it again for this one")
    }
}

/// The original, as far as it was read.
struct Original<'a> {
    source: Box<dyn Read + Send>,
    input: &'a Input,
    passed: Passed,
    piece: Vec<u8>,
}

impl Original<'_> {
    /// Reads on to this place; what passes goes to `take`. Returns whether the file reaches so far.
    fn up_to(
        &mut self,
        end: u64,
        take: &mut impl FnMut(&[u8]) -> Result<(), CliError>,
    ) -> Result<bool, CliError> {
        while self.passed.bytes() < end {
            let most = usize::try_from(end - self.passed.bytes()).unwrap_or(PIECE);
            let piece = &mut self.piece[..most.min(PIECE)];
            let length = self
                .source
                .read(piece)
                .map_err(|error| self.input.unreadable(&error))?;
            if length == 0 {
                return Ok(false);
            }
            self.passed.take(&piece[..length]);
            take(&piece[..length])?;
        }
        Ok(true)
    }
}

/// Carries a patch out on a file; the new file goes to `take`, piece by piece. After an error nothing of it may be used.
pub(crate) fn apply_patch(
    path: &Path,
    input: &Input,
    source: Box<dyn Read + Send>,
    mut take: impl FnMut(&[u8]) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let (mut patch, head) = Patch::open(path)?;
    let mut original = Original {
        source,
        input,
        passed: Passed::default(),
        piece: vec![0; PIECE],
    };
    while let Some(change) = patch.read::<PatchChange>()? {
        let (start, end) = (change.byte_start, change.byte_end);
        if start < original.passed.bytes() || end < start || end > head.bytes {
            return Err(patch.broken("its changes are not in order, or lie outside of the file"));
        }
        let reaches = original.up_to(start, &mut take)?;
        if !reaches || !original.up_to(end, &mut |_| Ok(()))? {
            break;
        }
        take(change.replacement.as_bytes())?;
    }
    original.up_to(u64::MAX, &mut take)?;
    let passed = &original.passed;
    if passed.bytes() != head.bytes {
        let what = format!(
            "it has {} bytes, and that one had {}",
            passed.bytes(),
            head.bytes
        );
        return Err(patch.other_file(input, &what));
    }
    if passed.xxh3() != head.xxh3 {
        return Err(patch.other_file(input, "it is as long, but not the same"));
    }
    Ok(())
}
