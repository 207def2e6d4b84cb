//! The one table of tunable models: limits, prices and dates, each row with its sources and the month they were read.
//!
//! Prices are in micro-dollars for a million tokens: 3_000_000 is $3.00. Update a row together with its `as_of`.

use crate::encoding::Encoding;
use crate::models::{InferencePrice, ModelFacts, TrainingPrice};

const PRICES_AND_LIMITS: &str = "copies of OpenAI's pricing, fine-tuning and deprecations pages; Azure's fine-tuning documentation";
const PRICES: &str = "copies of OpenAI's pricing and deprecations pages";
const LAST_LISTED: &str = "copies of OpenAI's pricing page (last listed 2026-09) and deprecations page; Azure's fine-tuning documentation";
const AS_OF: &str = "2026-11";

/// In micro-dollars for a million tokens, from dollars in thousandths.
const fn usd(thousandths: u64) -> u64 {
    thousandths * 1000
}

const fn price(input: u64, cached: Option<u64>, output: u64) -> InferencePrice {
    InferencePrice {
        input: usd(input),
        cached_input: match cached {
            Some(cached) => Some(usd(cached)),
            None => None,
        },
        output: usd(output),
    }
}

/// Sorted by name.
pub(crate) static MODELS: [ModelFacts; 9] = [
    ModelFacts {
        name: "babbage-002",
        aliases: &[],
        encoding: Encoding::Cl100kBase,
        most_example_tokens: None,
        most_example_tokens_azure: None,
        training: TrainingPrice::PerMillionTokens(usd(400)),
        inference: price(1_600, None, 1_600),
        batch: price(800, None, 900),
        shutdown: "2026-10-23",
        source: PRICES,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "davinci-002",
        aliases: &[],
        encoding: Encoding::Cl100kBase,
        most_example_tokens: None,
        most_example_tokens_azure: None,
        training: TrainingPrice::PerMillionTokens(usd(6_000)),
        inference: price(12_000, None, 12_000),
        batch: price(6_000, None, 6_000),
        shutdown: "2026-10-23",
        source: PRICES,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "gpt-3.5-turbo-0125",
        aliases: &["gpt-3.5-turbo", "gpt-3.5-turbo-1106", "gpt-35-turbo"],
        encoding: Encoding::Cl100kBase,
        most_example_tokens: Some(16_385),
        most_example_tokens_azure: Some(16_385),
        training: TrainingPrice::PerMillionTokens(usd(8_000)),
        inference: price(3_000, None, 6_000),
        batch: price(1_500, None, 3_000),
        shutdown: "2026-10-23",
        source: PRICES_AND_LIMITS,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "gpt-4.1-2025-04-14",
        aliases: &["gpt-4.1"],
        encoding: Encoding::O200kBase,
        most_example_tokens: Some(65_536),
        most_example_tokens_azure: Some(65_536),
        training: TrainingPrice::PerMillionTokens(usd(25_000)),
        inference: price(3_000, Some(750), 12_000),
        batch: price(1_500, Some(500), 6_000),
        shutdown: "2027-01-14",
        source: PRICES_AND_LIMITS,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "gpt-4.1-mini-2025-04-14",
        aliases: &["gpt-4.1-mini"],
        encoding: Encoding::O200kBase,
        most_example_tokens: Some(65_536),
        most_example_tokens_azure: Some(65_536),
        training: TrainingPrice::PerMillionTokens(usd(5_000)),
        inference: price(800, Some(200), 3_200),
        batch: price(400, Some(100), 1_600),
        shutdown: "2027-01-14",
        source: PRICES_AND_LIMITS,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "gpt-4.1-nano-2025-04-14",
        aliases: &["gpt-4.1-nano"],
        encoding: Encoding::O200kBase,
        most_example_tokens: Some(65_536),
        most_example_tokens_azure: Some(32_768),
        training: TrainingPrice::PerMillionTokens(usd(1_500)),
        inference: price(200, Some(50), 800),
        batch: price(100, Some(25), 400),
        shutdown: "2026-10-23",
        source: PRICES_AND_LIMITS,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "gpt-4o-2024-08-06",
        aliases: &["gpt-4o"],
        encoding: Encoding::O200kBase,
        most_example_tokens: Some(65_536),
        most_example_tokens_azure: Some(65_536),
        training: TrainingPrice::PerMillionTokens(usd(25_000)),
        inference: price(3_750, Some(1_875), 15_000),
        batch: price(2_225, Some(900), 12_500),
        shutdown: "2027-01-14",
        source: PRICES_AND_LIMITS,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "gpt-4o-mini-2024-07-18",
        aliases: &["gpt-4o-mini"],
        encoding: Encoding::O200kBase,
        most_example_tokens: Some(65_536),
        most_example_tokens_azure: Some(65_536),
        training: TrainingPrice::PerMillionTokens(usd(3_000)),
        inference: price(300, Some(150), 1_200),
        batch: price(150, Some(75), 600),
        shutdown: "2027-01-14",
        source: PRICES_AND_LIMITS,
        as_of: AS_OF,
    },
    ModelFacts {
        name: "o4-mini-2025-04-16",
        aliases: &["o4-mini"],
        encoding: Encoding::O200kBase,
        most_example_tokens: None,
        most_example_tokens_azure: Some(65_536),
        training: TrainingPrice::PerHour(100_000_000),
        inference: price(4_000, Some(1_000), 16_000),
        batch: price(2_000, Some(500), 8_000),
        shutdown: "2026-10-23",
        source: LAST_LISTED,
        as_of: AS_OF,
    },
];
