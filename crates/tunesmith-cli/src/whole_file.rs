//! Writes files whole or not at all: to a temporary name beside them, flushed to disk, then renamed.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::CliError;

/// A file that is being written. Dropped without [`WholeFile::finish`], nothing is left of it.
pub(crate) struct WholeFile {
    path: PathBuf,
    part: PathBuf,
    file: BufWriter<File>,
    finished: bool,
}

impl WholeFile {
    pub(crate) fn create(path: &Path) -> Result<Self, CliError> {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".part-{}", std::process::id()));
        let part = path.with_file_name(name);
        let file = File::create(&part).map_err(|error| unwritable(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            part,
            file: BufWriter::with_capacity(1 << 20, file),
            finished: false,
        })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.file
            .write_all(bytes)
            .map_err(|error| unwritable(&self.path, &error))
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<(), CliError> {
        let done: io::Result<()> = (|| {
            self.file.flush()?;
            self.file.get_ref().sync_all()?;
            std::fs::rename(&self.part, &self.path)
        })();
        done.map_err(|error| unwritable(&self.path, &error))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing better can be done about a part that does not go away.
            let _ = std::fs::remove_file(&self.part);
        }
    }
}

/// Writes a small file.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let mut file = WholeFile::create(path)?;
    file.write(text.as_bytes())?;
    file.finish()
}

fn unwritable(path: &Path, error: &io::Error) -> CliError {
    CliError::new(format!("{} can not be written: {error}", path.display()))
        .help("name a file in a folder that is there and that you may write to")
}
