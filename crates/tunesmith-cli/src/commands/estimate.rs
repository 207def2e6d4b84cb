//! `tunesmith estimate`: tokens, truncation, epochs and price, before anyone pays for training.

use std::io::Write as _;
use std::path::PathBuf;

use serde::Serialize;
use tunesmith_pipeline::check_file;
use tunesmith_tokens::{
    Encoding, ModelFacts, TrainingPrice, expected_epochs, find_model, training_cost,
};
use tunesmith_validate::{Checker, Counting, FileReport, Profile, RuleSettings, TokenReport};

use crate::check_inputs::thread_count;
use crate::chosen_profiles::find_profile;
use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::inputs::inputs;
use crate::text::{count, grouped, table};
use crate::token_counting::{Refusal, counting, counting_by_file, limit_of, unknown_model};

/// Bars of the histogram.
const BARS: usize = 10;

/// The length of the longest bar.
const LONGEST_BAR: u64 = 40;

/// Say how many tokens a dataset has, and what training on it costs
///
/// Text is counted exactly; what tools and images take is an estimate. Limits and prices come from a table with the day its sources were read; the provider's page has the last word.
#[derive(Debug, clap::Args)]
pub(crate) struct EstimateArgs {
    /// Dataset files, folders of them, or - for standard input; several count as one training file
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// The model to be tuned
    #[arg(long, value_name = "MODEL", required_unless_present = "tokenizer")]
    model: Option<String>,
    /// How often each example is trained [default: what the provider is expected to choose]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=50))]
    epochs: Option<u64>,
    /// Count by a Hugging Face tokenizer.json instead of the model's encoding
    #[arg(long, value_name = "FILE")]
    tokenizer: Option<PathBuf>,
    /// The provider whose limit counts, where the model has several: azure, or any other profile
    #[arg(long, value_name = "NAME", default_value = "openai")]
    profile: String,
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

pub(crate) fn run(args: &EstimateArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let profile = find_profile(&args.profile)?;
    let (counting, facts, refusal) = how_to_count(args, profile)?;
    let mut sum: Option<TokenReport> = None;
    let mut left_out = 0;
    let files = inputs(&args.paths, &[])?;
    for input in &files {
        let (source, _) = input.open(env.err_is_terminal)?;
        let checker = Checker::new(&*input.label, profile, &RuleSettings::default());
        let checker = checker.counting(counting.clone());
        let checker = check_file(source, checker, thread_count(None))
            .map_err(|error| input.unreadable(&error))?;
        let FileReport {
            tokens, records, ..
        } = checker.finish();
        if let Some(tokens) = tokens {
            left_out += records.saturating_sub(tokens.lengths.count());
            match &mut sum {
                None => sum = Some(tokens),
                Some(sum) => sum.merge(&tokens),
            }
        }
    }
    if let Some(error) = refusal.and_then(|refusal| refusal.take()) {
        return Err(
            CliError::new(error).help("use the tokenizer.json of a model that takes this text")
        );
    }
    let names: Vec<String> = files.into_iter().map(|input| input.label).collect();
    let tokens = sum.filter(|tokens| tokens.lengths.count() > 0);
    let tokens = tokens.ok_or_else(|| {
        CliError::new(format!(
            "{}: there is no example to count",
            names.join(", ")
        ))
        .help("`tunesmith validate` says what is wrong")
    })?;
    let epochs = args
        .epochs
        .unwrap_or_else(|| expected_epochs(tokens.lengths.count()));
    let estimate = EstimateV1::of(names, &tokens, left_out, epochs, facts);
    let text = match args.format {
        EstimateFormat::Human => human(&estimate, args.epochs.is_none()),
        EstimateFormat::Json => {
            let text = serde_json::to_string(&estimate);
            text.expect("strings and numbers are always writable") + "\n"
        }
    };
    env.out.write_all(text.as_bytes())?;
    env.out.flush()?;
    Ok(Outcome::Fine)
}

type HowToCount = (Counting, Option<&'static ModelFacts>, Option<Refusal>);

fn how_to_count(args: &EstimateArgs, profile: &'static Profile) -> Result<HowToCount, CliError> {
    let model = args.model.as_deref();
    let facts = match model {
        None => None,
        Some(name) => match find_model(name) {
            // Why: with another tokenizer, or one that is known, tokens can be counted for models that have no price.
            None if args.tokenizer.is_none() && Encoding::of_model(name).is_none() => {
                return Err(unknown_model(name));
            }
            found => found,
        },
    };
    if let Some(path) = &args.tokenizer {
        let limit = facts.and_then(|facts| limit_of(facts, &[profile]));
        let (counting, refusal) = counting_by_file(path, limit)?;
        return Ok((counting, facts, Some(refusal)));
    }
    let counting = counting(model, None, &[profile])?;
    let counting = counting.ok_or_else(|| CliError::new("name a model or a tokenizer"))?;
    Ok((counting, facts, None))
}

/// The result for programs, version 1. These keys are a promise: more may be added.
#[derive(Debug, Serialize)]
struct EstimateV1<'a> {
    version: u32,
    paths: Vec<String>,
    /// The name of the encoding, or the path of the tokenizer.
    encoding: &'a str,
    examples: u64,
    /// Records that could not be read and so are not counted.
    left_out: u64,
    tokens: TokensV1,
    histogram: Vec<BarV1>,
    epochs: u64,
    /// Tokens within the limit, as often as there are epochs.
    billed_tokens: u64,
    /// Nothing where the model is not in the table.
    model: Option<ModelV1>,
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
    /// How many tokens of an example are trained.
    limit: Option<u64>,
    within_limit: u64,
    /// Examples longer than the limit.
    truncated: u64,
    /// Examples whose last answer is cut off as a whole.
    answers_cut: u64,
}

#[derive(Debug, Serialize)]
struct BarV1 {
    from: u64,
    to: u64,
    count: u64,
}

#[derive(Debug, Serialize)]
struct ModelV1 {
    name: &'static str,
    /// For a million tokens, in micro-dollars.
    training_micro_usd_per_million_tokens: Option<u64>,
    /// In micro-dollars.
    training_micro_usd_per_hour: Option<u64>,
    /// What training is expected to cost, in micro-dollars.
    cost_micro_usd: Option<u64>,
    shutdown: &'static str,
    source: &'static str,
    as_of: &'static str,
}

impl<'a> EstimateV1<'a> {
    fn of(
        paths: Vec<String>,
        tokens: &'a TokenReport,
        left_out: u64,
        epochs: u64,
        facts: Option<&'static ModelFacts>,
    ) -> Self {
        let lengths = &tokens.lengths;
        let percentile = |percent| lengths.percentile(percent).unwrap_or_default();
        let bars = lengths.histogram(BARS).into_iter().map(|bar| BarV1 {
            from: bar.from,
            to: bar.to,
            count: bar.count,
        });
        Self {
            version: 1,
            paths,
            encoding: &tokens.encoding,
            examples: lengths.count(),
            left_out,
            tokens: TokensV1 {
                total: tokens.total,
                assistant: tokens.trained,
                min: lengths.min().unwrap_or_default(),
                p10: percentile(10),
                p50: percentile(50),
                p90: percentile(90),
                max: lengths.max().unwrap_or_default(),
                limit: tokens.max_example_tokens,
                within_limit: tokens.within_limit,
                truncated: tokens.truncated,
                answers_cut: tokens.answers_cut,
            },
            histogram: bars.collect(),
            epochs,
            billed_tokens: tokens.within_limit.saturating_mul(epochs),
            model: facts.map(|facts| ModelV1::of(facts, tokens.within_limit, epochs)),
        }
    }
}

impl ModelV1 {
    fn of(facts: &'static ModelFacts, tokens: u64, epochs: u64) -> Self {
        let (per_million, per_hour) = match facts.training {
            TrainingPrice::PerMillionTokens(price) => (Some(price), None),
            TrainingPrice::PerHour(price) => (None, Some(price)),
        };
        Self {
            name: facts.name,
            training_micro_usd_per_million_tokens: per_million,
            training_micro_usd_per_hour: per_hour,
            cost_micro_usd: training_cost(facts, tokens, epochs),
            shutdown: facts.shutdown,
            source: facts.source,
            as_of: facts.as_of,
        }
    }
}

fn human(estimate: &EstimateV1<'_>, epochs_expected: bool) -> String {
    let tokens = &estimate.tokens;
    let mut text = format!(
        "{}: {}, {} ({}), {} of them the assistant's\n",
        estimate.paths.join(", "),
        count(estimate.examples, "example", "examples"),
        count(tokens.total, "token", "tokens"),
        estimate.encoding,
        grouped(tokens.assistant),
    );
    if estimate.left_out > 0 {
        let records = count(estimate.left_out, "record is", "records are");
        text.push_str(&format!(
            "{records} left out, for lack of an example to count; `tunesmith validate` says why\n"
        ));
    }
    text.push_str("\ntokens of an example\n");
    let rows = [
        ("shortest", tokens.min),
        ("10% have at most", tokens.p10),
        ("50% have at most", tokens.p50),
        ("90% have at most", tokens.p90),
        ("longest", tokens.max),
    ];
    let rows = rows.map(|(what, number)| vec![what.to_owned(), grouped(number)]);
    text.push_str(&table(&rows, &[false, true], "  "));
    text.push('\n');
    text.push_str(&histogram(&estimate.histogram));
    text.push('\n');
    text.push_str(&truncation(tokens));
    let expected = if epochs_expected {
        " (expected: the provider decides)"
    } else {
        ""
    };
    text.push_str(&format!(
        "{}{expected}: {} are billed\n",
        count(estimate.epochs, "epoch", "epochs"),
        count(estimate.billed_tokens, "token", "tokens"),
    ));
    match &estimate.model {
        Some(model) => text.push_str(&price(model)),
        None => text.push_str("no price is known for this model\n"),
    }
    text
}

fn histogram(bars: &[BarV1]) -> String {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let rows = bars.iter().map(|bar| {
        let length = u128::from(bar.count) * u128::from(LONGEST_BAR);
        let length = usize::try_from(length.div_ceil(u128::from(most))).unwrap_or(0);
        vec![
            grouped(bar.from),
            format!("to {}", grouped(bar.to)),
            grouped(bar.count),
            "#".repeat(length),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    table(&rows, &[true, true, true], "  ")
}

fn truncation(tokens: &TokensV1) -> String {
    let Some(limit) = tokens.limit else {
        return "no limit of tokens per example is known\n".to_owned();
    };
    let limit = grouped(limit);
    if tokens.truncated == 0 {
        return format!("no example is longer than the {limit} tokens that are trained\n");
    }
    let examples = if tokens.truncated == 1 {
        "1 example is".to_owned()
    } else {
        format!("{} examples are", grouped(tokens.truncated))
    };
    format!(
        "{examples} longer than {limit} tokens and cut off there; of {} the last answer is lost\n",
        grouped(tokens.answers_cut)
    )
}

fn price(model: &ModelV1) -> String {
    let name = model.name;
    let cost = match (
        model.cost_micro_usd,
        model.training_micro_usd_per_million_tokens,
        model.training_micro_usd_per_hour,
    ) {
        (Some(cost), Some(price), _) => format!(
            "training {name} costs about {} ({} for a million tokens)",
            dollars(cost),
            dollars(price)
        ),
        (_, _, Some(price)) => format!(
            "training {name} costs {} an hour; how long it takes is not known beforehand",
            dollars(price)
        ),
        _ => format!("no price is known for training {name}"),
    };
    format!(
        "{cost}\n  as of {}: {}\n{name} and what is tuned from it answer until {}\n",
        model.as_of, model.source, model.shutdown
    )
}

/// To the cent, rounded half up; small sums to the hundredth of a cent.
fn dollars(micro: u64) -> String {
    if micro < 1_000_000 {
        let parts = micro.saturating_add(50) / 100;
        return format!("${}.{:04}", parts / 10_000, parts % 10_000);
    }
    let cents = micro.saturating_add(5_000) / 10_000;
    format!("${}.{:02}", grouped(cents / 100), cents % 100)
}

#[cfg(test)]
mod tests {
    use super::dollars;

    #[test]
    fn money_is_rounded_half_up() {
        for (micro, expected) in [
            (0, "$0.0000"),
            (49, "$0.0000"),
            (50, "$0.0001"),
            (900_000, "$0.9000"),
            (1_004_999, "$1.00"),
            (1_005_000, "$1.01"),
            (12_345_000_000, "$12,345.00"),
        ] {
            assert_eq!(dollars(micro), expected);
        }
    }
}
