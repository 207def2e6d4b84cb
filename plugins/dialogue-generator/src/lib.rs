//! Makes dialogues of several turns: one model plays a user with a goal of its own, another (or the same) the assistant.
//!
//! Both sides are asked in turn and see different instructions; the goal is known to the user's side only. Invariant: an example
//! has at least `min_turns` turns and at most as many as planned, and ends with the assistant.

mod again;
mod check;
mod prompt;
mod seed;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tunesmith_plugin_sdk::coverage;
use tunesmith_plugin_sdk::{
    Answer, Description, Example, Generator, Message, Reply, Request, Step, Task,
};

pub use crate::settings::{Patience, Settings, Shot};

use crate::seed::Seed;

/// The generator.
pub struct Dialogues {
    settings: Settings,
}

/// Who talks about what, and how long at most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    scenario: String,
    facts: String,
    goal: String,
    character: String,
    patience: String,
    patience_meaning: String,
    planned: u32,
}

/// What the user wrote and was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    user: String,
    assistant: String,
}

/// What is known between two requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    case: Case,
    turns: Vec<Turn>,
    /// What the user wrote, while the assistant is asked.
    asked: Option<String>,
    /// Whether the user has said that this is the end.
    is_farewell: bool,
    /// How often this message was sent back.
    retried: u32,
}

/// Who ended a dialogue.
#[derive(Clone, Copy)]
enum EndedBy {
    User,
    Limit,
    Check,
}

impl EndedBy {
    fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Limit => "limit",
            Self::Check => "check",
        }
    }
}

impl Generator for Dialogues {
    type Settings = Settings;
    type State = State;

    fn describe() -> Description {
        Description {
            name: "dialogue-generator",
            version: env!("CARGO_PKG_VERSION"),
            summary: "Makes dialogues of several turns: a simulated user with a goal, a character and some patience talks to an \
                      assistant that does not know them.",
            licence: "Apache-2.0",
            authors: &["The tunesmith authors"],
            documentation: include_str!("../documentation.md"),
            settings_schema: settings::schema(),
            abilities: &[],
        }
    }

    fn new(settings: Settings) -> Result<Self, String> {
        settings.check()?;
        Ok(Self { settings })
    }

    fn begin(&self, task: &Task) -> Result<Step<State, Vec<Example>>, String> {
        let state = State {
            case: self.case(task)?,
            turns: Vec::new(),
            asked: None,
            is_farewell: false,
            retried: 0,
        };
        Ok(ask(self.request(&state), state))
    }

    fn resume(&self, state: State, replies: &[Reply]) -> Result<Step<State, Vec<Example>>, String> {
        let [reply] = replies else {
            return Err(format!("one reply was expected, {} came", replies.len()));
        };
        let number = state.turns.len() + 1;
        let who = if state.asked.is_some() {
            "assistant"
        } else {
            "user"
        };
        let answer = match reply {
            Reply::Answered(answer) => answer,
            Reply::Refused(words) => {
                let why = format!(
                    "the model refused to be the {who} in turn {number}: {}",
                    words.trim()
                );
                return Ok(self.broken(&state, why));
            }
            Reply::Failed(why) => {
                let why = format!("the {who} of turn {number} got no reply: {why}");
                return Ok(self.broken(&state, why));
            }
        };
        Ok(match state.asked.clone() {
            None => self.user_said(state, answer),
            Some(asked) => self.assistant_said(state, &asked, answer),
        })
    }
}

fn ask(request: Request, state: State) -> Step<State, Vec<Example>> {
    Step::Ask {
        requests: vec![request],
        state,
    }
}

impl Dialogues {
    fn case(&self, task: &Task) -> Result<Case, String> {
        let settings = &self.settings;
        let seed = Seed::read(task.seed.as_ref())?;
        let goals = if seed.goals.is_empty() {
            &settings.goals
        } else {
            &seed.goals
        };
        let pick = |items: &[String], name: &str| {
            let item = coverage::choose(items, task.index, name);
            item.map(|it| it.trim().to_owned())
                .ok_or_else(|| format!("there is no {name} to choose from"))
        };
        let degree = coverage::place(task.index, settings.patience.len(), "patience");
        let patience = settings
            .patience
            .get(degree)
            .ok_or("there is no patience to choose from")?;
        let lengths = settings.max_turns - settings.min_turns + 1;
        let longer = coverage::place(task.index, lengths as usize, "turns");
        Ok(Case {
            goal: pick(goals, "goal")?,
            character: pick(&settings.characters, "character")?,
            patience: patience.name.clone(),
            patience_meaning: patience.meaning.clone(),
            planned: settings.min_turns + longer as u32,
            facts: seed.facts.text(),
            scenario: seed.scenario.trim().to_owned(),
        })
    }

    /// Whether the user may end the dialogue with the next message.
    fn may_end(&self, state: &State) -> bool {
        state.turns.len() >= self.settings.min_turns as usize
    }

    fn request(&self, state: &State) -> Request {
        let State { case, turns, .. } = state;
        match &state.asked {
            None => prompt::user(&self.settings, case, turns, self.may_end(state)),
            Some(asked) => prompt::assistant(&self.settings, case, turns, asked),
        }
    }

    fn user_said(&self, state: State, answer: &Answer) -> Step<State, Vec<Example>> {
        let field = |name: &str| {
            let text = answer.value.as_ref().and_then(|it| it.get(name));
            text.and_then(Value::as_str).unwrap_or_default().trim()
        };
        let ends = self.may_end(&state) && field("done") == "yes";
        if ends && !self.settings.keep_farewell {
            return self.done(&state, EndedBy::User);
        }
        let text = field("message");
        if let Err(wrong) = check::user(text, &state.turns, &state.case, &self.settings) {
            return self.again(state, &answer.content, &wrong);
        }
        let state = State {
            asked: Some(text.to_owned()),
            is_farewell: ends,
            retried: 0,
            ..state
        };
        ask(self.request(&state), state)
    }

    fn assistant_said(
        &self,
        mut state: State,
        asked: &str,
        answer: &Answer,
    ) -> Step<State, Vec<Example>> {
        let text = answer.content.trim();
        let checked = check::assistant(
            text,
            &answer.finish_reason,
            asked,
            &state.turns,
            &self.settings,
        );
        if let Err(wrong) = checked {
            return self.again(state, text, &wrong);
        }
        state.turns.push(Turn {
            user: asked.to_owned(),
            assistant: text.to_owned(),
        });
        if state.is_farewell {
            return self.done(&state, EndedBy::User);
        }
        if state.turns.len() >= state.case.planned as usize {
            return self.done(&state, EndedBy::Limit);
        }
        let state = State {
            asked: None,
            retried: 0,
            ..state
        };
        ask(self.request(&state), state)
    }

    /// Sends a message back, or ends.
    fn again(&self, mut state: State, said: &str, wrong: &str) -> Step<State, Vec<Example>> {
        if state.retried >= self.settings.retries {
            let why = format!("turn {}: {wrong}", state.turns.len() + 1);
            return self.broken(&state, why);
        }
        state.retried += 1;
        let request = prompt::again(self.request(&state), said, wrong);
        ask(request, state)
    }

    /// The turns so far, where they are enough, or why there is nothing.
    fn broken(&self, state: &State, why: String) -> Step<State, Vec<Example>> {
        if self.settings.salvage && self.may_end(state) {
            return self.done(state, EndedBy::Check);
        }
        Step::GiveUp(why)
    }

    fn done(&self, state: &State, ended_by: EndedBy) -> Step<State, Vec<Example>> {
        let State { case, turns, .. } = state;
        let mut messages = vec![Message::new("system", prompt::system(&self.settings, case))];
        for turn in turns {
            messages.push(Message::new("user", turn.user.as_str()));
            messages.push(Message::new("assistant", turn.assistant.as_str()));
        }
        let mut example = Example::new(messages);
        let metadata = json!({
            "kind": "dialogue",
            "scenario": case.scenario,
            "goal": case.goal,
            "character": case.character,
            "patience": case.patience,
            "turns": turns.len(),
            "planned_turns": case.planned,
            "ended_by": ended_by.name(),
        });
        example.extra.insert("metadata".to_owned(), metadata);
        Step::Done(vec![example])
    }
}

tunesmith_plugin_sdk::export!(generator: Dialogues);

#[cfg(test)]
mod tests;
