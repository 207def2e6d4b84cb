//! Generators and judges: whatever a model answers, they end in bounded rounds with examples, scores or a reason, and twice the same.

use std::sync::Arc;

use tunesmith_core::{
    Example, Generator, JsonText, Judge, Reply, Request, Score, StageError, Step, Task,
};

use super::odd::{self, Numbers};
use super::{Depth, Part, few, forms, model, said_no};

/// More rounds of asking than any honest plugin needs for one task; the pipeline's own bound is higher.
const MOST_ROUNDS: usize = 100;

/// A model: one reply to each request.
type Answer<'a> = dyn FnMut(&[Request]) -> Result<Vec<Reply>, String> + 'a;

/// Goes on from a state with replies.
type Resume<'a, T> = dyn Fn(&[u8], &[Reply]) -> Result<Step<T>, StageError> + 'a;

/// What asks.
pub(super) enum Machine {
    Generator(Arc<dyn Generator>),
    Judge(Arc<dyn Judge>),
}

/// What it begins with.
#[derive(Debug)]
pub(super) enum Start {
    Task(Task),
    Batch(Vec<Example>),
}

/// How it ends.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    Examples(Vec<Example>),
    Scores(Vec<Score>),
    GaveUp(String),
    Failed(StageError),
}

impl Machine {
    /// Runs to the end. The error is `answer`'s, or that there is no end.
    pub(super) fn play(&self, start: &Start, answer: &mut Answer<'_>) -> Result<End, String> {
        match (self, start) {
            (Self::Generator(generator), Start::Task(task)) => {
                let resume = |state: &[u8], replies: &[Reply]| generator.resume(state, replies);
                play(generator.begin(task), &resume, answer, End::Examples)
            }
            (Self::Judge(judge), Start::Batch(batch)) => {
                let resume = |state: &[u8], replies: &[Reply]| judge.resume(state, replies);
                play(judge.begin(batch), &resume, answer, End::Scores)
            }
            _ => Err("a generator begins with a task, a judge with examples".to_owned()),
        }
    }
}

fn play<T>(
    mut called: Result<Step<T>, StageError>,
    resume: &Resume<'_, T>,
    answer: &mut Answer<'_>,
    done: fn(T) -> End,
) -> Result<End, String> {
    for _ in 0..MOST_ROUNDS {
        let (requests, state) = match called {
            Err(error) => return Ok(End::Failed(error)),
            Ok(Step::GiveUp(why)) => return Ok(End::GaveUp(why)),
            Ok(Step::Done(result)) => return Ok(done(result)),
            Ok(Step::Ask { requests, state }) => (requests, state),
        };
        called = resume(&state, &answer(&requests)?);
    }
    Err(format!(
        "it still asks after {MOST_ROUNDS} rounds; it would never end"
    ))
}

/// Tasks with the golden seeds and odd ones, answered by a model that says anything.
pub(super) fn odd(machine: &Machine, again: &Machine, golden: &[Task], depth: Depth) -> Part {
    let mut numbers = Numbers(depth.rng_seed);
    let mut faults = Vec::new();
    let (mut finished, mut gave_up, mut refused) = (0, 0, 0);
    for index in 0..depth.odd {
        let start = start(machine, u64::from(index), golden, &mut numbers);
        let model_seed = numbers.next();
        let ends = [machine, again].map(|machine| {
            let mut numbers = Numbers(model_seed);
            machine.play(&start, &mut |asked| Ok(model::replies(asked, &mut numbers)))
        });
        match &ends[0] {
            Err(why) => faults.push(format!("{why}: {}", told(&start))),
            Ok(End::Failed(error)) if said_no(error) => refused += 1,
            Ok(End::Failed(error)) => {
                faults.push(format!("{}, by {}", error.failure, told(&start)));
            }
            Ok(End::GaveUp(why)) if why.trim().is_empty() => {
                faults.push(format!("it gives up without a reason: {}", told(&start)));
            }
            Ok(End::GaveUp(_)) => gave_up += 1,
            Ok(_) => finished += 1,
        }
        if ends[0] != ends[1] {
            faults.push(format!("two instances differ over {}", told(&start)));
        }
    }
    let outcome = if faults.is_empty() {
        Ok(format!(
            "{} tasks answered with anything: {finished} finished, {gave_up} gave up with a reason, {refused} refused in words; the same twice",
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

fn start(machine: &Machine, index: u64, golden: &[Task], numbers: &mut Numbers) -> Start {
    match machine {
        Machine::Judge(_) => {
            let examples = odd::examples(1, numbers.next(), &[]);
            Start::Batch(examples.into_iter().map(|(example, _)| example).collect())
        }
        Machine::Generator(_) => {
            let seed = match (golden, numbers.below(8)) {
                (_, 0) => Some(JsonText::string(&odd::text(numbers))),
                ([], _) => None,
                (golden, _) => numbers.pick(golden).seed.clone(),
            };
            Start::Task(Task {
                index,
                rng_seed: numbers.next(),
                seed,
            })
        }
    }
}

fn told(start: &Start) -> String {
    let text = match start {
        Start::Batch(batch) => batch
            .first()
            .map(forms::example_value)
            .unwrap_or_default()
            .to_string(),
        Start::Task(task) => format!(
            "task {} with rng seed {} and seed {}",
            task.index,
            task.rng_seed,
            task.seed.as_ref().map_or("none", JsonText::as_str)
        ),
    };
    crate::text::cut(&text, 300)
}
