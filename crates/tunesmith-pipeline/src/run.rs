//! Runs a plan: generate, score, filter, deduplicate, validate, split, export. Everything but the model's replies is a pure function of the
//! recipe, so a run that was cut off is continued by running it again: replies come from the journal.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tokio::sync::watch;
use tunesmith_core::Filter;

use crate::ask::{Asker, ModelStage};
use crate::budget::Budget;
use crate::checks::Checks;
use crate::conclude::conclude;
use crate::condition::ConditionFilter;
use crate::crash_point::AtCrashPoint;
use crate::error::RunError;
use crate::finish::finish;
use crate::generate::GeneratorRun;
use crate::health::Health;
use crate::journal::Journal;
use crate::judge_rows::{FilterRun, ScorerRun};
use crate::make_rows::{Work, make_rows};
use crate::outputs::{JOURNAL, LOCK};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::results::MakeReport;
use crate::stages::{PluginIdentity, Stages};
use crate::stop::Stop;
use crate::summary::Summary;

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
    /// What makes `report.html`; without it a run writes none.
    pub make_report: Option<MakeReport>,
    /// For tests that end the process in the middle.
    pub at_crash_point: AtCrashPoint,
}

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
    let Arranged {
        generators,
        scorers,
        filters,
        models,
    } = arrange(&plan, stages)?;
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
    let work = Arc::new(Work {
        asker,
        plan,
        generators,
        scorers,
        filters,
        checks,
    });
    let rows = make_rows(&work, interrupt).await?;
    let recipe = &work.plan.recipe;
    let share = if settings.preview {
        0.0
    } else {
        recipe.split.validation
    };
    let finished = finish(rows, recipe.dedup.exact, share, recipe.rng_seed);
    conclude(
        &work.asker,
        &work.plan,
        &plugins,
        finished,
        &work.checks,
        settings,
    )
    .await
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
    let mut tries = 0;
    let locked = loop {
        match file.try_lock() {
            // Why: a process that is just being started still holds the files of its parent for a moment, also those of a run that has ended.
            Err(TryLockError::WouldBlock) if tries < 20 => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            locked => break locked,
        }
    };
    match locked {
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
    let filters = plan.recipe.filters.iter().zip(&stages.filters);
    let generators = generators.map(|(recipe, stage)| {
        (
            format!("generator {}", recipe.name.get_ref()),
            stage.plugin.clone(),
        )
    });
    let scorers = scorers.map(|(recipe, stage)| {
        (
            format!("scorer {}", recipe.name.get_ref()),
            stage.plugin.clone(),
        )
    });
    let filters = filters.filter_map(|(recipe, stage)| {
        let plugin = stage.as_ref()?.plugin.clone();
        Some((format!("filter {}", recipe.name.get_ref()), plugin))
    });
    generators.chain(scorers).chain(filters).collect()
}

/// The stages with what the recipe says of them.
struct Arranged {
    generators: Vec<GeneratorRun>,
    scorers: Vec<ScorerRun>,
    filters: Vec<FilterRun>,
    models: BTreeMap<String, ModelStage>,
}

fn arrange(plan: &Plan, stages: Stages) -> Result<Arranged, RunError> {
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
            max_attempts: recipe.max_attempts,
            connections: tokio::sync::Semaphore::new(recipe.concurrency as usize),
            health: Health::default(),
            probed: Default::default(),
        };
        Some((alias, stage))
    });
    let filters = plan.recipe.filters.iter().zip(stages.filters);
    let filters = filters.map(|(recipe, stage)| {
        let name = recipe.name.get_ref().clone();
        let filter: Arc<dyn Filter> = match (stage, &recipe.keep) {
            (Some(stage), _) => stage.filter,
            (None, keep) => {
                let keep = keep.as_ref().map_or("", |keep| keep.get_ref());
                // The recipe was checked when it was read, so this only fails if that check is wrong.
                Arc::new(ConditionFilter::new(&name, keep).map_err(RunError::Profile)?)
            }
        };
        Ok(FilterRun {
            name,
            only: names(recipe.only.as_deref()),
            filter,
            health: Arc::default(),
        })
    });
    Ok(Arranged {
        generators: generators.collect(),
        scorers: scorers.collect(),
        filters: filters.collect::<Result<_, RunError>>()?,
        models: models.collect(),
    })
}

fn names(only: Option<&[toml::Spanned<String>]>) -> Option<Vec<String>> {
    only.map(|names| names.iter().map(|name| name.get_ref().clone()).collect())
}
