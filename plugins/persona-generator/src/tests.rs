//! The generator driven by scripted replies: whole dialogues as data, coverage, and everything that can go wrong.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Generator, Step, Task, testing};

use crate::PersonaRequests;

fn task(index: u64, seed: Option<Value>) -> Task {
    Task {
        index,
        rng_seed: index,
        seed,
    }
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<PersonaRequests>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

#[test]
fn twenty_tasks_see_twenty_personas_and_all_topics() {
    let generator: PersonaRequests = testing::generator(json!({})).unwrap();
    let (mut personas, mut topics, mut formats) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for index in 0..20 {
        let Step::Ask { requests, state } = generator.begin(&task(index, None)).unwrap() else {
            panic!("a step that asks was expected");
        };
        personas.insert(state.case.persona);
        topics.insert(state.case.topic);
        formats.insert(state.case.format);
        let letters: usize = requests[0]
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        assert!(letters < 1900, "{letters} characters");
    }
    assert_eq!((personas.len(), topics.len(), formats.len()), (20, 10, 4));
}

#[test]
fn seeds_and_settings_that_can_not_work_are_named() {
    let error = |settings| {
        testing::generator::<PersonaRequests>(settings)
            .err()
            .unwrap()
    };
    assert_eq!(
        error(json!({"temperature": 3})),
        "`temperature` is 3; it must lie between 0 and 2"
    );
    assert_eq!(
        error(json!({"near_duplicate": 0})),
        "`near_duplicate` is 0; it must be above 0 and at most 1"
    );
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"corrections": 9})).starts_with("`corrections` is 9"));
    assert!(error(json!({"min_words": 9, "max_words": 8})).starts_with("`min_words` is 9"));
    assert!(error(json!({"topics": [{"topic": " "}]})).starts_with("`topics` must hold"));
    assert!(error(json!({"languages": []})).starts_with("`languages` must hold"));
    assert!(
        error(json!({"formats": [{"name": "a", "ask": "b", "shape": "song"}]}))
            .contains("unknown variant")
    );
    let begin = |seed: Value| {
        let generator: PersonaRequests = testing::generator(json!({})).unwrap();
        generator.begin(&task(0, Some(seed))).unwrap_err()
    };
    assert!(begin(json!({"persona": " "})).starts_with("the seed record's `persona` is empty"));
    assert!(begin(json!([1])).starts_with("the seed record can not be used"));
}

proptest! {
    #[test]
    fn any_seed_and_any_reply_is_safe(index: u64, persona in "\\PC{0,80}", words in "\\PC{0,300}|([a-z]{1,6}[ \n.?]{1,2}){0,90}", seeded: bool) {
        let seed = seeded.then(|| json!({"persona": persona, "topics": [words.clone(), persona]}));
        let reply = json!({"instruction": words.clone(), "answer": words});
        let result = testing::run_generator::<PersonaRequests>(json!({}), &task(index, seed), |_| testing::answered(reply.clone()));
        prop_assert!(result.is_err() || result.is_ok_and(|it| it.len() == 1));
    }
}
