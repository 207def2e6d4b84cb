//! `tunesmith explain` and `tunesmith rules`.

use insta::assert_snapshot;

use super::harness::Place;

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
    assert_snapshot!(tunesmith(&["explain", "mistral"]), @r"
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

    rules
      rule                         severity  evidence    read     source
      assistant-refusal            warning   decided     2026-11  a trained refusal teaches to refuse
      blank-line                   warning   decided     2026-11  JSON Lines: one value per line
      broken-utf8                  error     decided     2026-11  RFC 8259, section 8.1: UTF-8
      byte-order-mark              warning   decided     2026-11  RFC 8259, section 8.1: no byte order mark
      comment-in-json              error     decided     2026-11  RFC 8259
      conflicting-answer           warning   decided     2026-11  one prompt, one answer
      crlf-line-end                info      decided     2026-11  JSON Lines: lines end in a line feed
      duplicate-example            warning   decided     2026-11  a repeated example weighs twice
      duplicate-key                warning   decided     2026-11  RFC 8259, section 4: names should be unique
      duplicate-tool-call-id       warning   inferred    2026-11  follows from how the records are used
      duplicate-tool-result        error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      empty-content                warning   decided     2026-11  a message says something
      empty-file                   error     decided     2026-11  a file without a record trains nothing
      empty-messages               error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      excessive-nesting            error     decided     2026-11  the limit of the reader; RFC 8259, section 9
      final-message-not-assistant  error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      inconsistent-keys            warning   inferred    2026-11  error text of a failed job
      json-syntax                  error     decided     2026-11  RFC 8259
      leaked-example               error     decided     2026-11  validation data must be new to the model
      lone-surrogate               error     decided     2026-11  RFC 8259, section 8.2: unpredictable
      malformed-content            warning   inferred    2026-11  follows from how the records are used
      malformed-message            error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      malformed-name               error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      malformed-tool               error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      malformed-tool-call          error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      malformed-tool-call-id       error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      malformed-weight             error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      missing-assistant            error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      missing-content              error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      missing-messages             error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      mixed-content-and-calls      error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      mixed-formats                warning   inferred    2026-11  error text of a failed job
      mojibake                     warning   decided     2026-11  text read in the wrong encoding
      non-finite-number            error     decided     2026-11  RFC 8259, section 6: not permitted
      nul-byte                     error     decided     2026-11  RFC 8259
      oversized-example            warning   documented  2026-11  the model's limit of tokens per training example
      oversized-file               error     documented  2026-11  the size limit of the provider
      oversized-line               error     decided     2026-11  the limit of the reader; RFC 8259, section 9
      pretty-printed-file          error     decided     2026-11  JSON Lines: one value per line
      python-literal               error     decided     2026-11  RFC 8259
      raw-control-character        error     decided     2026-11  RFC 8259, section 7: must be escaped
      record-not-object            error     decided     2026-11  every format keeps a record in an object
      repeated-answer              warning   decided     2026-11  a dataset in balance
      repeated-system-message      error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      replacement-character        warning   decided     2026-11  a character was lost
      rival-keys                   error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      system-message-not-first     warning   validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      template-leftover            warning   decided     2026-11  providers apply their own template
      too-few-examples             warning   validator   2026-11  a constant in mistral-finetune, whose check is switched off
      too-many-examples            error     documented  2026-11  the limit of examples of the provider
      trailing-comma               error     decided     2026-11  RFC 8259
      truncated-answer             warning   inferred    2026-11  follows from the limit of tokens per training example
      truncated-line               error     decided     2026-11  RFC 8259
      unaccepted-format            error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      unanswered-tool-call         error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      undeclared-tool              warning   inferred    2026-11  follows from how the records are used
      unknown-key                  warning   validator   2026-11  mistral-finetune, commit 1943535, never reads it
      unknown-message-key          warning   validator   2026-11  mistral-finetune, commit 1943535, never reads it
      unknown-role                 error     validator   2026-11  mistral-finetune, commit 1943535, with mistral_common [version]
      untrained-example            warning   inferred    2026-11  follows from how the records are used
      untrimmed-answer             info      decided     2026-11  white space around an answer is seldom meant
      utf16-file                   error     decided     2026-11  RFC 8259, section 8.1: UTF-8
      whole-file-array             error     decided     2026-11  JSON Lines: one value per line
    -- exit 0
    ");
}

/// The rows themselves change with every rule; docs/rules.md shows them all.
#[test]
fn all_rules_are_listed() {
    let said = tunesmith(&["rules"]);
    let row = |name: &str| said.out.lines().find(|line| line.starts_with(name));
    assert_snapshot!(row("rule ").unwrap(), @"rule                                  group      profiles                                                                                                                                                            what it finds");
    assert_snapshot!(row("json-syntax ").unwrap(), @"json-syntax                           syntax     error: all                                                                                                                                                          the line is not strict JSON");
    assert_snapshot!(row("unknown-key ").unwrap(), @"unknown-key                           structure  error: openai, together; warning: azure, bedrock-claude, bedrock-llama, bedrock-nova, fireworks, mistral                                                            the record has a key the provider does not know");
    assert_eq!((said.code, &*said.err), (Some(0), ""));
}

#[test]
fn the_rules_of_one_profile_are_listed() {
    let said = tunesmith(&["rules", "--profile", "mistral"]);
    let row = |name: &str| said.out.lines().find(|line| line.starts_with(name));
    assert_snapshot!(row("rule ").unwrap(), @"rule                         group      severity  what it finds");
    assert_snapshot!(row("json-syntax ").unwrap(), @"json-syntax                  syntax     error     the line is not strict JSON");
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
