//! `tunesmith why`: the story of one row.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;
use tunesmith_core::RawReply;
use tunesmith_core::format::openai_chat;
use tunesmith_pipeline::{Exchange, Outcome as RowOutcome, Row, Story, story};

use crate::env::{Env, Outcome};
use crate::error::CliError;
use crate::text::cut;

/// Tell the story of one row: seed, requests, replies, scores, verdict
#[derive(Debug, clap::Args)]
pub(crate) struct WhyArgs {
    /// The run's folder
    run: PathBuf,
    /// The row, as exclusions.jsonl and `run --preview` name it, for example support/3
    row: String,
}

pub(crate) fn run(args: &WhyArgs, env: &mut Env) -> Result<Outcome, CliError> {
    let story = story(&args.run, &args.row)?;
    std::io::Write::write_all(&mut env.out, story_text(&story).as_bytes())?;
    Ok(Outcome::Fine)
}

/// A row of a preview.
pub(crate) fn row_text(row: &Row, width: usize) -> String {
    let mut text = String::new();
    let verdict = match &row.outcome {
        RowOutcome::Kept => "kept".to_owned(),
        RowOutcome::Excluded { stage, reason } => format!("excluded by {stage}: {reason}"),
        RowOutcome::Failed { stage, reason } => format!("failed in {stage}: {reason}"),
    };
    let _ = writeln!(text, "{}  {verdict}", row.name);
    for message in row.example.iter().flat_map(|example| &example.messages) {
        let _ = writeln!(
            text,
            "  {:>9}  {}",
            message.role.name(),
            cut(&message.plain_text(), width.saturating_sub(13).max(40))
        );
    }
    for (name, score) in &row.scores {
        let line = format!("  {name} {:.3} {}", score.value, score.marks.join(" "));
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text.push('\n');
    text
}

fn story_text(story: &Story) -> String {
    let mut text = String::new();
    let provenance: Value = serde_json::from_str(&story.provenance).unwrap_or_default();
    match &story.reason {
        None if story.stage.is_empty() => {
            writeln!(
                text,
                "{} was kept, in a preview: no file holds it yet",
                story.row
            )
        }
        None => writeln!(text, "{} was kept: it is in {}", story.row, story.stage),
        Some(reason) => writeln!(
            text,
            "{} was {} by {}\n  {reason}",
            story.row, story.outcome, story.stage
        ),
    }
    // Writing to a string can not fail.
    .unwrap_or_default();
    origin(&mut text, &provenance);
    for (number, exchange) in (1..).zip(&story.exchanges) {
        exchange_text(&mut text, number, exchange);
    }
    if let Some(example) = &story.example {
        let _ = writeln!(text, "\nthe example");
        match openai_chat::parse(example) {
            Ok(parsed) => parsed.messages.iter().for_each(|message| {
                indented(&mut text, message.role.name(), &message.plain_text());
            }),
            Err(_) => indented(&mut text, "json", example),
        }
    }
    if let Some(metadata) = story
        .metadata
        .as_deref()
        .filter(|metadata| *metadata != "{}")
    {
        let _ = writeln!(text, "\nwhat its generator says of it\n  {metadata}");
    }
    scores(&mut text, &story.scores);
    text
}

fn origin(text: &mut String, provenance: &Value) {
    let Some(generator) = provenance["generator"].as_str() else {
        return;
    };
    let plugin = provenance["plugin"].as_str().unwrap_or_default();
    let _ = writeln!(
        text,
        "\nmade by {generator} ({plugin}), task {}, rng seed {}",
        provenance["task"], provenance["rng_seed"]
    );
    if let (Some(path), Some(line)) = (
        provenance["seed"]["path"].as_str(),
        provenance["seed"]["line"].as_u64(),
    ) {
        let _ = writeln!(text, "from seed {path}, line {line}");
    }
}

fn exchange_text(text: &mut String, number: usize, exchange: &Exchange) {
    let Exchange {
        key: _,
        label,
        purpose,
        model,
        request,
        reply,
        failures,
    } = exchange;
    let _ = writeln!(text, "\nrequest {number}: {label} ({purpose}) to {model}");
    let request: Value = serde_json::from_str(request).unwrap_or_default();
    for message in request["messages"].as_array().into_iter().flatten() {
        indented(
            text,
            message["role"].as_str().unwrap_or("?"),
            message["content"].as_str().unwrap_or_default(),
        );
    }
    for why in failures {
        indented(text, "failed", why);
    }
    match reply {
        None => indented(text, "reply", "none"),
        Some(RawReply {
            content,
            refusal,
            finish_reason,
            mode,
            usage,
            lost_tries: _,
        }) => {
            let _ = writeln!(
                text,
                "  reply: {finish_reason}, {} mode, {} + {} tokens",
                mode.name(),
                usage.prompt_tokens,
                usage.completion_tokens
            );
            indented(
                text,
                "content",
                content
                    .as_deref()
                    .or(refusal.as_deref())
                    .unwrap_or_default(),
            );
        }
    }
}

fn indented(text: &mut String, title: &str, body: &str) {
    let mut before = format!("  {title:>9}");
    for line in body.trim_end().split('\n') {
        let line = format!("{before}  {line}");
        let _ = writeln!(text, "{}", line.trim_end());
        before = " ".repeat(11);
    }
}

fn scores(text: &mut String, scores: &str) {
    let scores: Value = serde_json::from_str(scores).unwrap_or_default();
    let Some(scores) = scores.as_object().filter(|scores| !scores.is_empty()) else {
        return;
    };
    let _ = writeln!(text, "\nscores");
    for (name, score) in scores {
        let marks: Vec<&str> = score["marks"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let note = score["note"]
            .as_str()
            .map(|note| format!("  {note}"))
            .unwrap_or_default();
        let line = format!("  {name} {} {}{note}", score["value"], marks.join(" "));
        let _ = writeln!(text, "{}", line.trim_end());
    }
}
