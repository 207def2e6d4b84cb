//! Generates, scores and filters all rows of a plan, many at a time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::ask::Asker;
use crate::checks::Checks;
use crate::error::RunError;
use crate::generate::{GeneratorRun, run_task};
use crate::judge_rows::{FilterRun, ScorerRun, judge_rows};
use crate::plan::Plan;
use crate::row::Row;
use crate::stop::Stopped;

/// How long requests in flight may still take when a run is stopped. They are paid for.
const GRACE: Duration = Duration::from_secs(30);
/// Rows that are scored together; speed is flat from 32 to 256.
const BATCH: usize = 64;

/// Everything the tasks of a run share.
pub(crate) struct Work {
    pub(crate) asker: Asker,
    pub(crate) plan: Plan,
    pub(crate) generators: Vec<GeneratorRun>,
    pub(crate) scorers: Vec<ScorerRun>,
    pub(crate) filters: Vec<FilterRun>,
    pub(crate) checks: Checks,
}

/// Rows with the place they have in the plan: generator, task.
type Placed = (usize, u64, Vec<Row>);

/// Generated rows that wait to be scored.
type Inbox = tokio::sync::Mutex<mpsc::Receiver<Placed>>;

/// Makes all rows; they come back in plan order whatever order they were finished in.
pub(crate) async fn make_rows(
    work: &Arc<Work>,
    mut interrupt: watch::Receiver<bool>,
) -> Result<Vec<Row>, RunError> {
    let stop = &work.asker.stop;
    let done = Arc::new(Mutex::new(Vec::new()));
    let interrupted = async {
        if interrupt.wait_for(|set| *set).await.is_ok() {
            stop.now(RunError::Interrupted);
        }
        std::future::pending::<()>().await;
    };
    let out_of_patience = async {
        stop.wait().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = work_all(work, &done) => {}
        () = interrupted => {}
        () = out_of_patience => {}
    }
    if let Some(cause) = stop.take() {
        return Err(cause);
    }
    let mut done = std::mem::take(&mut *done.lock().unwrap_or_else(PoisonError::into_inner));
    done.sort_by_key(|(generator, task, _)| (*generator, *task));
    Ok(done.into_iter().flat_map(|(_, _, rows)| rows).collect())
}

/// Runs one task per generator and one per core for scoring, and waits for all. Dropping the future ends them.
async fn work_all(work: &Arc<Work>, done: &Arc<Mutex<Vec<Placed>>>) {
    let (generated, inbox) = mpsc::channel::<Placed>(2 * BATCH);
    let inbox = Arc::new(Inbox::new(inbox));
    let mut tasks = JoinSet::new();
    for generator in 0..work.generators.len() {
        tasks.spawn(generate_all(Arc::clone(work), generator, generated.clone()));
    }
    drop(generated);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    for _ in 0..cores.max(2) {
        tasks.spawn(judge_all(
            Arc::clone(work),
            Arc::clone(&inbox),
            Arc::clone(done),
        ));
    }
    while let Some(ended) = tasks.join_next().await {
        if let Err(error) = ended {
            work.asker.stop.now(RunError::Worker(error.to_string()));
        }
    }
}

/// Runs all tasks of one generator, in a sliding window.
async fn generate_all(work: Arc<Work>, generator: usize, generated: mpsc::Sender<Placed>) {
    let stop = &work.asker.stop;
    let model = work.generators[generator].model.as_ref();
    let model = model.and_then(|alias| work.plan.recipe.models.get(alias));
    // Twice as many tasks as connections: while some wait for the disk or a plugin, the connections stay busy.
    let window = 2 * model.map_or(16, |model| model.concurrency as usize) + 8;
    let mut waiting = 0..work.plan.tasks(generator);
    let mut running = JoinSet::new();
    loop {
        while running.len() < window && !stop.is_set() {
            let Some(index) = waiting.next() else { break };
            let work = Arc::clone(&work);
            running.spawn(async move {
                let run = &work.generators[generator];
                let rows = run_task(&work.asker, &work.plan, run, index).await?;
                Ok::<Placed, Stopped>((generator, index, rows))
            });
        }
        match running.join_next().await {
            None => return,
            // The receivers outlive the senders, so sending can not fail.
            Some(Ok(Ok(placed))) => generated.send(placed).await.unwrap_or_default(),
            Some(Ok(Err(Stopped))) => {}
            Some(Err(error)) => {
                stop.now(RunError::Worker(error.to_string()));
            }
        }
    }
}

/// Scores and filters what is generated, in batches of whatever has come in meanwhile.
async fn judge_all(work: Arc<Work>, inbox: Arc<Inbox>, done: Arc<Mutex<Vec<Placed>>>) {
    let Work {
        asker,
        scorers,
        filters,
        checks,
        ..
    } = &*work;
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        if inbox.lock().await.recv_many(&mut batch, BATCH).await == 0 {
            return;
        }
        let sizes: Vec<(usize, u64, usize)> = batch
            .iter()
            .map(|(generator, task, rows)| (*generator, *task, rows.len()))
            .collect();
        let rows = batch.into_iter().flat_map(|(_, _, rows)| rows).collect();
        // After a stop the remaining rows are thrown away; their replies are in the journal.
        let Ok(rows) = judge_rows(asker, scorers, filters, checks, rows).await else {
            continue;
        };
        let mut rows = rows.into_iter();
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        for (generator, task, size) in sizes {
            let rows: Vec<Row> = rows.by_ref().take(size).collect();
            rows.iter().for_each(|row| asker.progress.row(&row.outcome));
            asker.progress.task_done();
            done.push((generator, task, rows));
        }
    }
}
