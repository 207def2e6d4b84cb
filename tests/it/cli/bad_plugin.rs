//! Plugins that are missing, are none, want too much, refuse their settings or fail on everything.

use insta::assert_snapshot;
use tunesmith_tests::server::{Server, deterministic};

use super::harness::{MIXED, Place, Said, changed};

/// What is said about a place whose plugins are no good. Nothing may be asked or written.
fn refused(place: &Place) -> Said {
    let server = Server::start(deterministic);
    let said = place.run(&server, &[]);
    assert_eq!(said.code, Some(2), "{said}");
    assert_eq!(server.count(), 0, "{said}");
    assert!(!place.path("runs").exists(), "{said}");
    said
}

/// The small recipe with another scorer, a file beside it.
fn with_scorer(plugin: &str) -> Place {
    Place::with_recipe(&changed(
        MIXED,
        "\"text-quality-scorer\"",
        &format!("{plugin:?}"),
    ))
}

#[test]
fn a_plugin_that_is_not_there() {
    assert_snapshot!(refused(&with_scorer("text-quality")), @r"
    -- stderr
    error: plugin `text-quality` is not there; looked for:
      plugins/text-quality.wasm
      [installed]/plugins/text-quality.wasm
      [above]/plugins/text-quality.wasm
      [above]/lib/tunesmith/plugins/text-quality.wasm
    help: `tunesmith plugin list` shows what is there; `cargo xtask plugins` builds the standard plugins
    -- exit 2
    ");
    assert_snapshot!(refused(&with_scorer("mine/scorer.wasm")), @r"
    -- stderr
    error: plugin `mine/scorer.wasm` is not there; looked for:
      mine/scorer.wasm
    help: `tunesmith plugin list` shows what is there; `cargo xtask plugins` builds the standard plugins
    -- exit 2
    ");
}

#[test]
fn a_file_that_is_no_plugin() {
    let place = with_scorer("notes.wasm");
    place.write("notes.wasm", "Remember the milk.");
    assert_snapshot!(refused(&place), @r"
    -- stderr
    error: `notes.wasm` is not a WebAssembly file; name the `.wasm` file that `cargo build --target wasm32-unknown-unknown` makes
    -- exit 2
    ");
    let place = with_scorer("not_a_plugin.wasm");
    place.add_guest("not_a_plugin");
    assert_snapshot!(refused(&place), @r"
    -- stderr
    error: `not_a_plugin.wasm` is WebAssembly but no tunesmith plugin: it exports nothing of `tunesmith:plugin`; a Rust plugin ends with `tunesmith_plugin_sdk::export!(scorer: …)`
    -- exit 2
    ");
}

#[test]
fn a_plugin_that_wants_the_network() {
    let place = with_scorer("scorer_asks_network.wasm");
    place.add_guest("scorer_asks_network");
    assert_snapshot!(refused(&place), @r"
    -- stderr
    error: `scorer_asks_network.wasm` wants what a plugin does not get: `wasi:sockets/instance-network@[version]` (the network); a plugin may import only `tunesmith:plugin/log`: build it for wasm32-unknown-unknown, and hand data in as settings or seeds
    -- exit 2
    ");
}

#[test]
fn a_plugin_in_the_wrong_place() {
    assert_snapshot!(refused(&with_scorer("math-generator")), @r"
    -- stderr
    error: scorer `quality`: plugin `math-generator` is a generator, not a scorer
    help: move it to [[generators]], or name another plugin; `tunesmith plugin list` shows the kinds
    -- exit 2
    ");
}

#[test]
fn settings_a_plugin_refuses() {
    let refused = |settings| {
        let recipe = changed(MIXED, "flawed_share = 0.4", settings);
        refused(&Place::with_recipe(&recipe))
    };
    assert_snapshot!(refused("flawed_share = 4.0"), @r"
    -- stderr
    error: `flawed_share` of `math-generator`: 4.0 is greater than the maximum of 1
      --> recipe.toml:14:29
       |
    14 | settings = { flawed_share = 4.0 }
       |                             ^^^
    help: `tunesmith plugin show math-generator` lists its settings
    -- exit 2
    ");
    assert_snapshot!(refused("flawd_share = 0.4"), @r"
    -- stderr
    error: `math-generator` has no setting `flawd_share`
      --> recipe.toml:14:28
       |
    14 | settings = { flawd_share = 0.4 }
       |                            ^^^
    help: did you mean `flawed_share`?
    -- exit 2
    ");
    assert_snapshot!(refused("flawed_share = \"some\""), @r#"
    -- stderr
    error: `flawed_share` of `math-generator`: "some" is not of type "number"
      --> recipe.toml:14:29
       |
    14 | settings = { flawed_share = "some" }
       |                             ^^^^^^
    help: `tunesmith plugin show math-generator` lists its settings
    -- exit 2
    "#);
}

/// How often a plugin panics depends on how rows were batched; its words are shown once.
fn once(mut said: Said) -> Said {
    let mut lines: Vec<&str> = said.err.lines().collect();
    lines.dedup();
    said.err = lines.join("\n");
    said
}

#[test]
fn a_scorer_that_panics_on_everything() {
    let place = with_scorer("scorer_panics.wasm");
    place.add_guest("scorer_panics");
    let marked = "flawed_share = 0.4, system = \"guest:misbehave\"";
    place.write(
        "recipe.toml",
        changed(&place.read("recipe.toml"), "flawed_share = 0.4", marked),
    );
    let said = place.tunesmith(&["run", "recipe.toml", "--only", "math"]);
    assert_snapshot!(once(said), @r"
    -- stderr
    error: stopped early: scorer quality failed on each of the first 10 it was given; the last time: plugin `panics-scorer [version]`, score-batch: crashed: this example is too much (tests/guests/examples/scorer_panics.rs:4)
    help: correct this and run the same command again; every reply so far is safe in runs/mixed
    -- exit 2
    ");
    assert!(!place.path("runs/mixed/train.jsonl").exists());
}

#[test]
fn a_scorer_that_panics_on_one_example() {
    let place = with_scorer("scorer_panics.wasm");
    place.add_guest("scorer_panics");
    let seeds = changed(
        super::harness::SEEDS,
        "Halden K15 kettle",
        "guest:misbehave",
    );
    place.write("seeds.jsonl", seeds);
    let server = Server::start(deterministic);
    assert_snapshot!(once(place.run(&server, &[])), @r"
    mixed: 18 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0
      support        4     2         2       0
      total         18    12         6       0

      taken out by
        4  filter correct  e.g. arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is…
        2  scorer quality  e.g. plugin `panics-scorer [version]`, score-batch: crashed: this exampl…

      files in runs/mixed
        train.jsonl       11 records
        validation.jsonl  1 record
        exclusions.jsonl  6 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      5 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 0
    ");
}
