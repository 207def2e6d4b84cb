//! Every fault of a recipe is told with its file, line and a way to mend it. Whole texts, as data.

use tunesmith_pipeline::Recipe;

const GOOD: &str = r#"version = 1
name = "r"
[models.local]
base_url = "http://127.0.0.1:8082/v1"
model = "m"
[[generators]]
name = "math"
plugin = "math-generator"
count = 2
[[scorers]]
name = "quality"
plugin = "text-quality-scorer"
only = ["math"]
[[filters]]
name = "good"
keep = "quality.value >= 0.5 && !('refusal' in quality.marks)"
only = ["math"]
"#;

fn error(change: (&str, &str)) -> String {
    assert!(GOOD.contains(change.0), "{change:?}");
    Recipe::parse(&GOOD.replacen(change.0, change.1, 1), "r.toml")
        .expect_err(change.1)
        .to_string()
}

#[test]
fn the_good_one_is_good() {
    Recipe::parse(GOOD, "r.toml").unwrap();
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_known_one() {
    assert_eq!(
        error(("count = 2", "coutn = 2")),
        "unknown field `coutn`, expected one of `name`, `plugin`, `model`, `count`, `seeds`, `settings`, `grants`, `limits`
 --> r.toml:9:1
  |
9 | coutn = 2
  | ^^^^^
help: did you mean `count`?"
    );
}

#[test]
fn a_condition_that_does_not_compile_is_shown() {
    let told = error(("quality.value >= 0.5 &&", "quality.value >= &&"));
    assert!(
        told.starts_with("the condition does not compile: "),
        "{told}"
    );
    assert!(told.contains("--> r.toml:16:8"), "{told}");
}

#[test]
fn names_must_exist() {
    let cases = [
        (
            ("quality.value", "qualty.value"),
            "no scorer is called `qualty`",
            "r.toml:16:8",
            "did you mean `quality`?",
        ),
        (
            ("count = 2", "count = 2\nmodel = \"locl\""),
            "no model is called `locl`",
            "r.toml:10:9",
            "did you mean `local`?",
        ),
        (
            ("only = [\"math\"]", "only = [\"moth\"]"),
            "no generator is called `moth`",
            "r.toml:13:9",
            "did you mean `math`?",
        ),
        (
            ("name = \"quality\"", "name = \"quality-1\""),
            "`quality-1` can not be a scorer's name: conditions use it as a variable",
            "r.toml:11:8",
            "use letters, digits and `_`",
        ),
        (
            ("count = 2", ""),
            "generator `math` has neither `count` nor `seeds`",
            "r.toml:7:8",
            "say how many tasks to run: `count = 100`",
        ),
        (
            (
                "[[scorers]]",
                "[[generators]]\nname = \"math\"\nplugin = \"p\"\ncount = 1\n[[scorers]]",
            ),
            "two generators are called `math`",
            "r.toml:11:8",
            "rename one",
        ),
        (
            (
                "[[scorers]]",
                "[[generators]]\nname = \"other\"\nplugin = \"p\"\ncount = 1\n[[scorers]]",
            ),
            "",
            "",
            "",
        ),
        (
            ("version = 1", "version = 2"),
            "recipe version 2 is not known",
            "r.toml:1:11",
            "write `version = 1`",
        ),
        (
            ("count = 2", "count = -2"),
            "invalid value: integer `-2`",
            "r.toml:9:9",
            "",
        ),
        (
            ("model = \"m\"", "model = \"m\"\nanswer_mode = \"nativ\""),
            "unknown variant `nativ`",
            "r.toml:6:15",
            "did you mean `native`?",
        ),
        (
            ("[[filters]]", "[budget]\nusd = -1.0\n[[filters]]"),
            "budget.usd is -1",
            "r.toml:15:7",
            "",
        ),
        (
            ("[[filters]]", "[split]\nvalidation = 1.0\n[[filters]]"),
            "split.validation is 1",
            "r.toml:15:14",
            "",
        ),
        (
            ("model = \"m\"", "model = \"m\"\ntimeout_s = 0"),
            "models.local.timeout_s is 0; it must be at least 1",
            "r.toml:6:13",
            "",
        ),
        (
            ("[[filters]]", "[limits]\ntime_ms = 0\n[[filters]]"),
            "limits.time_ms is 0; it must be at least 1",
            "r.toml:15:11",
            "",
        ),
        (
            (
                "[[filters]]",
                "[validate]\nprofile = \"opnai\"\n[[filters]]",
            ),
            "no profile is called `opnai`",
            "r.toml:15:11",
            "did you mean `openai`?",
        ),
    ];
    for (change, message, place, help) in cases {
        if message.is_empty() {
            // The filter is limited to `math`, so another generator without scores is fine.
            Recipe::parse(&GOOD.replacen(change.0, change.1, 1), "r.toml").unwrap();
            continue;
        }
        let told = error(change);
        assert!(
            told.starts_with(message) && told.contains(place) && told.contains(help),
            "{change:?}\n{told}"
        );
    }
}

#[test]
fn a_condition_must_not_ask_for_scores_that_are_not_made() {
    let without_only =
        "keep = \"quality.value >= 0.5 && !('refusal' in quality.marks)\"\nonly = [\"math\"]";
    let two = GOOD
        .replacen(without_only, "keep = \"quality.value >= 0.5\"", 1)
        .replacen(
            "[[scorers]]",
            "[[generators]]\nname = \"other\"\nplugin = \"p\"\ncount = 1\n[[scorers]]",
            1,
        );
    let told = Recipe::parse(&two, "r.toml").unwrap_err().to_string();
    assert!(
        told.starts_with("scorer `quality` does not score examples of generator `other`"),
        "{told}"
    );
    assert!(
        told.ends_with("help: add `only = [\"math\"]` to this filter"),
        "{told}"
    );
}

#[test]
fn broken_toml_is_placed() {
    let told = error(("version = 1", "version = = 1"));
    assert!(told.contains("--> r.toml:1:11"), "{told}");
}

#[test]
fn the_editor_schema_knows_every_table() {
    let schema: serde_json::Value = serde_json::from_str(&Recipe::json_schema()).unwrap();
    let mut known: Vec<&str> = schema["properties"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    known.sort_unstable();
    let expected = [
        "budget",
        "dedup",
        "filters",
        "generators",
        "limits",
        "models",
        "name",
        "rng_seed",
        "scorers",
        "split",
        "validate",
        "version",
    ];
    assert_eq!(known, expected);
    assert_eq!(schema["additionalProperties"], false);
}
