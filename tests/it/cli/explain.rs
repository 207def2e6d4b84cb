//! `tunesmith explain` and `tunesmith rules`.

use insta::assert_snapshot;

use super::harness::Place;

/// A row of a table, without the white space between its cells: the widths follow from all rows.
fn row(table: &str, name: &str) -> String {
    let row = table.lines().find(|line| line.starts_with(name)).unwrap();
    row.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tunesmith(arguments: &[&str]) -> super::harness::Said {
    Place::with_recipe("").tunesmith(arguments)
}

#[test]
fn a_page_is_shown() {
    let place = Place::with_recipe("");
    let said = place.tunesmith(&["explain", "unknown-role"]);
    let page = include_str!("../../../crates/tunesmith-validate/rules/unknown-role.md");
    assert_eq!(
        (said.code, said.out.as_str(), said.err.as_str()),
        (Some(0), &*place.shown(page), "")
    );
}

#[test]
fn the_nearest_rule_is_offered() {
    let place = Place::with_recipe("");
    assert_snapshot!(place.tunesmith(&["explain", "unknown-rule"]), @r"
    -- stderr
    error: no rule or profile is called `unknown-rule`
    help: did you mean `unknown-role`?
    -- exit 2
    ");
    assert_snapshot!(place.tunesmith(&["explain", "xyz"]), @r"
    -- stderr
    error: no rule or profile is called `xyz`
    help: `tunesmith rules` lists the rules; profiles are axolotl, azure, bedrock-claude, bedrock-llama, bedrock-nova, fireworks, gemini, llama-factory, mistral, ms-swift, openai, together, torchtune, trl
    -- exit 2
    ");
}

#[test]
fn a_profile_is_explained() {
    let said = tunesmith(&["explain", "mistral"]);
    let (above, rules) = said.out.split_once("\nrules\n").unwrap();
    assert_snapshot!(above, @r"
    # mistral

    Mistral fine-tuning: conversations and texts

    formats
      mistral (the one to convert to)
      openai-chat
      text
      JSON Lines

    limits
      fewest examples                10
      largest file, in bytes         536,870,912
      keys of a record               messages, interactions, tools, available_tools, system_prompt, only_last
      keys of a message              role, content, text, weight, name, prefix, tool_calls, tool_call_id
      roles                          system, user, assistant, tool
      parts of a user message        text, image_url
      parts of an assistant message  text
    ");
    assert_snapshot!(row(rules, "  rule "), @"rule severity evidence read source");
    assert_snapshot!(row(rules, "  unknown-role "), @"unknown-role error validator 2026-11 mistral-finetune, commit 1943535, with mistral_common [version]");
    assert_eq!((said.code, &*said.err), (Some(0), ""));
}

/// The rows themselves change with every rule; docs/rules.md shows them all.
#[test]
fn all_rules_are_listed() {
    let said = tunesmith(&["rules"]);
    let row = |name: &str| row(&said.out, name);
    assert_snapshot!(row("rule "), @"rule group profiles what it finds");
    assert_snapshot!(row("json-syntax "), @"json-syntax syntax error: all the line is not strict JSON");
    assert_snapshot!(row("unknown-key "), @"unknown-key structure error: openai, together; warning: 6 profiles the record has a key the provider does not know");
    assert_eq!((said.code, &*said.err), (Some(0), ""));
}

#[test]
fn the_rules_of_one_profile_are_listed() {
    let said = tunesmith(&["rules", "--profile", "mistral"]);
    let row = |name: &str| row(&said.out, name);
    assert_snapshot!(row("rule "), @"rule group severity what it finds");
    assert_snapshot!(row("json-syntax "), @"json-syntax syntax error the line is not strict JSON");
    assert_snapshot!(tunesmith(&["rules", "--profile", "mitsral"]), @r"
    -- stderr
    error: no profile is called `mitsral`
    help: did you mean `mistral`?
    -- exit 2
    ");
}

#[test]
fn rules_are_told_to_programs() {
    let said = tunesmith(&["rules", "--profile", "openai", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let rules = json["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["name"] == "json-syntax");
    assert_snapshot!(rule.unwrap(), @r#"{"name":"json-syntax","group":"syntax","summary":"the line is not strict JSON","profiles":[{"profile":"openai","severity":"error","source":"status_details of a refused file","grade":"observed","seen":"2026-11"}]}"#);
    assert_eq!(json["version"], 1);
}
