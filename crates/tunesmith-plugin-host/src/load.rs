//! From bytes to a plugin: what is it, what does it want, does it compile, what does it say it is. In this order, so that
//! nothing of a plugin runs before its imports are known to be harmless.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use tunesmith_component::{Census, NoComponent, component_of, not_granted};
use tunesmith_core::Digest;
use wasmtime::component::Component;

use crate::compiled::CompiledCache;
use crate::engine::{Clock, engine};
use crate::guest::Shared;
use crate::{Limits, LoadError, LogSink, Plugin, api, imports};

/// The largest file that is looked at. Interpreters compiled into plugins have 20 MB.
pub const LARGEST_FILE: u64 = 128 << 20;

/// How long the compiler may take over one file, and what is added for each MiB of it. An interpreter of 20 MB takes 10 s of processor
/// time, once; a debug build on a busy machine ten times that.
const COMPILE_TIME: Duration = Duration::from_secs(60);
const COMPILE_TIME_PER_MIB: Duration = Duration::from_secs(10);

/// Bytes of the compiling thread's stack.
const COMPILE_STACK: usize = 16 << 20;

/// What a host needs to know.
#[derive(Clone)]
pub struct HostSettings {
    /// Where compiled code is kept between runs; compiling takes 0.1 to 2 s per plugin, up to 10 s for one that carries
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
    compiled: Option<CompiledCache>,
    limits: Limits,
    compile_time: Duration,
}

impl Host {
    /// Starts the engine. Fails if the cache folder can not be used.
    pub fn new(settings: HostSettings) -> Result<Self, LoadError> {
        let HostSettings {
            cache_dir,
            limits,
            log,
        } = settings;
        let engine = engine()?;
        let compiled = cache_dir
            .map(|folder| {
                CompiledCache::open(&folder, &engine).map_err(|error| LoadError::Cache {
                    folder,
                    why: error.to_string(),
                })
            })
            .transpose()?;
        let clock = Clock::start(engine.clone())?;
        Ok(Self {
            shared: Arc::new(Shared { engine, clock, log }),
            compiled,
            limits,
            compile_time: COMPILE_TIME,
        })
    }

    /// The same host with another limit for compiling one file; 60 s otherwise. 10 s are added for each MiB.
    #[must_use]
    pub fn with_compile_time(mut self, limit: Duration) -> Self {
        self.compile_time = limit;
        self
    }

    /// Reads a file and makes a plugin of it, as [`Host::load`]. A file that is too large is not read.
    pub fn load_file(&self, path: &Path) -> Result<Plugin, LoadError> {
        let bytes = Self::read_file(path)?;
        self.load(&bytes, &path.display().to_string())
    }

    /// The bytes of a file, if it is not too large to be a plugin.
    pub fn read_file(path: &Path) -> Result<Vec<u8>, LoadError> {
        let origin = path.display().to_string();
        let unreadable = |error: std::io::Error| LoadError::Unreadable {
            origin: origin.clone(),
            why: error.to_string(),
        };
        let file = File::open(path).map_err(unreadable)?;
        let size = file.metadata().map_err(unreadable)?.len();
        must_be_small(size, &origin)?;
        let mut bytes = Vec::new();
        // Why a limit again: what is no plain file has no size.
        file.take(LARGEST_FILE + 1)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        Ok(bytes)
    }

    /// Makes a plugin of a file's bytes, a component or a core module that an SDK built. `origin` is the file's name for
    /// messages. Runs the plugin's `describe` once.
    pub fn load(&self, bytes: &[u8], origin: &str) -> Result<Plugin, LoadError> {
        must_be_small(bytes.len() as u64, origin)?;
        let digest = Digest::of_file(bytes);
        let component = self.component(bytes, &digest, origin)?;
        let line = api::detect(&self.shared.engine, &component, origin)?;
        let imported = imports::of_component(&self.shared.engine, &component);
        refuse(origin, &imported, api::is_ours)?;
        Plugin::open(
            line,
            &self.shared,
            &component,
            self.limits,
            origin,
            digest,
            imported,
        )
    }
}

impl Host {
    /// Compiled now or earlier.
    fn component(&self, bytes: &[u8], digest: &str, origin: &str) -> Result<Component, LoadError> {
        let known = self.compiled.as_ref();
        if let Some(component) = known.and_then(|it| it.get(&self.shared.engine, digest)) {
            return Ok(component);
        }
        let binary = component_binary(bytes, origin)?;
        let component = self.compile(binary.into_owned(), origin)?;
        if let Some(cache) = known {
            cache.put(digest, &component);
        }
        Ok(component)
    }

    /// Compiles within the time there is. Why a thread: a compiler can not be interrupted, only left alone; the code it was given
    /// is never run. And whatever becomes of it, the caller gets a sentence.
    fn compile(&self, binary: Vec<u8>, origin: &str) -> Result<Component, LoadError> {
        let mib = u32::try_from(binary.len() >> 20).unwrap_or(u32::MAX);
        let limit = self.compile_time + COMPILE_TIME_PER_MIB.saturating_mul(mib);
        let broken = |why: String| LoadError::Compile {
            origin: origin.to_owned(),
            why,
        };
        let census = Census::of(&binary).map_err(|error| broken(error.to_string()))?;
        if let Some(what) = census.too_much() {
            return Err(LoadError::TooMuchCode {
                origin: origin.to_owned(),
                what,
            });
        }
        let (done, wait) = mpsc::channel();
        let engine = self.shared.engine.clone();
        std::thread::Builder::new()
            .name("plugin-compiler".to_owned())
            .stack_size(COMPILE_STACK)
            .spawn(move || {
                // Nobody waits any more when the time is up.
                let _ = done.send(Component::from_binary(&engine, &binary));
            })
            .map_err(|error| broken(format!("no thread for the compiler: {error}")))?;
        match wait.recv_timeout(limit) {
            Ok(compiled) => compiled.map_err(|error| broken(format!("{error:#}"))),
            Err(RecvTimeoutError::Timeout) => Err(LoadError::CompileTime {
                origin: origin.to_owned(),
                limit_s: limit.as_secs(),
            }),
            Err(RecvTimeoutError::Disconnected) => {
                Err(broken("the compiler broke down over it".to_owned()))
            }
        }
    }
}

fn must_be_small(bytes: u64, origin: &str) -> Result<(), LoadError> {
    if bytes <= LARGEST_FILE {
        return Ok(());
    }
    Err(LoadError::TooLarge {
        origin: origin.to_owned(),
        bytes,
        limit: LARGEST_FILE,
    })
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
