//! Searches in records: many of them with one call, so that crossing into WebAssembly costs little.

use serde::Deserialize;
use tunesmith_core::Role;
use tunesmith_validate::RecordSearch;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("search.d.ts");

/// `SearchQuery` in TypeScript.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Query {
    text: String,
    /// None for all roles and everything else in a record.
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    match_case: bool,
}

/// Looks for a text in records.
#[wasm_bindgen]
pub struct Search(RecordSearch);

#[wasm_bindgen]
impl Search {
    /// `query` is a `SearchQuery` as JSON.
    #[wasm_bindgen(constructor)]
    pub fn new(query: &str) -> Result<Search, JsError> {
        let query: Query = serde_json::from_str(query)?;
        let roles: Vec<_> = query
            .roles
            .iter()
            .map(|name| Role::from_name(name))
            .collect();
        if let Some(Role::Other(name)) = roles.iter().find(|role| matches!(role, Role::Other(_))) {
            return Err(JsError::new(&format!("there is no role `{name}`")));
        }
        let roles = (!roles.is_empty()).then_some(&*roles);
        Ok(Self(RecordSearch::new(
            &query.text,
            roles,
            query.match_case,
        )))
    }

    /// Which of the records hold the text: their indices, in order. `offsets` and `lengths` say where each record is in `bytes`; of one that is
    /// not wholly in there, what is there is looked at.
    pub fn run(&self, bytes: &[u8], offsets: &[u32], lengths: &[u32]) -> Vec<u32> {
        let places = offsets.iter().zip(lengths).zip(0..);
        let found = places.filter(|((offset, length), _)| {
            let start = (**offset as usize).min(bytes.len());
            let end = start.saturating_add(**length as usize).min(bytes.len());
            self.0.matches(&bytes[start..end])
        });
        found.map(|(_, index)| index).collect()
    }
}
