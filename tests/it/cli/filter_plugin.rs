//! A filter that is a plugin, in a recipe: what it drops, what it may do, and what recipes must say of it.

use insta::assert_snapshot;
use tunesmith_tests::server::{Server, deterministic};

use super::harness::{MIXED, Place, changed};

const CONDITION: &str = "name = \"readable\"\nkeep = \"quality.value >= 0.5\"";
const PLUGIN: &str = "name = \"readable\"\nplugin = \"filter_ok.wasm\"";

fn with_filter(filter: &str) -> Place {
    let place = Place::with_recipe(&changed(MIXED, CONDITION, filter));
    place.add_guest("filter_ok");
    place
}

#[test]
fn drops_rows_with_its_reason_and_is_heard() {
    let place = with_filter(&format!(
        "{PLUGIN}\ngrants = [\"log\"]\nsettings = {{ full_length = 100 }}\nonly = [\"math\"]"
    ));
    let server = Server::start(deterministic);
    let recipe = place.read("recipe.toml");
    // Without the condition before it, the flawed ones come to the plugin.
    place.write(
        "recipe.toml",
        recipe.replace("arithmetic.value == 1.0", "true"),
    );
    assert_snapshot!(place.run(&server, &["--only", "math"]), @r"
    mixed: 14 rows asked

      generator  asked  kept  excluded  failed
      math          14    10         4       0

      taken out by
        4  filter readable  e.g. arithmetic-is-low

      files in runs/mixed
        train.jsonl       9 records
        validation.jsonl  1 record
        exclusions.jsonl  4 rows, each with its reason
        manifest.json     recipe, plugins, models, sums, hashes

      error[too-few-examples]: train.jsonl: the file holds 9 records; at least 10 are needed

      0 replies from servers, 0 from the journal; $0.0000 spent in this folder
    -- stderr
    plugin ok-filter [version]: arithmetic is 0
    -- exit 1
    ");
    let exclusions = place.read("runs/mixed/exclusions.jsonl");
    let first = exclusions.lines().next().unwrap();
    assert!(
        first.contains(r#""stage":"filter readable","reason":"arithmetic-is-low""#),
        "{first}"
    );
    let manifest = place.read("runs/mixed/manifest.json");
    assert!(manifest.contains("filter readable"), "{manifest}");
}

#[test]
fn must_be_granted_what_it_asks_for() {
    assert_snapshot!(with_filter(PLUGIN).tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: `filter_ok.wasm`: plugin `ok-filter [version]` asks for `log`, which was not granted; if it may have it, add `grants = ["log"]` where the recipe names the plugin
      --> recipe.toml:39:10
       |
    39 | plugin = "filter_ok.wasm"
       |          ^^^^^^^^^^^^^^^^
    -- exit 2
    "#);
    let grant = |grant: &str| format!("{PLUGIN}\ngrants = [\"{grant}\"]");
    assert_snapshot!(with_filter(&grant("lgo")).tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: there is no ability `lgo` to grant
      --> recipe.toml:40:10
       |
    40 | grants = ["lgo"]
       |          ^^^^^^^
    help: known here: log
    -- exit 2
    "#);
}

#[test]
fn settings_are_held_to_the_schema_with_their_line() {
    let settings = |settings: &str| {
        with_filter(&format!(
            "{PLUGIN}\ngrants = [\"log\"]\nsettings = {{ {settings} }}"
        ))
        .tunesmith(&["run", "recipe.toml"])
    };
    assert_snapshot!(settings("full_length = 0"), @r"
    -- stderr
    error: `full_length` of `ok-filter`: 0 is less than the minimum of 1
      --> recipe.toml:41:28
       |
    41 | settings = { full_length = 0 }
       |                            ^
    help: `tunesmith plugin show ok-filter` lists its settings
    -- exit 2
    ");
    assert_snapshot!(settings("ful_length = 1"), @r"
    -- stderr
    error: `ok-filter` has no setting `ful_length`
      --> recipe.toml:41:27
       |
    41 | settings = { ful_length = 1 }
       |                           ^
    help: did you mean `full_length`?
    -- exit 2
    ");
}

#[test]
fn is_a_condition_or_a_plugin() {
    let both = format!("{CONDITION}\nplugin = \"filter_ok.wasm\"");
    assert_snapshot!(with_filter(&both).tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: filter `readable` has both `keep` and `plugin`
      --> recipe.toml:38:8
       |
    38 | name = "readable"
       |        ^^^^^^^^^^
    help: give a condition (`keep`) or a filter plugin (`plugin`); for both write two filters
    -- exit 2
    "#);
    assert_snapshot!(with_filter("name = \"readable\"").tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: filter `readable` has neither `keep` nor `plugin`
      --> recipe.toml:38:8
       |
    38 | name = "readable"
       |        ^^^^^^^^^^
    help: give a condition (`keep`) or a filter plugin (`plugin`); for both write two filters
    -- exit 2
    "#);
    let settings = format!("{CONDITION}\nsettings = {{ x = 1 }}");
    assert_snapshot!(with_filter(&settings).tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: `settings` is for a plugin, and this filter is a condition
      --> recipe.toml:38:8
       |
    38 | name = "readable"
       |        ^^^^^^^^^^
    -- exit 2
    "#);
}

#[test]
fn has_limits_of_its_own() {
    let limits = format!("{PLUGIN}\ngrants = [\"log\"]\nlimits = {{ memory_mib = 0 }}");
    assert_snapshot!(with_filter(&limits).tunesmith(&["run", "recipe.toml"]), @r#"
    -- stderr
    error: limits.memory_mib of `readable` is 0; it must be at least 1
      --> recipe.toml:38:8
       |
    38 | name = "readable"
       |        ^^^^^^^^^^
    -- exit 2
    "#);
    let limits = format!("{PLUGIN}\ngrants = [\"log\"]\nlimits = {{ memory_mib = 1 }}");
    let server = Server::start(deterministic);
    let said = with_filter(&limits).run(&server, &["--only", "math"]);
    assert_snapshot!(said, @r"
    -- stderr
    error: filter `readable`: `filter_ok.wasm`: plugin `ok-filter [version]`, configure: wanted more than 1 MiB of memory, its limit
    help: change its `settings` in the recipe; `tunesmith plugin show filter_ok.wasm` lists them
    -- exit 2
    ");
}
