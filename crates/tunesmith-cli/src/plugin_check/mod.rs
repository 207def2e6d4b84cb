//! What `tunesmith plugin check` looks at: what a plugin is and says, before it is shared. Whether its answers are right is for
//! `plugin test`.

mod calls;
mod said;
mod settings;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use tunesmith_plugin_host::{Grants, Host, HostSettings, Limits, LoadError, Plugin};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Ok,
    Warning,
    Error,
}

impl Level {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    /// What was found.
    pub(crate) found: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

impl Line {
    fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            level: Level::Ok,
            found: found.into(),
            help: None,
        }
    }

    fn warning(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            help: Some(help.into()),
            ..Self::ok(name, found)
        }
    }

    fn error(name: &'static str, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            help: Some(help.into()),
            ..Self::ok(name, found)
        }
    }

    pub(crate) fn to_value(&self) -> Value {
        json!({"name": self.name, "level": self.level.name(), "found": self.found, "help": self.help})
    }
}

/// A plugin that starts slower than this with its code compiled is noticed by whoever runs small things often.
const SLOW_START: Duration = Duration::from_millis(50);

/// Everything that can be said of a file. The plugin is there if it loads at all. Fails only if the file can not be read.
pub(crate) fn check(
    path: &Path,
    settings: Option<&Map<String, Value>>,
    cache: &Path,
) -> Result<(Option<Plugin>, Vec<Line>), LoadError> {
    let host = |cache_dir| {
        Host::new(HostSettings {
            cache_dir,
            limits: Limits::default(),
            log: Arc::new(|_| {}),
        })
    };
    let mut lines = Vec::new();
    let cold = host(None)?;
    let started = Instant::now();
    let plugin = match cold.load_file(path) {
        Ok(plugin) => plugin.with_grants(Grants::of(Grants::KNOWN))?,
        Err(error @ (LoadError::Unreadable { .. } | LoadError::Engine { .. })) => {
            return Err(error);
        }
        Err(error) => {
            let help = "nobody can use it like this: see the documentation of the plugin API";
            lines.push(Line::error("loads", error.to_string(), help));
            return Ok((None, lines));
        }
    };
    let compiled = started.elapsed();
    lines.extend(said::lines(&plugin, path));
    let (more, chosen) = settings::lines(&plugin, settings);
    lines.extend(more);
    let warm = warm_start(path, cache, &host)?;
    lines.push(start_line(compiled, warm));
    lines.extend(calls::lines(&plugin, chosen.as_ref()));
    Ok((Some(plugin), lines))
}

/// Loading again, with the compiled code in a folder.
fn warm_start(
    path: &Path,
    cache: &Path,
    host: &impl Fn(Option<std::path::PathBuf>) -> Result<Host, LoadError>,
) -> Result<Duration, LoadError> {
    host(Some(cache.to_owned()))?.load_file(path)?;
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let host = host(Some(cache.to_owned()))?;
        let started = Instant::now();
        host.load_file(path)?;
        best = best.min(started.elapsed());
    }
    Ok(best)
}

fn start_line(compiled: Duration, warm: Duration) -> Line {
    let found = format!(
        "{} the first time, {} when its compiled code is there",
        ms(compiled),
        ms(warm)
    );
    if warm <= SLOW_START {
        return Line::ok("start", found);
    }
    Line::warning(
        "start",
        found,
        "make it smaller: it is read whole each time it starts",
    )
}

/// `3.4 ms`, `2.10 s`.
pub(crate) fn ms(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.2} s")
    }
}
