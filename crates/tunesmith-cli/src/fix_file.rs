//! `validate --fix`: writes a file anew with the fixes on offer, in constant memory.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use tunesmith_pipeline::open_dataset;
use tunesmith_validate::{Fixed, Fixer};

use crate::dataset_paths::{beside, is_stdin, label, unreadable};
use crate::error::CliError;
use crate::whole_file::WholeFile;

/// Where the fixed file goes.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Beside the original, as `NAME.fixed.jsonl`.
    Beside,
    /// A file that was named.
    File(PathBuf),
    /// In place of the original, which is kept as `NAME.bak`.
    InPlace,
}

/// What was done.
#[derive(Debug)]
pub(crate) struct Done {
    /// The fixed file; nothing where it went to standard output.
    pub(crate) written: Option<PathBuf>,
    /// The copy of the original.
    pub(crate) backup: Option<PathBuf>,
    /// The file with the records that were taken out, and how many.
    pub(crate) rejected: Option<(PathBuf, u64)>,
    /// Changes by rule; the empty name stands for line ends and white space between records.
    pub(crate) changes: BTreeMap<&'static str, u64>,
}

/// Where bytes go.
enum Out<'o> {
    File(Box<Packed>),
    Stdout(&'o mut dyn Write),
}

/// A file that is compressed as the original was.
enum Packed {
    Plain(WholeFile),
    Gzip(flate2::write::GzEncoder<Sheet>),
    Zstd(zstd::stream::write::Encoder<'static, Sheet>),
}

/// A file as a writer.
struct Sheet(WholeFile);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let failed = |error: CliError| std::io::Error::other(error.message);
        self.0.write(bytes).map_err(failed)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Fixes one file.
pub(crate) fn fix(
    path: &Path,
    mut fixer: Fixer,
    target: &Target,
    stdout: &mut dyn Write,
) -> Result<Done, CliError> {
    let mut source = open_dataset(path).map_err(|error| unreadable(path, &error))?;
    let written = match target {
        Target::File(path) => Some(path.clone()),
        _ if is_stdin(path) => None,
        Target::Beside => Some(beside(path, "fixed")),
        Target::InPlace => Some(path.to_owned()),
    };
    let rejected_path = match (&written, is_stdin(path)) {
        (Some(written), true) => beside(written, "rejected"),
        (None, true) => PathBuf::from("stdin.rejected.jsonl"),
        _ => beside(path, "rejected"),
    };
    let mut out = match &written {
        Some(written) => Out::File(Box::new(Packed::create(written)?)),
        None => Out::Stdout(stdout),
    };
    let mut rejected: Option<(WholeFile, u64)> = None;
    let mut changes: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut take = |fixed: Fixed| -> Result<(), CliError> {
        out.write(&fixed.bytes)?;
        if !fixed.rejected.is_empty() {
            if rejected.is_none() {
                rejected = Some((WholeFile::create(&rejected_path)?, 0));
            }
            if let Some((file, count)) = &mut rejected {
                file.write(&fixed.rejected)?;
                *count += memchr::memchr_iter(b'\n', &fixed.rejected).count() as u64;
            }
        }
        for change in &fixed.changes {
            let rules: &[&'static str] = if change.rules.is_empty() { &[""] } else { &change.rules };
            for rule in rules {
                *changes.entry(rule).or_default() += 1;
            }
        }
        Ok(())
    };
    let mut piece = vec![0; 1 << 20];
    loop {
        let length = source
            .read(&mut piece)
            .map_err(|error| unreadable(path, &error))?;
        if length == 0 {
            break;
        }
        take(fixer.push(&piece[..length]))?;
    }
    let rest = fixer
        .finish()
        .map_err(|error| CliError::new(format!("{} can not be fixed: {error}", label(path))))?;
    take(rest)?;
    // What is taken out is on disk before the original may be replaced.
    let rejected = match rejected {
        Some((file, count)) => {
            file.finish()?;
            Some((rejected_path, count))
        }
        None => None,
    };
    let backup = match target {
        Target::InPlace if written.is_some() => Some(back_up(path)?),
        _ => None,
    };
    out.finish()?;
    Ok(Done {
        written,
        backup,
        rejected,
        changes,
    })
}

/// Keeps the original under a name that is free.
fn back_up(path: &Path) -> Result<PathBuf, CliError> {
    let mut number = 0;
    loop {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(if number == 0 {
            ".bak".to_owned()
        } else {
            format!(".bak{number}")
        });
        let backup = path.with_file_name(name);
        // Why: a link fails where the name is taken, so no backup is ever written over.
        match std::fs::hard_link(path, &backup) {
            Ok(()) => return Ok(backup),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(_) if !backup.exists() => {
                return std::fs::copy(path, &backup)
                    .map(|_| backup)
                    .map_err(|error| {
                        CliError::new(format!("{} can not be kept: {error}", path.display()))
                            .help("write to another file with -o")
                    });
            }
            Err(_) => number += 1,
        }
    }
}

impl Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Stdout(out) => Ok(out.write_all(bytes)?),
        }
    }

    fn finish(self) -> Result<(), CliError> {
        match self {
            Self::File(file) => file.finish(),
            Self::Stdout(out) => Ok(out.flush()?),
        }
    }
}

impl Packed {
    /// Compressed as the name says.
    fn create(path: &Path) -> Result<Self, CliError> {
        let file = WholeFile::create(path)?;
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        Ok(match &*ending.to_lowercase() {
            "gz" => Self::Gzip(flate2::write::GzEncoder::new(
                Sheet(file),
                flate2::Compression::default(),
            )),
            "zst" => Self::Zstd(zstd::stream::write::Encoder::new(Sheet(file), 0)?),
            _ => Self::Plain(file),
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Gzip(encoder) => Ok(encoder.write_all(bytes)?),
            Self::Zstd(encoder) => Ok(encoder.write_all(bytes)?),
        }
    }

    fn finish(self) -> Result<(), CliError> {
        match self {
            Self::Plain(file) => file.finish(),
            Self::Gzip(encoder) => encoder.finish()?.0.finish(),
            Self::Zstd(encoder) => encoder.finish()?.0.finish(),
        }
    }
}
