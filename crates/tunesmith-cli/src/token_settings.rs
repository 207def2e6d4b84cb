//! What `--model`, `--tokens` and `--tokenizer` mean: how tokens are counted and how many of an example are trained.

use std::path::Path;
use std::sync::Arc;

use tunesmith_pipeline::did_you_mean;
use tunesmith_tokens::{
    Encoding, ImageRule, ModelFacts, TokenizerJson, find_model, model_names,
};
use tunesmith_validate::Counting;

use crate::error::CliError;

/// The facts of a model, by name.
pub(crate) fn model(name: &str) -> Result<&'static ModelFacts, CliError> {
    find_model(name).ok_or_else(|| {
        let known: Vec<&str> = model_names().collect();
        let help = did_you_mean(name, known.iter().copied());
        CliError::new(format!("no model is called `{name}`"))
            .help(help.unwrap_or_else(|| format!("known: {}", known.join(", "))))
    })
}

/// Counts as a model does. Azure has limits of its own.
pub(crate) fn for_model(facts: &ModelFacts, azure: bool) -> Counting {
    let limit = if azure {
        facts.most_example_tokens_azure
    } else {
        facts.most_example_tokens
    };
    Counting {
        images: ImageRule::of_model(facts.name),
        ..Counting::exact(facts.encoding, limit)
    }
}

/// Counts by the encoding of this name; nothing for `none`.
pub(crate) fn for_encoding(name: &str) -> Result<Option<Counting>, CliError> {
    if name == "none" {
        return Ok(None);
    }
    let encoding = Encoding::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Encoding::ALL.iter().map(|encoding| encoding.name()).collect();
        CliError::new(format!("no encoding is called `{name}`"))
            .help(format!("known: {}, or none", known.join(", ")))
    })?;
    Ok(Some(Counting::exact(encoding, None)))
}

/// Counts as the Hugging Face tokenizer in a file does.
pub(crate) fn for_tokenizer(path: &Path) -> Result<Counting, CliError> {
    let bytes = std::fs::read(path).map_err(|error| {
        CliError::new(format!("{} can not be read: {error}", path.display()))
            .help("name the tokenizer.json of a model")
    })?;
    let tokenizer = TokenizerJson::from_bytes(&bytes)
        .map_err(|error| CliError::new(format!("{}: {error}", path.display())))?;
    let name = path.display().to_string();
    Ok(Counting {
        encoding: name,
        new_counter: Arc::new(move || Box::new(tokenizer.clone())),
        tools_as: Encoding::O200kBase,
        images: None,
        max_example_tokens: None,
    })
}
