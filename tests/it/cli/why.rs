//! `tunesmith why`: the story of a row.

use insta::assert_snapshot;
use tunesmith_tests::server::{Server, completion, deterministic};

use super::harness::{MIXED, Place, changed};

#[test]
fn rows_of_a_finished_run() {
    let place = Place::with_recipe(MIXED);
    let server = Server::start(deterministic);
    place.run(&server, &[]);
    assert_snapshot!(place.tunesmith(&["why", "runs/mixed", "support/0"]), @r#"
    support/0 was kept: it is in train.jsonl

    made by support (support-generator [version]), task 0, rng seed 15303977897683731713
    from seed seeds.jsonl, line 1

    request 1: turn-1 (ask) to test
         system  You write realistic customer support chats. Answer with a JSON object: `user` is what the customer writes, `assistant` is what the support agent answers. The agent uses only the given facts.
           user  Product: Brisa desk fan
                 Facts: Three speeds. The grille opens with one screw. Two years of warranty.
                 Customer: a busy parent, brief
                 Wants to: find out how to clean or maintain it
                 Case: easy
      assistant  {"user":"How do I get the dust out of my Brisa fan?","assistant":"Unplug the fan and loosen the one screw of the grille. Then you can wipe the blades with a dry cloth."}
           user  Product: Nuvo kettle
                 Facts: Holds 1.5 litres. Switches off when empty. Returns are free within 30 days.
                 Customer: a student on a small budget, annoyed
                 Wants to: return it and get the money back
                 Case: medium
      assistant  {"user":"I got my Nuvo kettle last week and it is too big for me. I want my money back, and I will not pay for shipping!","assistant":"I am sorry that it does not fit. You are within the 30 days, so the return is free. I will send you a label, and you get the full price back."}
           user  Product: Halden H2 desk lamp
                 Facts: It has three levels. Powered by USB-C.
                 Customer: a retired teacher, polite
                 Wants to: ask which charger to use
                 Case: easy
      reply: stop, native mode, 427 + 38 tokens
        content  {"user":"The refund please clear server error device.","assistant":"The invoice second item garden slowly question restart ticket invoice street order."}

    the example
         system  You are a support agent for Halden H2 desk lamp. Answer in a friendly and concrete way. Use only these facts: It has three levels. Powered by USB-C. If they do not answer the question, say so and offer to ask a colleague.
           user  The refund please clear server error device.
      assistant  The invoice second item garden slowly question restart ticket invoice street order.

    what its generator says of it
      {"kind":"support","product":"Halden H2 desk lamp","persona":"a retired teacher","intent":"ask which charger to use","tone":"polite","difficulty":"easy"}

    scores
      quality 1.0
    -- exit 0
    "#);
    let excluded = &place.records("runs/mixed/exclusions.jsonl")[0]["row"];
    assert_snapshot!(place.tunesmith(&["why", "runs/mixed", excluded.as_str().unwrap()]), @r#"
    math/2 was excluded by filter correct
      arithmetic is 0 (wrong-step, wrong-answer: `1392 - 7 = 1386` is wrong: it is 1385), so `arithmetic.value == 1.0` does not hold

    made by math (math-generator [version]), task 2, rng seed 18062355711183069104

    the example
           user  Work out (79 + 37) × 12 - 7.
      assistant  Add: 79 + 37 = 116
                 Multiply: 116 × 12 = 1392
                 Subtract: 1392 - 7 = 1386
                 Answer: 1386

    what its generator says of it
      {"kind":"math","topic":"arithmetic","difficulty":3,"expression":"(79 + 37) × 12 - 7","expected":"1385","flawed":true}

    scores
      arithmetic 0.0 wrong-step wrong-answer  `1392 - 7 = 1386` is wrong: it is 1385
      quality 1.0
    -- exit 0
    "#);
    assert_snapshot!(place.tunesmith(&["why", "runs/mixed", "support/99"]), @r"
    -- stderr
    error: the run has no row `support/99`; it has 18 rows, from `math/0` to `support/3`
    -- exit 2
    ");
}

#[test]
fn a_row_whose_answers_never_fit() {
    let place = Place::with_recipe(&changed(
        MIXED,
        "concurrency = 2",
        "answer_mode = \"prompt\"",
    ));
    let server = Server::start(|_| completion("no JSON at all"));
    place.run(&server, &["--limit", "1"]);
    assert_snapshot!(place.tunesmith(&["why", "runs/mixed", "support/0"]), @r#"
    support/0 was excluded by generator support
      turn 1 got no answer: the answer does not fit its JSON Schema even after a correction turn: there is no complete JSON object or array in it

    made by support (support-generator [version]), task 0, rng seed 15303977897683731713
    from seed seeds.jsonl, line 1

    request 1: turn-1 (ask) to test
         system  You write realistic customer support chats. Answer with a JSON object: `user` is what the customer writes, `assistant` is what the support agent answers. The agent uses only the given facts.
           user  Product: Brisa desk fan
                 Facts: Three speeds. The grille opens with one screw. Two years of warranty.
                 Customer: a busy parent, brief
                 Wants to: find out how to clean or maintain it
                 Case: easy
      assistant  {"user":"How do I get the dust out of my Brisa fan?","assistant":"Unplug the fan and loosen the one screw of the grille. Then you can wipe the blades with a dry cloth."}
           user  Product: Nuvo kettle
                 Facts: Holds 1.5 litres. Switches off when empty. Returns are free within 30 days.
                 Customer: a student on a small budget, annoyed
                 Wants to: return it and get the money back
                 Case: medium
      assistant  {"user":"I got my Nuvo kettle last week and it is too big for me. I want my money back, and I will not pay for shipping!","assistant":"I am sorry that it does not fit. You are within the 30 days, so the return is free. I will send you a label, and you get the full price back."}
           user  Product: Halden H2 desk lamp
                 Facts: It has three levels. Powered by USB-C.
                 Customer: a retired teacher, polite
                 Wants to: ask which charger to use
                 Case: easy
      reply: stop, prompt mode, 10 + 5 tokens
        content  no JSON at all

    request 2: turn-1 (correct) to test
         system  You write realistic customer support chats. Answer with a JSON object: `user` is what the customer writes, `assistant` is what the support agent answers. The agent uses only the given facts.
           user  Product: Brisa desk fan
                 Facts: Three speeds. The grille opens with one screw. Two years of warranty.
                 Customer: a busy parent, brief
                 Wants to: find out how to clean or maintain it
                 Case: easy
      assistant  {"user":"How do I get the dust out of my Brisa fan?","assistant":"Unplug the fan and loosen the one screw of the grille. Then you can wipe the blades with a dry cloth."}
           user  Product: Nuvo kettle
                 Facts: Holds 1.5 litres. Switches off when empty. Returns are free within 30 days.
                 Customer: a student on a small budget, annoyed
                 Wants to: return it and get the money back
                 Case: medium
      assistant  {"user":"I got my Nuvo kettle last week and it is too big for me. I want my money back, and I will not pay for shipping!","assistant":"I am sorry that it does not fit. You are within the 30 days, so the return is free. I will send you a label, and you get the full price back."}
           user  Product: Halden H2 desk lamp
                 Facts: It has three levels. Powered by USB-C.
                 Customer: a retired teacher, polite
                 Wants to: ask which charger to use
                 Case: easy
      assistant  no JSON at all
           user  This answer does not satisfy the JSON Schema:
                 - there is no complete JSON object or array in it

                 Write the corrected answer: only the JSON, no explanation and no code fence.
      reply: stop, prompt mode, 10 + 5 tokens
        content  no JSON at all
    -- exit 0
    "#);
}

#[test]
fn what_is_no_run_is_told() {
    let place = Place::with_recipe(MIXED);
    assert_snapshot!(place.tunesmith(&["why", "runs/mixed", "math/0"]), @r"
    -- stderr
    error: runs/mixed has no run.db; give the folder of a run
    -- exit 2
    ");
}
