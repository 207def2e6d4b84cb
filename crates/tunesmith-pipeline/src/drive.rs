//! Drives a step machine (a generator or a judge) to its end: call, ask, call again.

use std::sync::Arc;

use futures_util::future::try_join_all;
use tunesmith_core::{Reply, Request, StageError, StageFailure, Step};

use crate::ask::Asker;
use crate::error::RunError;
use crate::stop::Stopped;

/// A plugin that asks more often than this for one task is taken to be without end.
const MOST_ROUNDS: usize = 64;

/// What a plugin may ask for one task, over all rounds. Why: without a budget nothing else holds back one that asks for ever more.
const MOST_REQUESTS: usize = 1_000;

/// What one call of the plugin gives.
pub(crate) type Called<T> = Result<Step<T>, StageError>;

/// How a step machine ended.
pub(crate) enum Ended<T> {
    Done(T),
    GaveUp(String),
    /// A server gave no answer, and then the plugin gave up.
    Unanswered(String),
    PluginFailed(StageError),
}

/// The end, and the keys of all requests on the way.
pub(crate) struct Driven<T> {
    pub(crate) ended: Ended<T>,
    pub(crate) requests: Vec<String>,
}

/// The plugin's side of a dialogue.
pub(crate) trait Machine<T>: Send + Sync {
    /// `name version`, for reports.
    fn name(&self) -> &str;
    fn begin(&self) -> Called<T>;
    fn resume(&self, state: &[u8], replies: &[Reply]) -> Called<T>;
}

/// Runs `machine` to its end. Plugin calls happen on blocking threads.
pub(crate) async fn drive<T, M>(
    asker: &Asker,
    model: Option<&str>,
    sample: u64,
    machine: M,
) -> Result<Driven<T>, Stopped>
where
    T: Send + 'static,
    M: Machine<T> + 'static,
{
    let machine = Arc::new(machine);
    let mut requests = Vec::new();
    let mut unanswered = None;
    let mut total = 0;
    let first = Arc::clone(&machine);
    let mut called = blocking(asker, move || first.begin()).await?;
    for _ in 0..MOST_ROUNDS {
        let (asked, state) = match called {
            Err(error) => {
                return Ok(Driven {
                    ended: Ended::PluginFailed(error),
                    requests,
                });
            }
            Ok(Step::Done(result)) => {
                return Ok(Driven {
                    ended: Ended::Done(result),
                    requests,
                });
            }
            Ok(Step::GiveUp(why)) => {
                let ended = unanswered.map_or(Ended::GaveUp(why), Ended::Unanswered);
                return Ok(Driven { ended, requests });
            }
            Ok(Step::Ask { requests, state }) => (requests, state),
        };
        total += asked.len();
        if total > MOST_REQUESTS {
            let why = format!("it wants more than {MOST_REQUESTS} requests for one task");
            return Ok(Driven {
                ended: Ended::PluginFailed(broken(&*machine, why)),
                requests,
            });
        }
        let Some(model) = model else {
            let plugin = machine.name().to_owned();
            return Err(asker.stop.now(RunError::NoModel { plugin }));
        };
        let replies = ask_all(asker, model, asked, sample, &mut requests, &mut unanswered).await?;
        let next = Arc::clone(&machine);
        called = blocking(asker, move || next.resume(&state, &replies)).await?;
    }
    let why = format!("it has asked {MOST_ROUNDS} times for one task and is still not done");
    Ok(Driven {
        ended: Ended::PluginFailed(broken(&*machine, why)),
        requests,
    })
}

fn broken<T>(machine: &impl Machine<T>, why: String) -> StageError {
    StageError {
        plugin: machine.name().to_owned(),
        call: "resume",
        failure: StageFailure::BadAnswer(why),
    }
}

async fn ask_all(
    asker: &Asker,
    model: &str,
    asked: Vec<Request>,
    sample: u64,
    keys: &mut Vec<String>,
    unanswered: &mut Option<String>,
) -> Result<Vec<Reply>, Stopped> {
    let answers = try_join_all(
        asked
            .into_iter()
            .map(|request| asker.ask(model, request, sample)),
    )
    .await?;
    let replies = answers.into_iter().map(|answer| {
        keys.extend(answer.keys);
        if unanswered.is_none() {
            *unanswered = answer.unanswered;
        }
        answer.reply
    });
    Ok(replies.collect())
}

/// Runs plugin code where it may take its time.
pub(crate) async fn blocking<T: Send + 'static>(
    asker: &Asker,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Stopped> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| asker.stop.now(RunError::Worker(error.to_string())))
}
