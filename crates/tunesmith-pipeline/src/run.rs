//! Runs a plan: generate, score, filter, deduplicate, validate, split, export. Everything but the model's replies is a pure function of the
//! recipe, so a run that was cut off is continued by running it again: replies come from the journal.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::StreamExt as _;
use tokio::sync::{mpsc, watch};

use crate::ask::{Asker, ModelStage};
use crate::budget::Budget;
use crate::checks::Checks;
use crate::condition::ConditionFilter;
use crate::crash_point::AtCrashPoint;
use crate::error::RunError;
use crate::finish::{FinishedRow, finish};
use crate::generate::{GeneratorRun, run_task};
use crate::health::Health;
use crate::journal::Journal;
use crate::judge_rows::{FilterRun, ScorerRun, judge_rows};
use crate::manifest::manifest;
use crate::outputs::{
    DataFiles, EXCLUSIONS, JOURNAL, LOCK, MANIFEST, TRAIN, VALIDATION, lines, stored_rows,
    write_atomically,
};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::row::{Outcome, Row};
use crate::stages::{PluginIdentity, Stages};
use crate::stop::{Stop, Stopped};
use crate::summary::{GeneratorSummary, Rows, Summary};

/// How to run.
#[derive(Clone, Debug)]
pub struct RunSettings {
    /// The run's folder.
    pub out: PathBuf,
    /// Answer from the journal only; ask nobody.
    pub replay: bool,
    /// Write no data files; give the rows back instead. Replies are journalled all the same.
    pub preview: bool,
    /// US dollars over all runs in this folder; the recipe's own where absent.
    pub budget_usd: Option<f64>,
    /// For tests that end the process in the middle.
    pub at_crash_point: AtCrashPoint,
}

/// How long requests in flight may still take when a run is stopped. They are paid for.
const GRACE: Duration = Duration::from_secs(30);
/// Rows that are scored together; speed is flat from 32 to 256.
const BATCH: usize = 64;

/// Runs `plan`. `interrupt` turns true when the user wants to stop.
pub async fn run(
    plan: Plan,
    stages: Stages,
    settings: &RunSettings,
    progress: Arc<Progress>,
    interrupt: watch::Receiver<bool>,
) -> Result<Summary, RunError> {
    let checks = Checks::new(plan.recipe.validate.profile.get_ref()).map_err(RunError::Profile)?;
    let _lock = lock(&settings.out)?;
    let journal = Journal::open(&settings.out.join(JOURNAL))?;
    progress.plan(plan.all_tasks());
    let plugins = identities(&plan, &stages);
    let (generators, scorers, models) = arrange(&plan, stages);
    let filters = filters(&plan)?;
    let spent = journal.spent()?;
    progress.spent(spent);
    let asker = Asker {
        budget: Budget::new(settings.budget_usd.or(plan.recipe.budget.usd), spent),
        journal,
        models,
        replay: settings.replay,
        stop: Stop::new(),
        progress: Arc::clone(&progress),
        at_crash_point: settings.at_crash_point,
        asking: Mutex::default(),
    };
    let rows = make_rows(&asker, &plan, &generators, &scorers, &filters, interrupt).await?;
    let split = if settings.preview {
        0.0
    } else {
        plan.recipe.split.validation
    };
    let finished = finish(
        rows,
        plan.recipe.dedup.exact,
        split,
        plan.recipe.rng_seed,
        &checks,
    );
    conclude(&asker, &plan, &plugins, finished, &checks, settings).await
}

/// One run at a time in a folder. The lock goes with the process, however it ends.
fn lock(folder: &Path) -> Result<File, RunError> {
    let io = |path: &Path, action| {
        let path = path.to_owned();
        move |source| RunError::Io {
            path,
            action,
            source,
        }
    };
    std::fs::create_dir_all(folder).map_err(io(folder, "created"))?;
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(io(&path, "created"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RunError::Locked {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(io(&path, "locked")(source)),
    }
}

fn identities(plan: &Plan, stages: &Stages) -> Vec<(String, PluginIdentity)> {
    let generators = plan.recipe.generators.iter().zip(&stages.generators);
    let scorers = plan.recipe.scorers.iter().zip(&stages.scorers);
    let generators = generators.map(|(recipe, stage)| {
        (
            format!("generator {}", recipe.name.get_ref()),
            stage.plugin.clone(),
        )
    });
    generators
        .chain(scorers.map(|(recipe, stage)| {
            (
                format!("scorer {}", recipe.name.get_ref()),
                stage.plugin.clone(),
            )
        }))
        .collect()
}

fn arrange(
    plan: &Plan,
    stages: Stages,
) -> (
    Vec<GeneratorRun>,
    Vec<ScorerRun>,
    BTreeMap<String, ModelStage>,
) {
    let alias =
        |model: &Option<toml::Spanned<String>>| model.as_ref().map(|alias| alias.get_ref().clone());
    let generators = plan
        .recipe
        .generators
        .iter()
        .zip(stages.generators)
        .enumerate();
    let generators = generators.map(|(index, (recipe, stage))| GeneratorRun {
        index,
        name: recipe.name.get_ref().clone(),
        model: alias(&recipe.model),
        stage,
        health: Health::default(),
    });
    let scorers = plan
        .recipe
        .scorers
        .iter()
        .zip(stages.scorers)
        .map(|(recipe, stage)| ScorerRun {
            name: recipe.name.get_ref().clone(),
            model: alias(&recipe.model),
            only: names(recipe.only.as_deref()),
            scoring: stage.scoring,
            health: Arc::default(),
        });
    let models = stages.models.into_iter().filter_map(|(alias, model)| {
        let recipe = plan.recipe.models.get(&alias)?;
        let stage = ModelStage {
            model,
            price: recipe.price,
            max_tokens: recipe.max_tokens,
            health: Health::default(),
            probed: Default::default(),
        };
        Some((alias, stage))
    });
    (generators.collect(), scorers.collect(), models.collect())
}

fn names(only: Option<&[toml::Spanned<String>]>) -> Option<Vec<String>> {
    only.map(|names| names.iter().map(|name| name.get_ref().clone()).collect())
}

fn filters(plan: &Plan) -> Result<Vec<FilterRun>, RunError> {
    let filters = plan.recipe.filters.iter().map(|recipe| {
        let filter = ConditionFilter::new(recipe.name.get_ref(), recipe.keep.get_ref());
        // The recipe was checked when it was read, so this only fails if that check is wrong.
        let filter = filter.map_err(RunError::Profile)?;
        Ok(FilterRun {
            only: names(recipe.only.as_deref()),
            filter,
        })
    });
    filters.collect()
}

/// Rows with the place they have in the plan: generator, task.
type Placed = (usize, u64, Vec<Row>);

/// Generates, scores and filters; the rows come back in plan order whatever order they were finished in.
async fn make_rows(
    asker: &Asker,
    plan: &Plan,
    generators: &[GeneratorRun],
    scorers: &[ScorerRun],
    filters: &[FilterRun],
    mut interrupt: watch::Receiver<bool>,
) -> Result<Vec<Row>, RunError> {
    let (generated, inbox) = mpsc::channel::<Placed>(2 * BATCH);
    let inbox = tokio::sync::Mutex::new(inbox);
    let done: Mutex<Vec<Placed>> = Mutex::default();
    let work = async {
        let generating = async {
            let all = generators
                .iter()
                .map(|run| generate_all(asker, plan, run, generated.clone()));
            futures_util::future::join_all(all).await;
            drop(generated);
        };
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let judging = futures_util::future::join_all(
            (0..workers.max(2)).map(|_| judge_all(asker, scorers, filters, &inbox, &done)),
        );
        futures_util::future::join(generating, judging).await;
    };
    let interrupted = async {
        if interrupt.wait_for(|set| *set).await.is_ok() {
            asker.stop.now(RunError::Interrupted);
        }
        std::future::pending::<()>().await
    };
    let out_of_patience = async {
        asker.stop.wait().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = work => {}
        () = interrupted => {}
        () = out_of_patience => {}
    }
    if let Some(cause) = asker.stop.take() {
        return Err(cause);
    }
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(generator, task, _)| (*generator, *task));
    Ok(done.into_iter().flat_map(|(_, _, rows)| rows).collect())
}

async fn generate_all(
    asker: &Asker,
    plan: &Plan,
    run: &GeneratorRun,
    generated: mpsc::Sender<Placed>,
) {
    let concurrency = run
        .model
        .as_ref()
        .and_then(|alias| plan.recipe.models.get(alias))
        .map_or(16, |model| model.concurrency as usize);
    // Twice as many tasks as connections: while some wait for the disk or a plugin, the connections stay busy.
    let tasks = futures_util::stream::iter(0..plan.tasks(run.index)).map(|index| async move {
        if asker.stop.is_set() {
            return Err(Stopped);
        }
        run_task(asker, plan, run, index)
            .await
            .map(|rows| (run.index, index, rows))
    });
    let mut tasks = tasks.buffer_unordered(2 * concurrency + 8);
    while let Some(outcome) = tasks.next().await {
        if let Ok(placed) = outcome {
            // The receivers outlive this function; they end only when all senders are gone.
            let _ = generated.send(placed).await;
        }
    }
}

async fn judge_all(
    asker: &Asker,
    scorers: &[ScorerRun],
    filters: &[FilterRun],
    inbox: &tokio::sync::Mutex<mpsc::Receiver<Placed>>,
    done: &Mutex<Vec<Placed>>,
) {
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
        let Ok(rows) = judge_rows(asker, scorers, filters, rows).await else {
            continue;
        };
        let mut rows = rows.into_iter();
        let mut done = done
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for (generator, task, size) in sizes {
            let rows: Vec<Row> = rows.by_ref().take(size).collect();
            rows.iter().for_each(|row| asker.progress.row(&row.outcome));
            asker.progress.task_done();
            done.push((generator, task, rows));
        }
    }
}

/// Counts, writes and tells.
async fn conclude(
    asker: &Asker,
    plan: &Plan,
    plugins: &[(String, PluginIdentity)],
    finished: Vec<FinishedRow>,
    checks: &Checks,
    settings: &RunSettings,
) -> Result<Summary, RunError> {
    let files = DataFiles::of(&finished);
    let rows = count(plan, &finished, &files)?;
    let cost_usd = asker.budget.spent() as f64 / 1e6;
    let usage = asker.journal.usage()?;
    let manifest = manifest(plan, plugins, &finished, rows, &files, usage, cost_usd);
    asker
        .journal
        .set_rows(stored_rows(&finished, settings.preview))
        .await?;
    let mut written = Vec::new();
    if !settings.preview {
        let outputs = [
            (TRAIN, &files.train[..]),
            (VALIDATION, &files.validation),
            (EXCLUSIONS, &files.exclusions),
            (MANIFEST, manifest.as_bytes()),
        ];
        for (name, bytes) in outputs {
            written.push(write_atomically(
                &settings.out,
                name,
                bytes,
                settings.at_crash_point,
            )?);
        }
    }
    let reasons = |wanted: &str| {
        let mut by: BTreeMap<String, (u64, String)> = BTreeMap::new();
        for row in &finished {
            if let Outcome::Excluded { stage, reason } | Outcome::Failed { stage, reason } =
                &row.row.outcome
                && row.row.outcome.name() == wanted
            {
                by.entry(stage.clone())
                    .or_insert_with(|| (0, reason.clone()))
                    .0 += 1;
            }
        }
        by
    };
    Ok(Summary {
        rows,
        generators: by_generator(plan, &finished),
        excluded_by: reasons("excluded"),
        failed_by: reasons("failed"),
        train: lines(&files.train),
        validation: lines(&files.validation),
        // A preview writes no file that could be found wanting.
        file_findings: if settings.preview {
            Vec::new()
        } else {
            checks.file_findings(TRAIN, &files.train)
        },
        progress: asker.progress.snapshot(),
        files: written,
        preview: if settings.preview {
            finished.into_iter().map(|finished| finished.row).collect()
        } else {
            Vec::new()
        },
    })
}

/// asked = kept + excluded + failed. Asked is counted on the plan and its rows, the others on the lines of the files.
fn count(plan: &Plan, finished: &[FinishedRow], files: &DataFiles) -> Result<Rows, RunError> {
    let beyond_the_first = finished
        .iter()
        .filter(|row| {
            row.row
                .name
                .split('/')
                .nth(2)
                .is_some_and(|position| position != "0")
        })
        .count() as u64;
    let asked = plan.all_tasks() + beyond_the_first;
    let failed = finished
        .iter()
        .filter(|row| matches!(row.row.outcome, Outcome::Failed { .. }))
        .count() as u64;
    let kept = lines(&files.train) + lines(&files.validation);
    let excluded = lines(&files.exclusions) - failed;
    if asked == kept + excluded + failed {
        Ok(Rows {
            asked,
            kept,
            excluded,
            failed,
        })
    } else {
        Err(RunError::SumsOff {
            asked,
            kept,
            excluded,
            failed,
        })
    }
}

fn by_generator(plan: &Plan, finished: &[FinishedRow]) -> Vec<GeneratorSummary> {
    let generators = plan.recipe.generators.iter().map(|generator| {
        let mut summary = GeneratorSummary {
            name: generator.name.get_ref().clone(),
            rows: Rows::default(),
        };
        for row in finished
            .iter()
            .filter(|row| row.row.name.split('/').next() == Some(generator.name.get_ref().as_str()))
        {
            summary.rows.asked += 1;
            match row.row.outcome {
                Outcome::Kept => summary.rows.kept += 1,
                Outcome::Excluded { .. } => summary.rows.excluded += 1,
                Outcome::Failed { .. } => summary.rows.failed += 1,
            }
        }
        summary
    });
    generators.collect()
}
