//! What there is to choose from: profiles, rules, models, encodings; and the page of a rule.

use serde::Serialize;
use tunesmith_tokens::{Encoding, ModelFacts, TrainingPrice, models};
use tunesmith_validate::{profiles, rule_table};
use wasm_bindgen::prelude::*;

use crate::to_js;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("catalogue.d.ts");

/// Everything there is to choose from.
#[wasm_bindgen(unchecked_return_type = "Catalogue")]
pub fn catalogue() -> Result<JsValue, JsError> {
    to_js(&Catalogue {
        version: env!("CARGO_PKG_VERSION"),
        profiles: profiles().iter().copied().map(profile).collect(),
        rules: rule_table().iter().map(rule).collect(),
        models: models().iter().map(model).collect(),
        encodings: Encoding::ALL.map(Encoding::name).to_vec(),
    })
}

/// The page of a rule as Markdown; nothing if there is no such rule.
#[wasm_bindgen]
pub fn explain(rule: &str) -> Option<String> {
    tunesmith_validate::explain(rule).map(str::to_owned)
}

/// Epochs the provider is expected to choose for so many examples.
#[wasm_bindgen(js_name = expectedEpochs)]
pub fn expected_epochs(examples: f64) -> f64 {
    // Counts below 2^53 are numbers in JavaScript; what is negative or no number is 0.
    tunesmith_tokens::expected_epochs(examples as u64) as f64
}

/// What training is expected to cost, in micro-dollars; `tokens` are those of one epoch, within the limit. Nothing where no such price is known.
#[wasm_bindgen(js_name = trainingCost)]
pub fn training_cost(model: &str, tokens: f64, epochs: f64) -> Option<f64> {
    let facts = tunesmith_tokens::find_model(model)?;
    tunesmith_tokens::training_cost(facts, tokens as u64, epochs as u64).map(|cost| cost as f64)
}

#[derive(Serialize)]
struct Catalogue {
    version: &'static str,
    profiles: Vec<ProfileEntry>,
    rules: Vec<RuleEntry>,
    models: Vec<ModelEntry>,
    encodings: Vec<&'static str>,
}

#[derive(Serialize)]
struct ProfileEntry {
    name: &'static str,
    title: &'static str,
    formats: &'static [&'static str],
}

fn profile(profile: &tunesmith_validate::Profile) -> ProfileEntry {
    ProfileEntry {
        name: profile.name,
        title: profile.title,
        formats: profile.formats,
    }
}

#[derive(Serialize)]
struct RuleEntry {
    name: &'static str,
    group: &'static str,
    summary: &'static str,
}

fn rule(row: &tunesmith_validate::RuleRow) -> RuleEntry {
    RuleEntry {
        name: row.name,
        group: row.group.name(),
        summary: row.summary,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ModelEntry {
    name: &'static str,
    aliases: &'static [&'static str],
    encoding: &'static str,
    limit: Option<u64>,
    limit_at_azure: Option<u64>,
    micro_usd_per_million_tokens: Option<u64>,
    micro_usd_per_hour: Option<u64>,
    shutdown: &'static str,
    source: &'static str,
    as_of: &'static str,
}

fn model(facts: &ModelFacts) -> ModelEntry {
    let (per_million, per_hour) = match facts.training {
        TrainingPrice::PerMillionTokens(price) => (Some(price), None),
        TrainingPrice::PerHour(price) => (None, Some(price)),
    };
    ModelEntry {
        name: facts.name,
        aliases: facts.aliases,
        encoding: facts.encoding.name(),
        limit: facts.most_example_tokens,
        limit_at_azure: facts.most_example_tokens_azure,
        micro_usd_per_million_tokens: per_million,
        micro_usd_per_hour: per_hour,
        shutdown: facts.shutdown,
        source: facts.source,
        as_of: facts.as_of,
    }
}
