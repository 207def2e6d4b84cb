//! `tunesmith validate`: checks dataset files against the rules of providers, rewrites them, and carries patches out.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use tunesmith_core::Safety;
use tunesmith_validate::{Baseline, FileReport};

use crate::check_inputs::{Checking, known_examples, thread_count};
use crate::chosen_profiles::{chosen_profiles, rule_settings};
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::fixing::{Goal, apply, fix};
use crate::inputs::{Input, inputs, not_an_input};
use crate::report_output::{ReportFormat, ReportOutput};
use crate::text::count;
use crate::token_counting::counting;
use crate::whole_file::{WholeFile, unwritable};

/// Check dataset files against the rules of providers
///
/// Says what is wrong, where (line, column, JSON pointer), why it matters and what to do. Exits with 1 if there is an error, with 2 if the work could not be done.
///
/// Of a folder, files are taken whose names end in .jsonl, .ndjson or .json, with .gz or .zst after it if compressed, also in folders below; not NAME.rejected.jsonl and not the exclusions.jsonl and manifest.json of a run.
#[derive(Debug, clap::Args)]
pub(crate) struct ValidateArgs {
    /// Dataset files, folders of them, or - for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Whose rules: names with commas between, or all
    ///
    /// With several, people get a table of who takes the file, programs a report for each.
    #[arg(
        long,
        value_name = "NAME",
        default_value = "openai",
        value_delimiter = ','
    )]
    profile: Vec<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: ReportFormat,
    /// Make a rule an error or a warning, or turn it off (can be repeated)
    #[arg(long, value_name = "RULE=off|warning|error")]
    rule: Vec<String>,
    /// Show every finding, not the first few of each rule
    #[arg(long)]
    all: bool,
    /// Accept the findings in this file: only new ones are shown and counted
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write the findings of today to a file, to be accepted from now on
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "apply"])]
    write_baseline: Option<PathBuf>,
    /// The least severity that makes the exit code 1
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t)]
    fail_on: FailOn,
    /// Also find records that these files hold too, for example a held-out file (can be repeated)
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
    /// Count tokens as this model does, and find examples that are longer than it trains
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Count tokens by this encoding, or none
    ///
    /// Without this and --model nothing is counted, and examples that are too long are not found.
    #[arg(long, value_name = "ENCODING|none")]
    tokens: Option<String>,
    /// Threads for one file [default: as many as the machine has]
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// Write the result to a file instead of standard output; with --fix or --apply, the new file or the patch
    #[arg(short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Write NAME.fixed.jsonl with what can be mended without changing the meaning, and report what is left
    ///
    /// The new file is JSON Lines, compressed as the original was (with -o, as the name says). With --format jsonl it is a patch that is written instead, to -o or standard output.
    #[arg(long)]
    fix: bool,
    /// With --fix, make changes that may alter the meaning too; records that can not be read or repeat another go to NAME.rejected.jsonl
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// With --fix, change the file itself and keep the original as NAME.bak
    #[arg(long, requires = "fix", conflicts_with = "output")]
    in_place: bool,
    /// Carry out a patch that --fix --format jsonl wrote, if it was made of this very file
    #[arg(long, value_name = "PATCH", conflicts_with = "fix")]
    apply: Option<PathBuf>,
}

/// What makes a check fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// An error
    #[default]
    Error,
    /// An error or a warning
    Warning,
}

impl FailOn {
    fn fails(self, report: &FileReport) -> bool {
        let totals = report.totals();
        totals.errors > 0 || self == Self::Warning && totals.warnings > 0
    }
}

pub(crate) fn run(args: &ValidateArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let profiles = chosen_profiles(&args.profile)?;
    let threads = thread_count(args.threads.map(NonZero::get));
    let baseline = args.baseline.as_deref().map(read_baseline).transpose()?;
    let mut checking = Checking {
        counting: counting(args.model.as_deref(), args.tokens.as_deref(), &profiles)?,
        settings: rule_settings(&args.rule)?,
        profiles,
        threads,
        against: Vec::new(),
    };
    let apart = [&args.output, &args.baseline, &args.write_baseline].map(Option::as_deref);
    let apart: Vec<&Path> = apart.into_iter().flatten().collect();
    let mut files = inputs(&args.paths, &apart)?;
    checking.against = known_examples(&args.against, checking.profiles[0], threads, env)?;
    let work = work(args, &mut files, &checking)?;

    let data_on_out = work.takes_standard_output(&files);
    let report_file = match work {
        Work::Check => args.output.as_deref(),
        Work::Fix { .. } | Work::Apply { .. } => None,
    };
    let mut output = ReportOutput::new(
        // A patch is made of JSON lines; what is left is told to people.
        match work {
            Work::Fix { patch: true, .. } => ReportFormat::Human,
            _ => args.format,
        },
        args.all,
        checking.profiles.len() > 1,
        report_file,
        data_on_out,
    )?;
    let mut all: Vec<FileReport> = Vec::new();
    let mut accepted = 0;
    for input in &files {
        let mut reports = work.carry_out(input, &checking, env)?;
        if let Some(baseline) = &baseline {
            accepted += baseline.apply(&mut reports).count;
        }
        if args.write_baseline.is_none() {
            output.file_done(&mut reports, env)?;
        }
        all.append(&mut reports);
    }
    if let Some(path) = &args.write_baseline {
        accepted = write_baseline(path, &mut all, env)?;
        output.file_done(&mut all, env)?;
    }
    output.end(&all, env)?;
    if let Some(path) = args.baseline.as_ref().or(args.write_baseline.as_ref()) {
        let findings = count(accepted, "finding", "findings");
        writeln!(env.err, "accepted by {}: {findings}", path.display())?;
    }
    let fails = all.iter().any(|report| args.fail_on.fails(report));
    Ok(if fails {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

/// What is done with each file.
enum Work<'a> {
    Check,
    Fix {
        allowed: Safety,
        in_place: bool,
        patch: bool,
        output: Option<&'a Path>,
    },
    Apply {
        patch: &'a Path,
        target: &'a Path,
    },
}

/// Finds out what is to be done, and that no file comes into being twice.
fn work<'a>(
    args: &'a ValidateArgs,
    files: &mut Vec<Input>,
    checking: &Checking,
) -> Result<Work<'a>, CliError> {
    let output = args.output.as_deref();
    if let Some(patch) = &args.apply {
        let target = output.unwrap_or(Path::new("-"));
        only_one(files, "--apply")?;
        not_an_input(files, target)?;
        return Ok(Work::Apply { patch, target });
    }
    if !args.fix {
        for path in output.iter().chain(&args.write_baseline.as_deref()) {
            not_an_input(files, path)?;
        }
        return Ok(Work::Check);
    }
    if checking.profiles.len() > 1 {
        return Err(
            CliError::new("a file can not be fixed for several profiles at once").help(
                "name one with --profile; fix the result for the next if it is meant for several",
            ),
        );
    }
    let patch = args.format == ReportFormat::Jsonl;
    if patch && args.in_place {
        return Err(CliError::new(
            "--in-place changes the file, and --format jsonl asks for a patch of it",
        )
        .help("leave one of the two out"));
    }
    // What --fix itself wrote is not fixed again, unless named.
    files.retain(|input| args.paths.contains(&input.path) || !is_fixed(&input.path));
    if output.is_some() || patch {
        only_one(files, if patch { "a patch" } else { "-o with --fix" })?;
    }
    let work = Work::Fix {
        allowed: if args.unsafe_fixes {
            Safety::Unsafe
        } else {
            Safety::Safe
        },
        in_place: args.in_place,
        patch,
        output,
    };
    let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for input in &*files {
        if args.in_place && input.is_stdin() {
            return Err(CliError::new("standard input can not be changed in place")
                .help("leave --in-place out: the result goes to standard output"));
        }
        let Some(goal) = work.goal(input) else {
            continue;
        };
        let [new, rejected] = goal.files(input);
        if let (Some(new), Goal::NewFile(_) | Goal::Patch(_)) = (&new, &goal) {
            not_an_input(std::slice::from_ref(input), new)?;
        }
        let rejected = rejected.filter(|_| args.unsafe_fixes);
        for path in new.into_iter().chain(rejected) {
            if let Some(other) = taken.insert(path.clone(), &input.label) {
                let (path, label) = (path.display(), &input.label);
                return Err(CliError::new(format!(
                    "{other} and {label} would both be written to {path}"
                ))
                .help("fix them one after the other, with -o"));
            }
        }
    }
    Ok(work)
}

fn is_fixed(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.contains(".fixed.jsonl")
}

fn only_one(files: &[Input], what: &str) -> Result<(), CliError> {
    match files.len() {
        1 => Ok(()),
        0 => Err(CliError::new("there is no file to fix").help(
            "what --fix wrote (NAME.fixed.jsonl) is passed over in folders; name the file itself",
        )),
        number => Err(
            CliError::new(format!("{what} is for one file, and {number} are meant"))
                .help("name one file"),
        ),
    }
}

impl Work<'_> {
    fn goal(&self, input: &Input) -> Option<Goal> {
        match self {
            Work::Fix {
                in_place,
                patch,
                output,
                ..
            } => Some(match output {
                Some(path) if *patch => Goal::Patch((*path).to_owned()),
                None if *patch => Goal::Patch(PathBuf::from("-")),
                Some(path) => Goal::NewFile((*path).to_owned()),
                None if *in_place => Goal::InPlace,
                None => Goal::beside(input),
            }),
            Work::Check | Work::Apply { .. } => None,
        }
    }

    /// Whether data goes to standard output, so that reports must not.
    fn takes_standard_output(&self, files: &[Input]) -> bool {
        match self {
            Work::Check => false,
            Work::Apply { target, .. } => *target == Path::new("-"),
            Work::Fix { .. } => files
                .iter()
                .filter_map(|input| self.goal(input))
                .any(|goal| goal.is_stdout()),
        }
    }

    fn carry_out(
        &self,
        input: &Input,
        checking: &Checking,
        env: &mut Env,
    ) -> Result<Vec<FileReport>, CliError> {
        match (self, self.goal(input)) {
            (Work::Fix { allowed, .. }, Some(goal)) => fix(input, &goal, *allowed, checking, env),
            (Work::Apply { patch, target }, _) => apply(patch, input, target, checking, env),
            (Work::Check | Work::Fix { .. }, _) => checking.check(input, env),
        }
    }
}

fn read_baseline(path: &Path) -> Result<Baseline, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        CliError::new(format!(
            "the baseline {} can not be read: {error}",
            path.display()
        ))
        .help("make it with `tunesmith validate PATH --write-baseline FILE`")
    })?;
    Baseline::parse(&text).map_err(|error| CliError::new(format!("{}: {error}", path.display())))
}

/// Accepts all there is; the reports are empty after it.
fn write_baseline(path: &Path, reports: &mut [FileReport], env: &mut Env) -> Result<u64, CliError> {
    let baseline = Baseline::of(reports);
    let mut file = WholeFile::create(path)?;
    file.write_all(baseline.render().as_bytes())
        .map_err(|error| unwritable(path, &error))?;
    file.keep(env)?;
    Ok(baseline.apply(reports).count)
}
