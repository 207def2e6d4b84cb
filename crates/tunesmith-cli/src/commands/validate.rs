//! `tunesmith validate`: checks dataset files against a provider's rules.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use tunesmith_pipeline::did_you_mean;
use tunesmith_validate::{
    Checker, FileReport, HumanStyle, Profile, RuleSettings, profile, profiles, render_human,
    render_json_v1,
};

use crate::env::{Env, Outcome};
use crate::error::CliError;

/// Check dataset files against a provider's rules
///
/// Says what is wrong, where (line, column, JSON pointer), why it matters and what to do. Exits with 1 if there is an error.
#[derive(Debug, clap::Args)]
pub(crate) struct ValidateArgs {
    /// JSONL files, folders of them, or - for standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Whose rules
    #[arg(long, value_name = "NAME", default_value = "openai")]
    profile: String,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
    /// Make a rule an error or a warning, or turn it off (can be repeated)
    #[arg(long, value_name = "RULE=off|warning|error")]
    rule: Vec<String>,
    /// Show every finding, not the first few of each rule
    #[arg(long)]
    all: bool,
    /// Write the result to a file instead of standard output
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum OutputFormat {
    /// For people
    #[default]
    Human,
    /// JSON, version 1
    Json,
}

pub(crate) fn run(args: &ValidateArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let profile = find_profile(&args.profile)?;
    let mut settings = RuleSettings::default();
    for setting in &args.rule {
        settings
            .set_text(setting)
            .map_err(|error| CliError::new(format!("--rule {setting}: {error}")))?;
    }
    let mut reports = Vec::new();
    for path in files(&args.paths)? {
        reports.push(check(&path, profile, &settings)?);
    }
    let text = match args.format {
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
            render_human(&reports, &style)
        }
        OutputFormat::Json => render_json_v1(&reports),
    };
    match &args.output {
        None => env.out.write_all(text.as_bytes())?,
        Some(path) => std::fs::write(path, text).map_err(|error| {
            CliError::new(format!("{} can not be written: {error}", path.display()))
                .help("name a file in a folder that is there and that you may write to")
        })?,
    }
    env.out.flush()?;
    let passed = reports.iter().all(FileReport::passed);
    Ok(if passed {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn find_profile(name: &str) -> Result<&'static Profile, CliError> {
    profile(name).ok_or_else(|| {
        let known: Vec<&str> = profiles().iter().map(|profile| profile.name).collect();
        let help = did_you_mean(name, known.iter().copied());
        CliError::new(format!("no profile is called `{name}`"))
            .help(help.unwrap_or_else(|| format!("known: {}", known.join(", "))))
    })
}

/// The files meant: a folder stands for the `.jsonl` files in it, sorted by name.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let unreadable = |error| {
            CliError::new(format!(
                "the folder {} can not be read: {error}",
                path.display()
            ))
        };
        let entries = std::fs::read_dir(path).map_err(unreadable)?;
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "jsonl")
            })
            .collect();
        if found.is_empty() {
            return Err(
                CliError::new(format!("the folder {} has no .jsonl file", path.display()))
                    .help("name the files themselves if they end differently"),
            );
        }
        found.sort();
        files.append(&mut found);
    }
    Ok(files)
}

fn check(
    path: &Path,
    profile: &'static Profile,
    settings: &RuleSettings,
) -> Result<FileReport, CliError> {
    let unreadable = |error: std::io::Error| {
        CliError::new(format!("{} can not be read: {error}", path.display()))
            .help("name a JSONL file, a folder of them, or - for standard input")
    };
    let mut input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(File::open(path).map_err(unreadable)?)
    };
    let label = if path == Path::new("-") {
        "<stdin>".to_owned()
    } else {
        path.display().to_string()
    };
    let mut checker = Checker::new(label, profile, settings);
    let mut piece = vec![0; 1 << 20];
    loop {
        match input.read(&mut piece).map_err(unreadable)? {
            0 => return Ok(checker.finish()),
            length => checker.push(&piece[..length]),
        }
    }
}
