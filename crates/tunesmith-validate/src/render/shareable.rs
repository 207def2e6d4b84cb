//! A report to pass on where the data may not be: counts and hashes, and no word of the file.
//!
//! Invariant: nothing in it was copied from the file or its name. Rules, profiles and formats are our own words. The hash of a finding tells
//! whether it is the same finding in the same record as in another report; who has the very record can make the hash too.

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::file_report::{Counts, FileReport, Reported};
use crate::render::json_v1::{SummaryV1, TokensV1};

/// The document; the keys are the same promise as those of the JSON output.
#[derive(Serialize)]
struct Shareable {
    version: u32,
    files: Vec<SharedFile>,
    summary: SummaryV1,
}

#[derive(Serialize)]
struct SharedFile {
    /// XXH3 of the name.
    name_hash: String,
    profile: &'static str,
    format: &'static str,
    layout: &'static str,
    records: u64,
    examples: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<TokensV1>,
    rules: Vec<SharedRule>,
}

#[derive(Serialize)]
struct SharedRule {
    rule: &'static str,
    errors: u64,
    warnings: u64,
    infos: u64,
    /// Of the findings that were kept, in the order of the file.
    finding_hashes: Vec<String>,
}

/// Writes the document on one line, without a line break at the end.
pub fn render_shareable(reports: &[FileReport]) -> String {
    let Counts {
        errors,
        warnings,
        infos,
    } = reports.iter().map(FileReport::totals).sum();
    let document = Shareable {
        version: 1,
        files: reports.iter().map(file).collect(),
        summary: SummaryV1 {
            errors,
            warnings,
            infos,
        },
    };
    serde_json::to_string(&document).expect("strings and numbers are always writable")
}

fn file(report: &FileReport) -> SharedFile {
    let rules = report.counts.iter().map(|(name, counts)| {
        let mine = |reported: &&Reported| reported.diagnostic.rule == *name;
        let findings = report.diagnostics.iter().filter(mine);
        SharedRule {
            rule: name,
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            finding_hashes: findings.map(|kept| hash(kept.fingerprint)).collect(),
        }
    });
    SharedFile {
        name_hash: hash(xxh3_64(report.path.as_bytes())),
        profile: report.profile,
        format: report.format,
        layout: report.container.name(),
        records: report.records,
        examples: report.examples,
        tokens: report.tokens.as_ref().map(TokensV1::of),
        rules: rules.collect(),
    }
}

fn hash(value: u64) -> String {
    format!("{value:016x}")
}
