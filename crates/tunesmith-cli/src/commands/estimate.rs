//! `tunesmith estimate`: tokens, truncation, epochs and price before anyone pays for training.

use std::path::PathBuf;

use serde::Serialize;
use tunesmith_pipeline::{check_file, open_dataset};
use tunesmith_tokens::{ModelFacts, TrainingPrice, expected_epochs, training_cost};
use tunesmith_validate::{Checker, RuleSettings, TokenReport, profile};

use crate::dataset_paths::{expand, label, unreadable};
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::text::{count, table};
use crate::token_settings;

/// Say how many tokens a dataset has, and what training on it costs
///
/// Text is counted exactly; what tools and images take is an estimate. Prices come from a dated table that is part of this program: look at the provider's page before you rely on them.
#[derive(Debug, clap::Args)]
pub(crate) struct EstimateArgs {
    /// Dataset files, folders of them, or - for standard input; several are one training file
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The model to be tuned
    #[arg(long, value_name = "MODEL", required_unless_present = "tokenizer")]
    model: Option<String>,
    /// Count as this Hugging Face tokenizer.json does, for models that run locally
    #[arg(long, value_name = "FILE", conflicts_with = "model")]
    tokenizer: Option<PathBuf>,
    /// How often each example is trained; what the provider would choose if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=50))]
    epochs: Option<u64>,
    /// Use Azure's limits
    #[arg(long)]
    azure: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: EstimateFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum EstimateFormat {
    /// For people
    #[default]
    Human,
    /// JSON, version 1
    Json,
}

/// The result for programs, version 1.
#[derive(Debug, Serialize)]
struct EstimateV1<'e> {
    version: u32,
    paths: Vec<String>,
    encoding: &'e str,
    examples: u64,
    tokens: TokensV1,
    histogram: Vec<BarV1>,
    epochs: u64,
    trained_tokens_times_epochs: u64,
    model: Option<ModelV1<'e>>,
}

#[derive(Debug, Serialize)]
struct TokensV1 {
    total: u64,
    assistant: u64,
    min: u64,
    p10: u64,
    p50: u64,
    p90: u64,
    max: u64,
    limit: Option<u64>,
    truncated: u64,
    answers_cut: u64,
    within_limit: u64,
}

#[derive(Debug, Serialize)]
struct BarV1 {
    from: u64,
    to: u64,
    count: u64,
}

#[derive(Debug, Serialize)]
struct ModelV1<'e> {
    name: &'e str,
    /// In US dollars for a million tokens.
    training_price: Option<f64>,
    /// In US dollars for an hour.
    training_price_per_hour: Option<f64>,
    /// In US dollars.
    cost: Option<f64>,
    shutdown: &'e str,
    source: &'e str,
    as_of: &'e str,
}

pub(crate) fn run(args: &EstimateArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let (facts, counting) = match (&args.model, &args.tokenizer) {
        (Some(name), _) => {
            let facts = token_settings::model(name)?;
            (Some(facts), token_settings::for_model(facts, args.azure))
        }
        (None, Some(path)) => (None, token_settings::for_tokenizer(path)?),
        (None, None) => return Err(CliError::new("name a model or a tokenizer")),
    };
    let profile =
        profile("openai").ok_or_else(|| CliError::new("the profile openai is missing"))?;
    let mut sum: Option<TokenReport> = None;
    let files = expand(&args.paths)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    for path in &files {
        let source = open_dataset(path).map_err(|error| unreadable(path, &error))?;
        let checker = Checker::new(label(path), profile, &RuleSettings::default());
        let checker = check_file(source, checker.counting(counting.clone()), threads)
            .map_err(|error| unreadable(path, &error))?;
        if let Some(tokens) = checker.finish().tokens {
            match &mut sum {
                None => sum = Some(tokens),
                Some(sum) => sum.merge(&tokens),
            }
        }
    }
    let tokens = sum
        .filter(|tokens| tokens.lengths.count() > 0)
        .ok_or_else(|| {
            CliError::new("there is no example to count")
                .help("`tunesmith validate` says what is wrong with the file")
        })?;
    let examples = tokens.lengths.count();
    let epochs = args.epochs.unwrap_or_else(|| expected_epochs(examples));
    let estimate = estimate(&files, &tokens, epochs, facts);
    let text = match args.format {
        EstimateFormat::Json => serde_json::to_string(&estimate).unwrap_or_default() + "\n",
        EstimateFormat::Human => human(&estimate, args.epochs.is_none()),
    };
    env.out.write_all(text.as_bytes())?;
    env.out.flush()?;
    Ok(Outcome::Fine)
}

fn estimate<'e>(
    files: &[PathBuf],
    tokens: &'e TokenReport,
    epochs: u64,
    facts: Option<&'static ModelFacts>,
) -> EstimateV1<'e> {
    let lengths = &tokens.lengths;
    let percentile = |percent| lengths.percentile(percent).unwrap_or_default();
    let bars = lengths.histogram(10).into_iter().map(|bar| BarV1 {
        from: bar.from,
        to: bar.to,
        count: bar.count,
    });
    EstimateV1 {
        version: 1,
        paths: files.iter().map(|path| label(path)).collect(),
        encoding: &tokens.encoding,
        examples: lengths.count(),
        tokens: TokensV1 {
            total: tokens.total,
            assistant: tokens.trained,
            min: lengths.min().unwrap_or_default(),
            p10: percentile(10),
            p50: percentile(50),
            p90: percentile(90),
            max: lengths.max().unwrap_or_default(),
            limit: tokens.max_example_tokens,
            truncated: tokens.truncated,
            answers_cut: tokens.answers_cut,
            within_limit: tokens.within_limit,
        },
        histogram: bars.collect(),
        epochs,
        trained_tokens_times_epochs: tokens.within_limit.saturating_mul(epochs),
        model: facts.map(|facts| model(facts, tokens.within_limit, epochs)),
    }
}

fn model(facts: &'static ModelFacts, tokens: u64, epochs: u64) -> ModelV1<'static> {
    let (per_million, per_hour) = match facts.training {
        TrainingPrice::PerMillionTokens(price) => (Some(dollars(price)), None),
        TrainingPrice::PerHour(price) => (None, Some(dollars(price))),
    };
    ModelV1 {
        name: facts.name,
        training_price: per_million,
        training_price_per_hour: per_hour,
        cost: training_cost(facts, tokens, epochs).map(dollars),
        shutdown: facts.shutdown,
        source: facts.source,
        as_of: facts.as_of,
    }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "money for people; a float holds any price exactly enough"
)]
fn dollars(micro: u64) -> f64 {
    micro as f64 / 1e6
}

fn human(estimate: &EstimateV1<'_>, chosen: bool) -> String {
    let tokens = &estimate.tokens;
    let mut text = format!(
        "{}: {}, {} tokens ({}), {} of them the assistant's\n\n",
        estimate.paths.join(", "),
        count(estimate.examples, "example", "examples"),
        thousands(tokens.total),
        estimate.encoding,
        thousands(tokens.assistant),
    );
    let row = |name: &str, value: u64| vec![name.to_owned(), thousands(value)];
    let rows = [
        row("shortest", tokens.min),
        row("one in ten is shorter than", tokens.p10),
        row("half are shorter than", tokens.p50),
        row("nine in ten are shorter than", tokens.p90),
        row("longest", tokens.max),
    ];
    text.push_str("tokens of an example\n");
    text.push_str(&table(&rows, &[false, true], "  "));
    text.push('\n');
    let most = estimate
        .histogram
        .iter()
        .map(|bar| bar.count)
        .max()
        .unwrap_or(1)
        .max(1);
    let bars = estimate.histogram.iter().map(|bar| {
        let width = usize::try_from((bar.count * 40).div_ceil(most)).unwrap_or_default();
        vec![
            format!("{} to {}", thousands(bar.from), thousands(bar.to)),
            thousands(bar.count),
            "#".repeat(width),
        ]
    });
    text.push_str(&table(&bars.collect::<Vec<_>>(), &[true, true], "  "));
    text.push('\n');
    if let Some(limit) = tokens.limit {
        text.push_str(&match tokens.truncated {
            0 => format!("No example is longer than the {} tokens that are trained.\n", thousands(limit)),
            cut => format!(
                "{} longer than {} tokens and cut off at the end; the last answer is lost in {} of them.\n",
                count(cut, "example is", "examples are"),
                thousands(limit),
                tokens.answers_cut
            ),
        });
    }
    let by = if chosen {
        ", as the provider would choose"
    } else {
        ""
    };
    text.push_str(&format!(
        "{}{by}: {} tokens are trained.\n",
        count(estimate.epochs, "epoch", "epochs"),
        thousands(estimate.trained_tokens_times_epochs)
    ));
    if let Some(model) = &estimate.model {
        text.push_str(&price(model));
    }
    text
}

fn price(model: &ModelV1<'_>) -> String {
    let cost = match (
        model.cost,
        model.training_price,
        model.training_price_per_hour,
    ) {
        (Some(cost), Some(price), _) => {
            format!(
                "Training {} costs about ${cost:.2} (${price:.2} for a million tokens).\n",
                model.name
            )
        }
        (_, _, Some(price)) => {
            format!(
                "Training {} costs ${price:.2} an hour; how long it takes is not known beforehand.\n",
                model.name
            )
        }
        _ => format!("There is no training price for {}.\n", model.name),
    };
    format!(
        "{cost}Prices and limits as of {}: {}.\n{} stops answering on {}.\n",
        model.as_of, model.source, model.name, model.shutdown
    )
}

/// `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
