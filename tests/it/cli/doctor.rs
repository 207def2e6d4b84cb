//! `tunesmith doctor`: what works, and what to do about what does not.

use insta::assert_snapshot;
use tunesmith_tests::artifacts;
use tunesmith_tests::server::{Response, Server, completion, deterministic};

use super::harness::{MIXED, Place, Said, address_of, changed};

fn doctor(place: &Place, server: &Server) -> Said {
    place.tunesmith(&["doctor", "recipe.toml", "--base-url", &address_of(server)])
}

#[test]
fn without_a_recipe() {
    assert_snapshot!(Place::with_recipe("").tunesmith(&["doctor"]), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      --    no recipe given: models were not checked (`tunesmith doctor RECIPE`)
    -- exit 0
    ");
}

#[test]
fn a_healthy_server() {
    let place = Place::with_recipe(MIXED);
    assert_snapshot!(doctor(&place, &Server::start(deterministic)), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      ok    its plugins are there and take their settings
      ok    model local: http://[server]/v1 answers and has test
      ok    model local: the server enforces JSON Schemas (native mode)
    -- exit 0
    ");
}

#[test]
fn a_server_that_ignores_schemas() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(|request| match request.method.as_str() {
        "POST" => completion("Hello there!"),
        _ => deterministic(request),
    });
    assert_snapshot!(doctor(&place, &server), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      ok    its plugins are there and take their settings
      ok    model local: http://[server]/v1 answers and has test
      ok    model local: the server does not enforce JSON Schemas (prompt mode)
    -- exit 0
    ");
}

#[test]
fn a_server_without_the_model() {
    let place = Place::with_recipe(&changed(MIXED, "model = \"test\"", "model = \"tset\""));
    assert_snapshot!(doctor(&place, &Server::start(deterministic)), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      ok    its plugins are there and take their settings
      BAD   model local: http://[server]/v1 has no model tset; it has: test
    -- exit 1
    ");
}

#[test]
fn no_server() {
    let place = Place::with_recipe(MIXED);
    let said = place.tunesmith(&[
        "doctor",
        "recipe.toml",
        "--base-url",
        "local=http://127.0.0.1:9/v1",
    ]);
    assert_snapshot!(said, @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      ok    its plugins are there and take their settings
      BAD   model local: http://[server]/v1/models: nothing listens there (connection refused); start the server or change base_url
    -- exit 1
    ");
}

#[test]
fn a_missing_key() {
    let place = Place::with_recipe(&changed(
        MIXED,
        "concurrency = 2",
        "key_env = \"TUNESMITH_TEST_KEY\"",
    ));
    assert_snapshot!(doctor(&place, &Server::start(deterministic)), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      ok    its plugins are there and take their settings
      BAD   models.local: the environment variable TUNESMITH_TEST_KEY is not set; set it to the key of the model server
    -- exit 1
    ");
}

#[test]
fn a_rejected_key_is_not_shown() {
    let recipe = changed(MIXED, "concurrency = 2", "key_env = \"TUNESMITH_TEST_KEY\"");
    let place = Place::with_recipe(&recipe).with_variable("TUNESMITH_TEST_KEY", "hidden-words");
    let server = Server::start(|request| {
        let sent = request.header("authorization").unwrap_or_default();
        Response::error(401, "invalid_api_key", &format!("Incorrect key: {sent}"))
    });
    let said = doctor(&place, &server);
    assert!(!said.to_string().contains("hidden-words"));
    assert_eq!(
        server.requests()[0].header("authorization"),
        Some("Bearer hidden-words")
    );
    assert_snapshot!(said, @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      ok    its plugins are there and take their settings
      BAD   model local: http://[server]/v1/models: the server answered 401: the key in $TUNESMITH_TEST_KEY was not accepted: Incorrect key: Bearer [key]; check the variable TUNESMITH_TEST_KEY
    -- exit 1
    ");
}

#[test]
fn the_plugins_of_the_recipe_are_checked() {
    let recipe = changed(MIXED, "plugin = \"math-scorer\"", "plugin = \"mine\"");
    let place = Place::with_recipe(&changed(&recipe, "flawed_share = 0.4", "flawed_share = 4"));
    place.write(
        "plugins/mine.wasm",
        std::fs::read(artifacts::guest("scorer_ok")).unwrap(),
    );
    assert_snapshot!(doctor(&place, &Server::start(deterministic)), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin mine [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      BAD   `flawed_share` of `math-generator`: 4 is greater than the maximum of 1
              --> recipe.toml:14:29
               |
            14 | settings = { flawed_share = 4 }
               |                             ^
            help: `tunesmith plugin show math-generator` lists its settings
      ok    model local: http://[server]/v1 answers and has test
      ok    model local: the server enforces JSON Schemas (native mode)
    -- exit 1
    ");
    let place = Place::with_recipe(&recipe);
    assert_snapshot!(doctor(&place, &Server::start(deterministic)), @r"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      ok    recipe recipe.toml: 18 tasks
      BAD   plugin `mine` is not there; looked for:
              plugins/mine.wasm
              [installed]/plugins/mine.wasm
              [above]/plugins/mine.wasm
              [above]/lib/tunesmith/plugins/mine.wasm
            help: `tunesmith plugin list` shows what is there; `cargo xtask plugins` builds the standard plugins
      ok    model local: http://[server]/v1 answers and has test
      ok    model local: the server enforces JSON Schemas (native mode)
    -- exit 1
    ");
}

#[test]
fn a_broken_recipe() {
    let place = Place::with_recipe(&changed(MIXED, "model = \"local\"", "model = \"locale\""));
    assert_snapshot!(place.tunesmith(&["doctor", "recipe.toml"]), @r#"
    tunesmith [version]
      ok    compiled plugins are cached in [installed]/cache/tunesmith/compiled-plugins
      ok    plugin math-generator [version] (generator)
      ok    plugin math-scorer [version] (scorer)
      ok    plugin support-generator [version] (generator)
      ok    plugin text-quality-scorer [version] (scorer)
      BAD   no model is called `locale`
              --> recipe.toml:19:9
               |
            19 | model = "locale"
               |         ^^^^^^^^
            help: did you mean `local`?
    -- exit 1
    "#);
}
