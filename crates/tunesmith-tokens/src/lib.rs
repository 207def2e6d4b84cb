//! Exact token counts, what a provider adds to them, and what training on them costs.
//!
//! [`BpeCounter`] counts text, [`ChatTally`] an example, [`estimate_tools`] and [`ImageRule`] what comes with it; [`TokenStatistics`] sums up a dataset;
//! [`find_model`] knows limits, prices and dates. The crate knows no files, network, clock, threads or environment and runs in a browser too.

#![warn(clippy::disallowed_methods)]

mod bpe;
mod classes;
mod counter;
mod encoding;
mod framing;
mod image_header;
mod images;
mod merge;
mod model_table;
mod models;
#[cfg(feature = "reference")]
mod reference;
mod sample;
mod split;
mod statistics;
#[cfg(feature = "hugging-face")]
mod tokenizer_json;
mod tools;
mod vocabulary;
mod window;

pub use bpe::BpeCounter;
pub use counter::TokenCounter;
pub use encoding::{Encoding, base_model};
pub use framing::{ChatTally, ExampleTokens};
pub use image_header::{
    DataUrlError, DataUrlImage, ImageColour, ImageFormat, ImageInfo, image_format, image_info,
    read_data_url,
};
pub use images::{ImageDetail, ImageRule};
pub use models::{
    InferencePrice, ModelFacts, TrainingPrice, expected_epochs, find_model, model_names, models,
    training_cost,
};
#[cfg(feature = "reference")]
pub use reference::ReferenceCounter;
pub use sample::{Counted, Interval, SampledPart, estimate_total};
pub use statistics::{HistogramBar, TokenStatistics};
#[cfg(feature = "hugging-face")]
pub use tokenizer_json::{TokenizerError, TokenizerJson};
pub use tools::{ToolsError, estimate_tools};
