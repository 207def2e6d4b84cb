//! Who may depend on whom: the table of floors, compared with what `cargo metadata` says.
//!
//! Dependencies for tests alone are not counted: a test may look at its crate from any floor.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use super::tree::{assert_none, root};

enum May {
    /// Nothing of ours but these.
    Use(&'static [&'static str]),
    UseAnything,
}

/// Our crates and what of ours they may use. A new crate or a new edge is a decision: it is made here.
static FLOORS: [(&str, May); 19] = [
    ("tunesmith-core", May::Use(&[])),
    ("tunesmith-component", May::Use(&[])),
    ("tunesmith-tokens", May::Use(&["tunesmith-core"])),
    (
        "tunesmith-validate",
        May::Use(&["tunesmith-core", "tunesmith-tokens"]),
    ),
    ("tunesmith-llm", May::Use(&["tunesmith-core"])),
    (
        "tunesmith-plugin-host",
        May::Use(&["tunesmith-component", "tunesmith-core"]),
    ),
    ("tunesmith-plugin-registry", May::Use(&[])),
    (
        "tunesmith-pipeline",
        May::Use(&["tunesmith-core", "tunesmith-tokens", "tunesmith-validate"]),
    ),
    (
        "tunesmith-train",
        May::Use(&[
            "tunesmith-core",
            "tunesmith-llm",
            "tunesmith-tokens",
            "tunesmith-validate",
        ]),
    ),
    ("tunesmith-cli", May::UseAnything),
    (
        "tunesmith-web",
        May::Use(&["tunesmith-core", "tunesmith-tokens", "tunesmith-validate"]),
    ),
    ("tunesmith-python", May::UseAnything),
    ("tunesmith-plugin-sdk", May::Use(&[])),
    ("tunesmith-structured", May::Use(&[])),
    ("tunesmith-guests", May::Use(PLUGINS)),
    ("tunesmith-bench", May::UseAnything),
    ("tunesmith-plugin-bench", May::UseAnything),
    ("tunesmith-tests", May::UseAnything),
    ("xtask", May::Use(&[])),
];

/// What every package under plugins/ may use of ours.
static PLUGINS: &[&str] = &["tunesmith-plugin-sdk", "tunesmith-structured"];

/// Heavy crates and the only ones that may name them as a dependency.
static FENCES: [(&str, &[&str]); 6] = [
    ("clap", &["tunesmith-cli", "xtask"]),
    ("pyo3", &["tunesmith-python"]),
    ("oci-client", &["tunesmith-plugin-registry"]),
    ("reqwest", &["tunesmith-llm", "tunesmith-plugin-registry"]),
    ("wasm-bindgen", &["tunesmith-component", "tunesmith-web"]),
    ("wasmtime", &["tunesmith-plugin-host"]),
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo can read our own manifests")
}

/// Name of each crate of ours, whether it is a plugin, and the names it depends on outside its tests.
fn crates(metadata: &Metadata) -> BTreeMap<String, (bool, Vec<String>)> {
    let plugins = root().join("plugins");
    metadata
        .packages
        .iter()
        .map(|package| {
            let dependencies = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind != DependencyKind::Development)
                .map(|dependency| dependency.name.clone())
                .collect();
            let is_plugin = package.manifest_path.starts_with(&plugins);
            (package.name.to_string(), (is_plugin, dependencies))
        })
        .collect()
}

fn allowed(name: &str, is_plugin: bool) -> Option<&'static May> {
    static PLUGIN: May = May::Use(PLUGINS);
    if is_plugin {
        return Some(&PLUGIN);
    }
    FLOORS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, may)| may)
}

fn wrong_edges(crates: &BTreeMap<String, (bool, Vec<String>)>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, (is_plugin, dependencies)) in crates {
        match allowed(name, *is_plugin) {
            None => wrong.push(format!("{name} stands on no floor: add it to FLOORS")),
            Some(May::UseAnything) => {}
            Some(May::Use(allowed)) => {
                for dependency in dependencies {
                    if crates.contains_key(dependency) && !allowed.contains(&dependency.as_str()) {
                        wrong.push(format!("{name} must not depend on {dependency}"));
                    }
                }
            }
        }
        for dependency in dependencies {
            for (fenced, only) in FENCES {
                if dependency == fenced && !only.contains(&name.as_str()) {
                    wrong.push(format!(
                        "{name} must not depend on {fenced}: only {} may",
                        only.join(" and ")
                    ));
                }
            }
        }
    }
    wrong
}

#[test]
fn every_crate_stays_on_its_floor() {
    let wrong = wrong_edges(&crates(&metadata()));
    assert_none(&wrong, "dependencies that ARCHITECTURE.md does not allow");
}

#[test]
fn edges_outside_the_table_are_found() {
    let of = |is_plugin: bool, dependencies: &[&str]| {
        let dependencies = dependencies.iter().map(|&name| name.to_owned()).collect();
        (is_plugin, dependencies)
    };
    let crates = BTreeMap::from([
        (
            "tunesmith-core".to_owned(),
            of(false, &["serde", "tunesmith-llm"]),
        ),
        (
            "tunesmith-llm".to_owned(),
            of(false, &["reqwest", "tunesmith-core"]),
        ),
        ("tunesmith-new".to_owned(), of(false, &[])),
        (
            "sql-scorer".to_owned(),
            of(true, &["tunesmith-core", "wasmtime"]),
        ),
        (
            "tunesmith-cli".to_owned(),
            of(false, &["clap", "tunesmith-llm", "sql-scorer"]),
        ),
    ]);
    assert_eq!(
        wrong_edges(&crates),
        [
            "sql-scorer must not depend on tunesmith-core",
            "sql-scorer must not depend on wasmtime: only tunesmith-plugin-host may",
            "tunesmith-core must not depend on tunesmith-llm",
            "tunesmith-new stands on no floor: add it to FLOORS",
        ]
    );
}
