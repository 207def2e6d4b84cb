//! Files that are there whole or not at all: written under another name and renamed, or held back from standard output until they are complete.
//!
//! Invariant: unless [`WholeFile::keep`] is called nothing is left behind, and what was there before stays.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, Write};
use std::path::{Path, PathBuf};

use crate::env::Env;
use crate::error::CliError;

/// One file in the making.
pub(crate) struct WholeFile {
    /// Nothing once it is kept.
    file: Option<BufWriter<File>>,
    target: Target,
}

enum Target {
    /// Written under the first name, meant for the second.
    Renamed(PathBuf, PathBuf),
    /// A pipe or a device, which can not be replaced.
    Direct(PathBuf),
    /// Standard output; the file has no name.
    Stdout,
}

impl WholeFile {
    /// Begins a file; `-` is standard output.
    pub(crate) fn create(path: &Path) -> Result<Self, CliError> {
        let told = |error: io::Error| unwritable(path, &error);
        if path == Path::new("-") {
            let file = tempfile::tempfile().map_err(|error| {
                CliError::new(format!("no temporary file can be made: {error}"))
                    .help("free some space in the folder for temporary files, or set TMPDIR")
            })?;
            return Ok(Self::of(file, Target::Stdout));
        }
        // A link stays a link: what it leads to is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let there = fs::metadata(&path).ok();
        if there
            .as_ref()
            .is_some_and(|there| !there.is_file() && !there.is_dir())
        {
            let file = fs::OpenOptions::new().write(true).open(&path);
            return Ok(Self::of(file.map_err(told)?, Target::Direct(path)));
        }
        if there.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(told(io::ErrorKind::IsADirectory.into()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!(".{name}.part-{}", std::process::id()));
        let file = File::create(&temporary).map_err(told)?;
        let this = Self::of(file, Target::Renamed(temporary.clone(), path.clone()));
        if let Some(there) = there {
            fs::set_permissions(&temporary, there.permissions()).map_err(told)?;
        }
        Ok(this)
    }

    fn of(file: File, target: Target) -> Self {
        Self {
            file: Some(BufWriter::with_capacity(1 << 16, file)),
            target,
        }
    }

    /// Puts the file in its place.
    pub(crate) fn keep(mut self, env: &mut Env) -> Result<(), CliError> {
        let Some(file) = self.file.take() else {
            return Ok(());
        };
        let kept = || {
            let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            match &self.target {
                Target::Renamed(temporary, path) => {
                    file.sync_all()?;
                    fs::rename(temporary, path)
                }
                Target::Direct(_) => file.flush(),
                Target::Stdout => {
                    file.rewind()?;
                    env.out.flush()?;
                    io::copy(&mut file, &mut env.data)?;
                    env.data.flush()
                }
            }
        };
        match (kept(), &self.target) {
            (Ok(()), _) => Ok(()),
            (Err(error), Target::Stdout) => Err(error.into()),
            (Err(error), Target::Direct(path)) => Err(unwritable(path, &error)),
            (Err(error), Target::Renamed(temporary, path)) => {
                // It is the first error that is told.
                let _ = fs::remove_file(temporary);
                Err(unwritable(path, &error))
            }
        }
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let (Some(_), Target::Renamed(temporary, _)) = (self.file.take(), &self.target) {
            // Nobody is left to tell.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Keeps the file as it is under a free name beside it: `NAME.bak`, `NAME.bak1`, … Returns that name.
pub(crate) fn back_up(path: &Path) -> Result<PathBuf, CliError> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut number = 0_u32;
    loop {
        let ending = if number == 0 {
            String::new()
        } else {
            number.to_string()
        };
        let backup = path.with_file_name(format!("{name}.bak{ending}"));
        // Why a link first: it can not overwrite, costs nothing, and the name is taken from then on.
        let done = fs::hard_link(&path, &backup).or_else(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                return Err(error);
            }
            let mut copy = File::create_new(&backup)?;
            io::copy(&mut File::open(&path)?, &mut copy)?;
            copy.sync_all()
        });
        match done {
            Ok(()) => return Ok(backup),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(unwritable(&backup, &error)),
        }
    }
}

/// What is said when a file can not be written.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> CliError {
    CliError::new(format!("{} can not be written: {error}", path.display()))
        .help("name a file in a folder that is there and that you may write to")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::{WholeFile, back_up};

    #[test]
    fn what_is_not_kept_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        fs::write(&path, "before").unwrap();
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"after").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn backups_never_overwrite() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        for (text, name) in [
            ("one", "a.jsonl.bak"),
            ("two", "a.jsonl.bak1"),
            ("three", "a.jsonl.bak2"),
        ] {
            // As it is done in place: the new file takes the name, the old one stays behind the backup.
            let other = folder.path().join("other");
            fs::write(&other, text).unwrap();
            fs::rename(&other, &path).unwrap();
            assert_eq!(back_up(&path).unwrap().file_name().unwrap(), name);
        }
        let kept = fs::read_to_string(folder.path().join("a.jsonl.bak")).unwrap();
        assert_eq!(kept, "one");
    }
}
