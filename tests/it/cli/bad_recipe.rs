//! Recipes, seeds and settings that are wrong: each is told before anything is asked, with the line where it stands.

use insta::assert_snapshot;
use tunesmith_tests::server::{Server, deterministic};

use super::harness::{MIXED, Place, Said, changed};

/// What is said about the small recipe with one change. Nothing may be asked or written.
fn refused(from: &str, to: &str) -> Said {
    refused_in(&Place::with_recipe(&changed(MIXED, from, to)))
}

fn refused_in(place: &Place) -> Said {
    let server = Server::start(deterministic);
    let said = place.run(&server, &[]);
    assert_eq!(said.code, Some(2), "{said}");
    assert_eq!(server.count(), 0, "{said}");
    assert!(!place.path("runs").exists(), "{said}");
    said
}

#[test]
fn words_that_are_misspelt() {
    assert_snapshot!(refused("count = 14", "cuont = 14"), @r"
    -- stderr
    error: unknown field `cuont`, expected one of `name`, `plugin`, `model`, `count`, `seeds`, `settings`, `grants`, `limits`
      --> recipe.toml:13:1
       |
    13 | cuont = 14
       | ^^^^^
    help: did you mean `count`?
    -- exit 2
    ");
    assert_snapshot!(refused("model = \"local\"", "model = \"locale\""), @r#"
    -- stderr
    error: no model is called `locale`
      --> recipe.toml:19:9
       |
    19 | model = "locale"
       |         ^^^^^^^^
    help: did you mean `local`?
    -- exit 2
    "#);
    assert_snapshot!(refused("only = [\"math\"]", "only = [\"maths\"]"), @r#"
    -- stderr
    error: no generator is called `maths`
      --> recipe.toml:26:9
       |
    26 | only = ["maths"]
       |         ^^^^^^^
    help: did you mean `math`?
    -- exit 2
    "#);
    assert_snapshot!(refused("quality.value", "qualty.value"), @r#"
    -- stderr
    error: no scorer is called `qualty`
      --> recipe.toml:39:8
       |
    39 | keep = "qualty.value >= 0.5"
       |        ^^^^^^^^^^^^^^^^^^^^^
    help: did you mean `quality`?
    -- exit 2
    "#);
    assert_snapshot!(refused("[split]", "[validate]\nprofile = \"opnai\"\n\n[split]"), @r#"
    -- stderr
    error: no profile is called `opnai`
      --> recipe.toml:42:11
       |
    42 | profile = "opnai"
       |           ^^^^^^^
    help: did you mean `openai`?
    -- exit 2
    "#);
}

#[test]
fn toml_that_is_none() {
    assert_snapshot!(refused("rng_seed = 7", "rng_seed = seven"), @r"
    -- stderr
    error: string values must be quoted, expected literal string
     --> recipe.toml:3:12
      |
    3 | rng_seed = seven
      |            ^^^^^
    -- exit 2
    ");
    assert_snapshot!(refused("name = \"mixed\"", "name = \"mixed"), @r#"
    -- stderr
    error: invalid basic string, expected `"`
     --> recipe.toml:2:14
      |
    2 | name = "mixed
      |              ^
    -- exit 2
    "#);
}

#[test]
fn values_that_make_no_sense() {
    assert_snapshot!(refused("version = 1", "version = 2"), @r"
    -- stderr
    error: recipe version 2 is not known
     --> recipe.toml:1:11
      |
    1 | version = 2
      |           ^
    help: write `version = 1`
    -- exit 2
    ");
    assert_snapshot!(refused("validation = 0.1", "validation = 1.0"), @r"
    -- stderr
    error: split.validation is 1; it must be from 0 up to, not including, 1
      --> recipe.toml:42:14
       |
    42 | validation = 1.0
       |              ^^^
    -- exit 2
    ");
    assert_snapshot!(refused("concurrency = 2", "concurrency = 0"), @r"
    -- stderr
    error: models.local.concurrency is 0; it must be at least 1
     --> recipe.toml:8:15
      |
    8 | concurrency = 0
      |               ^
    -- exit 2
    ");
    assert_snapshot!(refused("count = 14", "count = \"many\""), @r#"
    -- stderr
    error: invalid type: string "many", expected u64
      --> recipe.toml:13:9
       |
    13 | count = "many"
       |         ^^^^^^
    -- exit 2
    "#);
    assert_snapshot!(refused("name = \"mixed\"", "name = \"../elsewhere\""), @r#"
    -- stderr
    error: `../elsewhere` can not be a run's name
     --> recipe.toml:2:8
      |
    2 | name = "../elsewhere"
      |        ^^^^^^^^^^^^^^
    help: use letters, digits, `-` and `_`
    -- exit 2
    "#);
    assert_snapshot!(refused("arithmetic.value == 1.0", "arithmetic.value =="), @r#"
    -- stderr
    error: the condition does not compile: ERROR: <input>:1:20: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER} | arithmetic.value == | ...................^
      --> recipe.toml:34:8
       |
    34 | keep = "arithmetic.value =="
       |        ^^^^^^^^^^^^^^^^^^^^^
    -- exit 2
    "#);
    assert_snapshot!(refused("[split]", "[budget]\nusd = 1.0\n\n[split]"), @r"
    -- stderr
    error: recipe.toml: there is a budget, but models.local has no price
    help: add `price = { input = 0.15, output = 0.60 }` (US dollars per million tokens) to [models.local]; 0 for a model of your own
    -- exit 2
    ");
}

#[test]
fn a_score_that_some_examples_do_not_have() {
    assert_snapshot!(refused("quality.value >= 0.5", "quality.value >= arithmetic.value"), @r#"
    -- stderr
    error: scorer `arithmetic` does not score examples of generator `support`
      --> recipe.toml:39:8
       |
    39 | keep = "quality.value >= arithmetic.value"
       |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    help: add `only = ["math"]` to this filter
    -- exit 2
    "#);
}

#[test]
fn an_address_that_is_none() {
    let place = Place::with_recipe(&changed(MIXED, "http://127.0.0.1:9/v1", "localhost:8080"));
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: models.local: base_url = "localhost:8080": it must begin with http:// or https://; write it like http://[server]/v1 or https://api.example.com/v1
    -- exit 2
    "#);
}

#[test]
fn a_recipe_that_is_not_there() {
    let place = Place::with_recipe(MIXED);
    assert_snapshot!(place.tunesmith(&["run", "recpie.toml"]), @r"
    -- stderr
    error: recpie.toml: the recipe can not be read: No such file or directory (os error 2)
    help: give the path of a recipe file, for example recipes/quickstart.toml
    -- exit 2
    ");
}

#[test]
fn options_that_name_nothing() {
    let place = Place::with_recipe(MIXED);
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml", "--only", "mtah"]), @r"
    -- stderr
    error: recipe.toml: --only mtah: no generator is called `mtah`
    help: did you mean `math`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml", "--base-url", "locla=http://127.0.0.1:9/v1"]), @r"
    -- stderr
    error: --base-url locla=…: the recipe has no model `locla`
    help: did you mean `local`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml", "--budget", "1"]), @r"
    -- stderr
    error: recipe.toml: there is a budget, but models.local has no price
    help: add `price = { input = 0.15, output = 0.60 }` (US dollars per million tokens) to [models.local]; 0 for a model of your own
    -- exit 2
    ");
}

#[test]
fn a_seed_file_that_is_not_there_or_empty() {
    assert_snapshot!(refused("seeds.jsonl", "seed.jsonl"), @r#"
    -- stderr
    error: the seed file seed.jsonl can not be read: No such file or directory (os error 2)
      --> recipe.toml:21:9
       |
    21 | seeds = "seed.jsonl"
       |         ^^^^^^^^^^^^
    help: the path is taken from the recipe's own folder
    -- exit 2
    "#);
    let place = Place::with_recipe(MIXED);
    place.write("seeds.jsonl", "\n\n");
    assert_snapshot!(refused_in(&place), @r#"
    -- stderr
    error: the seed file seeds.jsonl has no record
      --> recipe.toml:21:9
       |
    21 | seeds = "seeds.jsonl"
       |         ^^^^^^^^^^^^^
    help: write one JSON object per line
    -- exit 2
    "#);
}

#[test]
fn a_bad_line_of_a_seed_file_costs_only_its_tasks() {
    let place = Place::with_recipe(MIXED);
    let seeds = format!("{}{{\"product\":\n[1, 2]\n", super::harness::SEEDS);
    place.write("seeds.jsonl", seeds);
    let server = Server::start(deterministic);
    assert_snapshot!(place.run(&server, &["--only", "support"]), @r"
    mixed: 4 rows asked

      generator  asked  kept  excluded  failed
      support        4     2         2       0

      taken out by
        2  seed  e.g. seed file seeds.jsonl, line 3: not JSON: EOF while parsing a value at lin…

      files in runs/mixed
        train.jsonl       2 records
        validation.jsonl  0 records
        exclusions.jsonl  2 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 2 records; at least 10 are needed

      3 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- exit 1
    ");
    assert_snapshot!(place.read("runs/mixed/exclusions.jsonl"), @r#"
    {"row":"support/2","status":"excluded","stage":"seed","reason":"seed file seeds.jsonl, line 3: not JSON: EOF while parsing a value at line 1 column 11"}
    {"row":"support/3","status":"excluded","stage":"seed","reason":"seed file seeds.jsonl, line 4: not a JSON object"}
    "#);
}

#[test]
fn a_seed_the_plugin_can_not_use() {
    let place = Place::with_recipe(MIXED);
    place.write(
        "seeds.jsonl",
        format!("{}{{\"prodcut\":\"x\"}}\n", super::harness::SEEDS),
    );
    let server = Server::start(deterministic);
    let said = place.run(&server, &["--only", "support"]);
    assert_eq!(said.code, Some(1), "{said}");
    assert_snapshot!(place.shown(&place.read("runs/mixed/exclusions.jsonl")), @r#"{"row":"support/2","status":"excluded","stage":"generator support","reason":"plugin `support-generator [version]`, begin: reported: the seed record can not be used: missing field `product`; a seed for support-generator is {\"product\": \"…\", \"facts\": \"…\"}, `intents` (a list) may follow"}"#);
}

#[test]
fn a_generator_that_asks_without_a_model() {
    let place = Place::with_recipe(&changed(MIXED, "model = \"local\"\ncount", "count"));
    assert_snapshot!(place.tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: plugin `support-generator [version]` asks a model, but the recipe gives it none; add `model = "…"` to where the recipe names it
    help: correct this and run the same command again; every reply so far is safe in runs/mixed
    -- exit 2
    "#);
    assert!(!place.path("runs/mixed/train.jsonl").exists());
}
