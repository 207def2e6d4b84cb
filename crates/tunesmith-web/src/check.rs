//! Checks one file: pieces side by side in several workers, taken in by one.

use serde::Serialize;
use tunesmith_validate::{
    Checker, Chunk, ChunkChecker, FileReport, HumanStyle, KnownExamples, ListedRecord,
    MarkdownStyle, render_github, render_json_v1, render_jsonl, render_markdown, render_sarif,
};
use wasm_bindgen::prelude::*;

use std::sync::Arc;

use crate::options::CheckOptions;
use crate::to_js;

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
    pub fn take_piece(&mut self, piece: &[u8], read: &ReadBytes) -> Result<(), JsError> {
        let chunk = Chunk::from_bytes(piece)?;
        self.checker.take_unread(chunk, |place| {
            // Positions below 2^53 are numbers in JavaScript.
            read.call(place.start as f64, place.end as f64)
        });
        Ok(())
    }

    /// The records taken in since the last call: for each offset, length, line, tokens and a bit for each profile that found no error.
    #[wasm_bindgen(js_name = takeRecords)]
    pub fn take_records(&mut self) -> Vec<f64> {
        let records = self.checker.take_list();
        records.iter().flat_map(numbers).collect()
    }

    /// Ends the file.
    pub fn finish(self) -> CheckedFile {
        let (reports, known) = self.checker.finish_and_remember();
        CheckedFile {
            reports,
            known: Arc::new(known),
        }
    }
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

    #[wasm_bindgen(method)]
    fn call(this: &ReadBytes, start: f64, end: f64) -> Vec<u8>;
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
}

/// What was found in a file.
#[wasm_bindgen]
pub struct CheckedFile {
    reports: Vec<FileReport>,
    known: Arc<KnownExamples>,
}
