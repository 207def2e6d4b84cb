//! Every plugin of the library: its golden vectors as a compiled plugin, the contract, and the same bytes from any number of threads.

use std::path::{Path, PathBuf};

use tunesmith_tests::artifacts;

use super::harness::Place;

/// Odd examples or tasks for each; `tunesmith plugin test` alone tries more.
const ODD: &str = "60";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Names of all plugins of the workspace, sorted.
fn library() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("plugins")).unwrap();
    let folders = entries.map(|entry| entry.unwrap().path());
    let packages = folders.filter(|folder| folder.join("Cargo.toml").is_file());
    let mut names: Vec<String> = packages
        .map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn golden(plugin: &str) -> PathBuf {
    root().join("plugins").join(plugin).join("golden.jsonl")
}

#[test]
fn every_plugin_keeps_its_golden_vectors_and_the_contract() {
    let place = Place::with_recipe("");
    let mut bad = Vec::new();
    for name in library() {
        let file = artifacts::plugin(&name);
        let (file, golden) = (file.to_str().unwrap(), golden(&name));
        let golden = golden.to_str().unwrap();
        let said = place.tunesmith(&["plugin", "test", file, "--golden", golden, "--odd", ODD]);
        if said.code != Some(0) {
            bad.push(format!("{name}: {said}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// Bit for bit: the lines are compared as bytes.
#[test]
fn every_scorer_says_the_same_from_any_number_of_threads() {
    let place = Place::with_recipe("");
    let mut data = String::new();
    let mut scorers = Vec::new();
    for name in library()
        .into_iter()
        .filter(|name| name.ends_with("-scorer"))
    {
        for line in std::fs::read_to_string(golden(&name)).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            data += &format!("{}\n", case["example"]);
        }
        scorers.push(artifacts::plugin(&name).to_str().unwrap().to_owned());
    }
    assert!(scorers.len() > 1, "{scorers:?}");
    // Several rounds, so that batches of all threads are full.
    place.write("data.jsonl", data.repeat(4));
    let scored = |threads: &str| {
        // What an earlier call said must not answer for this one.
        let mut arguments = vec!["score", "data.jsonl", "--no-cache", "--threads", threads];
        for scorer in &scorers {
            arguments.extend(["--plugin", scorer]);
        }
        place.tunesmith(&arguments).out
    };
    let one = scored("1");
    assert!(one.lines().count() > 100, "{}", one.lines().count());
    for threads in ["2", "3", "8"] {
        assert!(
            scored(threads) == one,
            "{threads} threads say something else"
        );
    }
}
