//! Reports on one file or several, as the command line writes them, byte for byte.

use tunesmith_validate::{
    FileReport, MarkdownStyle, render_json_v1, render_jsonl, render_markdown, render_sarif,
    render_shareable,
};
use wasm_bindgen::prelude::*;

use crate::check::CheckedFile;

/// Collects what was found in files, in order, and writes it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Reports(Vec<FileReport>);

#[wasm_bindgen]
impl Reports {
    /// Begins with none.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Reports {
        Self::default()
    }

    /// Adds what one profile found in a file; what each profile found if none is named.
    pub fn add(&mut self, file: &CheckedFile, profile: Option<usize>) -> Result<(), JsError> {
        match profile {
            Some(profile) => self.0.push(file.report(profile)?.clone()),
            None => self.0.extend(file.reports.iter().cloned()),
        }
        Ok(())
    }

    /// `--format json`: version 1.
    pub fn json(&self) -> String {
        render_json_v1(&self.0)
    }

    /// `--format jsonl`.
    pub fn jsonl(&self) -> String {
        self.0.iter().map(render_jsonl).collect()
    }

    /// `--format sarif`: SARIF 2.1.0.
    pub fn sarif(&self) -> String {
        render_sarif(&self.0) + "\n"
    }

    /// `--format markdown`.
    pub fn markdown(&self) -> String {
        render_markdown(&self.0, &MarkdownStyle::default())
    }

    /// `--format shareable`: counts and hashes only.
    pub fn shareable(&self) -> String {
        render_shareable(&self.0) + "\n"
    }
}
