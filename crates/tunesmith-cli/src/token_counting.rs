//! How tokens are counted: by the encoding of a model, one named directly, or a Hugging Face tokenizer.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tunesmith_pipeline::did_you_mean;
use tunesmith_tokens::{
    Encoding, ImageRule, ModelFacts, TokenCounter, TokenizerError, TokenizerJson, find_model,
    model_names, models,
};
use tunesmith_validate::{Counting, Profile};

use crate::error::CliError;

/// How tokens are to be counted; nothing if neither a model nor an encoding was named, or `none` was.
pub(crate) fn counting(
    model: Option<&str>,
    encoding: Option<&str>,
    profiles: &[&'static Profile],
) -> Result<Option<Counting>, CliError> {
    // A wrong name is told even if it does not matter.
    let of_model = model.map(encoding_of).transpose()?;
    let encoding = match encoding {
        Some("none") => None,
        Some(name) => Some(named_encoding(name)?),
        None => of_model,
    };
    let Some(encoding) = encoding else {
        return Ok(None);
    };
    let facts = model.and_then(find_model);
    let limit = match facts {
        Some(facts) => limit_of(facts, profiles),
        None if profiles.len() == 1 => profiles[0].limits.max_example_tokens,
        None => None,
    };
    let mut counting = Counting::exact(encoding, limit);
    counting.images = model.and_then(ImageRule::of_model);
    Ok(Some(counting))
}

/// The limit of the model at the provider whose rules are asked for.
pub(crate) fn limit_of(facts: &ModelFacts, profiles: &[&'static Profile]) -> Option<u64> {
    if !profiles.is_empty() && profiles.iter().all(|profile| profile.name == "azure") {
        facts.most_example_tokens_azure
    } else {
        facts.most_example_tokens
    }
}

fn encoding_of(model: &str) -> Result<Encoding, CliError> {
    Encoding::of_model(model).ok_or_else(|| unknown_model(model))
}

fn named_encoding(name: &str) -> Result<Encoding, CliError> {
    Encoding::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Encoding::ALL.iter().map(|known| known.name()).collect();
        let help = did_you_mean(name, known.iter().copied());
        CliError::new(format!("no encoding is called `{name}`"))
            .help(help.unwrap_or_else(|| format!("known: {}, none", known.join(", "))))
    })
}

/// What is said of a model that is not in the table.
pub(crate) fn unknown_model(name: &str) -> CliError {
    let known = || models().iter().map(|model| model.name);
    let help = did_you_mean(name, model_names());
    CliError::new(format!("nothing is known of a model called `{name}`"))
        .help(help.unwrap_or_else(|| format!("known: {}", known().collect::<Vec<_>>().join(", "))))
}

/// The first text that a tokenizer refused, over all threads.
#[derive(Clone, Default)]
pub(crate) struct Refusal(Arc<Mutex<Option<TokenizerError>>>);

impl Refusal {
    pub(crate) fn take(&self) -> Option<TokenizerError> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

struct Shared {
    tokenizer: Arc<TokenizerJson>,
    refusal: Refusal,
}

impl TokenCounter for Shared {
    fn count(&mut self, text: &str) -> u64 {
        self.tokenizer.try_count(text).unwrap_or_else(|error| {
            let mut first = self
                .refusal
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(error);
            0
        })
    }
}

/// Counts by a `tokenizer.json`. All threads share the tokenizer and where its first refusal goes.
pub(crate) fn counting_by_file(
    path: &Path,
    limit: Option<u64>,
) -> Result<(Counting, Refusal), CliError> {
    let told = |error: &dyn std::fmt::Display| {
        CliError::new(format!(
            "the tokenizer {} can not be read: {error}",
            path.display()
        ))
        .help("name the tokenizer.json of the model, as its repository holds it")
    };
    let bytes = std::fs::read(path).map_err(|error| told(&error))?;
    let tokenizer = Arc::new(TokenizerJson::from_bytes(&bytes).map_err(|error| told(&error))?);
    let refusal = Refusal::default();
    let shared = refusal.clone();
    let counting = Counting {
        encoding: path.display().to_string(),
        new_counter: Arc::new(move || {
            Box::new(Shared {
                tokenizer: Arc::clone(&tokenizer),
                refusal: shared.clone(),
            })
        }),
        tools_as: Encoding::O200kBase,
        images: None,
        max_example_tokens: limit,
    };
    Ok((counting, refusal))
}
