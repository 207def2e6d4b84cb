//! The JSON output, version 1. These keys are a promise: more may be added, none is renamed or removed.
//!
//! The types are apart from the domain types on purpose, so that those may change freely. The command line and the browser share them.

use serde::Serialize;
use tunesmith_core::{Diagnostic, Fix, Label, Safety};

use crate::file_report::{Counts, FileReport};
use crate::token_report::TokenReport;

/// The document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JsonV1 {
    /// Always 1.
    pub version: u32,
    /// The files in the order they were given.
    pub files: Vec<FileV1>,
    /// Over all files, exact.
    pub summary: SummaryV1,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileV1 {
    /// The label the caller gave.
    pub path: String,
    /// The profile's name.
    pub profile: String,
    /// The format's name.
    pub format: String,
    /// Lines that are not blank.
    pub records: u64,
    /// Records without an error.
    pub examples: u64,
    /// How many tokens there are; left out if they were not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<TokensV1>,
    /// Sorted by place.
    pub diagnostics: Vec<DiagnosticV1>,
    /// How many diagnostics are counted in the summary but not listed; left out if none.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: u64,
}

/// The tokens of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokensV1 {
    /// The name of the encoding.
    pub encoding: String,
    /// All of them.
    pub total: u64,
    /// Those of trained assistant messages.
    pub assistant: u64,
    /// The shortest example; 0 if there is none.
    pub min: u64,
    /// The longest example; 0 if there is none.
    pub max: u64,
    /// Nine in ten examples are longer.
    pub p10: u64,
    /// Half of the examples are longer.
    pub p50: u64,
    /// One in ten examples is longer.
    pub p90: u64,
    /// How many tokens of an example are trained; left out where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Examples longer than that.
    pub truncated: u64,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiagnosticV1 {
    /// The rule's name.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// From 1; 0 for the whole file.
    pub line: u64,
    /// Unicode scalar values from 1; 0 for the whole file.
    pub column: u64,
    /// Absolute in the (decompressed) file.
    pub byte_start: u64,
    /// Absolute in the (decompressed) file.
    pub byte_end: u64,
    /// RFC 6901, into the record.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// Why it matters.
    pub because: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The profiles that ask for it.
    pub profiles: Vec<String>,
    /// Other places that belong to it; left out if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedV1>,
    /// A change we offer; left out if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixV1>,
}

/// A second place that helps to understand the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelatedV1 {
    /// What is there.
    pub message: String,
    /// From 1; 0 for the whole file.
    pub line: u64,
    /// Unicode scalar values from 1; 0 for the whole file.
    pub column: u64,
    /// Absolute in the (decompressed) file.
    pub byte_start: u64,
    /// Absolute in the (decompressed) file.
    pub byte_end: u64,
    /// RFC 6901, into the record.
    pub pointer: String,
}

/// A change we offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FixV1 {
    /// `safe` if the meaning of the data stays, else `unsafe`.
    pub safety: String,
    /// What it does, imperative.
    pub title: String,
    /// Sorted, not overlapping.
    pub edits: Vec<EditV1>,
}

/// Replaces bytes of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EditV1 {
    /// Absolute in the (decompressed) file.
    pub byte_start: u64,
    /// Absolute in the (decompressed) file.
    pub byte_end: u64,
    /// What comes there.
    pub replacement: String,
}

/// How many diagnostics there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SummaryV1 {
    /// Errors.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
    /// Infos.
    pub infos: u64,
}

impl JsonV1 {
    /// Takes what is promised out of reports.
    pub fn of(reports: &[FileReport]) -> Self {
        let Counts {
            errors,
            warnings,
            infos,
        } = reports.iter().map(FileReport::totals).sum();
        let files = reports.iter().map(file).collect();
        Self {
            version: 1,
            files,
            summary: SummaryV1 {
                errors,
                warnings,
                infos,
            },
        }
    }
}

/// Writes the document on one line, without a line break at the end.
pub fn render_json_v1(reports: &[FileReport]) -> String {
    serde_json::to_string(&JsonV1::of(reports)).expect("strings and numbers are always writable")
}

impl TokensV1 {
    /// Takes what is promised out of a count.
    pub fn of(tokens: &TokenReport) -> Self {
        let percentile = |percent| tokens.lengths.percentile(percent).unwrap_or_default();
        Self {
            encoding: tokens.encoding.clone(),
            total: tokens.total,
            assistant: tokens.trained,
            min: tokens.lengths.min().unwrap_or_default(),
            max: tokens.lengths.max().unwrap_or_default(),
            p10: percentile(10),
            p50: percentile(50),
            p90: percentile(90),
            limit: tokens.max_example_tokens,
            truncated: tokens.truncated,
        }
    }
}

fn file(report: &FileReport) -> FileV1 {
    FileV1 {
        path: report.path.clone(),
        profile: report.profile.to_owned(),
        format: report.format.to_owned(),
        records: report.records,
        examples: report.examples,
        tokens: report.tokens.as_ref().map(TokensV1::of),
        diagnostics: report
            .diagnostics
            .iter()
            .map(|kept| DiagnosticV1::of(&kept.diagnostic))
            .collect(),
        left_out: report.left_out(),
    }
}

impl DiagnosticV1 {
    /// Takes what is promised out of a diagnostic.
    pub fn of(diagnostic: &Diagnostic) -> Self {
        let place = &diagnostic.location;
        Self {
            rule: diagnostic.rule.to_owned(),
            severity: diagnostic.severity.name().to_owned(),
            line: place.line,
            column: place.column,
            byte_start: place.bytes.start,
            byte_end: place.bytes.end,
            pointer: place.pointer.clone(),
            message: diagnostic.message.clone(),
            because: diagnostic.because.clone(),
            help: diagnostic.help.clone(),
            profiles: diagnostic
                .profiles
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            related: diagnostic.related.iter().map(related).collect(),
            fix: diagnostic.fix.as_ref().map(fix),
        }
    }
}

fn related(label: &Label) -> RelatedV1 {
    let place = &label.location;
    RelatedV1 {
        message: label.message.clone(),
        line: place.line,
        column: place.column,
        byte_start: place.bytes.start,
        byte_end: place.bytes.end,
        pointer: place.pointer.clone(),
    }
}

fn fix(fix: &Fix) -> FixV1 {
    let edits = fix.edits.iter().map(|edit| EditV1 {
        byte_start: edit.bytes.start,
        byte_end: edit.bytes.end,
        replacement: edit.replacement.clone(),
    });
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    };
    FixV1 {
        safety: safety.to_owned(),
        title: fix.title.clone(),
        edits: edits.collect(),
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}
