//! Scores and filters the rows that generation gives, batch by batch, as they come.

use std::sync::Arc;

use tunesmith_core::{
    Example, Filter, Judge, Reply, Score, Scored, Scorer, Scores, StageError, StageFailure, Verdict,
};

use crate::ask::Asker;
use crate::checks::Checks;
use crate::drive::{Called, Ended, Machine, blocking, drive};
use crate::halving::{score_halving, verdict_halving};
use crate::health::Health;
use crate::row::{Outcome, Row};
use crate::stages::Scoring;
use crate::stop::Stopped;

/// A scorer with what the recipe says of it.
pub(crate) struct ScorerRun {
    pub(crate) name: String,
    pub(crate) model: Option<String>,
    pub(crate) only: Option<Vec<String>>,
    pub(crate) scoring: Scoring,
    pub(crate) health: Arc<Health>,
}

/// A filter with what the recipe says of it.
pub(crate) struct FilterRun {
    pub(crate) name: String,
    pub(crate) only: Option<Vec<String>>,
    pub(crate) filter: Arc<dyn Filter>,
    pub(crate) health: Arc<Health>,
}

/// Rows with an undecided example get their scores, then their verdict, and those that are kept are checked against the provider's rules. Order and number of rows stay.
pub(crate) async fn judge_rows(
    asker: &Asker,
    scorers: &[ScorerRun],
    filters: &[FilterRun],
    checks: &Checks,
    mut rows: Vec<Row>,
) -> Result<Vec<Row>, Stopped> {
    for scorer in scorers {
        let chosen: Vec<usize> = (0..rows.len())
            .filter(|index| concerns(scorer.only.as_deref(), &rows[*index]))
            .collect();
        let examples: Vec<Example> = chosen
            .iter()
            .filter_map(|index| rows[*index].example.clone())
            .collect();
        if examples.is_empty() {
            continue;
        }
        let scores = match &scorer.scoring {
            Scoring::Scorer(pure) => score_batch(asker, scorer, Arc::clone(pure), examples).await?,
            Scoring::Judge(judge) => judge_each(asker, scorer, judge, examples).await?,
        };
        for (index, (score, requests)) in chosen.into_iter().zip(scores) {
            rows[index].requests.extend(requests);
            match score {
                Ok(score) => {
                    rows[index].scores.insert(scorer.name.clone(), score);
                }
                Err(outcome) => rows[index].outcome = outcome,
            }
        }
    }
    for filter in filters {
        filter_rows(asker, filter, &mut rows).await?;
    }
    for row in &mut rows {
        if row.outcome == Outcome::Kept {
            row.fault = checks.record_fault(&row.line);
        }
    }
    Ok(rows)
}

/// Whether a stage that is limited to some generators sees this row; decided rows are seen by none.
fn concerns(only: Option<&[String]>, row: &Row) -> bool {
    let generator = row
        .example
        .as_ref()
        .and_then(|example| example.provenance.as_ref())
        .map(|provenance| &provenance.generator);
    let chosen =
        only.is_none_or(|only| generator.is_some_and(|generator| only.contains(generator)));
    row.outcome == Outcome::Kept && row.example.is_some() && chosen
}

/// Rows that a filter drops are decided; later filters do not see them.
async fn filter_rows(asker: &Asker, run: &FilterRun, rows: &mut [Row]) -> Result<(), Stopped> {
    let only = run.only.as_deref();
    let chosen: Vec<usize> = (0..rows.len())
        .filter(|index| concerns(only, &rows[*index]))
        .collect();
    let batch: Vec<(Example, Scores)> = chosen
        .iter()
        .filter_map(|index| {
            let row = &rows[*index];
            Some((row.example.clone()?, row.scores.clone()))
        })
        .collect();
    if batch.is_empty() {
        return Ok(());
    }
    let stage = format!("filter {}", run.name);
    let (filter, health, told) = (
        Arc::clone(&run.filter),
        Arc::clone(&run.health),
        stage.clone(),
    );
    let judged = blocking(asker, move || {
        let scored = batch
            .iter()
            .map(|(example, scores)| Scored { example, scores });
        let scored: Vec<Scored<'_>> = scored.collect();
        let mut ended = None;
        let verdicts = verdict_halving(&*filter, &scored, &mut |error| {
            ended = health.plugin_failure(&told, error);
            ended.is_none()
        });
        if let Some(verdicts) = &verdicts {
            health.success(verdicts.iter().filter(|verdict| verdict.is_ok()).count() as u64);
        }
        verdicts.ok_or(ended)
    });
    let verdicts = match judged.await? {
        Ok(verdicts) => verdicts,
        Err(Some(ended)) => return Err(asker.stop.now(ended)),
        Err(None) => return Err(Stopped),
    };
    for (index, verdict) in chosen.into_iter().zip(verdicts) {
        let reason = match verdict {
            Ok(Verdict::Keep) => continue,
            Ok(Verdict::Drop { reason }) => reason,
            Err(error) => error.to_string(),
        };
        let stage = stage.clone();
        rows[index].outcome = Outcome::Excluded { stage, reason };
    }
    Ok(())
}

/// The score, or what becomes of the row without it; and the keys of the requests it took.
type ScoredRow = (Result<Score, Outcome>, Vec<String>);

fn excluded(scorer: &ScorerRun, error: &StageError) -> Outcome {
    Outcome::Excluded {
        stage: format!("scorer {}", scorer.name),
        reason: error.to_string(),
    }
}

async fn score_batch(
    asker: &Asker,
    run: &ScorerRun,
    scorer: Arc<dyn Scorer>,
    batch: Vec<Example>,
) -> Result<Vec<ScoredRow>, Stopped> {
    let health = Arc::clone(&run.health);
    let stage = format!("scorer {}", run.name);
    let scored = blocking(asker, move || {
        let mut ended = None;
        let scores = score_halving(&*scorer, &batch, &mut |error| {
            ended = health.plugin_failure(&stage, error);
            ended.is_none()
        });
        if let Some(scores) = &scores {
            health.success(scores.iter().filter(|score| score.is_ok()).count() as u64);
        }
        scores.ok_or(ended)
    });
    match scored.await? {
        Ok(scores) => Ok(scores
            .into_iter()
            .map(|score| (score.map_err(|error| excluded(run, &error)), Vec::new()))
            .collect()),
        Err(Some(ended)) => Err(asker.stop.now(ended)),
        Err(None) => Err(Stopped),
    }
}

struct JudgeMachine {
    judge: Arc<dyn Judge>,
    example: Example,
}

impl Machine<Vec<Score>> for JudgeMachine {
    fn name(&self) -> &str {
        self.judge.name()
    }
    fn begin(&self) -> Called<Vec<Score>> {
        self.judge.begin(std::slice::from_ref(&self.example))
    }
    fn resume(&self, state: &[u8], replies: &[Reply]) -> Called<Vec<Score>> {
        self.judge.resume(state, replies)
    }
}

/// Judges examples one by one: a verdict must not depend on its neighbours.
async fn judge_each(
    asker: &Asker,
    run: &ScorerRun,
    judge: &Arc<dyn Judge>,
    batch: Vec<Example>,
) -> Result<Vec<ScoredRow>, Stopped> {
    let each = batch
        .into_iter()
        .map(|example| judge_one(asker, run, Arc::clone(judge), example));
    futures_util::future::try_join_all(each).await
}

async fn judge_one(
    asker: &Asker,
    run: &ScorerRun,
    judge: Arc<dyn Judge>,
    example: Example,
) -> Result<ScoredRow, Stopped> {
    let name = judge.name().to_owned();
    let driven = drive(
        asker,
        run.model.as_deref(),
        0,
        JudgeMachine { judge, example },
    )
    .await?;
    let requests = driven.requests;
    let stage = format!("scorer {}", run.name);
    let error = match driven.ended {
        Ended::Done(mut scores) if scores.len() == 1 => {
            run.health.success(1);
            return Ok((Ok(scores.remove(0)), requests));
        }
        Ended::Done(scores) => StageError {
            plugin: name,
            call: "resume",
            failure: StageFailure::WrongCount {
                asked: 1,
                got: scores.len(),
            },
        },
        Ended::GaveUp(reason) => {
            run.health.success(1);
            return Ok((Err(Outcome::Excluded { stage, reason }), requests));
        }
        Ended::Unanswered(reason) => return Ok((Err(Outcome::Failed { stage, reason }), requests)),
        Ended::PluginFailed(error) => error,
    };
    match run.health.plugin_failure(&stage, &error) {
        Some(ended) => Err(asker.stop.now(ended)),
        None => Ok((Err(excluded(run, &error)), requests)),
    }
}
