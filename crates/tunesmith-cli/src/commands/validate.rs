//! `tunesmith validate`: checks dataset files against providers' rules, and mends what is mechanical.

use std::path::{Path, PathBuf};

use tunesmith_core::{Safety, Severity};
use tunesmith_pipeline::{check_file, did_you_mean, open_dataset};
use tunesmith_validate::{
    Baseline, Checker, Counting, FileReport, Fixer, HumanStyle, KnownExamples, MarkdownStyle,
    Profile, RuleSettings, profile, profiles, render_github, render_human, render_json_v1,
    render_jsonl, render_markdown, render_sarif,
};

use crate::dataset_paths::{expand, is_stdin, label, unreadable};
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::fix_file::{self, Done, Target};
use crate::{matrix, patch_file, token_settings, whole_file};

/// Check dataset files against a provider's rules
///
/// Says what is wrong, where (line, column, JSON pointer), why it matters and what to do. Files may be JSON Lines, one JSON array or pretty-printed, plain or compressed with gzip or zstd, of any size. Exits with 1 if there is an error.
#[derive(Debug, clap::Args)]
pub(crate) struct ValidateArgs {
    /// Dataset files, folders of them, or - for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Whose rules; several names or `all` show a table of verdicts
    #[arg(
        long,
        value_name = "NAME",
        default_value = "openai",
        value_delimiter = ','
    )]
    profile: Vec<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// Make a rule an error or a warning, or turn it off (can be repeated)
    #[arg(long, value_name = "RULE=off|warning|error")]
    rule: Vec<String>,
    /// Show every finding, not the first few of each rule
    #[arg(long)]
    all: bool,
    /// Exit with 1 from this severity on
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Count tokens as this model does, and say which examples it cuts off
    #[arg(long, value_name = "MODEL")]
    model: Option<String>,
    /// Count tokens by this encoding: o200k_base, cl100k_base, o200k_harmony or none
    #[arg(long, value_name = "ENCODING", conflicts_with = "model")]
    tokens: Option<String>,
    /// Another dataset that must not have the same records, such as the training file of a validation file (can be repeated)
    #[arg(long, value_name = "FILE")]
    against: Vec<PathBuf>,
    /// Accept the findings in this file and show only others
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings to a file for --baseline, and exit with 0
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    write_baseline: Option<PathBuf>,
    /// Write the data anew, with what rules can mend themselves
    ///
    /// The new file is NAME.fixed.jsonl beside the old one, or the file of -o. With --format jsonl, the changes are written instead, as a patch for --apply.
    #[arg(long)]
    fix: bool,
    /// With --fix, also make changes that may alter the meaning; records that can not be read or repeat another go to NAME.rejected.jsonl
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// With --fix, write over the file; the original is kept as NAME.bak
    #[arg(long, requires = "fix", conflicts_with = "output")]
    in_place: bool,
    /// Make the changes of a patch instead of checking
    #[arg(long, value_name = "PATCH", requires = "output", conflicts_with_all = ["fix", "baseline", "write_baseline"])]
    apply: Option<PathBuf>,
    /// How many threads check one file; as many as there are processors if not given
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Write the result to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    /// For people
    #[default]
    Human,
    /// JSON, version 1
    Json,
    /// One finding a line, file by file
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub workflows
    Github,
    /// For a comment or a job summary
    Markdown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum FailOn {
    /// Errors only
    #[default]
    Error,
    /// Warnings too
    Warning,
}

/// What the arguments mean.
struct Settings {
    profiles: Vec<&'static Profile>,
    rules: RuleSettings,
    counting: Option<Counting>,
    against: Vec<KnownExamples>,
    threads: usize,
}

pub(crate) fn run(args: &ValidateArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let files = expand(&args.paths)?;
    if let (Some(patch), Some(output)) = (&args.apply, &args.output) {
        return apply(patch, only(&files, "--apply")?, output, env);
    }
    let settings = Settings::resolve(args)?;
    if args.fix {
        return fix(args, &files, &settings, env);
    }
    let baseline = args.baseline.as_deref().map(read_baseline).transpose()?;
    let mut stream =
        (args.format == OutputFormat::Jsonl && args.output.is_none()).then_some(&mut env.out);
    let mut reports = Vec::new();
    for path in &files {
        let mut found = check(path, &settings)?;
        if let Some(baseline) = &baseline {
            baseline.apply(&mut found);
        }
        if let Some(out) = &mut stream {
            for report in &found {
                out.write_all(render_jsonl(report).as_bytes())?;
            }
        }
        reports.append(&mut found);
    }
    let streamed = stream.is_some();
    if let Some(path) = &args.write_baseline {
        let baseline = Baseline::of(&reports);
        whole_file::write(path, &baseline.render())?;
        let found: u64 = reports.iter().map(|report| report.totals().total()).sum();
        writeln!(env.err, "{found} findings accepted in {}", path.display())?;
        return Ok(Outcome::Fine);
    }
    if !streamed {
        let text = render(args, &settings, &reports, env);
        write_result(&text, args.output.as_deref(), env)?;
    }
    env.out.flush()?;
    Ok(outcome(args.fail_on, &reports))
}

impl Settings {
    fn resolve(args: &ValidateArgs) -> Result<Self, CliError> {
        let profiles = find_profiles(&args.profile)?;
        let mut rules = RuleSettings::default();
        for setting in &args.rule {
            rules
                .set_text(setting)
                .map_err(|error| CliError::new(format!("--rule {setting}: {error}")))?;
        }
        let azure = profiles.iter().any(|profile| profile.name == "azure");
        let counting = match (&args.model, &args.tokens) {
            (Some(name), _) => Some(token_settings::for_model(
                token_settings::model(name)?,
                azure,
            )),
            (None, Some(name)) => token_settings::for_encoding(name)?,
            (None, None) => None,
        };
        let available = std::thread::available_parallelism().map_or(1, usize::from);
        let mut settings = Self {
            profiles,
            rules,
            counting,
            against: Vec::new(),
            threads: args.threads.unwrap_or(available).max(1),
        };
        for path in expand(&args.against)? {
            let known = settings.known_examples(&path)?;
            settings.against.push(known);
        }
        Ok(settings)
    }

    fn checker(&self, path: &Path) -> Checker {
        let checker = Checker::for_profiles(label(path), &self.profiles, &self.rules);
        match &self.counting {
            Some(counting) => checker.counting(counting.clone()),
            None => checker,
        }
    }

    fn read(&self, path: &Path, checker: Checker) -> Result<Checker, CliError> {
        let source = open_dataset(path).map_err(|error| unreadable(path, &error))?;
        check_file(source, checker, self.threads).map_err(|error| unreadable(path, &error))
    }

    fn known_examples(&self, path: &Path) -> Result<KnownExamples, CliError> {
        let checker = Checker::for_profiles(label(path), &self.profiles[..1], &self.rules);
        let checker = self.read(path, checker.remembering())?;
        Ok(checker.into_known_examples())
    }
}

fn check(path: &Path, settings: &Settings) -> Result<Vec<FileReport>, CliError> {
    let checker = settings.checker(path).against(&settings.against);
    Ok(settings.read(path, checker)?.finish_all())
}

fn render(args: &ValidateArgs, settings: &Settings, reports: &[FileReport], env: &Env) -> String {
    match args.format {
        OutputFormat::Human if settings.profiles.len() > 1 => {
            let files = reports.chunks(settings.profiles.len());
            files.map(matrix::render).collect::<Vec<_>>().join("\n")
        }
        OutputFormat::Human => {
            let style = HumanStyle {
                colour: env.colour && args.output.is_none(),
                width: env.width,
                most_per_rule: if args.all {
                    None
                } else {
                    HumanStyle::default().most_per_rule
                },
            };
            render_human(reports, &style)
        }
        OutputFormat::Json => render_json_v1(reports),
        OutputFormat::Jsonl => reports.iter().map(render_jsonl).collect(),
        OutputFormat::Sarif => render_sarif(reports) + "\n",
        OutputFormat::Github => render_github(reports),
        OutputFormat::Markdown => render_markdown(reports, &MarkdownStyle::default()),
    }
}

fn write_result(text: &str, output: Option<&Path>, env: &mut Env) -> Result<(), CliError> {
    match output {
        None => Ok(env.out.write_all(text.as_bytes())?),
        Some(path) => whole_file::write(path, text),
    }
}

fn outcome(fail_on: FailOn, reports: &[FileReport]) -> Outcome {
    let counts = |report: &FileReport| {
        let totals = report.totals();
        match fail_on {
            FailOn::Error => totals.of(Severity::Error),
            FailOn::Warning => totals.of(Severity::Error) + totals.of(Severity::Warning),
        }
    };
    if reports.iter().any(|report| counts(report) > 0) {
        Outcome::Findings
    } else {
        Outcome::Fine
    }
}

pub(crate) fn find_profiles(names: &[String]) -> Result<Vec<&'static Profile>, CliError> {
    let mut found: Vec<&'static Profile> = Vec::new();
    for name in names {
        if name == "all" {
            return Ok(profiles().to_vec());
        }
        let profile = find_profile(name)?;
        if !found.iter().any(|known| known.name == profile.name) {
            found.push(profile);
        }
    }
    Ok(found)
}

fn find_profile(name: &str) -> Result<&'static Profile, CliError> {
    profile(name).ok_or_else(|| {
        let known: Vec<&str> = profiles().iter().map(|profile| profile.name).collect();
        let help = did_you_mean(name, known.iter().copied());
        CliError::new(format!("no profile is called `{name}`"))
            .help(help.unwrap_or_else(|| format!("known: {}, or all", known.join(", "))))
    })
}

fn read_baseline(path: &Path) -> Result<Baseline, CliError> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        CliError::new(format!("{} can not be read: {error}", path.display()))
            .help("`--write-baseline FILE` makes one of today's findings")
    })?;
    Baseline::parse(&text).map_err(|error| CliError::new(format!("{}: {error}", path.display())))
}

fn only<'f>(files: &'f [PathBuf], option: &str) -> Result<&'f Path, CliError> {
    match files {
        [file] => Ok(file),
        _ => Err(CliError::new(format!(
            "{option} takes one file, {} are given",
            files.len()
        ))
        .help("name one file")),
    }
}

fn apply(patch: &Path, path: &Path, output: &Path, env: &mut Env) -> Result<Outcome, CliError> {
    let source = open_dataset(path).map_err(|error| unreadable(path, &error))?;
    let mut out = whole_file::WholeFile::create(output)?;
    let changes = patch_file::apply(patch, path, source, &mut out)?;
    out.finish()?;
    writeln!(
        env.err,
        "{changes} changes made; written to {}",
        output.display()
    )?;
    Ok(Outcome::Fine)
}

fn fix(
    args: &ValidateArgs,
    files: &[PathBuf],
    settings: &Settings,
    env: &mut Env,
) -> Result<Outcome, CliError> {
    let [profile] = settings.profiles[..] else {
        return Err(CliError::new("--fix takes one profile")
            .help("what one provider wants another may refuse: name one"));
    };
    if args.output.is_some() {
        only(files, "--fix with -o")?;
    }
    let allowed = if args.unsafe_fixes {
        Safety::Unsafe
    } else {
        Safety::Safe
    };
    let fixer = || Fixer::new(profile, &settings.rules, allowed);
    if args.format == OutputFormat::Jsonl {
        let path = only(files, "--fix --format jsonl")?;
        let mut source = open_dataset(path).map_err(|error| unreadable(path, &error))?;
        let text = patch_file::make(path, &mut source, fixer())?;
        write_result(&text, args.output.as_deref(), env)?;
        return Ok(Outcome::Fine);
    }
    let target = match &args.output {
        Some(path) => Target::File(path.clone()),
        None if args.in_place => Target::InPlace,
        None => Target::Beside,
    };
    let mut reports = Vec::new();
    for path in files {
        let done = fix_file::fix(path, fixer(), &target, &mut env.out)?;
        tell(path, &done, env)?;
        if let Some(written) = &done.written {
            reports.append(&mut check(written, settings)?);
        }
    }
    if files.iter().all(|path| is_stdin(path)) && args.output.is_none() {
        return Ok(Outcome::Fine);
    }
    // What is left goes to standard output: -o names the fixed file.
    let text = render(args, settings, &reports, env);
    env.out.write_all(text.as_bytes())?;
    env.out.flush()?;
    Ok(outcome(args.fail_on, &reports))
}

fn tell(path: &Path, done: &Done, env: &mut Env) -> Result<(), CliError> {
    let name = label(path);
    let sum: u64 = done.changes.values().sum();
    let to = done.written.as_ref().map_or_else(
        || "standard output".to_owned(),
        |path| path.display().to_string(),
    );
    writeln!(env.err, "{name}: {sum} changes; written to {to}")?;
    for (rule, count) in &done.changes {
        let rule = if rule.is_empty() {
            "line ends and space between records"
        } else {
            rule
        };
        writeln!(env.err, "  {count:>6}  {rule}")?;
    }
    if let Some(backup) = &done.backup {
        writeln!(env.err, "  the original is kept as {}", backup.display())?;
    }
    if let Some((path, count)) = &done.rejected {
        writeln!(
            env.err,
            "  {count} records were taken out: {}",
            path.display()
        )?;
    }
    Ok(())
}
