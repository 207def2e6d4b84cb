//! The generator driven by scripted replies: whole requests and examples as data, and everything that can go wrong.

use serde_json::{Value, json};
use tunesmith_plugin_sdk::{Example, Reply, Request, Task, testing};

use crate::SupportChats;

fn task(index: u64) -> Task {
    let seed = json!({
        "product": "Lumo desk lamp",
        "facts": ["The lamp has three brightness levels.", "Returns are free within 30 days."],
    });
    Task {
        index,
        rng_seed: index,
        seed: Some(seed),
    }
}

fn run(
    settings: Value,
    task: &Task,
    replies: Vec<Reply>,
) -> (Vec<Request>, Result<Vec<Example>, String>) {
    let mut asked = Vec::new();
    let mut replies = replies.into_iter();
    let result = testing::run_generator::<SupportChats>(settings, task, |request| {
        asked.push(request.clone());
        replies
            .next()
            .expect("the script has a reply for every request")
    });
    assert_eq!(
        replies.next(),
        None,
        "the generator asked less than the script expects"
    );
    (asked, result)
}

fn pair(user: &str, assistant: &str) -> Reply {
    testing::answered(json!({"user": user, "assistant": assistant}))
}

#[test]
fn dialogues_never_change() {
    testing::golden::generator::<SupportChats>(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/golden.jsonl"
    ));
}

#[test]
fn prompts_stay_short() {
    for index in 0..100 {
        let reply = pair("Does it dim?", "Yes, it has three levels.");
        let (asked, _) = run(json!({}), &task(index), vec![reply]);
        let letters: usize = asked[0]
            .messages
            .iter()
            .map(|it| it.content.chars().count())
            .sum();
        // About four characters of English make a token; 500 tokens are the aim.
        assert!(letters < 1900, "{letters} characters");
    }
}

#[test]
fn says_why_it_gives_up() {
    let refused = || Reply::Refused(" I can't do that. ".into());
    let good = || pair("Does it dim?", "Yes, it has three levels.");
    let shot = "How do I get the dust out of my Brisa fan?";
    let cases = [
        (
            1,
            vec![refused()],
            "the model refused turn 1: I can't do that.",
        ),
        (
            1,
            vec![Reply::Failed("timeout".into())],
            "turn 1 got no answer: timeout",
        ),
        (
            1,
            vec![pair("", "Hello.")],
            "the reply to turn 1 leaves `user` empty",
        ),
        (
            1,
            vec![pair("Hi.", " \n")],
            "the reply to turn 1 leaves `assistant` empty",
        ),
        (
            1,
            vec![testing::answered(json!({"user": "Hi."}))],
            "the reply to turn 1 has no text `assistant`",
        ),
        (
            1,
            vec![testing::answered_text("Hi.")],
            "the reply to turn 1 has no text `user`",
        ),
        (
            1,
            vec![pair("Hi.", "Hi.")],
            "the reply to turn 1 says the same as user and assistant",
        ),
        (
            1,
            vec![pair(shot, "Wipe it.")],
            "the reply to turn 1 copies one of the few_shot conversations",
        ),
        (
            2,
            vec![good(), refused()],
            "the model refused turn 2: I can't do that.",
        ),
        (
            3,
            vec![good(), good(), pair("And?", "")],
            "the reply to turn 3 leaves `assistant` empty",
        ),
    ];
    for (turns, replies, why) in cases {
        let (_, result) = run(json!({"turns": turns}), &task(0), replies);
        assert_eq!(result.unwrap_err(), why);
    }
}

#[test]
fn a_seeds_own_intents_come_first() {
    let mut task = task(5);
    task.seed =
        Some(json!({"product": "Lumo", "facts": "It dims.", "intents": ["pair it with a phone"]}));
    let (asked, result) = run(json!({}), &task, vec![pair("How?", "Hold the button.")]);
    assert_eq!(
        result.unwrap()[0].metadata("intent"),
        Some(&json!("pair it with a phone"))
    );
    assert!(
        asked[0]
            .messages
            .last()
            .unwrap()
            .content
            .contains("Wants to: pair it with a phone")
    );
}

#[test]
fn seeds_and_settings_that_can_not_work_are_named() {
    let seed_error = |seed: Option<Value>| {
        let task = Task {
            index: 0,
            rng_seed: 0,
            seed,
        };
        run(json!({}), &task, vec![]).1.unwrap_err()
    };
    assert!(seed_error(None).starts_with("the task has no seed record; a seed for"));
    assert!(seed_error(Some(json!({"facts": "x"}))).contains("missing field `product`"));
    assert!(seed_error(Some(json!({"product": " ", "facts": "x"}))).contains("`product` is empty"));
    assert!(seed_error(Some(json!({"product": "x", "facts": []}))).contains("`facts` is empty"));

    let error = |settings| testing::generator::<SupportChats>(settings).err().unwrap();
    assert_eq!(
        error(json!({"turns": 0})),
        "`turns` is 0; it must lie between 1 and 8"
    );
    assert_eq!(
        error(json!({"temperature": 3})),
        "`temperature` is 3; it must lie between 0 and 2"
    );
    assert!(error(json!({"max_tokens": 0})).starts_with("`max_tokens` is 0"));
    assert!(error(json!({"tones": []})).starts_with("`tones` must hold"));
    assert!(error(json!({"system": "Facts: {facts}"})).contains("{product}"));
    assert!(error(json!({"tone": []})).contains("unknown field"));
}
