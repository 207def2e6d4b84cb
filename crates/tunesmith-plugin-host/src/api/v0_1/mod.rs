//! Line 0.1 of the plugin API: its bindings, and tunesmith-core's stage traits over them.

mod convert;
#[cfg(test)]
mod round_trip;
mod stages;

use tunesmith_core::StageFailure;
use wasmtime::Engine;
use wasmtime::component::{Component, HasSelf, InstancePre, Linker};

use crate::Description;
use crate::guest::{Guest, GuestState};
use crate::log::LogLevel;
use about::tunesmith::plugin::log;

// Each exported interface is bound on its own, so that `about` and the types exist once whatever the kind.

/// What every plugin exports, and the one thing it imports.
mod about {
    wasmtime::component::bindgen!({
        path: "../tunesmith-plugin-sdk/wit/v0_1",
        inline: "
            package tunesmith:host-about;
            world about-half { import tunesmith:plugin/log@0.1.0; export tunesmith:plugin/about@0.1.0; }
        ",
    });
}

/// What scorers export, and the types that all kinds share.
mod scorer {
    wasmtime::component::bindgen!({
        path: "../tunesmith-plugin-sdk/wit/v0_1",
        inline: "
            package tunesmith:host-scorer;
            world scorer-half { export tunesmith:plugin/scorer@0.1.0; }
        ",
    });
}

/// What generators export, and the dialogue they share with judges.
mod generator {
    wasmtime::component::bindgen!({
        path: "../tunesmith-plugin-sdk/wit/v0_1",
        inline: "
            package tunesmith:host-generator;
            world generator-half { export tunesmith:plugin/generator@0.1.0; }
        ",
        with: { "tunesmith:plugin/types@0.1.0": super::scorer::tunesmith::plugin::types },
    });
}

/// What judges export.
mod judge {
    wasmtime::component::bindgen!({
        path: "../tunesmith-plugin-sdk/wit/v0_1",
        inline: "
            package tunesmith:host-judge;
            world judge-half { export tunesmith:plugin/judge@0.1.0; }
        ",
        with: {
            "tunesmith:plugin/types@0.1.0": super::scorer::tunesmith::plugin::types,
            "tunesmith:plugin/dialogue@0.1.0": super::generator::tunesmith::plugin::dialogue,
        },
    });
}

/// What filters export.
mod filter {
    wasmtime::component::bindgen!({
        path: "../tunesmith-plugin-sdk/wit/v0_1",
        inline: "
            package tunesmith:host-filter;
            world filter-half { export tunesmith:plugin/filter@0.1.0; }
        ",
        with: { "tunesmith:plugin/types@0.1.0": super::scorer::tunesmith::plugin::types },
    });
}

impl log::Host for GuestState {
    fn write(&mut self, level: log::Level, text: String) {
        let level = match level {
            log::Level::Debug => LogLevel::Debug,
            log::Level::Info => LogLevel::Info,
            log::Level::Warn => LogLevel::Warn,
            log::Level::Error => LogLevel::Error,
        };
        self.log.write(level, &text);
    }
}

/// Links a component to the log, which is all there is.
pub(super) fn link(
    engine: &Engine,
    component: &Component,
) -> wasmtime::Result<InstancePre<GuestState>> {
    let mut linker = Linker::new(engine);
    log::add_to_linker::<_, HasSelf<GuestState>>(&mut linker, |state| state)?;
    linker.instantiate_pre(component)
}

/// Asks a plugin what it is.
pub(super) fn describe(
    guest: &mut Guest,
    plugin: &InstancePre<GuestState>,
) -> Result<Description, StageFailure> {
    let instance = guest.instantiate(plugin)?;
    let description = guest.call(|store| {
        let about = about::AboutHalf::new(&mut *store, &instance)?;
        about.tunesmith_plugin_about().call_describe(store).map(Ok)
    })?;
    convert::description(description)
}

macro_rules! start {
    ($name:ident, $bindings:path) => {
        /// Makes an instance and gives it its settings.
        pub(super) fn $name(
            guest: &mut Guest,
            plugin: &InstancePre<GuestState>,
            settings: &str,
        ) -> Result<$bindings, StageFailure> {
            let instance = guest.instantiate(plugin)?;
            guest.call(|store| {
                let about = about::AboutHalf::new(&mut *store, &instance)?;
                let answer = about
                    .tunesmith_plugin_about()
                    .call_configure(&mut *store, settings)?;
                let bindings = <$bindings>::new(store, &instance)?;
                Ok(answer.map(|()| bindings))
            })
        }
    };
}

start!(start_scorer, scorer::ScorerHalf);
start!(start_generator, generator::GeneratorHalf);
start!(start_judge, judge::JudgeHalf);
start!(start_filter, filter::FilterHalf);
