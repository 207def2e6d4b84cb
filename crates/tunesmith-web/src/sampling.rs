//! How many tokens a file will have, while they are being counted.

use serde::Serialize;
use tunesmith_tokens::{Counted, Interval, SampledPart, estimate_total};
use wasm_bindgen::prelude::*;

use crate::check::FileCheck;
use crate::to_js;

/// Parts of a file that were counted before the rest.
#[wasm_bindgen]
#[derive(Default)]
pub struct TokenSample {
    total: Vec<SampledPart>,
    within_limit: Vec<SampledPart>,
}

/// `TokenEstimate` in TypeScript.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TokenEstimate {
    total: TokenInterval,
    within_limit: TokenInterval,
}

/// `TokenInterval` in TypeScript.
#[derive(Serialize)]
struct TokenInterval {
    low: u64,
    middle: u64,
    high: u64,
    exact: bool,
}

#[wasm_bindgen]
impl TokenSample {
    /// Begins with no part.
    #[wasm_bindgen(constructor)]
    pub fn new() -> TokenSample {
        Self::default()
    }

    /// Adds what `PieceCheck.tokens` counted in a part that begins at `offset`.
    pub fn add(&mut self, offset: f64, bytes: f64, total: f64, within_limit: f64) {
        let part = |tokens: f64| SampledPart {
            offset: offset as u64,
            bytes: bytes as u64,
            tokens: tokens as u64,
        };
        self.total.push(part(total));
        self.within_limit.push(part(within_limit));
    }

    /// What a file of so many bytes will have when `check` has taken in `bytes` of it. Nothing where the sample says too little.
    #[wasm_bindgen(unchecked_return_type = "TokenEstimate | undefined")]
    pub fn estimate(&self, check: &FileCheck, bytes: f64, size: f64) -> Result<JsValue, JsError> {
        let (total, within_limit) = check.tokens();
        let interval = |sample: &[SampledPart], tokens: u64| {
            let counted = Counted {
                bytes: bytes as u64,
                of_bytes: size as u64,
                tokens,
            };
            let Interval { low, middle, high } = estimate_total(sample, counted)?;
            Some(TokenInterval {
                low,
                middle,
                high,
                exact: bytes >= size,
            })
        };
        let found = interval(&self.total, total).zip(interval(&self.within_limit, within_limit));
        match found {
            Some((total, within_limit)) => to_js(&TokenEstimate {
                total,
                within_limit,
            }),
            None => Ok(JsValue::UNDEFINED),
        }
    }
}
