//! `tunesmith explain` and `tunesmith rules`.

use insta::assert_snapshot;

use super::harness::Place;

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
fn all_rules_are_listed() {
    let said = Place::with_recipe("").tunesmith(&["rules"]);
    assert_snapshot!(said, @r"
    rule                  group      profiles         what it finds
    blank-line            structure  openai: warning  a line holds no record
    empty-file            dataset    openai: error    the file holds no record
    empty-messages        structure  openai: error    the list of messages is empty
    json-syntax           syntax     openai: error    the line is not strict JSON
    malformed-content     content    openai: error    the content of a message is neither a string nor a list of parts its role may have
    malformed-message     structure  openai: error    a message is not an object
    malformed-tool-call   tools      openai: error    a tool call lacks its id, type, function name or arguments, or they are of the wrong kind
    malformed-weight      structure  openai: error    a weight is not 0 or 1, or not on an assistant message
    missing-assistant     roles      openai: error    no message is the assistant's
    missing-content       content    openai: error    a message has no content
    missing-messages      structure  openai: error    the record has no list of messages
    record-not-object     structure  openai: error    the record is not a JSON object
    too-few-examples      size       openai: error    the file holds fewer records than the provider takes
    unanswered-tool-call  tools      openai: error    a tool call has no tool message after it, or a tool message answers no call
    unknown-key           structure  openai: error    the record has a key the provider does not know
    unknown-role          roles      openai: error    the role of a message is missing or unknown
    -- exit 0
    ");
}
