//! Which line of the plugin API a component speaks. Code outside this folder never names a version.
//!
//! A line is `0.1`: every version of it, `0.1.x`, is served by the same adapter. When another line comes, its adapter
//! translates into tunesmith-core's types too, never into another line's.

mod v0_1;

use std::sync::Arc;

use tunesmith_component::PACKAGE;
use tunesmith_core::{Filter, Generator, JsonText, Judge, Scorer, StageFailure};
use wasmtime::Engine;
use wasmtime::component::{Component, InstancePre};

use crate::guest::{Guest, GuestState};
use crate::{Description, LoadError, Plugin, PluginKind};

/// The lines this program knows, for messages.
const KNOWN: &str = "0.1";

/// The adapter a component needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// `tunesmith:plugin@0.1.x`.
    V0_1(PluginKind),
}

impl Line {
    /// As messages call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V0_1(_) => "0.1",
        }
    }

    pub(crate) fn kind(self) -> PluginKind {
        match self {
            Self::V0_1(kind) => kind,
        }
    }

    pub(crate) fn link(
        self,
        engine: &Engine,
        component: &Component,
    ) -> wasmtime::Result<InstancePre<GuestState>> {
        match self {
            Self::V0_1(_) => v0_1::link(engine, component),
        }
    }

    pub(crate) fn describe(
        self,
        guest: &mut Guest,
        plugin: &InstancePre<GuestState>,
    ) -> Result<Description, StageFailure> {
        match self {
            Self::V0_1(_) => v0_1::describe(guest, plugin),
        }
    }

    pub(crate) fn scorer(
        self,
        plugin: &Plugin,
        settings: &JsonText,
    ) -> Result<Arc<dyn Scorer>, LoadError> {
        match self {
            Self::V0_1(_) => Ok(Arc::new(plugin.pool(settings, v0_1::start_scorer)?)),
        }
    }

    pub(crate) fn generator(
        self,
        plugin: &Plugin,
        settings: &JsonText,
    ) -> Result<Arc<dyn Generator>, LoadError> {
        match self {
            Self::V0_1(_) => Ok(Arc::new(plugin.pool(settings, v0_1::start_generator)?)),
        }
    }

    pub(crate) fn judge(
        self,
        plugin: &Plugin,
        settings: &JsonText,
    ) -> Result<Arc<dyn Judge>, LoadError> {
        match self {
            Self::V0_1(_) => Ok(Arc::new(plugin.pool(settings, v0_1::start_judge)?)),
        }
    }

    pub(crate) fn filter(
        self,
        plugin: &Plugin,
        settings: &JsonText,
    ) -> Result<Arc<dyn Filter>, LoadError> {
        match self {
            Self::V0_1(_) => Ok(Arc::new(plugin.pool(settings, v0_1::start_filter)?)),
        }
    }
}

/// Whether an import is one that plugins get. Versions are looked at later, by [`detect`].
pub(crate) fn is_ours(import: &str) -> bool {
    let Some(interface) = import.strip_prefix(PACKAGE) else {
        return false;
    };
    let interface = interface
        .split_once('@')
        .map_or(interface, |(name, _)| name);
    matches!(interface, "log" | "types" | "dialogue")
}

/// Finds the adapter by the names and versions of what the component exports.
pub(crate) fn detect(
    engine: &Engine,
    component: &Component,
    origin: &str,
) -> Result<Line, LoadError> {
    let component = component.component_type();
    let exports = component.exports(engine).map(|(name, _)| name);
    find(exports).map_err(|problem| match problem {
        Problem::OtherApi(found) => LoadError::UnknownApi {
            origin: origin.to_owned(),
            found,
            known: KNOWN.to_owned(),
        },
        Problem::NoPlugin(why) => LoadError::NotAPlugin {
            origin: origin.to_owned(),
            why,
        },
    })
}

#[derive(Debug, PartialEq)]
enum Problem {
    OtherApi(String),
    NoPlugin(String),
}

fn find<'a>(exports: impl Iterator<Item = &'a str>) -> Result<Line, Problem> {
    let ours: Vec<(&str, &str)> = exports
        .filter_map(|name| name.strip_prefix(PACKAGE))
        .map(|name| name.split_once('@').unwrap_or((name, "without a version")))
        .collect();
    if ours.is_empty() {
        return Err(Problem::NoPlugin(
            "it exports nothing of `tunesmith:plugin`".to_owned(),
        ));
    }
    if let Some((_, other)) = ours.iter().find(|(_, version)| !is_0_1(version)) {
        return Err(Problem::OtherApi((*other).to_owned()));
    }
    let exports = |interface: &str| ours.iter().any(|(name, _)| *name == interface);
    if !exports("about") {
        return Err(Problem::NoPlugin(
            "it does not export `tunesmith:plugin/about`".to_owned(),
        ));
    }
    let mut kinds = PluginKind::ALL
        .into_iter()
        .filter(|kind| exports(kind.name()));
    match (kinds.next(), kinds.next()) {
        (Some(kind), None) => Ok(Line::V0_1(kind)),
        (None, _) => Err(Problem::NoPlugin(
            "it exports none of `scorer`, `generator`, `judge`, `filter`".to_owned(),
        )),
        (Some(one), Some(other)) => Err(Problem::NoPlugin(format!(
            "it is a {one} and a {other} at once; make two plugins of it"
        ))),
    }
}

fn is_0_1(version: &str) -> bool {
    version
        .strip_prefix("0.1.")
        .is_some_and(|patch| patch.parse::<u64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::{Line, Problem, find, is_ours};
    use crate::PluginKind;

    fn check(exports: &[&str], expected: Result<Line, &str>) {
        let found = find(exports.iter().copied()).map_err(|problem| match problem {
            Problem::OtherApi(found) => format!("api {found}"),
            Problem::NoPlugin(why) => why,
        });
        assert_eq!(
            found.as_ref().map_err(String::as_str),
            expected.as_ref().map_err(|text| *text),
            "{exports:?}"
        );
    }

    #[test]
    fn the_exports_say_which_line_and_kind() {
        check(
            &[
                "tunesmith:plugin/about@0.1.0",
                "tunesmith:plugin/judge@0.1.0",
            ],
            Ok(Line::V0_1(PluginKind::Judge)),
        );
        check(
            &[
                "tunesmith:plugin/about@0.1.7",
                "tunesmith:plugin/scorer@0.1.7",
                "run",
            ],
            Ok(Line::V0_1(PluginKind::Scorer)),
        );
        check(
            &[
                "tunesmith:plugin/about@0.2.0",
                "tunesmith:plugin/scorer@0.2.0",
            ],
            Err("api 0.2.0"),
        );
        check(&["tunesmith:plugin/about@0.10.0"], Err("api 0.10.0"));
        check(&["tunesmith:plugin/about"], Err("api without a version"));
        check(
            &["wasi:cli/run@0.2.0"],
            Err("it exports nothing of `tunesmith:plugin`"),
        );
        check(
            &["tunesmith:plugin/scorer@0.1.0"],
            Err("it does not export `tunesmith:plugin/about`"),
        );
        check(
            &["tunesmith:plugin/about@0.1.0"],
            Err("it exports none of `scorer`, `generator`, `judge`, `filter`"),
        );
        check(
            &[
                "tunesmith:plugin/about@0.1.0",
                "tunesmith:plugin/judge@0.1.0",
                "tunesmith:plugin/scorer@0.1.0",
            ],
            Err("it is a scorer and a judge at once; make two plugins of it"),
        );
    }

    #[test]
    fn only_the_log_is_ours_to_give() {
        assert!(is_ours("tunesmith:plugin/log@0.1.0"));
        assert!(!is_ours("tunesmith:plugin/model@0.1.0"));
        assert!(!is_ours("wasi:logging/log@0.1.0"));
    }
}
