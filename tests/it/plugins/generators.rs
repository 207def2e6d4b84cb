//! Generators and judges by steps: what they ask, what they make of the replies, and what happens to the guilty.

use tunesmith_core::{
    Answer, Example, Extra, JsonText, Message, Purpose, Reply, Request, Role, Score, Step, Task,
};

use super::{IMPATIENT, MARKER, example, host, load, no_settings};

fn answered(content: &str, value: Option<&str>) -> Reply {
    let value = value.map(|value| JsonText::parse(value).unwrap());
    Reply::Answered(Answer {
        content: content.to_owned(),
        value,
        finish_reason: "stop".to_owned(),
        extra: Extra::default(),
    })
}

#[test]
fn a_generator_asks_and_tells() {
    let generator = load(&host(), "generator_ok")
        .unwrap()
        .generator(&no_settings())
        .unwrap();
    let task = Task {
        index: 7,
        rng_seed: 1,
        seed: None,
    };
    let request = Request {
        label: "question".to_owned(),
        messages: vec![Message::text(Role::User, "Ask something about 7.")],
        answer_schema: None,
        temperature: Some(0.5),
        max_tokens: None,
        extra: Extra::default(),
        purpose: Purpose::Ask,
    };
    let step = generator.begin(&task).unwrap();
    assert_eq!(
        step,
        Step::Ask {
            requests: vec![request],
            state: b"7".to_vec()
        }
    );

    let told = Example {
        messages: vec![
            Message::text(Role::User, "Tell me about 7."),
            Message::text(Role::Assistant, "seven \"七\""),
        ],
        metadata: Extra::parse(r#"{"task":7}"#).unwrap(),
        ..Example::default()
    };
    assert_eq!(
        generator
            .resume(b"7", &[answered("seven \"七\"", None)])
            .unwrap(),
        Step::Done(vec![told])
    );

    let refused = generator
        .resume(b"7", &[Reply::Refused("no".to_owned())])
        .unwrap();
    assert_eq!(
        refused,
        Step::GiveUp(r#"no answer: [Refused("no")]"#.to_owned())
    );
}

/// A run may go on in another process, after an update of the plugin; then its state may not fit.
#[test]
fn a_state_of_another_version_is_refused() {
    let generator = load(&host(), "generator_ok")
        .unwrap()
        .generator(&no_settings())
        .unwrap();
    let error = generator
        .resume(b"{\"old\":1}", &[])
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "plugin `ok-generator 0.1.0`, resume: reported: the state is not this version's (was the run begun with another \
         version of the plugin?): invalid type: map, expected u64 at line 1 column 0"
    );
}

#[test]
fn a_guilty_task_fails_alone() {
    for (guest, expected) in [
        (
            "generator_panics",
            "plugin `panics-generator 0.1.0`, begin: crashed: this task is too much \
             (tests/guests/examples/generator_panics.rs:4)",
        ),
        (
            "generator_loops",
            "plugin `loops-generator 0.1.0`, begin: was stopped after 300 ms, its time limit",
        ),
    ] {
        let generator = load(&host(), guest)
            .unwrap()
            .with_limits(IMPATIENT)
            .generator(&no_settings())
            .unwrap();
        let begin = |index, seed| {
            generator.begin(&Task {
                index,
                rng_seed: 0,
                seed,
            })
        };
        assert!(begin(0, None).is_ok());
        assert_eq!(begin(1, None).unwrap_err().to_string(), expected);
        assert_eq!(
            begin(5, Some(JsonText::string(MARKER)))
                .unwrap_err()
                .to_string(),
            expected
        );
        assert!(begin(2, None).is_ok());
    }
}

#[test]
fn a_judge_asks_and_scores() {
    let judge = load(&host(), "judge_ok")
        .unwrap()
        .judge(&no_settings())
        .unwrap();
    let step = judge.begin(&[example("a"), Example::default()]).unwrap();
    let Step::Ask { requests, state } = step else {
        panic!("{step:?}")
    };
    let asked: Vec<String> = requests
        .iter()
        .map(|request| request.messages[0].plain_text())
        .collect();
    assert_eq!(asked, ["Rate 2 messages.", "Rate 0 messages."]);
    let schema = requests[0].answer_schema.as_ref().map(JsonText::as_str);
    assert_eq!(
        schema,
        Some(r#"{"type":"object","properties":{"rating":{"type":"number"}}}"#)
    );

    let replies = [
        answered("", Some(r#"{"rating":0.25}"#)),
        Reply::Failed("no connection".to_owned()),
    ];
    let scores = vec![
        Score {
            value: 0.25,
            ..Score::default()
        },
        Score {
            note: Some("no connection".to_owned()),
            ..Score::default()
        },
    ];
    assert_eq!(judge.resume(&state, &replies).unwrap(), Step::Done(scores));
}
