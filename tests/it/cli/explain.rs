//! `tunesmith explain` and `tunesmith rules`.

use insta::assert_snapshot;

use super::harness::Place;

fn tunesmith(arguments: &[&str]) -> super::harness::Said {
    Place::with_recipe("").tunesmith(arguments)
}

#[test]
fn a_page_is_shown() {
    let said = Place::with_recipe("").tunesmith(&["explain", "unknown-role"]);
    let page = include_str!("../../../crates/tunesmith-validate/rules/unknown-role.md");
    assert_eq!(
        (said.code, said.out.as_str(), said.err.as_str()),
        (Some(0), page, "")
    );
}

#[test]
fn the_nearest_rule_is_offered() {
    let place = Place::with_recipe("");
    assert_snapshot!(place.tunesmith(&["explain", "unknown-rule"]), @r"
    -- stderr
    error: no rule is called `unknown-rule`
    help: did you mean `unknown-role`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["explain", "xyz"]), @r"
    -- stderr
    error: no rule is called `xyz`
    help: `tunesmith rules` lists them
    -- exit 2
    ");
}

#[test]
fn a_profile_is_explained() {
    assert_snapshot!(tunesmith(&["explain", "mistral"]), @"");
}

/// The rows themselves change with every rule; docs/rules.md shows them all.
#[test]
fn all_rules_are_listed() {
    let said = tunesmith(&["rules"]);
    let row = |name: &str| said.out.lines().find(|line| line.starts_with(name));
    assert_snapshot!(row("rule ").unwrap(), @"");
    assert_snapshot!(row("json-syntax ").unwrap(), @"");
    assert_snapshot!(row("unknown-key ").unwrap(), @"");
    assert_eq!((said.code, &*said.err), (Some(0), ""));
}

#[test]
fn the_rules_of_one_profile_are_listed() {
    let said = tunesmith(&["rules", "--profile", "mistral"]);
    let row = |name: &str| said.out.lines().find(|line| line.starts_with(name));
    assert_snapshot!(row("rule ").unwrap(), @"");
    assert_snapshot!(row("json-syntax ").unwrap(), @"");
    assert_snapshot!(tunesmith(&["rules", "--profile", "mitsral"]), @"");
}

#[test]
fn rules_are_told_to_programs() {
    let said = tunesmith(&["rules", "--profile", "openai", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let rules = json["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["name"] == "json-syntax");
    assert_snapshot!(rule.unwrap(), @"");
    assert_eq!(json["version"], 1);
}
