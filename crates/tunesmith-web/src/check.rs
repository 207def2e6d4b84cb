//! Checks one file: pieces side by side in several workers, taken in by one.

use std::sync::Arc;

use serde::Serialize;
use tunesmith_validate::{
    Checker, Chunk, ChunkChecker, DiagnosticV1, FileReport, KnownExamples, ListedRecord, Reported,
    TokensV1, headline,
};
use wasm_bindgen::prelude::*;

use crate::options::CheckOptions;
use crate::to_js;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("check.d.ts");

/// Takes one file in.
#[wasm_bindgen]
pub struct FileCheck {
    checker: Checker,
}

#[wasm_bindgen]
impl FileCheck {
    /// Begins a file. `options` is a `CheckOptions` as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<FileCheck, JsError> {
        let checker = CheckOptions::parse(options)?.checker()?;
        Ok(Self {
            checker: checker.listing().remembering(),
        })
    }

    /// Compares the records with those of another file. To be called before the first byte.
    pub fn against(self, others: Vec<KnownFile>) -> FileCheck {
        let others = others.into_iter().map(|other| other.0);
        Self {
            checker: self.checker.against(others),
        }
    }

    /// Takes the next bytes and checks them here.
    pub fn push(&mut self, bytes: &[u8]) {
        self.checker.push(bytes);
    }

    /// Whether the file is known to be one record a line and no line has begun, so that pieces can be checked elsewhere.
    #[wasm_bindgen(getter, js_name = betweenLines)]
    pub fn between_lines(&self) -> bool {
        self.checker.chunk_checker().is_some()
    }

    /// Takes in what a `PieceCheck` found in the next piece. `read(start, end)` gives bytes of the file, for records that are spoken of.
    #[wasm_bindgen(js_name = takePiece)]
    pub fn take_piece(&mut self, piece: &[u8], read: &ReadBytes) -> Result<(), JsValue> {
        let chunk = Chunk::from_bytes(piece).map_err(JsError::from)?;
        let mut failed = None;
        self.checker.take_unread(chunk, |place| {
            // Positions below 2^53 are numbers in JavaScript.
            let bytes = read.read(&JsValue::UNDEFINED, place.start as f64, place.end as f64);
            bytes.unwrap_or_else(|error| {
                failed.get_or_insert(error);
                Vec::new()
            })
        });
        failed.map_or(Ok(()), Err)
    }

    /// The records taken in since the last call: for each offset, length, line, tokens and a bit for each profile that found no error.
    #[wasm_bindgen(js_name = takeRecords)]
    pub fn take_records(&mut self) -> Vec<f64> {
        as_numbers(&self.checker.take_list())
    }

    /// The tokens of the examples so far: all, and those within the limit.
    pub(crate) fn tokens(&self) -> (u64, u64) {
        let counted = self.checker.tokens();
        counted.map_or((0, 0), |tokens| (tokens.total, tokens.within_limit))
    }

    /// Ends the file.
    pub fn finish(self) -> CheckedFile {
        let finished = self.checker.finish_and_remember();
        CheckedFile {
            reports: finished.reports,
            known: Arc::new(finished.known),
            last_records: as_numbers(&finished.list),
        }
    }
}

fn as_numbers(records: &[ListedRecord]) -> Vec<f64> {
    records.iter().flat_map(numbers).collect()
}

fn numbers(record: &ListedRecord) -> [f64; 5] {
    let ListedRecord {
        offset,
        length,
        line,
        tokens,
        sound,
    } = *record;
    [
        offset as f64,
        f64::from(length),
        f64::from(line),
        f64::from(tokens),
        f64::from(sound),
    ]
}

#[wasm_bindgen]
extern "C" {
    /// Reads bytes of the file, by their place.
    #[wasm_bindgen(typescript_type = "(start: number, end: number) => Uint8Array")]
    pub type ReadBytes;

    /// `Function.prototype.call`, whose first argument is `this`.
    #[wasm_bindgen(method, catch, js_name = call)]
    fn read(this: &ReadBytes, nothing: &JsValue, start: f64, end: f64) -> Result<Vec<u8>, JsValue>;
}

/// The records of a file, for others to be compared with.
#[wasm_bindgen]
pub struct KnownFile(Arc<KnownExamples>);

/// Checks pieces of one file, in a worker of its own.
#[wasm_bindgen]
pub struct PieceCheck(ChunkChecker);

#[wasm_bindgen]
impl PieceCheck {
    /// For the same options as the `FileCheck` that takes the pieces in.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<PieceCheck, JsError> {
        let checker = CheckOptions::parse(options)?.checker()?;
        Ok(Self(checker.into_chunk_checker()))
    }

    /// Checks whole lines; the result is for `FileCheck.takePiece`.
    pub fn check(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.check(bytes).to_bytes()
    }

    /// Counts the tokens of whole lines: all, and those within the limit of the model.
    pub fn tokens(&mut self, bytes: &[u8]) -> Vec<f64> {
        let (total, within_limit) = self.0.check(bytes).tokens();
        vec![total as f64, within_limit as f64]
    }
}

/// The beginnings of what records say, for a list: `ends` are where each record's first bytes end in `heads`.
#[wasm_bindgen]
pub fn headlines(heads: &[u8], ends: &[u32]) -> Vec<String> {
    let mut start = 0;
    let next = |end: &u32| {
        let end = (*end as usize).clamp(start, heads.len());
        headline(&heads[std::mem::replace(&mut start, end)..end])
    };
    ends.iter().map(next).collect()
}

/// What was found in a file.
#[wasm_bindgen]
pub struct CheckedFile {
    pub(crate) reports: Vec<FileReport>,
    known: Arc<KnownExamples>,
    last_records: Vec<f64>,
}

#[wasm_bindgen]
impl CheckedFile {
    /// The records taken in at the end, such as a last line without a break; as `FileCheck.takeRecords` gives them. Once only.
    #[wasm_bindgen(js_name = takeLastRecords)]
    pub fn take_last_records(&mut self) -> Vec<f64> {
        std::mem::take(&mut self.last_records)
    }

    /// The records of this file, for others to be compared with.
    #[wasm_bindgen(getter)]
    pub fn known(&self) -> KnownFile {
        KnownFile(Arc::clone(&self.known))
    }

    /// One line for each profile: verdict, counts, tokens.
    #[wasm_bindgen(unchecked_return_type = "ProfileSummary[]")]
    pub fn summaries(&self) -> Result<JsValue, JsError> {
        to_js(&self.reports.iter().map(summary).collect::<Vec<_>>())
    }

    /// The records that these rules (a list of names as JSON) speak of, by their place among all, in order. Every one of them, also where
    /// findings were left out.
    #[wasm_bindgen(js_name = recordsWith)]
    pub fn records_with(&self, profile: usize, rules: &str) -> Result<Vec<u32>, JsError> {
        let rules: Vec<String> = serde_json::from_str(rules)?;
        let report = self.report(profile)?;
        let named = rules
            .iter()
            .filter_map(|rule| report.records_of.get(&**rule));
        let mut records: Vec<u32> = named.flatten().copied().collect();
        records.sort_unstable();
        records.dedup();
        Ok(records)
    }

    /// The findings of a profile, with the piece of the line that each is about.
    #[wasm_bindgen(unchecked_return_type = "Finding[]")]
    pub fn findings(&self, profile: usize) -> Result<JsValue, JsError> {
        to_js(
            &self
                .report(profile)?
                .diagnostics
                .iter()
                .map(finding)
                .collect::<Vec<_>>(),
        )
    }

    pub(crate) fn report(&self, profile: usize) -> Result<&FileReport, JsError> {
        let report = self.reports.get(profile);
        report.ok_or_else(|| JsError::new("the file was not checked against so many profiles"))
    }
}

/// `ProfileSummary` in TypeScript.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProfileSummary<'a> {
    profile: &'a str,
    format: &'a str,
    container: &'static str,
    records: u64,
    examples: u64,
    errors: u64,
    warnings: u64,
    infos: u64,
    left_out: u64,
    rules: Vec<RuleCount<'a>>,
    tokens: Option<TokenSums>,
}

/// `RuleCount` in TypeScript.
#[derive(Serialize)]
struct RuleCount<'a> {
    rule: &'a str,
    errors: u64,
    warnings: u64,
    infos: u64,
}

/// `TokenSums` in TypeScript.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenSums {
    #[serde(flatten)]
    counted: TokensV1,
    counted_examples: u64,
    within_limit: u64,
    answers_cut: u64,
}

fn summary(report: &FileReport) -> ProfileSummary<'_> {
    let totals = report.totals();
    let rules = report.counts.iter().map(|(rule, counts)| RuleCount {
        rule,
        errors: counts.errors,
        warnings: counts.warnings,
        infos: counts.infos,
    });
    ProfileSummary {
        profile: report.profile,
        format: report.format,
        container: report.container.name(),
        records: report.records,
        examples: report.examples,
        errors: totals.errors,
        warnings: totals.warnings,
        infos: totals.infos,
        left_out: report.left_out(),
        rules: rules.collect(),
        tokens: report.tokens.as_ref().map(|tokens| TokenSums {
            counted: TokensV1::of(tokens),
            counted_examples: tokens.lengths.count(),
            within_limit: tokens.within_limit,
            answers_cut: tokens.answers_cut,
        }),
    }
}

/// `Finding` in TypeScript.
#[derive(Serialize)]
pub(crate) struct Finding {
    #[serde(flatten)]
    diagnostic: DiagnosticV1,
    excerpt: Option<ExcerptView>,
}

/// `ExcerptView` in TypeScript: a piece of a line in three parts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ExcerptView {
    before: String,
    marked: String,
    after: String,
    cut_left: bool,
    cut_right: bool,
}

pub(crate) fn finding(reported: &Reported) -> Finding {
    Finding {
        diagnostic: DiagnosticV1::of(&reported.diagnostic),
        excerpt: reported.excerpt.as_ref().map(|excerpt| ExcerptView {
            before: excerpt.text[..excerpt.highlight.start].to_owned(),
            marked: excerpt.text[excerpt.highlight.clone()].to_owned(),
            after: excerpt.text[excerpt.highlight.end..].to_owned(),
            cut_left: excerpt.cut_left,
            cut_right: excerpt.cut_right,
        }),
    }
}
