//! Where reports go and in what format: to a file, to standard output, or to stderr while the data takes standard output.

use std::io::Write as _;
use std::path::Path;

use tunesmith_validate::{
    FileReport, HumanStyle, MarkdownStyle, render_github, render_human, render_json_v1,
    render_jsonl, render_markdown, render_sarif, render_shareable,
};

use crate::env::Env;
use crate::error::CliError;
use crate::profile_matrix::profile_matrix;
use crate::whole_file::{WholeFile, unwritable};

/// How reports are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    #[default]
    Human,
    /// JSON, version 1
    Json,
    /// A JSON object a line: findings, and a summary after each file
    Jsonl,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
    /// For a comment or a job summary, below 60,000 bytes
    Markdown,
    /// JSON of counts and hashes only, to pass on where the data may not be
    Shareable,
}

/// Reports on their way out.
pub(crate) struct ReportOutput<'a> {
    format: ReportFormat,
    all_findings: bool,
    several_profiles: bool,
    target: Target<'a>,
}

enum Target<'a> {
    Out,
    Err,
    File(&'a Path, WholeFile),
}

impl<'a> ReportOutput<'a> {
    /// To the file if there is one; else to standard output, or to stderr if `data_on_out`.
    pub(crate) fn new(
        format: ReportFormat,
        all_findings: bool,
        several_profiles: bool,
        file: Option<&'a Path>,
        data_on_out: bool,
    ) -> Result<Self, CliError> {
        let target = match file.filter(|path| *path != Path::new("-")) {
            Some(path) => Target::File(path, WholeFile::create(path)?),
            None if data_on_out => Target::Err,
            None => Target::Out,
        };
        Ok(Self {
            format,
            all_findings,
            several_profiles,
            target,
        })
    }

    /// Takes the reports of one file; a format that goes file by file writes them at once and lets go of the findings.
    pub(crate) fn file_done(
        &mut self,
        reports: &mut [FileReport],
        env: &mut Env,
    ) -> Result<(), CliError> {
        if self.format != ReportFormat::Jsonl {
            return Ok(());
        }
        for report in reports {
            self.write(&render_jsonl(report), env)?;
            report.diagnostics = Vec::new();
        }
        match self.target {
            Target::Out => Ok(env.out.flush()?),
            Target::Err | Target::File(..) => Ok(()),
        }
    }

    /// Takes all reports and ends the output.
    pub(crate) fn end(mut self, reports: &[FileReport], env: &mut Env) -> Result<(), CliError> {
        let text = match self.format {
            ReportFormat::Human => self.human(reports, env),
            ReportFormat::Json => render_json_v1(reports),
            ReportFormat::Jsonl => String::new(),
            ReportFormat::Sarif => render_sarif(reports) + "\n",
            ReportFormat::Github => render_github(reports),
            ReportFormat::Markdown => render_markdown(reports, &MarkdownStyle::default()),
            ReportFormat::Shareable => render_shareable(reports) + "\n",
        };
        self.write(&text, env)?;
        match self.target {
            Target::Out => Ok(env.out.flush()?),
            Target::Err => Ok(env.err.flush()?),
            Target::File(_, file) => file.keep(env),
        }
    }

    fn human(&self, reports: &[FileReport], env: &Env) -> String {
        let colour = env.colour && matches!(self.target, Target::Out);
        if self.several_profiles {
            return profile_matrix(reports, env.width);
        }
        let most_per_rule = HumanStyle::default().most_per_rule;
        let style = HumanStyle {
            colour,
            width: env.width,
            most_per_rule: most_per_rule.filter(|_| !self.all_findings),
        };
        render_human(reports, &style)
    }

    fn write(&mut self, text: &str, env: &mut Env) -> Result<(), CliError> {
        match &mut self.target {
            Target::Out => Ok(env.out.write_all(text.as_bytes())?),
            Target::Err => Ok(env.err.write_all(text.as_bytes())?),
            Target::File(path, file) => file
                .write_all(text.as_bytes())
                .map_err(|error| unwritable(path, &error)),
        }
    }
}
