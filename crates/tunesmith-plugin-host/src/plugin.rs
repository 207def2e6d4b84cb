//! A loaded plugin: what it is, and the stages it can become.

use std::fmt;
use std::sync::Arc;

use tunesmith_component::{Want, allows};
use tunesmith_core::{Filter, Generator, JsonText, Judge, Scorer, StageError, StageFailure};
use wasmtime::component::{Component, InstancePre};

use crate::api::Line;
use crate::description_check;
use crate::grants::LOG;
use crate::guest::{Guest, GuestState, Shared};
use crate::log::Tally;
use crate::pool::{Pool, Start};
use crate::{Grants, Limits, LoadError};

/// What a plugin does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PluginKind {
    /// Gives numbers to examples.
    Scorer,
    /// Makes examples.
    Generator,
    /// Gives numbers with a model's help.
    Judge,
    /// Decides what is kept.
    Filter,
}

impl PluginKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Scorer, Self::Generator, Self::Judge, Self::Filter];

    /// The word in recipes, reports and interface names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scorer => "scorer",
            Self::Generator => "generator",
            Self::Judge => "judge",
            Self::Filter => "filter",
        }
    }
}

impl fmt::Display for PluginKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a plugin says about itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// `math-scorer`.
    pub name: String,
    /// `1.0.0`.
    pub version: String,
    /// One sentence.
    pub summary: String,
    /// SPDX expression.
    pub licence: String,
    /// Who made it.
    pub authors: Vec<String>,
    /// What its users should know, in Markdown.
    pub documentation: String,
    /// JSON Schema of the settings; a JSON object.
    pub settings_schema: JsonText,
    /// Abilities it asks for, all of them known to this program. [`Plugin::with_grants`] gives them.
    pub abilities: Vec<String>,
}

/// A loaded plugin. Cheap to clone; each stage made of it has its own instances.
#[derive(Clone)]
pub struct Plugin {
    line: Line,
    shared: Arc<Shared>,
    tally: Arc<Tally>,
    plugin: InstancePre<GuestState>,
    limits: Limits,
    grants: Grants,
    origin: Arc<str>,
    digest: Arc<str>,
    imports: Arc<[String]>,
    exports: Arc<[String]>,
    description: Arc<Description>,
}

impl Plugin {
    /// Links the component and asks it what it is.
    pub(crate) fn open(
        line: Line,
        shared: &Arc<Shared>,
        component: &Component,
        limits: Limits,
        origin: &str,
        digest: String,
        imports: Vec<String>,
    ) -> Result<Self, LoadError> {
        let plugin = line
            .link(&shared.engine, component)
            .map_err(|error| LoadError::Compile {
                origin: origin.to_owned(),
                why: format!("{error:#}"),
            })?;
        let origin: Arc<str> = origin.into();
        let mut guest = Guest::new(
            shared,
            &Tally::new(Arc::clone(&origin)),
            limits,
            Grants::default(),
        );
        let description = line
            .describe(&mut guest, &plugin)
            .map_err(|failure| describe_error(&origin, &failure))?;
        check(&origin, &description)?;
        Ok(Self {
            line,
            shared: Arc::clone(shared),
            tally: Tally::new(format!("{} {}", description.name, description.version).into()),
            plugin,
            limits,
            grants: Grants::default(),
            origin,
            digest: digest.into(),
            imports: imports.into(),
            exports: exports_of(&shared.engine, component).into(),
            description: Arc::new(description),
        })
    }

    /// What it does.
    pub fn kind(&self) -> PluginKind {
        self.line.kind()
    }

    /// What it says about itself.
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// `name version`, as reports and provenance bear it.
    pub fn name(&self) -> &str {
        self.tally.name()
    }

    /// Where the file came from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// sha256 of the file as it was given, 64 hex digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The line of the plugin API it was built for, such as `0.1`.
    pub fn api(&self) -> &'static str {
        self.line.name()
    }

    /// The most memory that an instance of it has had so far, in bytes.
    pub fn most_memory(&self) -> u64 {
        self.tally.most_memory() as u64
    }

    /// What it exports.
    pub fn exports(&self) -> &[String] {
        &self.exports
    }

    /// The interfaces it imports. Never more than the log.
    pub fn imports(&self) -> &[String] {
        &self.imports
    }

    /// The same plugin under other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The same plugin with what it may do beyond being called.
    ///
    /// # Errors
    /// When it asks for an ability that is not among the grants. Grants it does not ask for change nothing.
    pub fn with_grants(mut self, grants: Grants) -> Result<Self, LoadError> {
        let asked = self.description.abilities.iter();
        let lacking: Vec<String> = asked.filter(|name| !grants.allow(name)).cloned().collect();
        if !lacking.is_empty() {
            return Err(LoadError::Ungranted {
                origin: self.origin.to_string(),
                plugin: self.name().to_owned(),
                abilities: lacking,
            });
        }
        self.grants = Grants {
            log: grants.log && self.description.abilities.iter().any(|name| name == LOG),
        };
        Ok(self)
    }

    /// A scorer with these settings, a JSON object. The plugin is given them at once, so wrong ones are refused here.
    pub fn scorer(&self, settings: &JsonText) -> Result<Arc<dyn Scorer>, LoadError> {
        self.must_be(PluginKind::Scorer)?;
        self.line.scorer(self, settings)
    }

    /// A generator with these settings, as [`Plugin::scorer`].
    pub fn generator(&self, settings: &JsonText) -> Result<Arc<dyn Generator>, LoadError> {
        self.must_be(PluginKind::Generator)?;
        self.line.generator(self, settings)
    }

    /// A judge with these settings, as [`Plugin::scorer`].
    pub fn judge(&self, settings: &JsonText) -> Result<Arc<dyn Judge>, LoadError> {
        self.must_be(PluginKind::Judge)?;
        self.line.judge(self, settings)
    }

    /// A filter with these settings, as [`Plugin::scorer`].
    pub fn filter(&self, settings: &JsonText) -> Result<Arc<dyn Filter>, LoadError> {
        self.must_be(PluginKind::Filter)?;
        self.line.filter(self, settings)
    }

    fn must_be(&self, used: PluginKind) -> Result<(), LoadError> {
        if self.kind() == used {
            return Ok(());
        }
        Err(LoadError::WrongKind {
            origin: self.origin.to_string(),
            plugin: self.name().to_owned(),
            is: self.kind(),
            used,
        })
    }

    /// A pool with one configured instance in it.
    pub(crate) fn pool<B>(
        &self,
        settings: &JsonText,
        start: Start<B>,
    ) -> Result<Pool<B>, LoadError> {
        let pool = Pool {
            shared: Arc::clone(&self.shared),
            tally: Arc::clone(&self.tally),
            plugin: self.plugin.clone(),
            limits: self.limits,
            grants: self.grants,
            settings: settings.as_str().to_owned(),
            start,
            idle: std::sync::Mutex::default(),
        };
        pool.warm_up().map_err(|error| self.start_error(error))?;
        Ok(pool)
    }

    fn start_error(&self, error: StageError) -> LoadError {
        let origin = self.origin.to_string();
        match error.failure {
            StageFailure::Reported(why) => LoadError::BadSettings {
                origin,
                plugin: error.plugin,
                why,
            },
            _ => LoadError::Start {
                origin,
                failure: error,
            },
        }
    }
}

fn exports_of(engine: &wasmtime::Engine, component: &Component) -> Vec<String> {
    let component = component.component_type();
    let exports = component.exports(engine);
    exports.map(|(name, _)| name.to_owned()).collect()
}

fn describe_error(origin: &str, failure: &StageFailure) -> LoadError {
    LoadError::Describe {
        origin: origin.to_owned(),
        why: failure.to_string(),
    }
}

/// A description must be fit to be shown, and ask for nothing this program does not know.
fn check(origin: &str, description: &Description) -> Result<(), LoadError> {
    if let Some(why) = description_check::fault(description) {
        return Err(LoadError::Describe {
            origin: origin.to_owned(),
            why,
        });
    }
    let abilities = description.abilities.iter();
    let wants: Vec<Want> = abilities
        .filter(|ability| *ability != LOG)
        .map(|ability| Want {
            name: ability.clone(),
            allows: allows(ability),
        })
        .collect();
    if wants.is_empty() {
        Ok(())
    } else {
        Err(LoadError::NotGranted {
            origin: origin.to_owned(),
            wants,
        })
    }
}
