//! `tunesmith plugin check` and `plugin bench`. Times and hashes differ from day to day and are left out.

use serde_json::Value;
use tunesmith_tests::artifacts;

use super::harness::{Place, Said};

/// What was looked at, and how it stands: `warning name: found`. Lines with times are cut to their first words.
fn lines(said: &Said) -> Vec<String> {
    let value: Value =
        serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said}"));
    let checks = value["checks"].as_array().unwrap();
    checks
        .iter()
        .map(|check| {
            let word = |key: &str| check[key].as_str().unwrap_or_default();
            let timed = [
                "file",
                "start",
                "empty call",
                "64 examples",
                "first task",
                "determinism",
            ];
            // How long it takes to start is the machine's affair.
            let level = if word("name") == "start" {
                "ok"
            } else {
                word("level")
            };
            let found = if timed.contains(&word("name")) {
                ""
            } else {
                word("found")
            };
            format!("{level} {}: {found}", word("name"))
        })
        .collect()
}

fn check(place: &Place, arguments: &[&str]) -> Said {
    place.tunesmith(&[&["plugin", "check", "--format", "json"], arguments].concat())
}

#[test]
fn a_plugin_of_the_library_has_no_fault() {
    let said = check(&Place::with_recipe(""), &["math-scorer"]);
    assert_eq!(said.code, Some(0), "{said}");
    let lines = lines(&said);
    assert!(
        lines.iter().all(|line| line.starts_with("ok ")),
        "{lines:#?}"
    );
    for line in [
        "ok api: line 0.1, a scorer",
        "ok exports: tunesmith:plugin/about@[version], tunesmith:plugin/scorer@[version]",
        "ok imports: tunesmith:plugin/log@[version]",
        "ok licence: Apache-2.0",
        "ok settings schema: JSON Schema 2020-12, 2 settings",
        "ok determinism: ",
        "ok 64 examples: ",
    ] {
        assert!(
            lines.iter().any(|found| found == line),
            "{line} is not in {lines:#?}"
        );
    }
}

#[test]
fn what_is_missing_is_a_warning_with_advice() {
    let place = Place::with_recipe("");
    place.add_guest("scorer_ok");
    let said = check(&place, &["scorer_ok.wasm"]);
    assert_eq!(said.code, Some(0), "{said}");
    let lines = lines(&said);
    let warnings: Vec<&String> = lines
        .iter()
        .filter(|line| !line.starts_with("ok "))
        .collect();
    assert_eq!(
        warnings,
        [
            "warning name: ok-scorer, in a file called scorer_ok",
            "warning authors: none",
            "warning documentation: none",
            "warning settings schema: without a description: full_length",
        ]
    );
    let said = place.tunesmith(&["plugin", "check", "scorer_ok.wasm"]);
    let advice =
        "help: name them as \"Name <address>\": whoever finds a fault wants to tell somebody";
    assert!(said.out.contains(advice), "{said}");
    assert!(said.out.ends_with("0 errors, 4 warnings\n"), "{said}");
}

#[test]
fn what_nobody_can_use_is_an_error() {
    let place = Place::with_recipe("");
    for (guest, line) in [
        (
            "scorer_asks_files",
            "error loads: `scorer_asks_files.wasm` wants what a plugin does not get: `wasi:filesystem/preopens@[version]` (files); a plugin \
             may import only `tunesmith:plugin/log`: build it for wasm32-unknown-unknown, and hand data in as settings or seeds",
        ),
        (
            "scorer_panics_at_configure",
            "error defaults: `scorer_panics_at_configure.wasm`: plugin `unsettled-scorer [version]`, configure: crashed: no settings, please \
             (tests/guests/examples/scorer_panics_at_configure.rs:16)",
        ),
        ("scorer_fails_always", "error 64 examples: "),
    ] {
        place.add_guest(guest);
        let said = check(&place, &[&format!("{guest}.wasm")]);
        assert_eq!(said.code, Some(1), "{guest}: {said}");
        let lines = lines(&said);
        assert!(
            lines.iter().any(|found| found == line),
            "{line} is not in {lines:#?}"
        );
    }
    assert_eq!(check(&place, &["nowhere.wasm"]).code, Some(2));
    let settings = ["scorer_fails_always.wasm", "--settings", "[]"];
    assert_eq!(check(&place, &settings).code, Some(2));
}

#[test]
fn the_other_kinds_are_called_too() {
    let place = Place::with_recipe("");
    for guest in ["generator_ok", "judge_ok", "filter_ok"] {
        place.write(
            &format!("{guest}.wasm"),
            std::fs::read(artifacts::guest(guest)).unwrap(),
        );
        let said = check(&place, &[&format!("{guest}.wasm")]);
        assert_eq!(said.code, Some(0), "{guest}: {said}");
        let lines = lines(&said);
        assert!(
            lines.iter().any(|line| line == "ok determinism: "),
            "{guest}: {lines:#?}"
        );
    }
}

#[test]
fn a_plugin_is_measured() {
    let place = Place::with_recipe("");
    place.add_guest("scorer_ok");
    let arguments = [
        "plugin",
        "bench",
        "scorer_ok.wasm",
        "--threads",
        "1",
        "--format",
        "json",
    ];
    let said = place.tunesmith(&arguments);
    assert_eq!(said.code, Some(0), "{said}");
    let value: Value = serde_json::from_str(&said.out).unwrap();
    let speeds = value["speeds"].as_array().unwrap();
    let batches: Vec<u64> = speeds
        .iter()
        .filter_map(|speed| speed["batch"].as_u64())
        .collect();
    assert_eq!(batches, [1, 7, 64, 256]);
    for figure in [
        &speeds[2]["per_cpu_second"],
        &value["host_us_per_example"],
        &value["start_warm_ms"],
    ] {
        assert!(figure.as_f64().unwrap() > 0.0, "{value}");
    }
    place.add_guest("generator_ok");
    let said = place.tunesmith(&["plugin", "bench", "generator_ok.wasm"]);
    assert_eq!(said.code, Some(2));
    assert!(
        said.err.contains("is a generator; its time is its model's"),
        "{said}"
    );
}
