//! Checks inputs: what is asked of each file, and what other files its records must not be in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tunesmith_pipeline::check_file;
use tunesmith_validate::{Checker, Counting, FileReport, KnownExamples, Profile, RuleSettings};

use crate::env::Env;
use crate::error::CliError;
use crate::inputs::{Input, inputs};

/// How every file of a call is checked.
pub(crate) struct Checking {
    pub(crate) profiles: Vec<&'static Profile>,
    pub(crate) settings: RuleSettings,
    pub(crate) threads: usize,
    pub(crate) counting: Option<Counting>,
    /// Files whose records may not be repeated, with where they lie.
    pub(crate) against: Vec<(PathBuf, Arc<KnownExamples>)>,
}

impl Checking {
    /// Reads a file to its end and checks it: a report for each profile.
    pub(crate) fn check(&self, input: &Input, env: &Env) -> Result<Vec<FileReport>, CliError> {
        let (source, _) = input.open(env.err_is_terminal)?;
        let checker = self.checker(&input.label, &input.path);
        let checker =
            check_file(source, checker, self.threads).map_err(|error| input.unreadable(&error))?;
        Ok(checker.finish_all())
    }

    /// Begins a file that is called `label` in its reports. It is not compared with itself.
    pub(crate) fn checker(&self, label: &str, path: &Path) -> Checker {
        let mut checker = Checker::for_profiles(label, &self.profiles, &self.settings);
        if let Some(counting) = &self.counting {
            checker = checker.counting(counting.clone());
        }
        let itself = path.canonicalize().ok();
        let others = self.against.iter();
        let others = others.filter(|(path, _)| Some(path) != itself.as_ref());
        checker.against(others.map(|(_, known)| Arc::clone(known)))
    }
}

/// Reads files that others are compared with.
pub(crate) fn known_examples(
    paths: &[PathBuf],
    profile: &'static Profile,
    threads: usize,
    env: &Env,
) -> Result<Vec<(PathBuf, Arc<KnownExamples>)>, CliError> {
    let mut all = Vec::new();
    for input in inputs(paths, &[])? {
        let (source, _) = input.open(env.err_is_terminal)?;
        let checker = Checker::new(&*input.label, profile, &RuleSettings::default()).remembering();
        let checker =
            check_file(source, checker, threads).map_err(|error| input.unreadable(&error))?;
        let path = input.path.canonicalize().unwrap_or(input.path);
        all.push((path, checker.into_known_examples().into()));
    }
    Ok(all)
}

/// As many threads as the machine has, unless told otherwise.
pub(crate) fn thread_count(asked: Option<usize>) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    asked.unwrap_or_else(all)
}
