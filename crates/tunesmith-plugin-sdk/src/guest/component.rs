//! What the export macro names: each kind's component, generic over the slot that keeps the configured plugin.

use std::cell::OnceCell;
use std::marker::PhantomData;

use super::bindings::about::exports::tunesmith::plugin::about::{Description, Guest as About};
use super::bindings::filter::exports::tunesmith::plugin::filter as wit_filter;
use super::bindings::generator::exports::tunesmith::plugin::generator as wit_generator;
use super::bindings::generator::tunesmith::plugin::dialogue::Reply;
use super::bindings::judge::exports::tunesmith::plugin::judge as wit_judge;
use super::bindings::scorer::exports::tunesmith::plugin::scorer as wit_scorer;
use super::bindings::scorer::tunesmith::plugin::types;
use super::{convert, last_words};
use crate::{Filter, Generator, Judge, Scorer};

/// Where one instance keeps its plugin, from `configure` on. Implemented by the export macro.
pub trait Slot {
    /// The plugin's type.
    type Plugin: 'static;
    /// Looks into the slot.
    fn with<T>(look: impl FnOnce(&OnceCell<Self::Plugin>) -> T) -> T;
}

/// A scorer as a component.
pub struct ScorerComponent<S>(PhantomData<S>);

/// A generator as a component.
pub struct GeneratorComponent<S>(PhantomData<S>);

/// A filter as a component.
pub struct FilterComponent<S>(PhantomData<S>);

/// A judge as a component.
pub struct JudgeComponent<S>(PhantomData<S>);

fn configure<S: Slot>(plugin: Result<S::Plugin, String>) -> Result<(), String> {
    let plugin = plugin?;
    S::with(|slot| slot.set(plugin))
        .map_err(|_| "it was configured already; configure is called once".to_owned())
}

fn with_plugin<S: Slot, T>(
    work: impl FnOnce(&S::Plugin) -> Result<T, String>,
) -> Result<T, String> {
    last_words::keep();
    S::with(|slot| match slot.get() {
        Some(plugin) => work(plugin),
        None => Err("it was called before it was configured".to_owned()),
    })
}

impl<S: Slot<Plugin: Scorer>> About for ScorerComponent<S> {
    fn describe() -> Description {
        last_words::keep();
        convert::description(S::Plugin::describe())
    }

    fn configure(settings: String) -> Result<(), String> {
        last_words::keep();
        configure::<S>(convert::settings(&settings).and_then(S::Plugin::new))
    }
}

impl<S: Slot<Plugin: Scorer>> wit_scorer::Guest for ScorerComponent<S> {
    fn score_batch(examples: Vec<types::Example>) -> Result<Vec<types::Score>, String> {
        with_plugin::<S, _>(|plugin| {
            let score = |example| {
                Ok(convert::score_out(
                    plugin.score(&convert::example_in(example)?)?,
                ))
            };
            examples.into_iter().map(score).collect()
        })
    }
}

impl<S: Slot<Plugin: Generator>> About for GeneratorComponent<S> {
    fn describe() -> Description {
        last_words::keep();
        convert::description(S::Plugin::describe())
    }

    fn configure(settings: String) -> Result<(), String> {
        last_words::keep();
        configure::<S>(convert::settings(&settings).and_then(S::Plugin::new))
    }
}

impl<S: Slot<Plugin: Generator>> wit_generator::Guest for GeneratorComponent<S> {
    fn begin(task: wit_generator::Task) -> Result<wit_generator::Step, String> {
        with_plugin::<S, _>(|plugin| {
            convert::generator_step_out(plugin.begin(&convert::task_in(task)?)?)
        })
    }

    fn resume(state: Vec<u8>, replies: Vec<Reply>) -> Result<wit_generator::Step, String> {
        with_plugin::<S, _>(|plugin| {
            let replies = convert::replies_in(replies)?;
            convert::generator_step_out(plugin.resume(convert::state_in(&state)?, &replies)?)
        })
    }
}

impl<S: Slot<Plugin: Judge>> About for JudgeComponent<S> {
    fn describe() -> Description {
        last_words::keep();
        convert::description(S::Plugin::describe())
    }

    fn configure(settings: String) -> Result<(), String> {
        last_words::keep();
        configure::<S>(convert::settings(&settings).and_then(S::Plugin::new))
    }
}

impl<S: Slot<Plugin: Judge>> wit_judge::Guest for JudgeComponent<S> {
    fn begin(examples: Vec<types::Example>) -> Result<wit_judge::Step, String> {
        with_plugin::<S, _>(|plugin| {
            convert::judge_step_out(plugin.begin(&convert::examples_in(examples)?)?)
        })
    }

    fn resume(state: Vec<u8>, replies: Vec<Reply>) -> Result<wit_judge::Step, String> {
        with_plugin::<S, _>(|plugin| {
            let replies = convert::replies_in(replies)?;
            convert::judge_step_out(plugin.resume(convert::state_in(&state)?, &replies)?)
        })
    }
}

impl<S: Slot<Plugin: Filter>> About for FilterComponent<S> {
    fn describe() -> Description {
        last_words::keep();
        convert::description(S::Plugin::describe())
    }

    fn configure(settings: String) -> Result<(), String> {
        last_words::keep();
        configure::<S>(convert::settings(&settings).and_then(S::Plugin::new))
    }
}

impl<S: Slot<Plugin: Filter>> wit_filter::Guest for FilterComponent<S> {
    fn verdict_batch(
        examples: Vec<wit_filter::Scored>,
    ) -> Result<Vec<wit_filter::Verdict>, String> {
        with_plugin::<S, _>(|plugin| {
            let verdict = |scored| {
                let (example, scores) = convert::scored_in(scored)?;
                Ok(convert::verdict_out(plugin.verdict(&example, &scores)?))
            };
            examples.into_iter().map(verdict).collect()
        })
    }
}
