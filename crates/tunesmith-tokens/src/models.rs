//! Facts about tunable models and what follows from them: the provider's choice of epochs and the price of training.
//!
//! The rows stand in `model_table.rs`. Dates are given as text: this crate knows no clock, the caller compares.

use crate::encoding::{Encoding, base_model};
use crate::model_table::MODELS;

/// What is known about a tunable model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelFacts {
    /// The full, dated name.
    pub name: &'static str,
    /// Other names of it: short ones, and earlier snapshots with the same limits and prices.
    pub aliases: &'static [&'static str],
    /// How it cuts text into tokens.
    pub encoding: Encoding,
    /// Most tokens of a training example; a longer one is cut off at its end. Nothing where no limit is published.
    pub most_example_tokens: Option<u64>,
    /// The same at Azure.
    pub most_example_tokens_azure: Option<u64>,
    /// What training costs.
    pub training: TrainingPrice,
    /// What the tuned model costs to use.
    pub inference: InferencePrice,
    /// The same through the batch interface.
    pub batch: InferencePrice,
    /// Day from which the model and what was tuned from it no longer answer, as `YYYY-MM-DD`.
    pub shutdown: &'static str,
    /// Where the row comes from.
    pub source: &'static str,
    /// The month the sources were read, as `YYYY-MM`.
    pub as_of: &'static str,
}

/// What training costs, in micro-dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainingPrice {
    /// For a million tokens that are trained on, each as often as there are epochs.
    PerMillionTokens(u64),
    /// For an hour of training.
    PerHour(u64),
}

/// What using a model costs, in micro-dollars for a million tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InferencePrice {
    /// Tokens of the prompt.
    pub input: u64,
    /// Tokens of a prompt's beginning that was sent before; nothing where there is no such price.
    pub cached_input: Option<u64>,
    /// Tokens of the answer.
    pub output: u64,
}

/// All known models, sorted by name.
#[must_use]
pub fn models() -> &'static [ModelFacts] {
    &MODELS
}

/// Finds a model by its name, an alias, or the name of a model tuned from it (`ft:…`).
#[must_use]
pub fn find_model(name: &str) -> Option<&'static ModelFacts> {
    let base = base_model(name);
    MODELS
        .iter()
        .find(|model| model.name == base || model.aliases.contains(&base))
}

/// Every name and alias [`find_model`] knows, for "did you mean".
pub fn model_names() -> impl Iterator<Item = &'static str> {
    MODELS
        .iter()
        .flat_map(|model| std::iter::once(model.name).chain(model.aliases.iter().copied()))
}

const TARGET_EPOCHS: u64 = 3;
const LEAST_TRAININGS: u64 = 100;
const MOST_TRAININGS: u64 = 25_000;
const MOST_EPOCHS: u64 = 25;

/// Epochs the provider is expected to choose for so many examples: three, more where there are few examples, fewer where there are many.
///
/// Source: OpenAI cookbook, "Data preparation and analysis for chat model fine-tuning". The server decides in the end.
#[must_use]
pub fn expected_epochs(examples: u64) -> u64 {
    let trainings = examples.saturating_mul(TARGET_EPOCHS);
    if examples == 0 {
        TARGET_EPOCHS
    } else if trainings < LEAST_TRAININGS {
        (LEAST_TRAININGS / examples).min(MOST_EPOCHS)
    } else if trainings > MOST_TRAININGS {
        (MOST_TRAININGS / examples).max(1)
    } else {
        TARGET_EPOCHS
    }
}

/// What it costs to train on `tokens` for so many epochs, in micro-dollars, rounded half up; nothing where training is paid by the hour.
///
/// `tokens` are those of the training file, each example cut at the model's limit. Validation is free. More than `u64::MAX` counts as that.
#[must_use]
pub fn training_cost(model: &ModelFacts, tokens: u64, epochs: u64) -> Option<u64> {
    let TrainingPrice::PerMillionTokens(price) = model.training else {
        return None;
    };
    let product = u128::from(tokens)
        .saturating_mul(u128::from(epochs))
        .saturating_mul(u128::from(price));
    Some(u64::try_from(product.saturating_add(500_000) / 1_000_000).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_models() {
        for (name, found) in [
            ("gpt-4o-mini", Some("gpt-4o-mini-2024-07-18")),
            ("gpt-4o-mini-2024-07-18", Some("gpt-4o-mini-2024-07-18")),
            ("ft:gpt-4.1-2025-04-14:acme::id", Some("gpt-4.1-2025-04-14")),
            ("gpt-3.5-turbo", Some("gpt-3.5-turbo-0125")),
            ("o4-mini", Some("o4-mini-2025-04-16")),
            ("gpt-4", None),
            ("", None),
        ] {
            assert_eq!(find_model(name).map(|model| model.name), found, "{name}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_consistent() {
        assert!(MODELS.windows(2).all(|pair| pair[0].name < pair[1].name));
        let mut names: Vec<_> = model_names().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "a name leads to two models");
        for model in models() {
            for (date, wanted) in [(model.shutdown, &[4, 2, 2][..]), (model.as_of, &[4, 2])] {
                let shape: Vec<usize> = date.split('-').map(str::len).collect();
                assert_eq!(shape, wanted, "{}", model.name);
            }
            for name in std::iter::once(&model.name).chain(model.aliases) {
                assert_eq!(Encoding::of_model(name), Some(model.encoding), "{name}");
            }
        }
    }

    #[test]
    fn epochs_follow_the_number_of_examples() {
        for (examples, epochs) in [
            (0, 3),
            (1, 25),
            (3, 25),
            (4, 25),
            (5, 20),
            (10, 10),
            (33, 3),
            (34, 3),
            (101, 3),
            (8_333, 3),
            (8_334, 2),
            (12_501, 1),
            (u64::MAX, 1),
        ] {
            assert_eq!(expected_epochs(examples), epochs, "{examples}");
        }
    }

    #[test]
    fn training_costs_what_the_provider_says() {
        for (model, tokens, epochs, cost) in [
            ("gpt-4o-mini", 100_000, 3, Some(900_000)),
            ("gpt-3.5-turbo", 100_000, 3, Some(2_400_000)),
            ("babbage-002", 1, 1, Some(0)),
            ("babbage-002", 2, 1, Some(1)),
            ("gpt-4.1-nano", 1, 1, Some(2)),
            ("gpt-4.1", u64::MAX, u64::MAX, Some(u64::MAX)),
            ("o4-mini", 100_000, 3, None),
        ] {
            let facts = find_model(model).unwrap();
            assert_eq!(training_cost(facts, tokens, epochs), cost, "{model}");
        }
    }
}
