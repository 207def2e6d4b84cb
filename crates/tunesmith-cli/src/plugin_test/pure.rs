//! Scorers and filters: the same answer from every instance and every cut of a batch, within limits, whatever the example is.

use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use tunesmith_core::{Example, Filter, Message, Role, Scored, Scorer, Scores, StageError, Verdict};

use super::{BATCHED, Depth, LONG_TEXT, Part, few, forms, odd, said_no, shown};

/// What answers at once.
pub(super) enum Pure {
    Scorer(Arc<dyn Scorer>),
    Filter(Arc<dyn Filter>),
}

impl Pure {
    /// Answers in a form that can be compared bit by bit.
    fn answer(&self, batch: &[(Example, Scores)]) -> Result<Vec<Value>, StageError> {
        match self {
            Self::Scorer(scorer) => {
                let examples: Vec<Example> =
                    batch.iter().map(|(example, _)| example.clone()).collect();
                let scores = scorer.score(&examples)?;
                let exact = |score| {
                    let mut value = forms::score_value(score);
                    value["bits"] = score.value.to_bits().into();
                    value
                };
                Ok(scores.iter().map(exact).collect())
            }
            Self::Filter(filter) => {
                let scored = batch
                    .iter()
                    .map(|(example, scores)| Scored { example, scores });
                let verdicts = filter.verdicts(&scored.collect::<Vec<_>>())?;
                let told = verdicts.into_iter().map(|verdict| match verdict {
                    Verdict::Keep => Value::Null,
                    Verdict::Drop { reason } => reason.into(),
                });
                Ok(told.collect())
            }
        }
    }
}

/// Two instances and batches of 1, 7 and 64 agree.
pub(super) fn batches(
    first: &Pure,
    again: &Pure,
    examples: &[(Example, Scores)],
    depth: Depth,
) -> Part {
    // Those that are refused can not stand in a batch with others.
    let good: Vec<_> = examples
        .iter()
        .chain(&odd::examples(64, depth.rng_seed, examples))
        .filter(|one| first.answer(std::slice::from_ref(one)).is_ok())
        .cloned()
        .collect();
    let many: Vec<_> = good
        .iter()
        .cycle()
        .take(BATCHED.max(good.len()))
        .cloned()
        .collect();
    let one_by_one = in_batches(first, &many, 1);
    let mut faults = Vec::new();
    for (instance, name) in [(first, "the same instance"), (again, "another instance")] {
        for size in [1, 7, 64] {
            let got = in_batches(instance, &many, size);
            let differs = got
                .iter()
                .zip(&one_by_one)
                .position(|(one, other)| one != other);
            if let Some(at) = differs {
                faults.push(format!(
                    "{name} in batches of {size} says {} instead of {} of {}",
                    got[at],
                    one_by_one[at],
                    shown(&many[at].0)
                ));
            }
        }
    }
    let outcome = if faults.is_empty() {
        Ok(format!(
            "two instances, batches of 1, 7 and 64 agree on {} examples",
            many.len()
        ))
    } else {
        faults.push(
            "a plugin keeps nothing from one example to the next; do not iterate over a HashMap"
                .to_owned(),
        );
        Err(few(faults))
    };
    Part {
        name: "pure",
        outcome,
    }
}

/// What is said of each, whatever the batch; a failing batch is all failure.
fn in_batches(pure: &Pure, many: &[(Example, Scores)], size: usize) -> Vec<String> {
    let told = many
        .chunks(size)
        .flat_map(|batch| match pure.answer(batch) {
            Ok(answers) => answers.iter().map(Value::to_string).collect(),
            Err(error) => vec![error.to_string(); batch.len()],
        });
    told.collect()
}

/// A megabyte of text in an example, and the slowest of the others.
pub(super) fn limits(pure: &Pure, examples: &[(Example, Scores)], depth: Depth) -> Part {
    let timed = |one: &(Example, Scores)| {
        let started = Instant::now();
        let answer = pure.answer(std::slice::from_ref(one));
        (started.elapsed(), answer)
    };
    let slowest = examples
        .iter()
        .map(|one| timed(one).0)
        .max()
        .unwrap_or_default();
    let mut faults = Vec::new();
    let mut longest = slowest;
    for (name, text) in [
        ("words", "several words of a text. ".repeat(LONG_TEXT / 25)),
        ("one word", "x".repeat(LONG_TEXT)),
        ("brackets", "([{\"".repeat(LONG_TEXT / 4)),
        ("line breaks", "\n".repeat(LONG_TEXT)),
    ] {
        let messages = vec![
            Message::text(Role::User, "Go on."),
            Message::text(Role::Assistant, text),
        ];
        let (elapsed, answer) = timed(&(Example::from_messages(messages), Scores::new()));
        longest = longest.max(elapsed);
        if let Err(error) = answer
            && !said_no(&error)
        {
            faults.push(format!("a megabyte of {name}: {}", error.failure));
        }
    }
    let outcome = if faults.is_empty() {
        Ok(format!(
            "slowest vector {:.1} ms, a megabyte of text {:.0} ms, of {} ms",
            slowest.as_secs_f64() * 1e3,
            longest.as_secs_f64() * 1e3,
            depth.time.as_millis()
        ))
    } else {
        faults.push(
            "look for work that grows with the square of the text, or cut what is looked at"
                .to_owned(),
        );
        Err(faults)
    };
    Part {
        name: "limits",
        outcome,
    }
}

/// Odd examples are answered or refused in words, and the same by two instances.
pub(super) fn odd(
    first: &Pure,
    again: &Pure,
    examples: &[(Example, Scores)],
    depth: Depth,
) -> Part {
    let mut faults = Vec::new();
    let mut refused = 0;
    for one in odd::examples(depth.odd, depth.rng_seed, examples) {
        let batch = std::slice::from_ref(&one);
        let answer = first.answer(batch);
        match &answer {
            Err(error) if said_no(error) => refused += 1,
            Err(error) => faults.push(format!("{}, by {}", error.failure, shown(&one.0))),
            Ok(_) => {}
        }
        if answer.map_err(|error| error.to_string())
            != again.answer(batch).map_err(|error| error.to_string())
        {
            faults.push(format!("two instances differ over {}", shown(&one.0)));
        }
    }
    let outcome = if faults.is_empty() {
        Ok(format!(
            "{} examples, {refused} refused in words",
            depth.odd
        ))
    } else {
        Err(few(faults))
    };
    Part {
        name: "odd input",
        outcome,
    }
}
