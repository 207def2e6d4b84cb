//! Calls a plugin: with nothing, with a batch as runs cut it, and from two instances that must say the same.

use std::time::{Duration, Instant};

use tunesmith_core::{Example, JsonText, Score, Scored, Scores, StageError, Task};
use tunesmith_plugin_host::{Limits, LoadError, Plugin, PluginKind};

use super::{Line, ms};
use crate::plugin_samples::{SAMPLES, samples};

/// What a call says, in a form that can be compared to the bit.
type Call = Box<dyn Fn(&[Example]) -> Result<String, StageError>>;

pub(super) fn lines(plugin: &Plugin, settings: Option<&JsonText>) -> Vec<Line> {
    let Some(settings) = settings else {
        let help = "give settings that it takes as --settings '{…}'";
        return vec![Line::warning(
            "calls",
            "it was not called: it takes no settings that are known",
            help,
        )];
    };
    let (one, other) = match (open(plugin, settings), open(plugin, settings)) {
        (Ok(one), Ok(other)) => (one, other),
        (Err(error), _) | (_, Err(error)) => {
            return vec![Line::error(
                "calls",
                error.to_string(),
                "correct its `configure`",
            )];
        }
    };
    let mut lines = Vec::new();
    // A generator is called for a task, whatever the batch.
    let by_batch = plugin.kind() != PluginKind::Generator;
    if by_batch {
        lines.push(call_line(plugin, "empty call", &one, &[]));
    }
    let batch = samples();
    let name = if by_batch {
        "64 examples"
    } else {
        "first task"
    };
    lines.push(call_line(plugin, name, &one, &batch));
    lines.push(determinism(&one, &other, &batch));
    lines
}

fn open(plugin: &Plugin, settings: &JsonText) -> Result<Call, LoadError> {
    Ok(match plugin.kind() {
        PluginKind::Scorer => {
            let scorer = plugin.scorer(settings)?;
            Box::new(move |batch| Ok(scorer.score(batch)?.iter().map(bits).collect()))
        }
        PluginKind::Filter => {
            let filter = plugin.filter(settings)?;
            let scores = Scores::default();
            Box::new(move |batch| {
                let scored: Vec<Scored<'_>> = batch
                    .iter()
                    .map(|example| Scored {
                        example,
                        scores: &scores,
                    })
                    .collect();
                filter
                    .verdicts(&scored)
                    .map(|verdicts| format!("{verdicts:?}"))
            })
        }
        PluginKind::Judge => {
            let judge = plugin.judge(settings)?;
            Box::new(move |batch| judge.begin(batch).map(|step| format!("{step:?}")))
        }
        PluginKind::Generator => {
            let generator = plugin.generator(settings)?;
            Box::new(move |_| {
                let task = Task {
                    index: 0,
                    rng_seed: 1,
                    seed: None,
                };
                generator.begin(&task).map(|step| format!("{step:?}"))
            })
        }
    })
}

/// A score with its value as bits, so that -0 and 0 differ.
fn bits(score: &Score) -> String {
    let Score {
        value,
        marks,
        note,
        extra,
    } = score;
    format!(
        "{:x} {marks:?} {note:?} {}\n",
        value.to_bits(),
        extra.to_text()
    )
}

fn call_line(plugin: &Plugin, name: &'static str, call: &Call, batch: &[Example]) -> Line {
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        let said = call(batch);
        best = best.min(started.elapsed());
        if let Err(error) = said {
            return failed(plugin, name, &error);
        }
    }
    let memory = plugin.most_memory() as f64 / f64::from(1 << 20);
    let found = format!("{}, {memory:.1} MiB of memory", ms(best));
    let limit = Limits::default();
    if best > limit.time / 4 {
        let help = format!(
            "a call has {}, and other machines are slower",
            ms(limit.time)
        );
        return Line::warning(name, found, help);
    }
    if memory > limit.memory_mib as f64 / 2.0 {
        let help = format!(
            "an instance has {} MiB, and other examples are longer",
            limit.memory_mib
        );
        return Line::warning(name, found, help);
    }
    Line::ok(name, found)
}

fn failed(plugin: &Plugin, name: &'static str, error: &StageError) -> Line {
    let needs_seed = plugin.kind() == PluginKind::Generator
        && matches!(error.failure, tunesmith_core::StageFailure::Reported(_));
    if needs_seed {
        // A generator that works from seeds says so: that is an answer.
        return Line::ok(name, format!("without a seed it says: {}", error.failure));
    }
    Line::error(
        name,
        error.to_string(),
        format!(
            "`tunesmith plugin test {}` shows which example it is",
            plugin.origin()
        ),
    )
}

fn determinism(one: &Call, other: &Call, batch: &[Example]) -> Line {
    const NAME: &str = "determinism";
    let said = |call: &Call| call(batch).map_err(|error| error.failure.to_string());
    let first = said(one);
    if first == said(other) && first == said(one) {
        let what = match &first {
            Ok(text) => format!("the same {} bytes", text.len()),
            Err(_) => "the same words".to_owned(),
        };
        return Line::ok(
            NAME,
            format!("two instances, three calls of {SAMPLES} examples: {what}"),
        );
    }
    Line::error(
        NAME,
        "two instances do not say the same of the same examples",
        "answer from the arguments and the settings alone: keep nothing between calls, and iterate over no hash map",
    )
}
