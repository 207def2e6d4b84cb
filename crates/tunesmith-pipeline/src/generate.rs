//! Runs generation tasks: seed, plugin, model, rows.

use std::sync::Arc;

use tunesmith_core::format::openai_chat;
use tunesmith_core::{Example, Generator, Provenance, Reply, Task, example_id};

use crate::ask::Asker;
use crate::drive::{Called, Ended, Machine, drive};
use crate::health::Health;
use crate::plan::{Plan, PlannedTask};
use crate::row::{Outcome, Row};
use crate::stages::GeneratorStage;
use crate::stop::Stopped;

/// A generator with its place in the plan.
pub(crate) struct GeneratorRun {
    pub(crate) index: usize,
    pub(crate) name: String,
    pub(crate) model: Option<String>,
    pub(crate) stage: GeneratorStage,
    pub(crate) health: Health,
}

struct TaskMachine {
    generator: Arc<dyn Generator>,
    task: Task,
}

impl Machine<Vec<Example>> for TaskMachine {
    fn name(&self) -> &str {
        self.generator.name()
    }
    fn begin(&self) -> Called<Vec<Example>> {
        self.generator.begin(&self.task)
    }
    fn resume(&self, state: &[u8], replies: &[Reply]) -> Called<Vec<Example>> {
        self.generator.resume(state, replies)
    }
}

/// Runs one task. Every task gives at least one row.
pub(crate) async fn run_task(
    asker: &Asker,
    plan: &Plan,
    run: &GeneratorRun,
    index: u64,
) -> Result<Vec<Row>, Stopped> {
    let PlannedTask { task, seed, fault } = plan.task(run.index, index);
    let name = format!("{}/{index}", run.name);
    let rng_seed = task.rng_seed;
    let provenance = |position, requests: &[String]| Provenance {
        generator: run.name.clone(),
        plugin: format!("{} {}", run.stage.plugin.name, run.stage.plugin.version),
        plugin_digest: run.stage.plugin.digest.clone(),
        task: index,
        position,
        rng_seed,
        seed: seed.clone(),
        requests: requests.to_vec(),
    };
    let without_example = |outcome, requests: Vec<String>| {
        vec![Row {
            name: name.clone(),
            outcome,
            example: None,
            provenance: Some(provenance(0, &requests)),
            line: String::new(),
            fault: None,
            scores: Default::default(),
            requests,
        }]
    };
    if let Some(reason) = fault {
        return Ok(without_example(
            Outcome::Excluded {
                stage: "seed".to_owned(),
                reason,
            },
            Vec::new(),
        ));
    }
    let machine = TaskMachine {
        generator: Arc::clone(&run.stage.generator),
        task,
    };
    let driven = drive(asker, run.model.as_deref(), index, machine).await?;
    let stage = format!("generator {}", run.name);
    let requests = driven.requests;
    let examples = match driven.ended {
        Ended::Done(examples) => examples,
        Ended::GaveUp(reason) => {
            run.health.success(1);
            return Ok(without_example(
                Outcome::Excluded { stage, reason },
                requests,
            ));
        }
        Ended::Unanswered(reason) => {
            return Ok(without_example(Outcome::Failed { stage, reason }, requests));
        }
        Ended::PluginFailed(error) => {
            if let Some(ended) = run.health.plugin_failure(&stage, &error) {
                return Err(asker.stop.now(ended));
            }
            return Ok(without_example(
                Outcome::Excluded {
                    stage,
                    reason: error.to_string(),
                },
                requests,
            ));
        }
    };
    run.health.success(1);
    if examples.is_empty() {
        let reason = "the plugin finished without an example and without a reason".to_owned();
        return Ok(without_example(
            Outcome::Excluded { stage, reason },
            requests,
        ));
    }
    let single = examples.len() == 1;
    let rows = examples
        .into_iter()
        .zip(0..)
        .map(|(mut example, position)| {
            example.provenance = Some(provenance(position, &requests));
            example.id = example_id(&example);
            let name = if single {
                name.clone()
            } else {
                format!("{name}/{position}")
            };
            Row {
                name,
                outcome: Outcome::Kept,
                line: openai_chat::render(&example),
                fault: None,
                example: Some(example),
                provenance: None,
                scores: Default::default(),
                requests: requests.clone(),
            }
        });
    Ok(rows.collect())
}
