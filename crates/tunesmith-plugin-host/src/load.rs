//! From bytes to a plugin: what is it, what does it want, does it compile, what does it say it is. In this order, so that
//! nothing of a plugin runs before its imports are known to be harmless.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use tunesmith_component::{NoComponent, component_of, not_granted};
use tunesmith_core::Digest;
use wasmtime::component::Component;

use crate::engine::{Clock, engine};
use crate::guest::Shared;
use crate::{Limits, LoadError, LogSink, Plugin, api, imports};

/// The largest file that is looked at. Interpreters compiled into plugins have 20 MB.
const LARGEST_FILE: usize = 128 << 20;

/// What a host needs to know.
#[derive(Clone)]
pub struct HostSettings {
    /// Where compiled code is kept between runs; compiling takes about 0.1 s per plugin, up to 10 s for one that carries
    /// an interpreter.
    pub cache_dir: Option<PathBuf>,
    /// What one call may use.
    pub limits: Limits,
    /// Takes the lines plugins write.
    pub log: LogSink,
}

impl Default for HostSettings {
    /// No cache, the default limits, and nobody who reads the lines.
    fn default() -> Self {
        Self {
            cache_dir: None,
            limits: Limits::default(),
            log: Arc::new(|_| ()),
        }
    }
}

/// Loads plugins. One per process is enough; it is shared freely between threads.
pub struct Host {
    shared: Arc<Shared>,
    limits: Limits,
}

impl Host {
    /// Starts the engine. Fails if the cache folder can not be used.
    pub fn new(settings: HostSettings) -> Result<Self, LoadError> {
        let HostSettings {
            cache_dir,
            limits,
            log,
        } = settings;
        let engine = engine(cache_dir.as_deref())?;
        let clock = Clock::start(engine.clone())?;
        Ok(Self {
            shared: Arc::new(Shared { engine, clock, log }),
            limits,
        })
    }

    /// Makes a plugin of a file's bytes, a component or a core module that an SDK built. `origin` is the file's name for
    /// messages. Runs the plugin's `describe` once.
    pub fn load(&self, bytes: &[u8], origin: &str) -> Result<Plugin, LoadError> {
        if bytes.len() > LARGEST_FILE {
            return Err(LoadError::TooLarge {
                origin: origin.to_owned(),
                bytes: bytes.len(),
                limit: LARGEST_FILE,
            });
        }
        let binary = component_binary(bytes, origin)?;
        let compile = |error: wasmtime::Error| LoadError::Compile {
            origin: origin.to_owned(),
            why: format!("{error:#}"),
        };
        let component = Component::from_binary(&self.shared.engine, &binary).map_err(compile)?;
        let line = api::detect(&self.shared.engine, &component, origin)?;
        let imported = imports::of_component(&self.shared.engine, &component);
        refuse(origin, &imported, api::is_ours)?;
        Plugin::open(
            line,
            &self.shared,
            &component,
            self.limits,
            origin,
            Digest::of_file(bytes),
            imported,
        )
    }
}

fn refuse(
    origin: &str,
    imported: &[String],
    is_granted: fn(&str) -> bool,
) -> Result<(), LoadError> {
    let wants = not_granted(imported, is_granted);
    if wants.is_empty() {
        Ok(())
    } else {
        Err(LoadError::NotGranted {
            origin: origin.to_owned(),
            wants,
        })
    }
}

/// A component as it is; a core module wrapped into one.
fn component_binary<'a>(bytes: &'a [u8], origin: &str) -> Result<Cow<'a, [u8]>, LoadError> {
    let origin = origin.to_owned();
    component_of(bytes).map_err(|error| match error {
        NoComponent::NotWasm => LoadError::NotWasm { origin },
        NoComponent::Wants(wants) => LoadError::NotGranted { origin, wants },
        NoComponent::NotAPlugin(why) => LoadError::NotAPlugin { origin, why },
    })
}
