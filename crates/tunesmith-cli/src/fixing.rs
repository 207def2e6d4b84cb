//! Rewrites files with what rules offer, or carries patches out, and checks the result while it is written.
//!
//! Memory does not grow with the file. Invariants: a new file is whole or not there; records that are taken out are on disk before the new
//! file takes its place; nothing that another run left is overwritten but its results.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use tunesmith_core::Safety;
use tunesmith_pipeline::{Compression, DatasetWriter};
use tunesmith_validate::{Change, Checker, FileReport, Fixed, Fixer, Passed};

use crate::check_inputs::Checking;
use crate::env::Env;
use crate::error::CliError;
use crate::inputs::{Input, rejected_path, sibling};
use crate::patch::{PatchWriter, apply_patch};
use crate::text::{count, table};
use crate::whole_file::{WholeFile, back_up, unwritable};

/// What is to become of a file.
pub(crate) enum Goal {
    /// A new file; `-` is standard output.
    NewFile(PathBuf),
    /// The same file, changed, with a backup of the original.
    InPlace,
    /// A patch, and no new file; `-` is standard output.
    Patch(PathBuf),
}

impl Goal {
    /// Whether standard output takes the result.
    pub(crate) fn is_stdout(&self) -> bool {
        match self {
            Self::NewFile(path) | Self::Patch(path) => path == Path::new("-"),
            Self::InPlace => false,
        }
    }

    /// Where `--fix` writes to unless told otherwise.
    pub(crate) fn beside(input: &Input) -> Self {
        Self::NewFile(if input.is_stdin() {
            input.path.clone()
        } else {
            sibling(&input.path, "fixed")
        })
    }

    /// The file that comes into being and the one for records that were taken out.
    pub(crate) fn files(&self, input: &Input) -> [Option<PathBuf>; 2] {
        let rejected = |path: &Path| {
            if path == Path::new("-") {
                PathBuf::from("stdin.rejected.jsonl")
            } else {
                rejected_path(path)
            }
        };
        match self {
            Self::NewFile(path) => {
                let beside = if *path == sibling(&input.path, "fixed") {
                    &input.path
                } else {
                    path
                };
                let named = Some(path.clone()).filter(|_| !self.is_stdout());
                [named, Some(rejected(beside))]
            }
            Self::InPlace => [Some(input.path.clone()), Some(rejected(&input.path))],
            Self::Patch(path) => [Some(path.clone()).filter(|_| !self.is_stdout()), None],
        }
    }
}

/// A new dataset file, whole or not there, checked on its way.
struct NewFile {
    path: PathBuf,
    writer: DatasetWriter<WholeFile>,
}

impl NewFile {
    fn create(path: &Path, compression: Compression) -> Result<Self, CliError> {
        let writer = DatasetWriter::new(WholeFile::create(path)?, compression);
        Ok(Self {
            path: path.to_owned(),
            writer: writer.map_err(|error| unwritable(path, &error))?,
        })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.writer
            .write_all(bytes)
            .map_err(|error| unwritable(&self.path, &error))
    }

    fn finish(self) -> Result<WholeFile, CliError> {
        self.writer
            .finish()
            .map_err(|error| unwritable(&self.path, &error))
    }
}

/// How a new file is compressed: as its name says, else as the original is.
fn compression_for(goal: &Path, input: &Input, original: Compression) -> Compression {
    let as_original =
        goal == Path::new("-") || goal == input.path || goal == sibling(&input.path, "fixed");
    if as_original {
        original
    } else {
        Compression::of_name(goal)
    }
}

/// Rewrites one file, says on stderr what was changed, and gives the reports of what is left.
pub(crate) fn fix(
    input: &Input,
    goal: &Goal,
    allowed: Safety,
    checking: &Checking,
    env: &mut Env,
) -> Result<Vec<FileReport>, CliError> {
    let (source, compression) = input.open(env.err_is_terminal)?;
    let [path, rejected] = goal.files(input);
    let path = path.unwrap_or_else(|| PathBuf::from("-"));
    let label = match goal {
        Goal::Patch(_) => input.label.clone(),
        _ if goal.is_stdout() => "<stdout>".to_owned(),
        _ => path.display().to_string(),
    };
    let fixer = Fixer::new(checking.profiles[0], &checking.settings, allowed);
    let patch = match goal {
        Goal::Patch(_) => Some(PatchWriter::new()?),
        Goal::NewFile(_) | Goal::InPlace => None,
    };
    let new = match goal {
        Goal::Patch(_) => None,
        Goal::NewFile(_) | Goal::InPlace => Some(NewFile::create(
            &path,
            compression_for(&path, input, compression),
        )?),
    };
    let mut rewriting = Rewriting {
        checker: checking.checker(&label, &input.path),
        new,
        patch,
        rejected_path: rejected,
        rejected: None,
        changed: Changed::default(),
    };
    let passed = pass_through(source, input, fixer, &mut rewriting)?;
    let Rewriting {
        checker,
        new,
        patch,
        rejected_path,
        rejected,
        changed,
    } = rewriting;
    if let Some(rejected) = rejected {
        rejected.keep(env)?;
    }
    let mut outcome = String::new();
    match (goal, new, patch) {
        (Goal::Patch(_), _, Some(patch)) => {
            let mut file = WholeFile::create(&path)?;
            patch
                .finish(&input.label, &passed, &mut file)
                .map_err(|error| unwritable(&path, &error))?;
            file.keep(env)?;
        }
        (Goal::InPlace, Some(new), _) if !changed.is_empty() => {
            let file = new.finish()?;
            let backup = back_up(&input.path)?;
            let name = backup.file_name().unwrap_or_default().to_string_lossy();
            outcome = format!("; the original is kept as {name}");
            file.keep(env)?;
        }
        (Goal::NewFile(_), Some(new), _) => new.finish()?.keep(env)?,
        _ => {}
    }
    let arrow = match goal {
        Goal::InPlace => input.label.clone(),
        _ if goal.is_stdout() => input.label.clone(),
        _ => format!("{} -> {}", input.label, path.display()),
    };
    let told = changed.told(&arrow, &outcome, rejected_path.as_deref());
    env.err.write_all(told.as_bytes())?;
    Ok(checker.finish_all())
}

/// Carries a patch out, and gives the reports of what comes out.
pub(crate) fn apply(
    patch: &Path,
    input: &Input,
    target: &Path,
    checking: &Checking,
    env: &mut Env,
) -> Result<Vec<FileReport>, CliError> {
    let (source, compression) = input.open(env.err_is_terminal)?;
    let compression = compression_for(target, input, compression);
    let mut new = NewFile::create(target, compression)?;
    let label = if target == Path::new("-") {
        "<stdout>".to_owned()
    } else {
        target.display().to_string()
    };
    let mut checker = checking.checker(&label, &input.path);
    apply_patch(patch, input, source, |bytes| {
        checker.push(bytes);
        new.write(bytes)
    })?;
    new.finish()?.keep(env)?;
    Ok(checker.finish_all())
}

/// One file on its way through the fixer.
struct Rewriting {
    checker: Checker,
    new: Option<NewFile>,
    patch: Option<PatchWriter>,
    rejected_path: Option<PathBuf>,
    rejected: Option<WholeFile>,
    changed: Changed,
}

fn pass_through(
    source: Box<dyn Read + Send>,
    input: &Input,
    mut fixer: Fixer,
    rewriting: &mut Rewriting,
) -> Result<Passed, CliError> {
    let mut passed = Passed::default();
    input.read(source, |piece| {
        passed.take(piece);
        rewriting.take(fixer.push(piece))
    })?;
    let last = fixer.finish().map_err(|error| {
        CliError::new(format!("{} can not be fixed: {error}", input.label))
            .help("nothing was written")
    })?;
    rewriting.take(last)?;
    Ok(passed)
}

impl Rewriting {
    fn take(&mut self, fixed: Fixed) -> Result<(), CliError> {
        self.checker.push(&fixed.bytes);
        if let Some(new) = &mut self.new {
            new.write(&fixed.bytes)?;
        }
        if !fixed.rejected.is_empty() {
            self.reject(&fixed.rejected)?;
        }
        for change in fixed.changes {
            self.changed.take(&change);
            if let Some(patch) = &mut self.patch {
                patch.add(change)?;
            }
        }
        Ok(())
    }

    fn reject(&mut self, records: &[u8]) -> Result<(), CliError> {
        self.changed.rejected += records.iter().filter(|byte| **byte == b'\n').count() as u64;
        let Some(path) = &self.rejected_path else {
            return Ok(());
        };
        if self.rejected.is_none() {
            if std::fs::metadata(path).is_ok_and(|there| there.len() > 0) {
                return Err(CliError::new(format!(
                    "records have to be taken out, and {} holds those of another run",
                    path.display()
                ))
                .help("move that file away; nothing was written"));
            }
            self.rejected = Some(WholeFile::create(path)?);
        }
        match &mut self.rejected {
            Some(file) => file
                .write_all(records)
                .map_err(|error| unwritable(path, &error)),
            None => Ok(()),
        }
    }
}

/// How much was changed.
#[derive(Default)]
struct Changed {
    records: u64,
    by_rule: BTreeMap<&'static str, u64>,
    layout: u64,
    rejected: u64,
}

impl Changed {
    fn take(&mut self, change: &Change) {
        if change.rules.is_empty() {
            self.layout += 1;
            return;
        }
        self.records += 1;
        for rule in &change.rules {
            *self.by_rule.entry(rule).or_default() += 1;
        }
    }

    fn is_empty(&self) -> bool {
        self.records == 0 && self.layout == 0 && self.rejected == 0
    }

    fn told(&self, arrow: &str, outcome: &str, rejected: Option<&Path>) -> String {
        if self.is_empty() {
            return format!("{arrow}: nothing to change\n");
        }
        let records = count(self.records, "record", "records");
        let mut text = format!("{arrow}: {records} changed{outcome}\n");
        let mut rows: Vec<Vec<String>> = self
            .by_rule
            .iter()
            .map(|(rule, number)| vec![(*rule).to_owned(), count(*number, "record", "records")])
            .collect();
        // A record that is taken out is one such change too.
        let layout = self.layout.saturating_sub(self.rejected);
        if layout > 0 {
            rows.push(vec![
                "layout".to_owned(),
                format!(
                    "{}: line ends, blank lines, white space between records",
                    count(layout, "place", "places")
                ),
            ]);
        }
        if self.rejected > 0 {
            let mut gone = count(self.rejected, "record", "records");
            if let Some(path) = rejected {
                // Writing to a string can not fail.
                let _ = write!(gone, ", kept in {}", path.display());
            }
            rows.push(vec!["taken out".to_owned(), gone]);
        }
        text.push_str(&table(&rows, &[], "  "));
        text
    }
}
