//! tunesmith-core's stage traits over a pool of instances.

use tunesmith_core::{
    Example, Filter, Generator, Judge, Reply, Score, Scored, Scorer, StageError, StageFailure,
    Step, Task, Verdict,
};

use super::convert;
use super::filter::FilterHalf;
use super::filter::exports::tunesmith::plugin::filter as wit_filter;
use super::generator::GeneratorHalf;
use super::generator::exports::tunesmith::plugin::generator as wit_generator;
use super::generator::tunesmith::plugin::dialogue as wit_dialogue;
use super::judge::JudgeHalf;
use super::judge::exports::tunesmith::plugin::judge as wit_judge;
use super::scorer::ScorerHalf;
use super::scorer::tunesmith::plugin::types as wit;
use crate::pool::Pool;

/// What a step may ask at once.
const MOST_REQUESTS: usize = 256;
/// Bytes of a plugin's own memory between steps: thousands of tasks wait at the same time, each with its state.
const LARGEST_STATE: usize = 1 << 20;

impl Scorer for Pool<ScorerHalf> {
    fn name(&self) -> &str {
        Self::name(self)
    }

    fn score(&self, batch: &[Example]) -> Result<Vec<Score>, StageError> {
        const CALL: &str = "score-batch";
        let examples: Vec<wit::Example> = batch.iter().map(convert::example_to_wit).collect();
        let scores = self.call(CALL, |plugin, store| {
            plugin
                .tunesmith_plugin_scorer()
                .call_score_batch(store, &examples)
        })?;
        scores_from_wit(scores, Some(batch.len())).map_err(|failure| self.error(CALL, failure))
    }
}

impl Generator for Pool<GeneratorHalf> {
    fn name(&self) -> &str {
        Self::name(self)
    }

    fn begin(&self, task: &Task) -> Result<Step<Vec<Example>>, StageError> {
        const CALL: &str = "begin";
        let Task {
            index,
            rng_seed,
            seed,
        } = task;
        let seed = seed.as_ref().map(|seed| seed.as_str().to_owned());
        let task = wit_generator::Task {
            index: *index,
            rng_seed: *rng_seed,
            seed,
        };
        let step = self.call(CALL, |plugin, store| {
            plugin.tunesmith_plugin_generator().call_begin(store, &task)
        })?;
        generator_step(step).map_err(|failure| self.error(CALL, failure))
    }

    fn resume(&self, state: &[u8], replies: &[Reply]) -> Result<Step<Vec<Example>>, StageError> {
        const CALL: &str = "resume";
        let replies: Vec<wit_dialogue::Reply> = replies.iter().map(convert::reply_to_wit).collect();
        let step = self.call(CALL, |plugin, store| {
            plugin
                .tunesmith_plugin_generator()
                .call_resume(store, state, &replies)
        })?;
        generator_step(step).map_err(|failure| self.error(CALL, failure))
    }
}

impl Judge for Pool<JudgeHalf> {
    fn name(&self) -> &str {
        Self::name(self)
    }

    fn begin(&self, batch: &[Example]) -> Result<Step<Vec<Score>>, StageError> {
        const CALL: &str = "begin";
        let examples: Vec<wit::Example> = batch.iter().map(convert::example_to_wit).collect();
        let step = self.call(CALL, |plugin, store| {
            plugin.tunesmith_plugin_judge().call_begin(store, &examples)
        })?;
        judge_step(step, Some(batch.len())).map_err(|failure| self.error(CALL, failure))
    }

    fn resume(&self, state: &[u8], replies: &[Reply]) -> Result<Step<Vec<Score>>, StageError> {
        const CALL: &str = "resume";
        let replies: Vec<wit_dialogue::Reply> = replies.iter().map(convert::reply_to_wit).collect();
        let step = self.call(CALL, |plugin, store| {
            plugin
                .tunesmith_plugin_judge()
                .call_resume(store, state, &replies)
        })?;
        // The batch is known to whoever began the dialogue; it counts the scores.
        judge_step(step, None).map_err(|failure| self.error(CALL, failure))
    }
}

impl Filter for Pool<FilterHalf> {
    fn name(&self) -> &str {
        Self::name(self)
    }

    fn verdicts(&self, batch: &[Scored<'_>]) -> Result<Vec<Verdict>, StageError> {
        const CALL: &str = "verdict-batch";
        let examples: Vec<wit_filter::Scored> = batch.iter().map(scored_to_wit).collect();
        let verdicts = self.call(CALL, |plugin, store| {
            plugin
                .tunesmith_plugin_filter()
                .call_verdict_batch(store, &examples)
        })?;
        if verdicts.len() != batch.len() {
            let failure = StageFailure::WrongCount {
                asked: batch.len(),
                got: verdicts.len(),
            };
            return Err(self.error(CALL, failure));
        }
        let verdicts = verdicts.into_iter().map(|verdict| match verdict {
            wit_filter::Verdict::Keep => Verdict::Keep,
            wit_filter::Verdict::Drop(reason) => Verdict::Drop { reason },
        });
        Ok(verdicts.collect())
    }
}

fn scored_to_wit(scored: &Scored<'_>) -> wit_filter::Scored {
    let scores = scored.scores.iter();
    wit_filter::Scored {
        example: convert::example_to_wit(scored.example),
        scores: scores
            .map(|(name, score)| wit_filter::NamedScore {
                name: name.clone(),
                score: convert::score_to_wit(score),
            })
            .collect(),
    }
}

fn generator_step(step: wit_generator::Step) -> Result<Step<Vec<Example>>, StageFailure> {
    match step {
        wit_generator::Step::Ask(ask) => ask_from_wit(ask),
        wit_generator::Step::GiveUp(why) => Ok(Step::GiveUp(why)),
        wit_generator::Step::Done(examples) => {
            let examples = examples.into_iter().enumerate().map(|(index, example)| {
                let example = convert::example_from_wit(&format!("example {index}"), example)?;
                // The id is made of content and provenance, by the host.
                Ok(Example {
                    id: String::new(),
                    ..example
                })
            });
            Ok(Step::Done(examples.collect::<Result<_, StageFailure>>()?))
        }
    }
}

fn judge_step(
    step: wit_judge::Step,
    asked: Option<usize>,
) -> Result<Step<Vec<Score>>, StageFailure> {
    match step {
        wit_judge::Step::Ask(ask) => ask_from_wit(ask),
        wit_judge::Step::GiveUp(why) => Ok(Step::GiveUp(why)),
        wit_judge::Step::Done(scores) => Ok(Step::Done(scores_from_wit(scores, asked)?)),
    }
}

fn ask_from_wit<T>(ask: wit_dialogue::Ask) -> Result<Step<T>, StageFailure> {
    let wit_dialogue::Ask { requests, state } = ask;
    if requests.is_empty() {
        return Err(StageFailure::BadAnswer(
            "it wants to be resumed but asks nothing".to_owned(),
        ));
    }
    let requests_made = requests.len();
    if requests_made > MOST_REQUESTS {
        return Err(StageFailure::BadAnswer(format!(
            "it asks {requests_made} requests at once, more than {MOST_REQUESTS}"
        )));
    }
    if state.len() > LARGEST_STATE {
        return Err(StageFailure::BadAnswer(format!(
            "its state has {} bytes, more than {LARGEST_STATE}",
            state.len()
        )));
    }
    let requests = requests
        .into_iter()
        .enumerate()
        .map(|(index, request)| convert::request_from_wit(index, request));
    Ok(Step::Ask {
        requests: requests.collect::<Result<_, _>>()?,
        state,
    })
}

fn scores_from_wit(
    scores: Vec<wit::Score>,
    asked: Option<usize>,
) -> Result<Vec<Score>, StageFailure> {
    match asked {
        Some(asked) if asked != scores.len() => Err(StageFailure::WrongCount {
            asked,
            got: scores.len(),
        }),
        _ => scores
            .into_iter()
            .enumerate()
            .map(|(index, score)| convert::score_from_wit(index, score))
            .collect(),
    }
}
