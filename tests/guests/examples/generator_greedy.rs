//! Asks too much, in the way its seed names: for ever, many requests, many messages, with a growing state, with a bomb of a schema,
//! or panics when it is resumed.

use serde::{Deserialize, Serialize};
use tunesmith_guests::{SomeSettings, description};
use tunesmith_plugin_sdk::{
    Description, Example, Generator, Map, Message, Reply, Request, Step, Task, json,
};

struct Guest;

#[derive(Deserialize, Serialize)]
struct State {
    way: String,
    ballast: String,
}

fn request() -> Request {
    Request {
        label: "more".to_owned(),
        messages: vec![Message::new("user", "More?")],
        ..Request::default()
    }
}

fn ask(state: State) -> Step<State, Vec<Example>> {
    let requests = match state.way.as_str() {
        "requests" => vec![request(); 1_000],
        "messages" => vec![Request {
            messages: vec![Message::new("user", ""); 100_000],
            ..request()
        }],
        "many messages" => vec![Request {
            messages: vec![Message::new("user", ""); 1_000_000],
            ..request()
        }],
        "schema" => {
            let next = |level: u32| json!({"$ref": format!("#/$defs/{}", level + 1)});
            let mut levels: Map<_, _> = (0..40)
                .map(|level| {
                    (
                        level.to_string(),
                        json!({"allOf": [next(level), next(level)]}),
                    )
                })
                .collect();
            levels.insert("40".to_owned(), json!({"type": "object"}));
            vec![Request {
                answer_schema: Some(json!({"$ref": "#/$defs/0", "$defs": levels})),
                ..request()
            }]
        }
        "all at once" => vec![request(); 250],
        _ => vec![request()],
    };
    Step::Ask { requests, state }
}

impl Generator for Guest {
    type Settings = SomeSettings;
    type State = State;

    fn describe() -> Description {
        description("greedy-generator", "asks too much")
    }

    fn new(settings: SomeSettings) -> Result<Self, String> {
        settings.check().map(|_| Self)
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        let way = task.seed.as_ref().and_then(|seed| seed.as_str());
        Ok(ask(State {
            way: way.unwrap_or("for ever").to_owned(),
            ballast: "x".repeat(1_000),
        }))
    }

    fn resume(
        &self,
        state: State,
        _replies: &[Reply],
    ) -> Result<Step<State, Vec<Example>>, String> {
        let State { way, mut ballast } = state;
        match way.as_str() {
            "panic" => panic!("once was enough"),
            "state" => ballast = ballast.repeat(4),
            _ => {}
        }
        Ok(ask(State { way, ballast }))
    }
}

tunesmith_plugin_sdk::export!(generator: Guest);
